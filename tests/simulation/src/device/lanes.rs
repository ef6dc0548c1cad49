//! What the app asks, brought to whoever answers it, in the order of the model: the clock at once,
//! the store in turn, the server through the net and sync lanes.

use crux_core::Request;
use wufei_app::{
    Effect,
    effect::{
        clock::{Elapsed, Stamp, Wait},
        shell::{Located, Picked, Scanned, Shared, Spoken},
        store::AppendRecord,
    },
};
use wufei_domain::time::{BootId, CHINA_ZONE_MINUTES, DeviceTime};
use wufei_engine::Answer as _;

use crate::{
    queue::{DeviceNo, Entry},
    violation::Violation,
    world::World,
};

/// The name of a question, for the trace.
pub(super) const fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::Render(_) => "render",
        Effect::TakeStamp(_) => "take_stamp",
        Effect::Wait(_) => "wait",
        Effect::LoadStart(_) => "load_start",
        Effect::SaveSettings(_) => "save_settings",
        Effect::SaveDraft(_) => "save_draft",
        Effect::AppendRecord(_) => "append_record",
        Effect::WithdrawRecord(_) => "withdraw_record",
        Effect::LeaveIdentity(_) => "leave_identity",
        Effect::LoadOutbox(_) => "load_outbox",
        Effect::LoadHousehold(_) => "load_household",
        Effect::LoadPoints(_) => "load_points",
        Effect::LoadPoint(_) => "load_point",
        Effect::LoadTurfs(_) => "load_turfs",
        Effect::LoadTurf(_) => "load_turf",
        Effect::LoadStanding(_) => "load_standing",
        Effect::LoadLearning(_) => "load_learning",
        Effect::SaveRecall(_) => "save_recall",
        Effect::SaveKept(_) => "save_kept",
        Effect::Enrol(_) => "enrol",
        Effect::ListTurfs(_) => "list_turfs",
        Effect::TakeTurf(_) => "take_turf",
        Effect::SyncRound(_) => "sync_round",
        Effect::AwaitNews(_) => "await_news",
        Effect::PreparePhoto(_) => "prepare_photo",
        Effect::SendPhoto(_) => "send_photo",
        Effect::Scan(_) => "scan",
        Effect::ReadAloud(_) => "read_aloud",
        Effect::Share(_) => "share",
        Effect::Locate(_) => "locate",
        Effect::PickPhoto(_) => "pick_photo",
    }
}

/// Each life of a device is a run of its own.
fn boot(device: DeviceNo, life: u32) -> BootId {
    let number = u32::try_from(device).unwrap_or(u32::MAX);
    BootId::new((u64::from(number) << 32 | u64::from(life)).to_be_bytes())
}

impl World<'_> {
    /// Brings each question to whoever answers it.
    ///
    /// # Errors
    /// What carrying out an answer comes to.
    pub fn perform(&mut self, device: DeviceNo, effects: Vec<Effect>) -> Result<(), Violation> {
        let mut effects = std::collections::VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Render(_) => {}
                Effect::TakeStamp(mut request) => {
                    let stamp = self.stamp(device);
                    let Some(process) = &self.devices[device].on else { return Ok(()) };
                    let resolved = process.core.resolve(&mut request, stamp);
                    effects.extend(resolved.map_err(Violation::own)?);
                }
                Effect::Wait(request) => self.wait(device, request),
                Effect::Enrol(_) | Effect::ListTurfs(_) | Effect::TakeTurf(_) => {
                    self.ask_net(device, effect)?;
                }
                Effect::SyncRound(request) => self.begin_round(device, request),
                Effect::AwaitNews(request) => self.await_news(device, request)?,
                effect => self.ask_store(device, effect),
            }
        }
        Ok(())
    }

    fn stamp(&mut self, device: DeviceNo) -> Stamp {
        let (now_ms, there) = (self.now_ms, &self.devices[device]);
        let started_ms = there.on.as_ref().map_or(now_ms, |process| process.started_ms);
        let mut random = [0; 16];
        self.chance.fill(&mut random);
        let time = DeviceTime {
            wall: there.wall(now_ms),
            zone_minutes: CHINA_ZONE_MINUTES,
            monotonic_ms: u64::try_from(now_ms - started_ms).unwrap_or_default(),
            boot: Some(boot(device, there.life)),
        };
        Stamp { time, random }
    }

    fn wait(&mut self, device: DeviceNo, request: Request<Wait>) {
        let life = self.devices[device].life;
        let due_ms = self.now_ms + i64::try_from(request.operation.ms).unwrap_or(i64::MAX / 4);
        self.queue.push(due_ms, Entry::Rings { device, life, request: Box::new(request) });
    }

    /// # Errors
    /// What the app asks next comes to.
    pub fn rings(&mut self, device: DeviceNo, mut request: Request<Wait>) -> Result<(), Violation> {
        let Some(process) = &self.devices[device].on else { return Ok(()) };
        let effects = process.core.resolve(&mut request, Elapsed).map_err(Violation::own)?;
        self.perform(device, effects)
    }

    /// The store lane answers in turn.
    fn ask_store(&mut self, device: DeviceNo, effect: Effect) {
        let takes_ms = i64::try_from(self.chance.below(4)).unwrap_or_default() + 1;
        let now_ms = self.now_ms;
        let there = &mut self.devices[device];
        let Some(process) = &mut there.on else { return };
        process.store_free_ms = process.store_free_ms.max(now_ms) + takes_ms;
        let entry = Entry::Answer { device, life: there.life, effect: Box::new(effect) };
        self.queue.push(process.store_free_ms, entry);
    }

    /// # Errors
    /// A broken rule, or what the app asks next comes to.
    pub fn answer(&mut self, device: DeviceNo, effect: Effect) -> Result<(), Violation> {
        let asked = name(&effect);
        let there = &mut self.devices[device];
        let Some(process) = &mut there.on else { return Ok(()) };
        let (core, store) = (&process.core, &mut process.store);
        macro_rules! stored {
            ($request:ident) => {{
                let output = store.answer(&$request.operation);
                let good = output.is_ok();
                (good, core.resolve(&mut $request, output))
            }};
        }
        macro_rules! told {
            ($request:ident, $output:expr) => {
                (true, core.resolve(&mut $request, $output))
            };
        }
        let (good, effects) = match effect {
            Effect::LoadStart(mut r) => stored!(r),
            Effect::SaveSettings(mut r) => stored!(r),
            Effect::SaveDraft(mut r) => stored!(r),
            Effect::AppendRecord(mut r) => {
                let AppendRecord { record, .. } = &r.operation;
                let id = record.id;
                there.doubtful.insert(id);
                let (good, effects) = stored!(r);
                if good {
                    there.doubtful.remove(&id);
                    there.kept.insert(id);
                }
                (good, effects)
            }
            Effect::WithdrawRecord(mut r) => {
                there.withdrawn.insert(r.operation.id);
                stored!(r)
            }
            Effect::LeaveIdentity(mut r) => stored!(r),
            Effect::LoadOutbox(mut r) => stored!(r),
            Effect::LoadHousehold(mut r) => stored!(r),
            Effect::LoadPoints(mut r) => stored!(r),
            Effect::LoadPoint(mut r) => stored!(r),
            Effect::LoadTurfs(mut r) => stored!(r),
            Effect::LoadTurf(mut r) => stored!(r),
            Effect::LoadStanding(mut r) => stored!(r),
            Effect::LoadLearning(mut r) => stored!(r),
            Effect::SaveRecall(mut r) => stored!(r),
            Effect::SaveKept(mut r) => stored!(r),
            Effect::Scan(mut r) => told!(r, Scanned::Cancelled),
            Effect::ReadAloud(mut r) => told!(r, Spoken::Done),
            Effect::Share(mut r) => told!(r, Shared::Done),
            Effect::Locate(mut r) => told!(r, Located::Denied),
            Effect::PickPhoto(mut r) => told!(r, Picked::Cancelled),
            Effect::Render(_)
            | Effect::TakeStamp(_)
            | Effect::Wait(_)
            | Effect::Enrol(_)
            | Effect::ListTurfs(_)
            | Effect::TakeTurf(_)
            | Effect::SyncRound(_)
            | Effect::AwaitNews(_)
            | Effect::PreparePhoto(_)
            | Effect::SendPhoto(_) => return Err(Violation::own(format!("{asked} in the store"))),
        };
        self.say(device, format_args!("{asked} {}", if good { "ok" } else { "failed" }));
        if self.devices[device].disk.is_off() {
            self.lose_power(device);
            return Ok(());
        }
        self.perform(device, effects.map_err(Violation::own)?)
    }
}
