//! Reach: each screen has a code, each opening is counted once for its day, and nothing else is kept.

use wufei_api::routes::LOOK_UP;
use wufei_domain::{
    refusal::Code,
    time::{DAY_MS, UnixMs},
};

use super::{
    city::{City, MAXI, community},
    network::{ask, running},
};
use crate::{
    operate::{OperateError, PLACE_CHARS_MAX, add_screen, list_screens},
    service::{
        Request, Response,
        reach::{ScreenCode, day},
    },
};

fn added(city: &City, place: &str) -> ScreenCode {
    add_screen(&city.database(), community(MAXI), place, city.now).unwrap()
}

fn open(city: &mut City, code: &ScreenCode, times: usize) {
    for _ in 0..times {
        assert_eq!(city.ask(Request::Opened(code.clone())), Ok(Response::Screen(true)));
    }
}

#[test]
fn openings_are_listed_by_the_week() {
    let mut city = City::new();
    let (hall, wall) = (added(&city, "文化礼堂, 大屏"), added(&city, "村口"));
    // 18 November 2026 is a Wednesday, 20:26 in China.
    let wednesday = city.now;
    open(&mut city, &hall, 2);
    city.now = UnixMs::new(wednesday.value() + 4 * DAY_MS);
    open(&mut city, &hall, 1);
    city.now = UnixMs::new(wednesday.value() + 5 * DAY_MS);
    open(&mut city, &hall, 3);
    let list = list_screens(&city.database()).unwrap().to_string();
    let expected = format!(
        "code,area,place,week_from,opened\n\
         {hall},{MAXI},\"文化礼堂, 大屏\",2026-11-16,3\n\
         {hall},{MAXI},\"文化礼堂, 大屏\",2026-11-23,3\n\
         {wall},{MAXI},村口,,0"
    );
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&list), sorted(&expected));
}

#[test]
fn a_day_is_chinas_and_begins_at_midnight() {
    // 1970-01-01 00:00 in China is 16:00 UTC of the day before.
    let midnight = -8 * 60 * 60 * 1_000;
    assert_eq!(day(UnixMs::new(midnight - 1)), -1);
    assert_eq!(day(UnixMs::new(midnight)), 0);
    assert_eq!(day(UnixMs::new(midnight + DAY_MS - 1)), 0);
}

/// The whole of what is kept of an opening: code, day, how many. Nothing that could say who or when.
#[test]
fn nothing_finer_than_a_day_is_kept() {
    let mut city = City::on_file();
    let code = added(&city, "村口");
    open(&mut city, &code, 2);
    city.now = UnixMs::new(city.now.value() + 60_000);
    open(&mut city, &code, 1);
    assert_eq!(city.count("SELECT count(*) FROM screen_openings"), 1);
    assert_eq!(city.count("SELECT opened FROM screen_openings"), 3);
    assert_eq!(city.count("SELECT day FROM screen_openings"), day(city.now));
    let columns = "SELECT count(*) FROM pragma_table_info('screen_openings')";
    assert_eq!(city.count(columns), 3);
}

#[test]
fn a_place_and_an_area_have_their_bounds() {
    let city = City::new();
    let code = |area: &str, place: &str| {
        let done = add_screen(&city.database(), community(area), place, city.now);
        match done {
            Err(OperateError::Refused(refusals)) => refusals[0].code,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code("330683999999", "村口"), Code::AreaUnknown);
    assert_eq!(code(MAXI, "  "), Code::TextMissing);
    assert_eq!(code(MAXI, &"长".repeat(PLACE_CHARS_MAX + 1)), Code::TextTooLong);
    assert_eq!(city.count("SELECT count(*) FROM screens"), 0);
}

#[test]
fn a_code_leads_to_the_look_up_and_only_a_known_one_counts() {
    let city = City::new();
    let code = added(&city, "村口").to_string();
    let server = running(&city);
    let at = server.address();
    let lower = code.to_lowercase();
    let unknown = if code == "333333" { "444444" } else { "333333" };
    for (method, asked) in [
        ("GET", code.as_str()),
        ("GET", &lower),
        ("HEAD", &code),
        ("GET", unknown),
        ("GET", "x"),
        ("GET", "%3Cb%3E"),
        ("GET", "%FF"),
    ] {
        let reply = ask(at, method, &format!("/l/{asked}"), &[], "");
        assert_eq!(reply.status, 303, "{method} {asked}");
        assert!(reply.head.contains(&format!("location: {LOOK_UP}\r\n")), "{}", reply.head);
        assert!(reply.head.contains("cache-control: no-store"), "the next one counts as well");
        assert!(!reply.head.contains("set-cookie"));
    }
    server.stop().unwrap();
    assert_eq!(city.count("SELECT sum(opened) FROM screen_openings"), 2);
    assert_eq!(city.count("SELECT count(*) FROM screen_openings"), 1);
}
