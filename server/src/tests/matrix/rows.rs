//! What is expected of every route, from the words of the design: who reads, who writes, and that
//! nobody does outside what they hold.

use wufei_api::routes::{
    BOARD, BOARD_STYLE, CARD, CONSOLE, CONSOLE_CONSENT, CONSOLE_CONSENTS, CONSOLE_HELD,
    CONSOLE_LOGIN, CONSOLE_LOGOUT, CONSOLE_MISSING, CONSOLE_STYLE, ENROL, FEED, HEALTH, LEASE,
    LEDGER, LESSON_CARD, LESSON_POSTER, LOOK_UP, LOOK_UP_STYLE, LOOP, LOOP_STYLE, MISSING, NEWS,
    PAPER_STYLE, PHOTO, PHOTOS, POSTER, PUSH, REACH, RULEBOOK, SNAPSHOT, TURFS,
};

use wufei_domain::role::Role;

use super::town::{Column, Side, Who};
use crate::routes::described::Verb::{self, Get, Patch, Post};

/// What each role is told, in the order of [`Role::ALL`].
type Roles = [&'static str; Role::ALL.len()];

/// What some roles are told; `others` is for all others.
fn told(others: &'static str, some: &[(&[Role], &'static str)]) -> Roles {
    Role::ALL.map(|role| {
        some.iter().find(|(roles, _)| roles.contains(&role)).map_or(others, |(_, told)| told)
    })
}

const AT_A_POINT: &[Role] = &[Role::Attendant, Role::Collector];
const WALK: &[Role] = &[Role::Volunteer, Role::Lead];
const DECIDES: &[Role] = &[Role::Organiser, Role::Lead];

/// A question and what everybody is told.
pub struct Row {
    pub verb: Verb,
    pub path: &'static str,
    pub what: &'static str,
    /// What stands after the path in the address, or in the body, inside and outside.
    pub asked: [&'static str; 2],
    pub shows: Shows,
    told: Told,
}

enum Told {
    /// To anyone, token or not.
    Anyone(&'static str),
    /// To everybody, whatever they show.
    Everybody(&'static str),
    /// By role, inside and outside; nothing where there is no outside.
    By(Box<Roles>, Option<Box<Roles>>),
}

/// What somebody shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Their device's token.
    Token,
    /// A session of the console.
    Session,
}

impl Row {
    const fn new(
        verb: Verb,
        path: &'static str,
        what: &'static str,
        asked: [&'static str; 2],
        told: Told,
    ) -> Self {
        Self { verb, path, what, asked, shows: Shows::Token, told }
    }

    /// States that a role is let in, whatever the design says.
    pub fn let_in(&mut self, role: Role) {
        if let Told::By(inside, _) = &mut self.told {
            inside[Who(role).place()] = "200";
        }
    }

    /// What is expected, if there is such a question.
    pub fn stated(&self, column: Column) -> Option<&'static str> {
        match (&self.told, column) {
            (Told::Anyone(told), Column::Without) | (Told::Everybody(told), _) => Some(told),
            (Told::Anyone(_), _) => None,
            (Told::By(..), Column::Without) if self.shows == Shows::Session => Some(TO_LOG_IN),
            (Told::By(..), Column::Unknown | Column::Revoked | Column::Ended)
                if self.shows == Shows::Session =>
            {
                Some(ENDED)
            }
            (Told::By(..), Column::Without) => Some("401 token_missing"),
            (Told::By(..), Column::Unknown | Column::Revoked) => Some("401 token_unknown"),
            (Told::By(inside, _), Column::Ended) => Some(self.after_the_end(inside[VOLUNTEERS])),
            (Told::By(inside, _), Column::Of(role, Side::Inside)) => Some(inside[role.place()]),
            (Told::By(_, outside), Column::Of(role, Side::Outside)) => {
                outside.as_ref().map(|outside| outside[role.place()])
            }
        }
    }
}

/// The place of volunteers in [`Roles`].
const VOLUNTEERS: usize = 2;

impl Row {
    /// What a volunteer is told whose role ended, where one whose role holds is told `theirs`.
    fn after_the_end(&self, theirs: &'static str) -> &'static str {
        match (self.verb, self.path) {
            (Post, PUSH) if theirs == NOT_THEIRS || self.what == "unknown_item" => theirs,
            (Post, PUSH) => "200 held",
            (Post, PHOTOS) | (Patch, PHOTO) => theirs,
            _ => "403 grant_ended",
        }
    }
}

const NO: &str = "403 role_forbidden";
const SCOPE: &str = "403 scope_forbidden";
const AREA: &str = "403 token_other_area";
const TAKEN: &str = "200 accepted";
const WAITS: &str = "200 retry_later";
const NOT_THEIRS: &str = "200 role_forbidden";
const ELSEWHERE: &str = "200 token_other_area";
const TO_LOG_IN: &str = "303";
const ENDED: &str = "303 session_ended";

/// Who has a session at all.
const AT_THE_CONSOLE: &[Role] = &[Role::Organiser, Role::Lead, Role::Auditor];

fn anyone(verb: Verb, path: &'static str, asked: &'static str, told: &'static str) -> Row {
    Row::new(verb, path, "anyone", [asked; 2], Told::Anyone(told))
}

fn by(
    verb: Verb,
    path: &'static str,
    what: &'static str,
    asked: [&'static str; 2],
    inside: Roles,
    outside: impl Into<Option<Roles>>,
) -> Row {
    let outside = outside.into().map(Box::new);
    Row::new(verb, path, what, asked, Told::By(Box::new(inside), outside))
}

/// All rows.
pub fn rows() -> Vec<Row> {
    let mut all = for_anyone();
    all.extend(records());
    all.extend(feeds());
    all.extend(photos());
    all.extend(of_one_role());
    all.extend(console_with_a_token());
    all.extend(console());
    all
}

fn for_anyone() -> Vec<Row> {
    vec![
        anyone(Get, HEALTH, "", "200"),
        anyone(Get, BOARD, "?lang=en", "200"),
        anyone(Get, BOARD_STYLE, "", "200"),
        anyone(Get, LOOK_UP, "?q=milk", "200"),
        anyone(Post, LOOK_UP, "q=milk", "200"),
        anyone(Get, LOOK_UP_STYLE, "", "200"),
        anyone(Get, REACH, "", "303"),
        anyone(Get, POSTER, "", "200"),
        anyone(Get, CARD, "", "200"),
        anyone(Get, LESSON_POSTER, "", "200"),
        anyone(Get, LESSON_CARD, "", "200"),
        anyone(Get, PAPER_STYLE, "", "200"),
        anyone(Get, LOOP, "", "200"),
        anyone(Get, LOOP_STYLE, "?slides=3", "200"),
        anyone(Get, CONSOLE_STYLE, "", "200"),
        anyone(Get, CONSOLE_LOGIN, "", "200"),
        anyone(Post, CONSOLE_LOGIN, "name=nobody", "403 login_refused"),
        anyone(Post, ENROL, "enrol", "404 enrolment_code_unknown"),
    ]
}

/// Who may make which record; each is of 马溪村, or of 鲁迅社区 in another county.
fn records() -> Vec<Row> {
    let record = |kind, inside, outside| by(Post, PUSH, kind, [kind; 2], inside, outside);
    let of = |roles, kind, inside| {
        let theirs = |said| told(NOT_THEIRS, &[(roles, said)]);
        record(kind, theirs(inside), theirs(ELSEWHERE))
    };
    let of_attendant = |kind, told| of(AT_A_POINT, kind, told);
    let of_volunteer = |kind, told| of(WALK, kind, told);
    let no_word =
        |others| told(others, &[(&[Role::Auditor, Role::Organiser, Role::Assessor], NOT_THEIRS)]);
    vec![
        of_attendant("shift_opened", TAKEN),
        of_attendant("shift_closed", WAITS),
        of_attendant("drop_off", WAITS),
        of_attendant("reversal", WAITS),
        of_volunteer("visit", TAKEN),
        of_volunteer("visit_void", WAITS),
        of_volunteer("door_proposal", TAKEN),
        record("unknown_item", no_word(TAKEN), no_word(ELSEWHERE)),
    ]
}

/// A feed is read by those it is about.
fn feeds() -> Vec<Row> {
    let feed = |what, asked, inside| by(Get, FEED, what, asked, inside, told(SCOPE, &[]));
    vec![
        feed(
            "a community's feed",
            ["?scope=community:330683106273", "?scope=community:330602001001"],
            told("200", &[]),
        ),
        feed(
            "a household's feed",
            ["?scope=household:330683106273-1", "?scope=household:330683106273-2"],
            told(SCOPE, &[(&[Role::Resident], "200")]),
        ),
        feed(
            "a recycling point's feed",
            [
                "?scope=point:00000000-0000-0000-0000-000000000064",
                "?scope=point:00000000-0000-0000-0000-000000000065",
            ],
            told(SCOPE, &[(AT_A_POINT, "200")]),
        ),
        feed(
            "a turf's feed",
            [
                "?scope=turf:00000000-0000-0000-0000-0000000000c8",
                "?scope=turf:00000000-0000-0000-0000-0000000000c9",
            ],
            told(SCOPE, &[(WALK, "200")]),
        ),
        by(
            Get,
            SNAPSHOT,
            "a snapshot that is no longer there",
            [
                "?scope=community:330683106273&id=0000000000000000000000000000000000000000000000000000000000000000",
                "?scope=community:330602001001&id=0000000000000000000000000000000000000000000000000000000000000000",
            ],
            told("404 not_found", &[]),
            told(SCOPE, &[]),
        ),
        by(Get, NEWS, "news", ["?wait=0"; 2], told("200", &[]), None),
        by(
            Get,
            RULEBOOK,
            "the city's rulebook",
            ["?base=2026.1&after=0"; 2],
            told("200", &[]),
            None,
        ),
    ]
}

/// A photo that a record of a volunteer names, and is not there yet.
fn photos() -> Vec<Row> {
    const UNKNOWN: &str = "404 photo_unknown";
    const THERE: &str = "404 not_found";
    vec![
        by(
            Post,
            PHOTOS,
            "a photo that no record names",
            [
                r#"{"id":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","community":"330683106273","bytes":1}"#,
                r#"{"id":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","community":"330602001001","bytes":1}"#,
            ],
            told(UNKNOWN, &[]),
            told(AREA, &[]),
        ),
        by(
            Patch,
            PHOTO,
            "a chunk of it",
            ["?community=330683106273&offset=0", "?community=330602001001&offset=0"],
            told(UNKNOWN, &[]),
            told(AREA, &[]),
        ),
        by(
            Get,
            PHOTO,
            "its bytes",
            ["?community=330683106273", "?community=330602001001"],
            told(NO, &[(&[Role::Organiser], THERE)]),
            told(NO, &[(WALK, AREA), (&[Role::Organiser], AREA)]),
        ),
    ]
}

/// No token of a device opens the console.
fn console_with_a_token() -> Vec<Row> {
    let row = |verb, path| {
        Row::new(verb, path, "the console with a token", ["", ""], Told::Everybody(TO_LOG_IN))
    };
    vec![
        row(Get, CONSOLE),
        row(Post, CONSOLE_LOGOUT),
        row(Post, CONSOLE_MISSING),
        row(Post, CONSOLE_HELD),
        row(Get, CONSOLE_CONSENTS),
        row(Post, CONSOLE_CONSENTS),
        row(Post, CONSOLE_CONSENT),
    ]
}

/// A session opens it to those who may have one; of anybody else it is over.
fn console() -> Vec<Row> {
    let row = |row| Row { shows: Shows::Session, ..row };
    let to = |roles, inside| told(ENDED, &[(roles, inside), (AT_THE_CONSOLE, NO)]);
    let none = ["", ""];
    vec![
        row(by(Get, CONSOLE, "the console", none, to(AT_THE_CONSOLE, "200"), None)),
        row(Row::new(
            Post,
            CONSOLE_LOGOUT,
            "to leave the console",
            none,
            Told::Everybody(TO_LOG_IN),
        )),
        row(by(
            Post,
            CONSOLE_MISSING,
            "an answer for the city at the console",
            none,
            to(&[Role::Organiser], "200"),
            to(&[Role::Organiser], AREA),
        )),
        row(by(Get, CONSOLE_CONSENTS, "the register", none, to(AT_THE_CONSOLE, "200"), None)),
        row(by(
            Post,
            CONSOLE_CONSENTS,
            "a household's consents",
            ["household=330683106273-1", "household=330602001001-1"],
            to(AT_THE_CONSOLE, "200"),
            to(AT_THE_CONSOLE, AREA),
        )),
        row(by(
            Post,
            CONSOLE_CONSENT,
            "a consent on paper",
            [
                "household=330683106273-1&purpose=photo&word=given&text=1",
                "household=330602001001-1&purpose=photo&word=given&text=1",
            ],
            to(DECIDES, "200"),
            to(DECIDES, AREA),
        )),
        row(by(Post, CONSOLE_HELD, "a held record", none, to(DECIDES, "200"), to(DECIDES, AREA))),
    ]
}

fn of_one_role() -> Vec<Row> {
    vec![
        by(Get, TURFS, "turfs", ["", ""], told(NO, &[(WALK, "200")]), None),
        by(
            Post,
            LEASE,
            "a lease",
            [
                r#"{"turf":"00000000-0000-0000-0000-0000000000c8"}"#,
                r#"{"turf":"00000000-0000-0000-0000-0000000000ca"}"#,
            ],
            told(NO, &[(&[Role::Volunteer], "200"), (&[Role::Lead], "409 turf_leased")]),
            told(NO, &[(WALK, AREA)]),
        ),
        by(
            Get,
            LEDGER,
            "a household's account",
            ["?household=330683106273-1", "?household=330602001001-1"],
            told(NO, &[(&[Role::Auditor], "200")]),
            told(NO, &[(&[Role::Auditor], AREA)]),
        ),
        by(
            Get,
            MISSING,
            "missing words",
            ["?area=330683106000", "?area=330602000000"],
            told(NO, &[(&[Role::Organiser], "200")]),
            told(NO, &[(&[Role::Organiser], AREA)]),
        ),
        by(
            Post,
            MISSING,
            "an answer for the city",
            ["answer"; 2],
            told(NO, &[(&[Role::Organiser], "200")]),
            told(NO, &[(&[Role::Organiser], AREA)]),
        ),
    ]
}
