//! The pages over real HTTP: cookies, forms, languages, and what is refused.

use std::net::SocketAddr;

use wufei_api::routes::{CONSOLE, CONSOLE_LOGIN, CONSOLE_LOGOUT, CONSOLE_MISSING, CONSOLE_STYLE};

use super::{
    super::{
        city::{AUDITOR, COUNTY_ORGANISER, City, MAXI, ORGANISER},
        network::{Reply, ask, running},
    },
    Browser, NAME, PASSWORD,
};
use crate::{Running, Server, Settings, machine};

const FORM: &str = "content-type: application/x-www-form-urlencoded";

pub fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| format!("%{byte:02X}"));
    bytes.collect::<Vec<_>>().concat()
}

pub fn post(at: SocketAddr, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let fields = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    let body = fields.collect::<Vec<_>>().join("&");
    ask(at, "POST", path, &[FORM, cookie], &body)
}

pub fn login(at: SocketAddr, browser: &Browser, password: &str) -> Reply {
    let code = browser.code(machine::now());
    let fields = [("name", NAME), ("password", password), ("code", &code)];
    post(at, CONSOLE_LOGIN, "x: y", &fields)
}

pub fn form_word(page: &str) -> &str {
    let start = page.split("name=\"form\" value=\"").nth(1).unwrap();
    start.split('"').next().unwrap()
}

/// A city whose clock is the machine's, since the pages ask that one.
pub fn opened(person: u128) -> (City, Browser, Running) {
    let mut city = City::new();
    city.now = machine::now();
    let browser = Browser::of(&city, person, NAME);
    let server = running(&city);
    (city, browser, server)
}

#[test]
fn a_browser_logs_in_sees_its_area_and_leaves() {
    let (city, browser, server) = opened(ORGANISER);
    let at = server.address();
    let away = ask(at, "GET", &format!("{CONSOLE}?lang=en"), &[], "");
    assert!(away.head.contains("location: /console/login?lang=en"), "{}", away.head);
    let away = ask(at, "GET", CONSOLE, &[], "");
    assert_eq!(away.status, 303);
    assert!(away.head.contains("location: /console/login?lang=zh-cn"), "{}", away.head);
    let page = ask(at, "GET", CONSOLE_LOGIN, &[], "");
    assert!(page.body.contains("lang=\"zh-CN\"") && page.body.contains("验证码"));
    for label in ["for=\"name\"", "for=\"password\"", "for=\"code\""] {
        assert!(page.body.contains(label), "{label}");
    }
    assert!(page.head.contains("cache-control: no-store") && !page.body.contains("<script"));
    let entered = login(at, &browser, PASSWORD);
    assert_eq!(entered.status, 303, "{}", entered.body);
    let line = entered.head.lines().find(|line| line.starts_with("set-cookie")).unwrap().to_owned();
    for word in ["httponly", "samesite=strict", "path=/", "max-age=43200"] {
        assert!(line.contains(word), "{line}");
    }
    let cookie = format!("cookie: {}", set(&entered));
    let home = ask(at, "GET", &format!("{CONSOLE}?lang=en&mode=elder"), &[&cookie], "");
    assert_eq!(home.status, 200);
    assert!(home.body.contains("organiser of") && home.body.contains("Logged in"), "{}", home.body);
    assert!(home.body.contains("elder") && home.body.contains("No word was told"));
    let word = form_word(&home.body);
    let left = post(at, CONSOLE_LOGOUT, &cookie, &[("form", word)]);
    assert_eq!(left.status, 303);
    let over = ask(at, "GET", CONSOLE, &[&cookie], "");
    assert!(over.head.contains("location: /console/login?lang=zh-cn&ended=1"), "{}", over.head);
    let told = ask(at, "GET", &format!("{CONSOLE_LOGIN}?ended=1&lang=en"), &[], "");
    assert!(told.body.contains("You are logged out"));
    assert!(ask(at, "GET", CONSOLE_STYLE, &[], "").head.contains("text/css"));
    server.stop().unwrap();
    assert_eq!(city.count("SELECT count(*) FROM sessions"), 0);
}

/// The cookie as it was set, in its own case.
pub fn set(reply: &Reply) -> String {
    reply.cookie.clone().unwrap()
}

#[test]
fn what_was_wrong_is_told_alike_and_nothing_of_it_comes_back() {
    let (_city, browser, server) = opened(ORGANISER);
    let at = server.address();
    let code = browser.code(machine::now());
    let tries = [
        [("name", "nobody"), ("password", PASSWORD), ("code", &code)],
        [("name", NAME), ("password", "falsch geraten"), ("code", &code)],
        [("name", NAME), ("password", PASSWORD), ("code", &code)],
        [("name", "a b:c"), ("password", PASSWORD), ("code", "")],
    ];
    let replies = tries.map(|fields| post(at, CONSOLE_LOGIN, "x: y", &fields));
    let first = &replies[0].body;
    for reply in &replies {
        assert_eq!((reply.status, &reply.body), (403, first));
        assert!(reply.cookie.is_none());
    }
    assert!(first.contains("没有登录成功") && first.contains("role=\"alert\""));
    assert!(!first.contains("falsch") && !first.contains("nobody"));
    let english = post(at, &format!("{CONSOLE_LOGIN}?lang=en"), "x: y", &tries[0]);
    assert!(english.body.contains("That did not work."));
    let unread = ask(at, "POST", CONSOLE_LOGIN, &[FORM], "name=%ff%fe");
    assert_eq!(unread.status, 403);
    server.stop().unwrap();
}

#[test]
fn a_form_of_another_site_or_of_another_session_changes_nothing() {
    let (city, browser, server) = opened(ORGANISER);
    let at = server.address();
    let cookie = format!("cookie: {}", set(&login(at, &browser, PASSWORD)));
    let home = ask(at, "GET", CONSOLE, &[&cookie], "").body;
    let rows = "item | warp-drive | 曲率引擎 | Warp drive\r\nbin | bulky | | advice wufei\r\n\
                why | 太大，放不进任何桶。 | It is too large for any bin.\r\n";
    for word in ["", "guessed"] {
        let reply = post(at, CONSOLE_MISSING, &cookie, &[("form", word), ("rows", rows)]);
        assert_eq!(reply.status, 403);
        assert!(reply.body.contains("表单已经失效"));
        assert_eq!(post(at, CONSOLE_LOGOUT, &cookie, &[("form", word)]).status, 403);
    }
    let word = form_word(&home);
    let body = format!("form={}&rows={}", encoded(word), encoded(rows));
    let elsewhere = [FORM, cookie.as_str(), "sec-fetch-site: cross-site"];
    assert_eq!(ask(at, "POST", CONSOLE_MISSING, &elsewhere, &body).status, 403);
    assert_eq!(ask(at, "POST", CONSOLE_LOGIN, &elsewhere, "name=a").status, 403);
    assert_eq!(city.count("SELECT count(*) FROM rulebook_patches"), 0);
    let reply =
        ask(at, "POST", CONSOLE_MISSING, &[FORM, &cookie, "sec-fetch-site: same-origin"], &body);
    assert_eq!(reply.status, 200, "the control: the session's own form is taken");
    assert!(reply.body.contains("2026.1.1") && reply.body.contains("回答新词"));
    let broken = [("form", word), ("rows", "bin | bulk | | <b>")];
    let reply = post(at, CONSOLE_MISSING, &cookie, &broken);
    assert_eq!(reply.status, 422);
    assert!(reply.body.contains("bin | bulk | | &lt;b&gt;"), "what was typed is not lost");
    server.stop().unwrap();
    let who =
        "SELECT count(*) FROM audit WHERE act = 'missing_answered' AND who LIKE '%000000000008'";
    assert_eq!(city.count(who), 1);
}

#[test]
fn each_sees_their_own_area_and_may_do_what_their_role_may() {
    let (city, browser, server) = opened(COUNTY_ORGANISER);
    city.tamper(&format!(
        "INSERT INTO missing_words (community, word, told)
         VALUES ('{MAXI}', '曲率引擎', 6), ('330602001001', '远处的词', 9)"
    ));
    let at = server.address();
    let cookie = format!("cookie: {}", set(&login(at, &browser, PASSWORD)));
    let home = ask(at, "GET", &format!("{CONSOLE}?lang=en"), &[&cookie], "").body;
    assert!(home.contains("曲率引擎") && !home.contains("远处的词"));
    assert!(home.contains("An organiser of the whole city answers"));
    let word = form_word(&home);
    let reply = post(at, CONSOLE_MISSING, &cookie, &[("form", word), ("rows", "x")]);
    assert_eq!(reply.status, 403, "the form is not there, and would not be taken");
    server.stop().unwrap();
    let (_city, browser, server) = opened(AUDITOR);
    let at = server.address();
    let cookie = format!("cookie: {}", set(&login(at, &browser, PASSWORD)));
    let home = ask(at, "GET", &format!("{CONSOLE}?lang=en"), &[&cookie], "").body;
    assert!(home.contains("auditor of") && !home.contains("Words that the guide"));
    server.stop().unwrap();
}

#[test]
fn behind_tls_the_cookie_is_of_this_host_alone() {
    let mut city = City::new();
    city.now = machine::now();
    let browser = Browser::of(&city, ORGANISER, NAME);
    let public_address = Some("https://fenlei.example.cn".parse().unwrap());
    let settings = Settings { public_address, ..city.settings() };
    let server = Server::start(settings).unwrap();
    let at = server.address();
    let entered = login(at, &browser, PASSWORD);
    let line = entered.head.lines().find(|line| line.starts_with("set-cookie")).unwrap();
    assert!(line.contains("__host-wufei=") && line.contains("; secure"), "{line}");
    let token = set(&entered);
    assert_eq!(ask(at, "GET", CONSOLE, &[&format!("cookie: {token}")], "").status, 200);
    let plain = format!("cookie: {}", token.replace("__Host-", ""));
    assert_eq!(ask(at, "GET", CONSOLE, &[&plain], "").status, 303);
    server.stop().unwrap();
}

/// Over the network as well: of thirty at once one is looked at.
#[test]
fn thirty_at_once_over_the_network_are_worth_one() {
    let (city, browser, server) = opened(ORGANISER);
    let at = server.address();
    let code = browser.code(machine::now());
    let guesses = (0..30).map(|guess| {
        let code = code.clone();
        std::thread::spawn(move || {
            let password = format!("falsch geraten {guess}");
            post(
                at,
                CONSOLE_LOGIN,
                "x: y",
                &[("name", NAME), ("password", &password), ("code", &code)],
            )
        })
    });
    let guesses: Vec<_> = guesses.collect();
    let replies: Vec<Reply> = guesses.into_iter().map(|guess| guess.join().unwrap()).collect();
    assert!(replies.iter().all(|reply| reply.status == 403));
    assert!(replies.iter().all(|reply| reply.body == replies[0].body));
    server.stop().unwrap();
    assert_eq!(city.count("SELECT failed FROM logins"), 1);
    assert_eq!(city.count("SELECT count(*) FROM audit WHERE act = 'login_locked'"), 1);
}

#[test]
fn each_act_and_each_part_of_a_households_data_has_its_words() {
    use std::collections::BTreeSet;
    use wufei_domain::{audit::AuditAct, words::message_ids};
    for texts in crate::pages::WORDS {
        let ids: BTreeSet<String> = texts.into_iter().flat_map(message_ids).collect();
        for act in AuditAct::ALL {
            assert!(ids.contains(&format!("console-act-{}", act.code())), "{}", act.code());
        }
    }
    let [chinese, english] = crate::operate::HOUSEHOLD_WORDS.map(message_ids);
    assert_eq!(chinese, english);
}
