//! The consent register at the console: who looks up whom, and what is written down.

use wufei_api::routes::{CONSOLE, CONSOLE_CONSENT, CONSOLE_CONSENTS};
use wufei_domain::{
    consent::{ConsentChannel, ConsentPurpose, ConsentWord, Subject},
    ids::HouseholdId,
    refusal::Code,
};

use super::{
    super::{
        city::{
            AUDITOR, COUNTY_ORGANISER, City, FAR_AUDITOR, JUKENG, MAXI, actor, card, household,
        },
        network::ask,
    },
    Browser, NAME, PASSWORD,
    pages::{form_word, login, opened, post, set},
};
use crate::{
    operate::{list_consents, record_consent},
    service::console::{
        ConsoleRequest, ConsoleResponse,
        consents::{Register, WordForm},
        session::SessionToken,
    },
};

const WORDS: &str = "SELECT COUNT(*) FROM consents";

impl City {
    fn looked_up(&mut self, token: &SessionToken, typed: &str) -> Result<Register, Code> {
        let request = ConsoleRequest::Consents(token.clone(), Some(typed.to_owned()));
        match self.console(request) {
            Ok(ConsoleResponse::Consents(desk)) => Ok(desk.found.unwrap()),
            Ok(other) => panic!("{other:?}"),
            Err(refusal) => Err(refusal.code),
        }
    }

    fn said(
        &mut self,
        token: &SessionToken,
        household: HouseholdId,
        given_to: Option<u32>,
    ) -> Result<(), Code> {
        let form = WordForm { household, purpose: ConsentPurpose::Photo, given_to };
        let said = self.console(ConsoleRequest::Say(token.clone(), form));
        said.map(|_| ()).map_err(|refusal| refusal.code)
    }

    fn becomes(&self, who: u128, role: &str, area: &str) {
        let who = actor(who);
        self.tamper(&format!(
            "UPDATE people SET role = '{role}', community = '{area}' WHERE actor = '{who}'"
        ));
    }
}

#[test]
fn a_consent_on_paper_is_written_down_seen_and_taken_back() {
    let mut city = City::new();
    let browser = Browser::of(&city, COUNTY_ORGANISER, NAME);
    let token = city.session(&browser);
    let ours = household(MAXI, 2);
    assert_eq!(city.said(&token, ours, None), Err(Code::ConsentNotGiven));
    assert_eq!(city.said(&token, ours, Some(2)), Err(Code::ConsentTextUnknown));
    assert_eq!(city.said(&token, household(MAXI, 99), Some(1)), Err(Code::NotFound));
    assert_eq!(city.count(WORDS), 0);
    city.said(&token, ours, Some(1)).unwrap();
    let register = city.looked_up(&token, &ours.to_string()).unwrap();
    assert_eq!(register.given(ConsentPurpose::Photo), Some(1));
    assert_eq!(register.given(ConsentPurpose::Points), None, "each purpose by itself");
    city.said(&token, ours, None).unwrap();
    let register = city.looked_up(&token, &ours.to_string()).unwrap();
    assert_eq!(register.given(ConsentPurpose::Photo), None);
    let words: Vec<_> = register.said.iter().map(|(said, _)| (said.word, said.channel)).collect();
    let paper = (ConsentWord::Given, ConsentChannel::Paper);
    assert_eq!(words, [paper, (ConsentWord::Withdrawn, ConsentChannel::Console)]);
    let writer = actor(COUNTY_ORGANISER).to_string();
    assert!(register.said.iter().all(|(_, by)| *by == writer));
    let acts = format!(
        "SELECT COUNT(*) FROM audit WHERE act IN ('consent_given', 'consent_withdrawn')
         AND who = '{writer}' AND area = '{MAXI}' AND subject = 'household:{ours}'"
    );
    assert_eq!(city.count(&acts), 2);
    let list = list_consents(&city.database(), Subject::Household(ours)).unwrap().to_string();
    assert!(list.ends_with("# 2 words"), "the command line reads the same register: {list}");
}

#[test]
fn a_household_is_found_by_its_id_its_number_or_its_card_inside_ones_area_alone() {
    let mut city = City::new();
    let browser = Browser::of(&city, FAR_AUDITOR, NAME);
    city.becomes(FAR_AUDITOR, "lead", MAXI);
    let token = city.session(&browser);
    let ours = household(MAXI, 2);
    let spaced = card(ours).spaced();
    let scanned = card(ours).qr_text(ours.community);
    for typed in ["2", " 2 ", &ours.to_string(), &spaced, &scanned] {
        assert_eq!(city.looked_up(&token, typed).unwrap().household, ours, "{typed}");
    }
    let (theirs, nobodys) = (household(JUKENG, 2), household(MAXI, 99));
    for (typed, code) in [
        (theirs.to_string(), Code::TokenOtherArea),
        (card(theirs).to_string(), Code::CardUnknown),
        (card(nobodys).to_string(), Code::CardUnknown),
        (nobodys.to_string(), Code::NotFound),
        ("99".to_owned(), Code::NotFound),
        (format!("{MAXI}-x"), Code::IdMalformed),
        ("12345678".to_owned(), Code::CardCheckDigit),
        ("某户".to_owned(), Code::CardMalformed),
        (String::new(), Code::CardMalformed),
    ] {
        assert_eq!(city.looked_up(&token, &typed), Err(code), "{typed}");
    }
    assert_eq!(city.said(&token, theirs, Some(1)), Err(Code::TokenOtherArea));
    city.said(&token, ours, Some(1)).unwrap();
    // The control: the same, once the other village is theirs.
    city.becomes(FAR_AUDITOR, "lead", JUKENG);
    assert_eq!(city.looked_up(&token, &card(theirs).to_string()).unwrap().household, theirs);
    assert_eq!(city.said(&token, ours, Some(1)), Err(Code::TokenOtherArea));
    // Of more than one village a number alone says nothing.
    city.becomes(FAR_AUDITOR, "organiser", "330683106000");
    assert_eq!(city.looked_up(&token, "2"), Err(Code::CardMalformed));
    assert_eq!(city.count(WORDS), 1);
}

#[test]
fn an_auditor_reads_and_writes_nothing() {
    let mut city = City::new();
    let ours = household(MAXI, 1);
    let subject = Subject::Household(ours);
    let give = ConsentPurpose::Points;
    record_consent(&city.database(), subject, give, Some(1), city.now).unwrap();
    let browser = Browser::of(&city, AUDITOR, NAME);
    let token = city.session(&browser);
    let register = city.looked_up(&token, &ours.to_string()).unwrap();
    assert_eq!(register.said[0].1, "operator");
    assert_eq!(city.said(&token, ours, Some(1)), Err(Code::RoleForbidden));
    assert_eq!(city.said(&token, ours, None), Err(Code::RoleForbidden));
    assert_eq!(city.count(WORDS), 1);
    city.becomes(AUDITOR, "auditor", "330602000000");
    assert_eq!(city.looked_up(&token, &ours.to_string()), Err(Code::TokenOtherArea));
    let ended = SessionToken("nobody".to_owned());
    assert_eq!(city.looked_up(&ended, &ours.to_string()), Err(Code::SessionEnded));
}

#[test]
fn the_page_writes_down_with_its_own_form_alone() {
    let (city, browser, server) = opened(COUNTY_ORGANISER);
    let at = server.address();
    let cookie = format!("cookie: {}", set(&login(at, &browser, PASSWORD)));
    let home = ask(at, "GET", CONSOLE, &[&cookie], "").body;
    assert!(home.contains("href=\"/console/consents?lang=zh-CN\""), "{home}");
    let page =
        ask(at, "GET", &format!("{CONSOLE_CONSENTS}?lang=en&mode=elder"), &[&cookie], "").body;
    assert!(page.contains("for=\"household\"") && page.contains("elder"), "{page}");
    assert!(page.contains("aria-describedby=\"household-hint\"") && !page.contains("<script"));
    let word = form_word(&page).to_owned();
    let ours = household(MAXI, 2).to_string();
    let find = |word: &str, household: &str| {
        post(at, CONSOLE_CONSENTS, &cookie, &[("form", word), ("household", household)])
    };
    assert_eq!(find("guessed", &ours).status, 403);
    let unknown = find(&word, "330683106273-99");
    assert!(unknown.status == 404 && unknown.body.contains("value=\"330683106273-99\""));
    assert!(unknown.body.contains("role=\"alert\""), "what was typed is not lost, and why is said");
    let found = find(&word, &ours).body;
    assert!(found.contains("2 号") && found.contains("没有同意"), "{found}");
    assert!(found.contains("for=\"text-photo\"") && !found.contains("value=\"withdrawn\""));
    let say = |word: &str, said: &str, text: &str| {
        let fields = [("form", word), ("household", &ours), ("purpose", "photo")];
        let fields = [&fields[..], &[("word", said), ("text", text)]].concat();
        post(at, &format!("{CONSOLE_CONSENT}?lang=en"), &cookie, &fields)
    };
    assert_eq!(say("guessed", "given", "1").status, 403);
    for (said, text) in [("perhaps", "1"), ("given", "7"), ("given", "x"), ("withdrawn", "")] {
        let refused = say(&word, said, text);
        assert_eq!(refused.status, 422, "{said} {text}");
        assert!(refused.body.contains("role=\"alert\"") && refused.body.contains("2 号"));
    }
    assert_eq!(city.count(WORDS), 0);
    let given = say(&word, "given", "1");
    assert_eq!(given.status, 200, "the control: the session's own form is taken");
    assert!(given.body.contains("Agreed to version 1") && given.body.contains("On a signed form"));
    assert!(given.body.contains("value=\"withdrawn\""));
    let back = say(&word, "withdrawn", "1");
    assert!(back.body.contains("taken back, was version 1") && back.body.contains("Said to an"));
    server.stop().unwrap();
    assert_eq!(city.count(WORDS), 2);
}

#[test]
fn an_auditors_page_has_no_form_that_writes() {
    let (_city, browser, server) = opened(AUDITOR);
    let at = server.address();
    let cookie = format!("cookie: {}", set(&login(at, &browser, PASSWORD)));
    let page = ask(at, "GET", &format!("{CONSOLE_CONSENTS}?lang=en"), &[&cookie], "").body;
    let fields = [("form", form_word(&page)), ("household", "330683106273-2")];
    let found = post(at, &format!("{CONSOLE_CONSENTS}?lang=en"), &cookie, &fields);
    assert!(found.status == 200 && found.body.contains("You may read"), "{}", found.body);
    assert!(found.body.contains("Not agreed to") && !found.body.contains(CONSOLE_CONSENT));
    server.stop().unwrap();
}
