//! What the app asks for: one operation type a question, each with its own answer. Data only.
//!
//! [`clock`], [`store`], [`kept`], [`net`], [`sync`], [`news`] and [`photo`] are answered by `engine`; [`shell`] by a phone or a
//! browser. Failure is an answer, never a panic.

pub mod clock;
pub mod kept;
pub mod net;
pub mod news;
pub mod photo;
pub mod shell;
pub mod store;
pub mod sync;

use crux_core::{macros::effect, render::RenderOperation};

/// Every question, for the engine to route.
#[effect]
#[derive(Debug)]
pub enum Effect {
    Render(RenderOperation),
    TakeStamp(clock::TakeStamp),
    Wait(clock::Wait),
    LoadStart(store::LoadStart),
    SaveSettings(store::SaveSettings),
    SaveDraft(store::SaveDraft),
    AppendRecord(store::AppendRecord),
    WithdrawRecord(store::WithdrawRecord),
    LeaveIdentity(store::LeaveIdentity),
    LoadOutbox(store::LoadOutbox),
    LoadHousehold(store::LoadHousehold),
    LoadPoints(store::LoadPoints),
    LoadPoint(store::LoadPoint),
    LoadTurfs(store::LoadTurfs),
    LoadTurf(store::LoadTurf),
    LoadStanding(store::LoadStanding),
    LoadLearning(store::LoadLearning),
    SaveRecall(store::SaveRecall),
    SaveKept(kept::SaveKept),
    Enrol(net::Enrol),
    ListTurfs(net::ListTurfs),
    TakeTurf(net::TakeTurf),
    SyncRound(sync::SyncRound),
    AwaitNews(news::AwaitNews),
    PreparePhoto(photo::PreparePhoto),
    SendPhoto(photo::SendPhoto),
    Scan(shell::Scan),
    ReadAloud(shell::ReadAloud),
    Share(shell::Share),
    Locate(shell::Locate),
    PickPhoto(shell::PickPhoto),
}
