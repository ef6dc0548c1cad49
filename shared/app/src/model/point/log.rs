//! What was logged at this point, and mending a wrong drop-off by a reversal.

use wufei_domain::{
    drop_off::{Reversal, ReversalReason},
    ids::{PointId, RecordId},
    record::Body,
    refusal::{Code, Refusal},
};

use super::super::{Cmd, Model, Notice, intent};
use crate::effect::store::SeenDropOff;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    #[default]
    Closed,
    Open,
    /// A drop-off was picked; `storing` once its reversal is being stored.
    Mending {
        drop_off: RecordId,
        storing: bool,
    },
}

impl Model {
    pub(super) fn open_log(&mut self) -> Cmd {
        if self.point.log != Log::Closed {
            return Cmd::done();
        }
        self.point.log = Log::Open;
        self.load_point()
    }

    pub(super) fn close_log(&mut self) -> Cmd {
        if self.point.log == Log::Open {
            self.point.log = Log::Closed;
        }
        Cmd::done()
    }

    /// The drop-off, if it is known and nobody took it back before.
    fn mendable(&self, drop_off: RecordId) -> Result<&SeenDropOff, Refusal> {
        let data = &self.point.data;
        let read = data.reversals.iter().any(|seen| seen.reversal.drop_off == drop_off);
        if read || self.point.mended.contains(&drop_off) {
            return Err(Refusal::new(Code::AlreadyReversed).with("value", drop_off));
        }
        let found = data.drop_offs.iter().find(|seen| seen.id == drop_off);
        found.ok_or_else(|| Refusal::new(Code::DropOffUnknown).with("value", drop_off))
    }

    pub(super) fn mend_picked(&mut self, drop_off: RecordId) -> Cmd {
        if self.point.log != Log::Open {
            return Cmd::done();
        }
        match self.mendable(drop_off) {
            Ok(_) => self.point.log = Log::Mending { drop_off, storing: false },
            Err(refusal) => self.notice = Some(Notice::Refused(refusal)),
        }
        Cmd::done()
    }

    pub(super) fn mend_confirmed(&mut self, point: PointId, reason: ReversalReason) -> Cmd {
        let Log::Mending { drop_off, storing: false } = self.point.log else {
            return Cmd::done();
        };
        match self.mendable(drop_off) {
            Ok(seen) => {
                let household = seen.drop_off.household;
                let reversal = Reversal { point, drop_off, household, reason };
                self.point.log = Log::Mending { drop_off, storing: true };
                intent::record(household.community, Body::Reversal(reversal), None)
            }
            Err(refusal) => {
                self.point.log = Log::Open;
                self.notice = Some(Notice::Refused(refusal));
                Cmd::done()
            }
        }
    }

    pub(super) fn mend_cancelled(&mut self) -> Cmd {
        if matches!(self.point.log, Log::Mending { storing: false, .. }) {
            self.point.log = Log::Open;
        }
        Cmd::done()
    }

    pub(crate) fn reversal_recorded(&mut self, stored: bool) -> Cmd {
        if let Log::Mending { drop_off, .. } = self.point.log {
            self.point.log =
                if stored { Log::Open } else { Log::Mending { drop_off, storing: false } };
            if stored {
                self.point.mended.insert(drop_off);
            }
        }
        if !stored {
            return Cmd::done();
        }
        self.notice = Some(Notice::Good("notice-reversed"));
        // Also when another tab is open by now: nothing is mended twice.
        self.load_point()
    }
}
