//! The console: rules asked through the service with a clock that is moved, then pages over real HTTP.

mod consenting;
mod deciding;
mod guessing;
pub mod pages;

use totp_rs::Totp;
use wufei_domain::{
    ids::ActorId,
    refusal::{Code, Refusal},
};

use super::city::{AUDITOR, City, ORGANISER, OTHER_ATTENDANT, RESIDENT, VOLUNTEER, actor};
use crate::{
    operate::{Limit, OperateError, add_login, limit_grant, list_logins, reset_login},
    service::{
        Request, Response,
        console::{
            ConsoleRequest, ConsoleResponse,
            home::Home,
            login::{Kept, Out, Tried},
            proof::{Proof, Typed, prove},
            rules::{IDLE_MS, LOCK_MS, SESSION_MS},
            session::SessionToken,
        },
    },
    vault::Vault,
};

pub const NAME: &str = "wang.fang";
pub const PASSWORD: &str = "绍兴 黄酒 乌篷船 社戏";

/// Somebody with a password and an authenticator.
pub struct Browser {
    pub totp: Totp,
}

impl Browser {
    pub fn of(city: &City, person: u128, name: &str) -> Self {
        let name = name.parse().unwrap();
        let added = add_login(&city.database(), actor(person), &name, PASSWORD, city.now).unwrap();
        Self { totp: Totp::from_url(added.url()).unwrap() }
    }

    pub fn code(&self, now: wufei_domain::time::UnixMs) -> String {
        self.totp.generate(u64::try_from(now.value() / 1_000).unwrap()).to_string()
    }
}

impl City {
    fn console(&mut self, request: ConsoleRequest) -> Result<ConsoleResponse, Refusal> {
        match self.ask(Request::Console(request))? {
            Response::Console(response) => Ok(response),
            other => panic!("{other:?}"),
        }
    }

    fn kept(&mut self, name: &str) -> Option<Kept> {
        match self.console(ConsoleRequest::Kept(name.parse().unwrap())).unwrap() {
            ConsoleResponse::Kept(kept) => kept,
            other => panic!("{other:?}"),
        }
    }

    fn proof(&mut self, name: &str, password: &str, code: &str) -> Proof {
        let vault = Vault::open(&self.database()).unwrap();
        let typed = Typed { password: password.to_owned(), code: code.to_owned() };
        let kept = self.kept(name);
        prove(kept, &vault, &typed, self.now)
    }

    fn enter(&mut self, proof: Proof) -> Tried {
        match self.console(ConsoleRequest::Enter(proof, None)).unwrap() {
            ConsoleResponse::Tried(tried) => tried,
            other => panic!("{other:?}"),
        }
    }

    fn try_in(&mut self, name: &str, password: &str, code: &str) -> Tried {
        let proof = self.proof(name, password, code);
        self.enter(proof)
    }

    fn session(&mut self, browser: &Browser) -> SessionToken {
        let code = browser.code(self.now);
        match self.try_in(NAME, PASSWORD, &code) {
            Tried::In(token) => token,
            Tried::Out(out) => panic!("{out:?}"),
        }
    }

    fn home(&mut self, token: &SessionToken) -> Result<Home, Code> {
        match self.console(ConsoleRequest::Home(token.clone())) {
            Ok(ConsoleResponse::Home(home)) => Ok(*home),
            Ok(other) => panic!("{other:?}"),
            Err(refusal) => Err(refusal.code),
        }
    }

    fn later(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
    }
}

fn code_of<T: std::fmt::Debug>(done: Result<T, OperateError>) -> Code {
    match done.unwrap_err() {
        OperateError::Refused(refusals) => refusals[0].code,
        other => panic!("{other}"),
    }
}

#[test]
fn only_organisers_and_auditors_of_the_roll_may_log_in_and_once() {
    let city = City::new();
    let add = |person, name: &str, password| {
        add_login(&city.database(), actor(person), &name.parse().unwrap(), password, city.now)
    };
    for person in [RESIDENT, OTHER_ATTENDANT, VOLUNTEER] {
        assert_eq!(code_of(add(person, NAME, PASSWORD)), Code::RoleForbidden);
    }
    assert_eq!(code_of(add(77, NAME, PASSWORD)), Code::NotFound);
    assert_eq!(code_of(add(ORGANISER, NAME, "short")), Code::PasswordShort);
    add(ORGANISER, NAME, PASSWORD).unwrap();
    assert_eq!(code_of(add(ORGANISER, "another", PASSWORD)), Code::LoginThere);
    assert_eq!(code_of(add(AUDITOR, "WANG.FANG", PASSWORD)), Code::LoginNameTaken);
    add(AUDITOR, "li.na", PASSWORD).unwrap();
    assert_eq!(
        code_of(reset_login(&city.database(), actor(RESIDENT), PASSWORD, city.now)),
        Code::RoleForbidden
    );
    let list = list_logins(&city.database()).unwrap().to_string();
    assert!(list.contains("wang.fang") && list.ends_with("# 2 may log in"), "{list}");
}

/// Neither the password nor the second factor stands in the database, or is shown twice.
#[test]
fn no_secret_stands_in_the_database() {
    let city = City::on_file();
    let added =
        add_login(&city.database(), actor(ORGANISER), &NAME.parse().unwrap(), PASSWORD, city.now)
            .unwrap();
    let secret = Totp::from_url(added.url()).unwrap().secret().to_base32();
    assert!(added.to_string().contains(&secret) && added.to_string().contains('█'));
    assert!(!format!("{added:?}").contains(&secret));
    let files = std::fs::read_dir(city.folder.path()).unwrap();
    let bytes: Vec<u8> =
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    let holds = |needle: &str| bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
    assert!(holds(NAME), "the control: what is there is found");
    let raw = Totp::from_url(added.url()).unwrap().secret().as_bytes().to_vec();
    assert!(!holds(&secret) && !holds(PASSWORD) && !holds(&wufei_domain::record::hex(&raw)));
    assert!(!bytes.windows(raw.len()).any(|part| part == raw));
}

#[test]
fn the_right_password_and_code_open_a_session_once() {
    let mut city = City::new();
    let browser = Browser::of(&city, ORGANISER, NAME);
    let code = browser.code(city.now);
    let token = city.session(&browser);
    let home = city.home(&token).unwrap();
    assert_eq!(home.person.actor, actor(ORGANISER));
    assert!(home.may_answer && home.missing.is_some());
    let acts: Vec<&str> = home.acts.iter().map(|act| act.act.as_str()).collect();
    assert_eq!(acts[..2], ["logged_in", "login_added"]);
    let again = city.try_in(NAME, PASSWORD, &code);
    assert!(matches!(again, Tried::Out(Out::Wrong { failed: 1, .. })), "a code works once");
    city.later(LOCK_MS);
    assert!(matches!(city.try_in(NAME, PASSWORD, &browser.code(city.now)), Tried::In(_)));
}

/// The control of the test above: where the step of the last code is not kept, it works again.
#[test]
fn a_code_would_work_twice_if_its_step_were_not_kept() {
    let mut city = City::on_file();
    let browser = Browser::of(&city, ORGANISER, NAME);
    city.tamper(
        "CREATE TRIGGER forgets AFTER UPDATE ON logins WHEN new.totp_step > 0
         BEGIN UPDATE logins SET totp_step = 0 WHERE actor = new.actor; END",
    );
    let code = browser.code(city.now);
    assert!(matches!(city.try_in(NAME, PASSWORD, &code), Tried::In(_)));
    assert!(matches!(city.try_in(NAME, PASSWORD, &code), Tried::In(_)));
}

#[test]
fn a_session_ends_by_disuse_by_age_by_leaving_and_by_a_reset() {
    let mut city = City::new();
    let browser = Browser::of(&city, ORGANISER, NAME);
    let token = city.session(&browser);
    city.later(IDLE_MS - 1);
    assert!(city.home(&token).is_ok(), "used in time");
    city.later(IDLE_MS);
    assert_eq!(city.home(&token), Err(Code::SessionEnded));
    let token = city.session(&browser);
    for _ in 0..SESSION_MS / (IDLE_MS - 1) {
        city.later(IDLE_MS - 1);
        assert!(city.home(&token).is_ok());
    }
    city.later(IDLE_MS - 1);
    assert_eq!(city.home(&token), Err(Code::SessionEnded), "however much it was used");
    let token = city.session(&browser);
    city.console(ConsoleRequest::Leave(token.clone())).unwrap();
    assert_eq!(city.home(&token), Err(Code::SessionEnded));
    city.later(60_000);
    let token = city.session(&browser);
    reset_login(&city.database(), actor(ORGANISER), "另外 一个 密码 也很长", city.now).unwrap();
    assert_eq!(city.home(&token), Err(Code::SessionEnded));
    city.later(60_000);
    assert!(matches!(city.try_in(NAME, PASSWORD, &browser.code(city.now)), Tried::Out(_)));
    assert_eq!(city.home(&SessionToken("nobody".to_owned())), Err(Code::SessionEnded));
}

#[test]
fn a_session_ends_with_the_role_and_none_begins_after_it() {
    let mut city = City::new();
    let browser = Browser::of(&city, ORGANISER, NAME);
    let token = city.session(&browser);
    limit_grant(&city.database(), actor(ORGANISER), Limit::Days(0), city.now).unwrap();
    assert_eq!(city.home(&token), Err(Code::SessionEnded));
    city.later(60_000);
    assert!(matches!(city.try_in(NAME, PASSWORD, &browser.code(city.now)), Tried::Out(_)));
    limit_grant(&city.database(), actor(ORGANISER), Limit::Open, city.now).unwrap();
    city.later(60_000);
    city.session(&browser);
}

/// A new log-in gives a new token, and the one before of the same browser is gone.
#[test]
fn logging_in_again_gives_another_token() {
    let mut city = City::new();
    let browser = Browser::of(&city, ORGANISER, NAME);
    let first = city.session(&browser);
    city.later(60_000);
    let proof = city.proof(NAME, PASSWORD, &browser.code(city.now));
    let entered = city.console(ConsoleRequest::Enter(proof, Some(first.clone()))).unwrap();
    let ConsoleResponse::Tried(Tried::In(second)) = entered else { panic!("{entered:?}") };
    assert_ne!(first.0, second.0);
    assert_eq!(city.home(&first), Err(Code::SessionEnded));
    assert!(city.home(&second).is_ok());
    assert_eq!(city.count("SELECT count(*) FROM sessions"), 1);
}

/// Whoever left the roll's roles is out at once, and a password that was reset meanwhile proves nothing.
#[test]
fn a_role_or_a_password_that_changed_ends_it() {
    let mut city = City::new();
    let browser = Browser::of(&city, ORGANISER, NAME);
    let token = city.session(&browser);
    let organiser: ActorId = actor(ORGANISER);
    city.tamper(&format!("UPDATE people SET role = 'resident' WHERE actor = '{organiser}'"));
    assert_eq!(city.home(&token), Err(Code::SessionEnded));
    city.later(60_000);
    let code = browser.code(city.now);
    assert_eq!(city.try_in(NAME, PASSWORD, &code), Tried::Out(Out::Unknown));
    city.tamper(&format!("UPDATE people SET role = 'organiser' WHERE actor = '{organiser}'"));
    let proof = city.proof(NAME, PASSWORD, &code);
    assert!(proof.is_password && proof.step.is_some());
    reset_login(&city.database(), organiser, "另外 一个 密码 也很长", city.now).unwrap();
    assert_eq!(city.enter(proof), Tried::Out(Out::Unknown));
}
