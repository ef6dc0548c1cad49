//! Held records at the console: who sees which, and what a decision does.

use wufei_api::routes::CONSOLE_HELD;
use wufei_domain::{
    ids::RecordId,
    record::Record,
    refusal::{Code, Refusal},
    sync::Verdict,
    visit::Outcome,
};

use super::{
    super::{
        city::{
            COUNTY_ORGANISER, City, Device, FAR_AUDITOR, JUKENG, MAXI, ORGANISER, OTHER_VOLUNTEER,
            TURF, VOLUNTEER, actor, turf, visit,
        },
        network::{ask, running},
    },
    Browser, NAME,
    pages::{form_word, login, post, set},
};
use crate::{
    machine,
    operate::revoke_lease,
    service::{
        console::{
            ConsoleRequest,
            held::{About, HeldRecord},
            session::SessionToken,
        },
        push::held::Decision,
    },
};

const WAITING: &str = "SELECT COUNT(*) FROM held_records WHERE decided_at IS NULL";

/// A turf that was taken back, and two visits that came after it.
fn waiting_in(city: &mut City) -> (Device, [Record; 2]) {
    let device = city.enrol(VOLUNTEER);
    city.lease(&device, TURF).unwrap();
    revoke_lease(&city.database(), turf(TURF), actor(VOLUNTEER), city.now).unwrap();
    let records =
        [Outcome::Met, Outcome::NotHome].map(|outcome| city.record(MAXI, visit(2, outcome)));
    city.push(&device, &[&records[0], &records[1]]);
    (device, records)
}

impl City {
    fn held(&mut self, token: &SessionToken) -> Option<Vec<HeldRecord>> {
        self.home(token).unwrap().held.map(|held| held.shown)
    }

    fn decide(
        &mut self,
        token: &SessionToken,
        id: RecordId,
        decision: Decision,
    ) -> Result<(), Refusal> {
        self.console(ConsoleRequest::Decide(token.clone(), id, decision)).map(|_| ())
    }
}

#[test]
fn an_organiser_of_the_area_decides_and_it_is_written_down_by_whom() {
    let mut city = City::new();
    let (device, records) = waiting_in(&mut city);
    let [first, second] = [records[0].id, records[1].id];
    let browser = Browser::of(&city, COUNTY_ORGANISER, NAME);
    let token = city.session(&browser);
    let shown = city.held(&token).unwrap();
    assert_eq!(shown.iter().map(|held| held.id).collect::<Vec<_>>(), [first, second]);
    assert!(matches!(shown[0].about, About::Visit(door, Outcome::Met) if door.number == 2));
    assert_eq!(shown[0].turf.as_deref(), Some("一片"));

    city.decide(&token, first, Decision::Take).unwrap();
    let none = city.decide(&token, second, Decision::Refuse("  ".to_owned())).unwrap_err();
    assert_eq!(none.code, Code::TextMissing);
    city.decide(&token, second, Decision::Refuse("另有人走过".to_owned())).unwrap();
    let again = city.decide(&token, second, Decision::Take).unwrap_err();
    assert_eq!(again.code, Code::NotFound, "decided once");
    assert!(city.held(&token).unwrap().is_empty());
    assert_eq!(city.count("SELECT COUNT(*) FROM visits"), 1);
    let query = format!(
        "SELECT COUNT(*) FROM audit WHERE act IN ('held_taken', 'held_refused') AND who = '{}'
         AND area = '{MAXI}'",
        actor(COUNTY_ORGANISER)
    );
    assert_eq!(city.count(&query), 2);
    assert_eq!(city.count(WAITING), 0);
    let refusal = Refusal::new(Code::RecordNotTaken).with("why", "另有人走过");
    let told = city.push(&device, &[&records[1]]);
    assert_eq!(told, [Verdict::Rejected { refusal }], "its maker is told");
}

#[test]
fn a_lead_decides_in_their_village_and_never_on_what_they_recorded() {
    let mut city = City::new();
    let [first, second] = waiting_in(&mut city).1.map(|record| record.id);
    let role = |city: &City, who, role: &str, area: &str| {
        let who = actor(who);
        city.tamper(&format!(
            "UPDATE people SET role = '{role}', community = '{area}' WHERE actor = '{who}'"
        ));
    };
    role(&city, FAR_AUDITOR, "lead", MAXI);
    let browser = Browser::of(&city, FAR_AUDITOR, NAME);
    let token = city.session(&browser);
    assert_eq!(city.held(&token).unwrap().len(), 2);
    assert_eq!(city.home(&token).unwrap().missing, None, "words are the organiser's");
    city.decide(&token, first, Decision::Take).unwrap();

    role(&city, FAR_AUDITOR, "lead", JUKENG);
    assert_eq!(city.held(&token), Some(Vec::new()));
    let refused = city.decide(&token, second, Decision::Take).unwrap_err();
    assert_eq!(refused.code, Code::TokenOtherArea);

    // A lead who walks has recorded it.
    role(&city, FAR_AUDITOR, "lead", MAXI);
    let made_by = |city: &City, who| {
        let who = actor(who);
        city.tamper(&format!("UPDATE held_records SET actor = '{who}' WHERE id = '{second}'"));
    };
    made_by(&city, FAR_AUDITOR);
    let refused = city.decide(&token, second, Decision::Take).unwrap_err();
    assert_eq!(refused.code, Code::RecordOwn);
    // The control: had somebody else recorded it, they would have.
    made_by(&city, OTHER_VOLUNTEER);
    city.decide(&token, second, Decision::Refuse("重复".to_owned())).unwrap();
}

#[test]
fn nobody_else_sees_or_decides() {
    let mut city = City::new();
    let first = waiting_in(&mut city).1[0].id;
    let browser = Browser::of(&city, FAR_AUDITOR, NAME);
    let token = city.session(&browser);
    assert_eq!(city.held(&token), None);
    let take = |city: &mut City, token| city.decide(token, first, Decision::Take).unwrap_err().code;
    assert_eq!(take(&mut city, &token), Code::RoleForbidden);
    // An organiser, but of the other county.
    let far = actor(FAR_AUDITOR);
    city.tamper(&format!("UPDATE people SET role = 'organiser' WHERE actor = '{far}'"));
    assert_eq!(city.held(&token), Some(Vec::new()));
    assert_eq!(take(&mut city, &token), Code::TokenOtherArea);
    let ended = SessionToken("nobody".to_owned());
    assert_eq!(take(&mut city, &ended), Code::SessionEnded);
    assert_eq!(city.count(WAITING), 2);
}

#[test]
fn the_page_takes_one_and_keeps_the_reason_that_was_not_taken() {
    let mut city = City::new();
    city.now = machine::now();
    let (_, records) = waiting_in(&mut city);
    let [first, second] = [records[0].id, records[1].id];
    let browser = Browser::of(&city, ORGANISER, NAME);
    let server = running(&city);
    let at = server.address();
    let cookie = format!("cookie: {}", set(&login(at, &browser, super::PASSWORD)));
    let home = ask(at, "GET", "/console?lang=en", &[&cookie], "").body;
    assert!(home.contains("Door 2: met") && home.contains("Door 2: not at home"), "{home}");
    let word = form_word(&home).to_owned();
    let send = |word: &str, id: RecordId, decision: &str, why: &str| {
        let id = id.to_string();
        let fields = [("form", word), ("id", &id), ("decision", decision), ("why", why)];
        post(at, CONSOLE_HELD, &cookie, &fields)
    };
    assert_eq!(send("guessed", first, "take", "").status, 403);
    assert_eq!(send(&word, first, "perhaps", "").status, 422);
    let taken = send(&word, first, "take", "");
    assert!(taken.status == 200 && taken.body.contains("记录已收下"), "{}", taken.body);
    let long = "长".repeat(201);
    let kept = send(&word, second, "refuse", &long);
    assert!(kept.status == 422 && kept.body.contains(&long), "what was typed is not lost");
    assert_eq!(send(&word, second, "refuse", "重复").status, 200);
    assert_eq!(send(&word, second, "take", "").status, 404);
    server.stop().unwrap();
    assert_eq!(city.count("SELECT COUNT(*) FROM visits"), 1);
    assert_eq!(city.count(WAITING), 0);
}
