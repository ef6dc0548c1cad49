//! The recycling point: its data, and which of its workflows takes an event.

pub(crate) mod log;
pub(crate) mod shift;
pub(crate) mod weighing;

use std::collections::BTreeSet;

use wufei_domain::{ids::RecordId, refusal::Refusal, units::Grams};

use self::{
    log::Log,
    shift::ShiftStep,
    weighing::{Stage, Weighing},
};
use super::{Cmd, Model, ask};
use crate::{
    app::Wufei,
    effect::store::{LoadPoint, PointData},
    event::{Event, PointEvent},
};

#[derive(Debug, Default)]
pub(crate) struct Point {
    pub(crate) data: PointData,
    pub(crate) shift: ShiftStep,
    pub(crate) weighing: Weighing,
    pub(crate) log: Log,
    /// Drop-offs whose reversal was stored after `data` was read.
    pub(crate) mended: BTreeSet<RecordId>,
}

impl Point {
    pub(super) fn restore(&mut self, body: &str) {
        if let Ok(weighing) = serde_json::from_str::<Weighing>(body) {
            self.weighing = weighing.restored();
        }
    }

    pub(super) fn can_go_back(&self) -> bool {
        match self.log {
            Log::Open | Log::Mending { .. } => true,
            Log::Closed => {
                self.data.open_shift.is_some() && self.weighing.stage == Stage::Reviewing
            }
        }
    }

    /// Whether a record of it is being stored.
    pub(super) fn is_storing(&self) -> bool {
        self.shift == ShiftStep::Recording
            || self.weighing.is_logging()
            || matches!(self.log, Log::Mending { storing: true, .. })
    }

    /// The largest weight of the scale; until the point's data arrives, that of any scale.
    pub(crate) fn scale_max(&self) -> Grams {
        self.data.point.as_ref().map_or(Grams::MAX, |point| point.scale_max)
    }
}

impl Model {
    pub(super) fn point_event(&mut self, app: &Wufei, event: PointEvent) -> Cmd {
        let Some(point) = self.own_point() else { return Cmd::done() };
        match event {
            PointEvent::OpenShift => self.open_shift(point),
            PointEvent::CloseShift => self.close_shift(point),
            PointEvent::OpenLog => self.open_log(),
            PointEvent::CloseLog => self.close_log(),
            PointEvent::MendPicked { drop_off } => self.mend_picked(drop_off),
            PointEvent::MendConfirmed { reason } => self.mend_confirmed(point, reason),
            PointEvent::MendCancelled => self.mend_cancelled(),
            event => self.weighing_event(app, point, event),
        }
    }

    pub(super) fn point_back(&mut self) -> Cmd {
        match self.point.log {
            Log::Mending { .. } => self.mend_cancelled(),
            Log::Open => self.close_log(),
            Log::Closed => self.edit(),
        }
    }

    pub(super) fn load_point(&self) -> Cmd {
        match self.own_point() {
            Some(point) => ask(LoadPoint { point }, Event::PointLoaded),
            None => Cmd::done(),
        }
    }

    pub(super) fn point_loaded(&mut self, answer: Result<PointData, Refusal>) -> Cmd {
        if let Some(data) = self.take(answer) {
            self.point.shift = self.point.shift.loaded();
            self.point.mended.clear();
            self.point.data = data;
        }
        Cmd::done()
    }
}
