//! Posters, cards and the loop for halls: what stands on them, and where their codes lead.

use wufei_api::routes::LOOP_STYLE;

use super::{
    city::{City, MAXI, community},
    network::{ask, running},
};
use crate::{
    Server, Settings,
    operate::add_screen,
    pages::Pages,
    sheet::{
        Sheet,
        paper::{Paper, StyleIn, render},
        qr::Target,
        slides::{self, SECONDS_A_SLIDE, SLIDES_MAX},
    },
};
use wufei_domain::words::Language;

#[test]
fn a_poster_has_bins_steps_reasons_sources_and_the_way() {
    let city = City::new();
    let code = add_screen(&city.database(), community(MAXI), "村口", city.now).unwrap();
    let public_address = Some("https://fenlei.example.cn".parse().unwrap());
    let settings = Settings { public_address, ..city.settings() };
    let server = Server::start(settings).unwrap();
    let at = server.address();
    for (path, words) in [
        (
            format!("/poster/bubble-tea?code={code}"),
            vec!["奶茶", "绿色桶", "投放前", "为什么", "依据", "2026.1", "/paper/a4"],
        ),
        (format!("/poster/bubble-tea?size=a3&code={code}"), vec!["/paper/a3"]),
        (
            format!("/poster/milk-carton?lang=en&code={code}"),
            vec!["Milk carton", "牛奶盒", "Blue bin"],
        ),
        (format!("/card/energy-saving-lamp?code={code}"), vec!["红色桶", "/paper/card"]),
        (
            format!("/poster/lesson/hazardous?code={code}"),
            vec!["红桶：有害垃圾", "The red bin", "红色桶", "依据", "2026.1"],
        ),
        (format!("/card/lesson/afterwards?lang=en&code={code}"), vec!["/paper/card"]),
        (format!("/loop/{code}?lessons=hazardous&items=milk-carton"), vec!["红桶", "牛奶盒"]),
        (format!("/loop/{code}"), vec!["牛奶盒", "扫码查分类", "/loop.css?slides="]),
        (format!("/loop/{code}?items=bubble-tea,milk-carton&lang=en"), vec!["Bubble tea"]),
    ] {
        let reply = ask(at, "GET", &path, &[], "");
        assert_eq!(reply.status, 200, "{path}");
        let way = format!("fenlei.example.cn/<wbr>l/<wbr>{code}");
        for word in words.into_iter().chain([way.as_str(), "class=\"qr\"", "<svg"]) {
            assert!(reply.body.contains(word), "{word} in {path}");
        }
        for part in ["<script", "style=", "⟨"] {
            assert!(!reply.body.contains(part), "{part} in {path}");
        }
        assert!(reply.head.contains("default-src 'none'") && reply.head.contains("no-store"));
        assert!(reply.head.contains("referrer-policy: no-referrer"));
    }
    let uncounted = ask(at, "GET", "/poster/milk-carton", &[], "").body;
    assert!(uncounted.contains("fenlei.example.cn/<wbr>look-up<wbr>"));
    server.stop().unwrap();
    assert_eq!(city.count("SELECT count(*) FROM screen_openings"), 0, "to print is not to open");
}

#[test]
fn what_cannot_hang_on_a_wall_is_refused() {
    let city = City::new();
    let code = add_screen(&city.database(), community(MAXI), "村口", city.now).unwrap();
    let server = running(&city);
    let at = server.address();
    let many = ["milk-carton"; 13].join(",");
    for (path, status, refusal) in [
        ("/poster/no-such-thing".to_owned(), 404, "not_found"),
        ("/poster/lesson/milk-carton".to_owned(), 404, "not_found"),
        ("/card/lesson/no-such-lesson".to_owned(), 404, "not_found"),
        ("/poster/lesson/hazardous?size=card".to_owned(), 422, "body_malformed"),
        (format!("/loop/{code}?lessons=milk-carton"), 404, "not_found"),
        (format!("/loop/{code}?lessons=hazardous&items={}", &many[12..]), 422, "body_malformed"),
        ("/poster/milk-carton?size=a5".to_owned(), 422, "body_malformed"),
        ("/poster/milk-carton?size=card".to_owned(), 422, "body_malformed"),
        ("/poster/milk-carton?code=x".to_owned(), 404, "not_found"),
        ("/card/milk-carton?code=333333".to_owned(), 404, "not_found"),
        ("/paper/a5".to_owned(), 404, "not_found"),
        ("/loop/x".to_owned(), 404, "not_found"),
        (format!("/loop/{code}?items=milk-carton,no-such-thing"), 404, "not_found"),
        (format!("/loop/{code}?items={many}"), 422, "body_malformed"),
        (LOOP_STYLE.to_owned(), 422, "body_malformed"),
        (format!("{LOOP_STYLE}?slides=-1"), 422, "body_malformed"),
    ] {
        let reply = ask(at, "GET", &path, &[], "");
        assert_eq!((reply.status, reply.code().as_str()), (status, refusal), "{path}");
    }
    server.stop().unwrap();
}

#[test]
fn every_item_has_a_poster_a_card_and_slides() {
    let pages = Pages::new("https://fenlei.example.cn".parse().unwrap()).unwrap();
    let target = Target::of(pages.address(), None);
    for language in Language::ALL {
        let wording = pages.wording(language, None);
        let several = wording.guide.items().iter().filter(|item| item.parts.len() > 1);
        for item in several.chain(wording.guide.examples()) {
            let sheet = Sheet::of_item(&wording, item);
            for paper in [Paper::A4, Paper::Card] {
                let page = render(wording.words, &sheet, Some(&target), paper, StyleIn::Address)
                    .into_string();
                assert!(page.contains("class=\"line\"") && !page.contains('⟨'), "{}", item.key);
                if paper == Paper::A4 {
                    assert!(page.contains("class=\"reason\""), "{}: no room for why", item.key);
                }
            }
            let page = slides::render(wording.words, &[sheet], &target).into_string();
            assert_eq!(page.matches("class=\"line\"").count(), item.parts.len(), "{}", item.key);
        }
    }
}

#[test]
fn a_sentence_of_a_lesson_stands_under_the_bin_it_is_about() {
    let pages = Pages::new("https://fenlei.example.cn".parse().unwrap()).unwrap();
    let wording = pages.wording(Language::Chinese, None);
    let target = Target::of(pages.address(), None);
    for lesson in pages.lessons().lessons() {
        let sheet = Sheet::of_lesson(&wording, lesson);
        assert_eq!(sheet.bands.len(), lesson.pages.len());
        let page = slides::render(wording.words, std::slice::from_ref(&sheet), &target);
        let shown = page.into_string().matches("class=\"line\"").count();
        assert_eq!(shown, lesson.pages.len(), "{}", lesson.key);
        for paper in Paper::ALL {
            let page = render(wording.words, &sheet, Some(&target), paper, StyleIn::Address);
            assert!(
                !page.into_string().contains("class=\"body\""),
                "{}: a bare reason",
                lesson.key
            );
        }
    }
    let lesson = pages.lessons().lesson("recyclable").unwrap();
    let bands = Sheet::of_lesson(&wording, lesson).bands;
    let over = |at: usize| bands[at].over.as_deref();
    assert_eq!((over(0), over(3)), (Some("蓝色桶 · 可回收物"), Some("灰色桶 · 其他垃圾")));
    assert!(
        bands
            .iter()
            .any(|band| band.sources.iter().any(|source| source.contains("DB33/T 1166-2019")))
    );
}

#[test]
fn slides_take_turns_without_script_and_hold_still_for_who_wants_it() {
    let style = slides::style(4);
    let (still, turning) =
        style.split_once("@media (prefers-reduced-motion: no-preference)").unwrap();
    assert!(!still.contains("animation") && !still.contains("visibility"), "{still}");
    assert!(turning.contains(&format!("turn {}s step-end infinite", 4 * SECONDS_A_SLIDE)));
    assert!(turning.contains("25.000%, 100%"));
    assert!(turning.contains(".slide:nth-child(4) { animation-delay: 36s; }"));
    assert!(!slides::style(1).contains("animation"));
    assert_eq!(slides::style(usize::MAX), slides::style(SLIDES_MAX));
}
