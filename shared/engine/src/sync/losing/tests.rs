//! Rounds of a device that was reported lost, over a store of its own and a server of the test's.

use wufei_api::push::PushRequest;
use wufei_app::effect::sync::{Lost, RoundReport};
use wufei_domain::{
    lost::LostWord,
    refusal::{Code, Refusal},
    sync::Verdict,
};

use crate::{
    samples::{Folder, NOW, append, response, visit},
    store::Store,
    sync::{Input, NetStep, Step, SyncClient},
};

/// What the server did.
#[derive(Default)]
struct Server {
    stored: usize,
    pushes: usize,
    /// The last number it gave out.
    turn: u64,
    /// Answers of the push of this number are lost.
    cut_at: Option<usize>,
    refuses: bool,
}

impl Server {
    fn pushed(&mut self, request: &PushRequest) -> Result<Vec<Verdict>, Refusal> {
        self.pushes += 1;
        if self.cut_at == Some(self.pushes) {
            return Err(Code::Offline.into());
        }
        assert_eq!(
            request.turn.as_ref().unwrap().number,
            self.turn,
            "each push has its own number"
        );
        self.turn += 1;
        let refusal = Refusal::new(Code::TurfUnknown);
        let verdict = if self.refuses { Verdict::Rejected { refusal } } else { Verdict::Accepted };
        self.stored += if self.refuses { 0 } else { request.entries.len() };
        Ok(vec![verdict; request.entries.len()])
    }

    fn answer(&mut self, step: NetStep, word: LostWord) -> Input {
        match step {
            NetStep::Push(request) => Input::Pushed(self.pushed(&request).map(|verdicts| {
                let turn = Some(self.turn);
                wufei_api::push::PushResponse { turn, ..response(verdicts) }
            })),
            NetStep::Pull(_) => Input::Pulled(Err(word.refusal())),
            NetStep::Part { .. } => Input::Part(Err(word.refusal())),
        }
    }
}

fn round(
    client: &mut SyncClient,
    store: &mut Store,
    server: &mut Server,
    word: LostWord,
) -> Result<RoundReport, Refusal> {
    let mut step = client.handle(Input::Begin(None));
    loop {
        step = match step {
            Step::Over(result) => return result,
            Step::Store(step) => client.handle(step.carry_out(store, NOW)),
            Step::Net(step) => client.handle(server.answer(step, word)),
        };
    }
}

fn walked(folder: &Folder, visits: u32) -> Store {
    let mut store = folder.enrolled();
    for number in 0..visits {
        append(&mut store, visit(number, number + 1)).unwrap();
    }
    store
}

#[test]
fn a_whole_outbox_goes_up_in_one_round_and_then_all_is_gone() {
    let folder = Folder::new();
    let mut store = walked(&folder, 450);
    let (mut client, mut server) = (SyncClient::default(), Server::default());
    let report = round(&mut client, &mut store, &mut server, LostWord::SendFirst).unwrap();
    assert_eq!((report.lost, report.acknowledged), (Some(Lost::Emptied), 450));
    assert_eq!((server.stored, server.pushes), (450, 3));
    let next = round(&mut client, &mut store, &mut server, LostWord::SendFirst);
    assert_eq!(next.unwrap_err().code, Code::TokenMissing);
}

#[test]
fn a_cut_in_between_keeps_the_rest_for_the_next_round() {
    let folder = Folder::new();
    let mut store = walked(&folder, 450);
    let mut server = Server { cut_at: Some(2), ..Server::default() };
    let mut client = SyncClient::default();
    let cut = round(&mut client, &mut store, &mut server, LostWord::SendFirst);
    assert_eq!(cut.unwrap_err().code, Code::Offline);
    assert_eq!(store.left(NOW).unwrap().counts.waiting, 250);
    let report = round(&mut client, &mut store, &mut server, LostWord::SendFirst).unwrap();
    assert_eq!((report.lost, server.stored), (Some(Lost::Emptied), 450));
}

#[test]
fn what_is_refused_ends_the_round_and_stays() {
    let folder = Folder::new();
    let mut store = walked(&folder, 3);
    let mut server = Server { refuses: true, ..Server::default() };
    let mut client = SyncClient::default();
    let report = round(&mut client, &mut store, &mut server, LostWord::SendFirst).unwrap();
    assert_eq!((report.lost, report.counts.needs_attention), (Some(Lost::Sending), 3));
    assert!(!report.more);
    let report = round(&mut client, &mut store, &mut server, LostWord::GoToo).unwrap();
    assert_eq!(report.lost, Some(Lost::Emptied));
}

#[test]
fn by_an_organisers_word_one_batch_at_most_goes_up_before_all_is_gone() {
    let folder = Folder::new();
    let mut store = walked(&folder, 450);
    let (mut client, mut server) = (SyncClient::default(), Server::default());
    let report = round(&mut client, &mut store, &mut server, LostWord::GoToo).unwrap();
    assert_eq!((report.lost, server.pushes), (Some(Lost::Emptied), 1));
}

/// A server that says it of a push as well must not be asked for ever.
#[test]
fn a_push_that_is_refused_so_ends_the_round() {
    let folder = Folder::new();
    let mut store = walked(&folder, 3);
    let mut client = SyncClient::default();
    let word = LostWord::SendFirst;
    let mut step = client.handle(Input::Begin(None));
    for _ in 0..40 {
        step = match step {
            Step::Over(result) => {
                assert_eq!(result, Err(word.refusal()));
                assert_eq!(store.left(NOW).unwrap().counts.waiting, 3);
                return;
            }
            Step::Store(step) => client.handle(step.carry_out(&mut store, NOW)),
            Step::Net(NetStep::Push(_)) => client.handle(Input::Pushed(Err(word.refusal()))),
            Step::Net(_) => client.handle(Input::Pulled(Err(word.refusal()))),
        };
    }
    panic!("it does not end");
}
