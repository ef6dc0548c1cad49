//! A round of sync, step by step: the engine's own client between the device's store and the wire.

use crux_core::Request;
use wufei_api::feed::FeedQuery;
use wufei_app::effect::sync::SyncRound;
use wufei_domain::refusal::{Code, Refusal};
use wufei_engine::sync::{Input, NetStep, Step, StoreStep};

use super::UnderWay;
use crate::{
    queue::{DeviceNo, Entry},
    rules,
    violation::Violation,
    wire::{self, Reply, Route},
    world::World,
};

/// After so long somebody whose token is not known any more is helped.
const HELP_MS: i64 = 90_000;

impl World<'_> {
    pub(super) fn begin_round(&mut self, device: DeviceNo, request: Request<SyncRound>) {
        let began_ms = self.now_ms;
        let there = &mut self.devices[device];
        let Some(process) = &mut there.on else { return };
        let step = Some(process.client.handle(Input::Begin(request.operation.heard)));
        process.round = Some(UnderWay { began_ms, request, step, waits_for: None });
        self.next_step(device);
    }

    fn next_step(&mut self, device: DeviceNo) {
        let life = self.devices[device].life;
        let takes_ms = i64::try_from(self.chance.below(3)).unwrap_or_default() + 1;
        self.queue.push(self.now_ms + takes_ms, Entry::Round { device, life });
    }

    /// Does what the round is to do next.
    ///
    /// # Errors
    /// A broken rule, or what the app asks after the round comes to.
    pub fn round(&mut self, device: DeviceNo) -> Result<(), Violation> {
        let wall = self.devices[device].wall(self.now_ms);
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        let Some(round) = &mut process.round else { return Ok(()) };
        match round.step.take() {
            None => Ok(()),
            Some(Step::Store(mut step)) => {
                if let StoreStep::ReadBatch { entries_max, .. } = &mut step {
                    *entries_max = self.bounds.batch_entries.min(*entries_max);
                }
                let name = step_name(&step);
                let input = step.carry_out(&mut process.sync_store, wall);
                let failed = matches!(input, Input::StoreFailed(_));
                round.step = Some(process.client.handle(input));
                self.say(device, format_args!("{name} {}", if failed { "failed" } else { "ok" }));
                self.mind_power(device);
                self.next_step(device);
                Ok(())
            }
            Some(Step::Net(step)) => self.ask_server(device, step),
            Some(Step::Over(result)) => self.end_round(device, result),
        }
    }

    fn ask_server(&mut self, device: DeviceNo, step: NetStep) -> Result<(), Violation> {
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        let token = match process.sync_store.token() {
            Ok(token) => token.0,
            Err(refusal) => {
                self.hear(
                    device,
                    match step {
                        NetStep::Push(_) => Input::Pushed(Err(refusal)),
                        NetStep::Pull(_) => Input::Pulled(Err(refusal)),
                        NetStep::Part { .. } => Input::Part(Err(refusal)),
                    },
                );
                return Ok(());
            }
        };
        let (route, body) = match &step {
            NetStep::Push(request) => (Route::Push, wire::written(request)?),
            NetStep::Pull(query) => {
                let limit = query.limit.map(|limit| limit.min(self.bounds.page_rows));
                (Route::Feed, wire::written(&FeedQuery { limit, ..query.clone() })?)
            }
            NetStep::Part { query, from } => (Route::Snapshot, wire::written(&(query, from))?),
        };
        let exchange = self.send(device, route, Some(token), body);
        if let Some(process) = &mut self.devices[device].on
            && let Some(round) = &mut process.round
        {
            round.waits_for = Some((exchange, route));
        }
        Ok(())
    }

    fn end_round(
        &mut self,
        device: DeviceNo,
        result: Result<wufei_app::effect::sync::RoundReport, Refusal>,
    ) -> Result<(), Violation> {
        let code = result.as_ref().err().map(|refusal| refusal.code);
        match (&result, code) {
            (_, Some(code)) => self.say(device, format_args!("round ends: {}", code.as_str())),
            (Ok(report), None) => {
                let (sent, got) = (report.acknowledged, report.received);
                let waiting = report.counts.waiting;
                self.say(device, format_args!("round: {sent} up, {got} down, {waiting} wait"));
            }
            (Err(_), None) => {}
        }
        let ended = [Code::TokenUnknown, Code::TokenMissing, Code::InstallForked];
        if code.is_some_and(|code| ended.contains(&code)) && !self.devices[device].awaits_help {
            self.devices[device].awaits_help = true;
            self.queue.push(self.now_ms + HELP_MS, Entry::Helps { device });
        }
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        let Some(mut round) = process.round.take() else { return Ok(()) };
        if result.as_ref().is_ok_and(|report| !report.more) {
            self.devices[device].fresh_ms = round.began_ms;
        }
        let Some(process) = &mut self.devices[device].on else { return Ok(()) };
        let effects = process.core.resolve(&mut round.request, result).map_err(Violation::own)?;
        self.perform(device, effects)?;
        if code == Some(Code::Offline) {
            // As the engine does: a wait on such a connection hears nothing any more.
            return self.news_heard(device, Err(Code::Offline.into()));
        }
        Ok(())
    }

    fn hear(&mut self, device: DeviceNo, input: Input) {
        let Some(process) = &mut self.devices[device].on else { return };
        let Some(round) = &mut process.round else { return };
        round.waits_for = None;
        round.step = Some(process.client.handle(input));
        self.next_step(device);
    }

    /// The exchange that the round of a device waits for.
    pub(super) fn round_waits_for(&self, device: DeviceNo) -> Option<u64> {
        let waits_for = self.devices[device].on.as_ref()?.round.as_ref()?.waits_for?;
        Some(waits_for.0)
    }

    /// An answer to the round's question; `None` when none came.
    ///
    /// # Errors
    /// A broken rule.
    pub(super) fn round_heard(
        &mut self,
        device: DeviceNo,
        reply: Option<&Reply>,
    ) -> Result<(), Violation> {
        let round = self.devices[device].on.as_ref().and_then(|process| process.round.as_ref());
        let route = round.and_then(|round| round.waits_for).map(|(_, route)| route);
        let input = match route {
            Some(Route::Push) => {
                Input::Pushed(reply.map_or_else(|| Err(Code::Offline.into()), wire::answer))
            }
            Some(Route::Snapshot) => {
                Input::Part(reply.map_or_else(|| Err(Code::Offline.into()), wire::bytes))
            }
            _ => Input::Pulled(reply.map_or_else(|| Err(Code::Offline.into()), wire::answer)),
        };
        if let Input::Pulled(Ok(page)) = &input {
            rules::page_is_whole(page)?;
        }
        self.hear(device, input);
        Ok(())
    }
}

const fn step_name(step: &StoreStep) -> &'static str {
    match step {
        StoreStep::ReadStanding => "read_standing",
        StoreStep::ReadBatch { .. } => "read_batch",
        StoreStep::ApplyVerdicts { .. } => "apply_verdicts",
        StoreStep::LeaveInstall => "leave_install",
        StoreStep::Wipe { .. } => "wipe",
        StoreStep::BeginSnapshot { .. } => "begin_snapshot",
        StoreStep::KeepPart { .. } => "keep_part",
        StoreStep::TakeSnapshot { .. } => "take_snapshot",
        StoreStep::DropSnapshot { .. } => "drop_snapshot",
        StoreStep::Compare { .. } => "compare",
        StoreStep::Reread { .. } => "reread",
        StoreStep::ChangeEpoch { .. } => "change_epoch",
        StoreStep::TakePage { .. } => "take_page",
        StoreStep::Restart { .. } => "restart",
        StoreStep::Revoke { .. } => "revoke",
        StoreStep::KeepMark { .. } => "keep_mark",
        StoreStep::CountLeft => "count_left",
    }
}
