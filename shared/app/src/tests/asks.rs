//! The kinds of question the app asks, and which of them the device's own store answers.

use crate::Effect;

/// A kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ask {
    Render,
    Stamp,
    Wait,
    Start,
    SaveSettings,
    SaveDraft,
    Append,
    Withdraw,
    Leave,
    Outbox,
    Household,
    Points,
    Point,
    Turfs,
    Turf,
    Standing,
    Learning,
    SaveRecall,
    SaveKept,
    Enrol,
    ListTurfs,
    TakeTurf,
    Round,
    News,
    PreparePhoto,
    SendPhoto,
    PickPhoto,
    Scan,
    ReadAloud,
    Share,
    Locate,
}

pub(super) const fn kind(effect: &Effect) -> Ask {
    match effect {
        Effect::Render(_) => Ask::Render,
        Effect::TakeStamp(_) => Ask::Stamp,
        Effect::Wait(_) => Ask::Wait,
        Effect::LoadStart(_) => Ask::Start,
        Effect::SaveSettings(_) => Ask::SaveSettings,
        Effect::SaveDraft(_) => Ask::SaveDraft,
        Effect::AppendRecord(_) => Ask::Append,
        Effect::WithdrawRecord(_) => Ask::Withdraw,
        Effect::LeaveIdentity(_) => Ask::Leave,
        Effect::LoadOutbox(_) => Ask::Outbox,
        Effect::LoadHousehold(_) => Ask::Household,
        Effect::LoadPoints(_) => Ask::Points,
        Effect::LoadPoint(_) => Ask::Point,
        Effect::LoadTurfs(_) => Ask::Turfs,
        Effect::LoadTurf(_) => Ask::Turf,
        Effect::LoadStanding(_) => Ask::Standing,
        Effect::LoadLearning(_) => Ask::Learning,
        Effect::SaveRecall(_) => Ask::SaveRecall,
        Effect::SaveKept(_) => Ask::SaveKept,
        Effect::Enrol(_) => Ask::Enrol,
        Effect::ListTurfs(_) => Ask::ListTurfs,
        Effect::TakeTurf(_) => Ask::TakeTurf,
        Effect::SyncRound(_) => Ask::Round,
        Effect::AwaitNews(_) => Ask::News,
        Effect::PreparePhoto(_) => Ask::PreparePhoto,
        Effect::SendPhoto(_) => Ask::SendPhoto,
        Effect::PickPhoto(_) => Ask::PickPhoto,
        Effect::Scan(_) => Ask::Scan,
        Effect::ReadAloud(_) => Ask::ReadAloud,
        Effect::Share(_) => Ask::Share,
        Effect::Locate(_) => Ask::Locate,
    }
}

impl Ask {
    /// Whether the device's own store answers it, in the order of asking.
    pub(super) const fn is_stores(self) -> bool {
        matches!(
            self,
            Self::Start
                | Self::SaveSettings
                | Self::SaveDraft
                | Self::Append
                | Self::Withdraw
                | Self::Leave
                | Self::Outbox
                | Self::Household
                | Self::Points
                | Self::Point
                | Self::Turfs
                | Self::Turf
                | Self::Standing
                | Self::Learning
                | Self::SaveRecall
                | Self::SaveKept
        )
    }
}
