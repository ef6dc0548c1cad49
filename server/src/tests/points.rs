//! Points: promised, booked, dropped, taken back, and never twice.

use wufei_domain::{
    ledger::{Balance, Phase},
    record::{Body, Record, UnknownItem},
    refusal::Code,
    sync::Verdict,
    units::Points,
};

use super::city::{
    ATTENDANT, AUDITOR, City, Device, FAR_AUDITOR, MAXI, RESIDENT, drop_off, household, line,
    reversal, shift_closed, shift_opened, usual_lines,
};
use crate::service::Request;
use wufei_api::ledger::LedgerQuery;

struct Story {
    city: City,
    attendant: Device,
    auditor: Device,
    shift: Record,
    drop_off: Record,
}

impl Story {
    fn new() -> Self {
        let mut city = City::new();
        let (attendant, auditor) = (city.enrol(ATTENDANT), city.enrol(AUDITOR));
        let shift = city.record(MAXI, shift_opened());
        let drop_off = city.record(MAXI, drop_off(shift.id, household(MAXI, 1), usual_lines()));
        let verdicts = city.push(&attendant, &[&shift, &drop_off]);
        assert_eq!(verdicts, [Verdict::Accepted, Verdict::Accepted]);
        Self { city, attendant, auditor, shift, drop_off }
    }

    fn balance(&mut self) -> (i64, i64) {
        let Balance { pending, booked } =
            self.city.ledger(&self.auditor, household(MAXI, 1)).balance;
        (pending.value(), booked.value())
    }

    fn close(&mut self) {
        let closed = self.city.record(MAXI, shift_closed(self.shift.id));
        self.city.accepted(&self.attendant, &closed);
    }

    fn reverse(&mut self) -> Record {
        let record = self.city.record(MAXI, reversal(self.drop_off.id, household(MAXI, 1)));
        self.city.accepted(&self.attendant, &record);
        record
    }
}

#[test]
fn points_are_promised_then_booked() {
    let mut story = Story::new();
    assert_eq!(story.balance(), (324, 0));
    story.close();
    assert_eq!(story.balance(), (0, 324));
}

#[test]
fn a_whole_outbox_sent_again_changes_nothing() {
    let mut story = Story::new();
    let closed = story.city.record(MAXI, shift_closed(story.shift.id));
    let (shift, drop_off) = (story.shift.clone(), story.drop_off.clone());
    story.city.accepted(&story.attendant, &closed);
    let counts = "SELECT (SELECT COUNT(*) FROM records) * 1000000
        + (SELECT COUNT(*) FROM transfers) * 1000 + (SELECT SUM(seq) FROM feed_heads)";
    let before = (story.balance(), story.city.count(counts));
    for _ in 0..3 {
        let verdicts = story.city.push(&story.attendant, &[&shift, &drop_off, &closed]);
        assert_eq!(verdicts, vec![Verdict::Duplicate; 3]);
    }
    assert_eq!((story.balance(), story.city.count(counts)), before);
}

/// The check above must go red when the index that holds it is taken away: from here on, nothing
/// else in the server knows a repeat.
#[test]
fn without_the_unique_index_a_repeat_counts_twice() {
    let mut city = City::new();
    let device = city.enrol(RESIDENT);
    let word = |typed: &str| {
        Body::UnknownItem(UnknownItem {
            typed: typed.to_owned(),
            rulebook: "1".to_owned(),
            photos: Vec::new(),
        })
    };
    let held = city.record(MAXI, word("榴莲壳"));
    city.accepted(&device, &held);
    assert_eq!(city.push(&device, &[&held]), [Verdict::Duplicate]);
    assert_eq!(city.count("SELECT told FROM missing_words WHERE word = '榴莲壳'"), 1);
    let mut city = city.reopened();
    city.tamper("DROP INDEX records_by_id; DROP INDEX records_by_community_and_id;");
    let loose = city.record(MAXI, word("火龙果皮"));
    city.accepted(&device, &loose);
    city.accepted(&device, &loose);
    assert_eq!(city.count("SELECT told FROM missing_words WHERE word = '火龙果皮'"), 2);
}

#[test]
fn an_id_means_one_record_in_all_communities() {
    let mut story = Story::new();
    let mut other = story.drop_off.clone();
    other.made_at.monotonic_ms += 1;
    assert_eq!(story.city.refused(&story.attendant, &other), Code::IdReused);
    let mut elsewhere = story.drop_off.clone();
    elsewhere.community = super::city::community(super::city::JUKENG);
    assert_eq!(story.city.refused(&story.attendant, &elsewhere), Code::IdReused);
    assert_eq!(story.balance(), (324, 0));
}

#[test]
fn a_reversal_before_the_close_drops_the_promise() {
    let mut story = Story::new();
    story.reverse();
    assert_eq!(story.balance(), (0, 0));
    story.close();
    assert_eq!(story.balance(), (0, 0), "what was dropped is not booked");
    let again = story.city.record(MAXI, reversal(story.drop_off.id, household(MAXI, 1)));
    assert_eq!(story.city.refused(&story.attendant, &again), Code::AlreadyReversed);
}

#[test]
fn a_reversal_after_the_close_is_a_correction() {
    let mut story = Story::new();
    story.close();
    story.reverse();
    assert_eq!(story.balance(), (0, 0));
    let ledger = story.city.ledger(&story.auditor, household(MAXI, 1));
    let phases: Vec<Phase> = ledger.transfers.iter().map(|fact| fact.transfer.phase).collect();
    assert_eq!(phases, [Phase::Pending, Phase::Post, Phase::Correction]);
    assert_eq!(ledger.records.len(), 2, "drop-off and reversal are both to be seen");
    let corrected = "SELECT COUNT(*) FROM v_transfers WHERE state = 'corrected'";
    assert_eq!(story.city.count(corrected), 3);
}

#[test]
fn a_reversal_names_its_own_drop_off() {
    let mut story = Story::new();
    let other = story.city.record(MAXI, reversal(story.drop_off.id, household(MAXI, 2)));
    assert_eq!(story.city.refused(&story.attendant, &other), Code::DropOffUnknown);
    let shift = story.city.record(MAXI, reversal(story.shift.id, household(MAXI, 1)));
    assert_eq!(story.city.refused(&story.attendant, &shift), Code::DropOffUnknown);
}

#[test]
fn a_forgotten_shift_is_booked_after_a_day() {
    let mut story = Story::new();
    story.city.now = story.city.now.plus_ms(crate::service::booking::OVERDUE_MS);
    story.city.ask(Request::Tick).unwrap();
    assert_eq!(story.balance(), (324, 0));
    story.city.now = story.city.now.plus_ms(1);
    story.city.ask(Request::Tick).unwrap();
    assert_eq!(story.balance(), (0, 324));
    story.city.ask(Request::Tick).unwrap();
    story.close();
    assert_eq!(story.balance(), (0, 324), "once");
}

#[test]
fn the_ledger_is_open_to_the_auditor_of_the_area_only() {
    let mut story = Story::new();
    let query = LedgerQuery { household: household(MAXI, 1) };
    let (far, resident) = (story.city.enrol(FAR_AUDITOR), story.city.enrol(RESIDENT));
    for (device, code) in [(far, Code::TokenOtherArea), (resident, Code::RoleForbidden)] {
        let request = Request::Ledger(device.bearer, query.clone());
        assert_eq!(story.city.ask(request).unwrap_err().code, code);
    }
    let nobody = LedgerQuery { household: household(MAXI, 99) };
    let request = Request::Ledger(story.auditor.bearer.clone(), nobody);
    assert_eq!(story.city.ask(request).unwrap_err().code, Code::NotFound);
}

#[test]
fn a_mixed_lot_earns_by_its_lines() {
    let mut story = Story::new();
    let lines = vec![line("cardboard", 999, 0)];
    let record = story.city.record(MAXI, drop_off(story.shift.id, household(MAXI, 2), lines));
    story.city.accepted(&story.attendant, &record);
    let ledger = story.city.ledger(&story.auditor, household(MAXI, 2));
    assert_eq!(ledger.transfers[0].transfer.points, Points::new(59), "0.999 kg x 60, rounded down");
    let lines = "SELECT SUM(points) FROM drop_off_lines";
    assert_eq!(story.city.count(lines), 324 + 59);
}
