//! Opening and closing a shift. Which shift is open is the store's to say.

use wufei_domain::{
    ids::PointId,
    record::{Body, ShiftClosed, ShiftOpened},
    refusal::{Code, Refusal},
};

use super::super::{Cmd, Model, Notice, intent};

/// Whether opening or closing is under way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShiftStep {
    #[default]
    Settled,
    /// The record is being made.
    Recording,
    /// The record is stored; what is open is being read again. Until it is, a tap reads only: a
    /// point that could not be read must not be opened or closed twice.
    Reading,
}

impl ShiftStep {
    /// After the point's data was read: settled, unless a record is still under way.
    pub(super) fn loaded(self) -> Self {
        match self {
            Self::Recording => Self::Recording,
            Self::Settled | Self::Reading => Self::Settled,
        }
    }
}

impl Model {
    pub(super) fn open_shift(&mut self, point: PointId) -> Cmd {
        if self.point.shift == ShiftStep::Reading {
            return self.load_point();
        }
        let data = &self.point.data;
        let ready = data.point.is_some() && data.tariff.is_some() && data.open_shift.is_none();
        if !ready || self.point.shift != ShiftStep::Settled {
            return Cmd::done();
        }
        self.record_shift(Body::ShiftOpened(ShiftOpened { point }))
    }

    /// What is being weighed stays as a draft: it belongs to whatever shift is open when it is
    /// logged. A drop-off that is being stored is waited for.
    pub(super) fn close_shift(&mut self, point: PointId) -> Cmd {
        if self.point.shift == ShiftStep::Reading {
            return self.load_point();
        }
        if self.point.shift != ShiftStep::Settled || self.point.weighing.is_logging() {
            return Cmd::done();
        }
        let Some((shift, _)) = self.point.data.open_shift else {
            self.notice = Some(Notice::Refused(Refusal::new(Code::ShiftNotOpen)));
            return Cmd::done();
        };
        self.record_shift(Body::ShiftClosed(ShiftClosed { point, shift }))
    }

    fn record_shift(&mut self, body: Body) -> Cmd {
        let Some(identity) = &self.identity else { return Cmd::done() };
        self.point.shift = ShiftStep::Recording;
        intent::record(identity.community, body, None)
    }

    pub(crate) fn shift_recorded(&mut self, stored: bool, said: &'static str) -> Cmd {
        if !stored {
            self.point.shift = ShiftStep::Settled;
            return Cmd::done();
        }
        self.point.shift = ShiftStep::Reading;
        self.notice = Some(Notice::Good(said));
        // Also when another tab is open by now.
        self.load_point()
    }
}
