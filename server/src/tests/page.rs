//! The public page: what is on it, and what never is.

use std::collections::BTreeSet;

use wufei_domain::words::message_ids;

use super::city::{ATTENDANT, City, JUKENG, MAXI, drop_off, household, line, shift_opened};
use crate::{
    board,
    pages::{Pages, View, WORDS},
    service::{Request, Response},
};

fn rendered(city: &mut City, lang: Option<&str>, mode: Option<&str>) -> String {
    let Ok(Response::Board(published)) = city.ask(Request::Board) else { panic!("no board") };
    let view = View { lang: lang.map(str::to_owned), mode: mode.map(str::to_owned) };
    let pages = Pages::new("http://localhost".parse().unwrap()).unwrap();
    board::render(pages.words(view.language()), &published, &view).into_string()
}

fn busy() -> City {
    let mut city = City::new();
    let device = city.enrol(ATTENDANT);
    let shift = city.record(MAXI, shift_opened());
    city.accepted(&device, &shift);
    for (village, households, grams) in [(MAXI, 12, 3_200), (JUKENG, 9, 77_777)] {
        for number in 1..=households {
            let lines = vec![line("cardboard", grams, 0)];
            let body = drop_off(shift.id, household(village, number), lines);
            let record = city.record(village, body);
            city.accepted(&device, &record);
        }
    }
    city
}

#[test]
fn it_shows_ranks_and_says_what_is_held_back() {
    let mut city = busy();
    let page = rendered(&mut city, None, None);
    for part in [
        "<html lang=\"zh-CN\">",
        "谷来镇马溪村",
        "3.2 公斤",
        "100.0%",
        "合成数据",
        "参与的户数不足 10 户",
        "登记户数不足 10 户",
        "<caption>",
        "scope=\"row\"",
        "户册来源",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
    for part in ["58", "77", "<script", "style=", "http:", "⟨"] {
        assert!(!page.contains(part), "{part} must not be there");
    }
}

#[test]
fn it_speaks_english_and_has_larger_type() {
    let mut city = busy();
    let page = rendered(&mut city, Some("en"), Some("elder"));
    assert!(
        page.contains("<html lang=\"en\" class=\"elder\">")
            || page.contains("class=\"elder\" lang=\"en\"")
    );
    assert!(page.contains("3.2 kg") && page.contains("Synthetic data"));
    assert!(page.contains("/?lang=zh-CN&amp;mode=elder"), "the other language keeps the type");
    assert!(!page.contains('⟨'));
    let odd = rendered(&mut city, Some("<b>"), Some("<i>"));
    assert!(odd.contains("lang=\"zh-CN\"") && !odd.contains("<b>") && !odd.contains("<i>"));
}

#[test]
fn both_languages_have_the_same_messages() {
    let [chinese, english] =
        WORDS.map(|texts| texts.into_iter().flat_map(message_ids).collect::<BTreeSet<_>>());
    assert_eq!(chinese, english);
}
