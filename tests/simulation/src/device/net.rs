//! What needs the server now: enrolment, which turfs there are, taking one. As the engine's net lane
//! does it: one question at a time, and what must last is stored before the app hears of it.

use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    turfs::{LeaseRequest, LeaseResponse, LeaseState, TurfsResponse},
};
use wufei_app::{
    Effect,
    effect::{
        net::{Lease, Offer},
        store::{LoadTurf, TurfPlace},
    },
};
use wufei_domain::{
    refusal::{Code, Refusal},
    time::UnixMs,
};
use wufei_engine::{Answer as _, store::Store};

use super::lanes::name;
use crate::{
    queue::DeviceNo,
    violation::Violation,
    wire::{self, Reply, Route},
    world::World,
};

type Asked = (Route, Option<String>, Vec<u8>);

fn question(store: &mut Store, effect: &Effect) -> Result<Asked, Refusal> {
    Ok(match effect {
        Effect::Enrol(request) => {
            let code = request.operation.code.clone();
            let body = EnrolRequest { code, device: store.device()? };
            (Route::Enrol, None, wire::written(&body)?)
        }
        Effect::TakeTurf(request) => {
            let body = LeaseRequest { turf: request.operation.turf };
            (Route::Lease, Some(store.token()?.0), wire::written(&body)?)
        }
        _ => (Route::Turfs, Some(store.token()?.0), Vec::new()),
    })
}

fn offers(store: &mut Store, response: TurfsResponse) -> Result<Vec<Offer>, Refusal> {
    let mut offers = Vec::with_capacity(response.turfs.len());
    for offer in response.turfs {
        let fact = offer.turf;
        let visited =
            store.answer(&LoadTurf { turf: fact.id })?.map_or(0, |data| data.turf.visited);
        let turf = TurfPlace {
            id: fact.id,
            name: fact.name,
            community: fact.community,
            doors: fact.doors,
            visited,
        };
        let lease = match offer.state {
            LeaseState::Free => Lease::Free,
            LeaseState::Mine { until } => Lease::Mine { until },
            LeaseState::Taken { until } => Lease::Taken { until },
        };
        offers.push(Offer { turf, lease });
    }
    Ok(offers)
}

fn lease(store: &mut Store, reply: &Reply) -> Result<UnixMs, Refusal> {
    let response: LeaseResponse = wire::answer(reply)?;
    store.follow(response.scope)?;
    Ok(response.until)
}

impl World<'_> {
    /// Adds a question to the net lane.
    ///
    /// # Errors
    /// What the app asks after an answer comes to.
    pub(super) fn ask_net(&mut self, device: DeviceNo, effect: Effect) -> Result<(), Violation> {
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        process.net_lane.push_back(effect);
        self.next_question(device)
    }

    fn next_question(&mut self, device: DeviceNo) -> Result<(), Violation> {
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        if process.net_waits_for.is_some() {
            return Ok(());
        }
        let Some(effect) = process.net_lane.front() else { return Ok(()) };
        match question(&mut process.net_store, effect) {
            Ok((route, token, body)) => {
                let exchange = self.send(device, route, token, body);
                if let Some(process) = &mut self.devices[device].on {
                    process.net_waits_for = Some(exchange);
                }
                Ok(())
            }
            Err(refusal) => self.net_heard(device, Err(refusal)),
        }
    }

    /// Whether the net lane of a device waits for this exchange.
    pub(super) fn net_waits_for(&self, device: DeviceNo) -> Option<u64> {
        self.devices[device].on.as_ref()?.net_waits_for
    }

    /// An answer to the lane's question, or why there is none.
    ///
    /// # Errors
    /// What the app asks next comes to.
    pub(super) fn net_heard(
        &mut self,
        device: DeviceNo,
        reply: Result<&Reply, Refusal>,
    ) -> Result<(), Violation> {
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        process.net_waits_for = None;
        let Some(effect) = process.net_lane.pop_front() else { return Ok(()) };
        let (core, store) = (&process.core, &mut process.net_store);
        let asked = name(&effect);
        let (code, effects) = match effect {
            Effect::Enrol(mut request) => {
                let response: Result<EnrolResponse, _> = reply.and_then(wire::answer);
                let output = response.and_then(|response| store.enrol(&response));
                let code = output.as_ref().err().map(|refusal| refusal.code);
                (code, core.resolve(&mut request, output))
            }
            Effect::ListTurfs(mut request) => {
                let response = reply.and_then(wire::answer);
                let output = response.and_then(|response| offers(store, response));
                let code = output.as_ref().err().map(|refusal| refusal.code);
                (code, core.resolve(&mut request, output))
            }
            Effect::TakeTurf(mut request) => {
                let output = reply.and_then(|reply| lease(store, reply));
                let code = output.as_ref().err().map(|refusal| refusal.code);
                (code, core.resolve(&mut request, output))
            }
            _ => return Err(Violation::own(format!("{asked} in the net lane"))),
        };
        self.say(device, format_args!("{asked}: {}", code.map_or("ok", Code::as_str)));
        self.mind_power(device);
        self.perform(device, effects.map_err(Violation::own)?)?;
        self.next_question(device)
    }
}
