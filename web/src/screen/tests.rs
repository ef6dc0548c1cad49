//! What stands on every page: words escaped, nothing inline, labels tied, headings in order.

use std::collections::BTreeSet;

use wufei_app::view::household::QrPicture;
use wufei_app::view::{Note, Screen, Tone};

use crate::page;
use crate::samples::{self, SHARP};

fn pages() -> Vec<(String, String)> {
    samples::screens()
        .into_iter()
        .map(|screen| {
            let name = super::name(&screen);
            (name, page::render(&samples::page(screen), 7).into_string())
        })
        .collect()
}

fn after<'a>(page: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    page.match_indices(mark).filter_map(|(at, _)| page[at + mark.len()..].split('"').next())
}

#[test]
fn every_screen_has_a_sample() {
    let places: BTreeSet<usize> = samples::screens().iter().map(samples::place).collect();
    assert_eq!(places, (0..samples::SCREENS).collect());
}

#[test]
fn nothing_is_inline() {
    for (name, page) in pages() {
        for refused in [" style=", " on", "<style", "javascript:", "<script>"] {
            let found = page.match_indices(refused).any(|(at, _)| {
                // ` on…=` is a handler only where an equals sign follows the word.
                refused != " on" || {
                    let word = page[at + 1..].split([' ', '>', '"']).next().unwrap_or_default();
                    word.contains('=')
                }
            });
            assert!(!found, "{name} has {refused}");
        }
        assert!(page.contains(" lang=\"zh-CN\">"), "{name}");
        assert!(page.contains("data-revision=\"7\""), "{name}");
    }
}

#[test]
fn ids_are_unique_and_references_lead_somewhere() {
    for (name, page) in pages() {
        let ids: Vec<&str> = after(&page, " id=\"").collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        // Samples repeat one record; real lists do not.
        let repeated = ids.iter().filter(|id| id.len() < 30).count();
        let distinct = known.iter().filter(|id| id.len() < 30).count();
        assert_eq!(repeated, distinct, "{name}: {ids:?}");
        let marks = [" for=\"", "aria-labelledby=\"", "aria-describedby=\"", "href=\"#"];
        for reference in marks.into_iter().flat_map(|mark| after(&page, mark)) {
            for id in reference.split(' ') {
                assert!(known.contains(id), "{name}: {id} leads nowhere");
            }
        }
    }
}

/// HTML's void elements are open in a picture: whatever follows would be drawn inside them.
#[test]
fn every_shape_of_a_picture_is_closed() {
    for (name, page) in pages() {
        for picture in page.split("<svg").skip(1).filter_map(|rest| rest.split("</svg>").next()) {
            for shape in ["path", "rect", "circle", "line", "polyline"] {
                let opened = picture.matches(&format!("<{shape} ")).count();
                let closed = picture.matches(&format!("</{shape}>")).count();
                assert_eq!(opened, closed, "{name}: {shape} in {picture}");
            }
        }
    }
}

#[test]
fn every_field_has_a_label_and_every_button_a_word() {
    for (name, page) in pages() {
        for input in page.split("<input").skip(1) {
            let tag = input.split('>').next().unwrap_or_default();
            if tag.contains("type=\"hidden\"") {
                continue;
            }
            let id = after(tag, "id=\"").next().unwrap_or_default();
            assert!(page.contains(&format!("for=\"{id}\"")), "{name}: {tag}");
        }
        for button in page.split("<button").skip(1) {
            let inside = button.split("</button>").next().unwrap_or_default();
            let words: String = inside
                .split('<')
                .filter_map(|piece| piece.split_once('>'))
                .map(|(_, words)| words)
                .collect();
            assert!(!words.trim().is_empty(), "{name}: {inside}");
        }
    }
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    for (name, page) in pages() {
        let levels: Vec<u32> = page
            .match_indices("<h")
            .filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    }
}

#[test]
fn words_are_escaped() {
    let mut view = samples::page(Screen::Starting { text: SHARP.to_owned() });
    view.title = SHARP.to_owned();
    view.note =
        Some(Note { tone: Tone::Problem, text: SHARP.to_owned(), dismiss: SHARP.to_owned() });
    let page = page::render(&view, 1).into_string();
    assert!(!page.contains("<b on"), "{page}");
    assert_eq!(page.matches("&lt;b onclick=&quot;x&quot;&gt;&amp;").count(), 6, "{page}");
}

#[test]
fn tone_and_mode_reach_the_page() {
    for (tone, role) in [(Tone::Good, "status"), (Tone::Info, "status"), (Tone::Problem, "alert")] {
        let mut view = samples::page(Screen::Starting { text: String::new() });
        view.elder = true;
        view.language_tag = "en".to_owned();
        view.note = Some(Note { tone, text: "x".to_owned(), dismiss: "y".to_owned() });
        let page = page::render(&view, 1).into_string();
        assert!(page.contains(&format!("role=\"{role}\"><svg")), "{page}");
        assert!(page.contains("<html class=\"elder\" lang=\"en\">"), "{page}");
    }
}

#[test]
fn a_colour_never_stands_without_its_word() {
    let all: String = pages().into_iter().map(|(_, page)| page).collect();
    for (class, word) in [
        ("blue", "可回收物"),
        ("red", "有害垃圾"),
        ("green", "易腐垃圾"),
        ("grey", "其他垃圾"),
        ("special", "按部件分"),
    ] {
        let badge = format!("<span class=\"bin {class}\"><svg");
        let inside = all.split(&badge).nth(1).unwrap_or_default();
        let text = inside.split("</span>").next().unwrap_or_default();
        assert!(text.ends_with(&format!("</svg>{word}")), "{class}: {text}");
    }
}

#[test]
fn only_a_page_that_waits_looks_again_by_itself() {
    for (name, page) in pages() {
        let waits = page.contains("http-equiv=\"refresh\"");
        let busy = page.contains("aria-busy=\"true\"");
        let known = ["starting", "turfs", "doors", "outbox", "settings", "leave", "lessons"];
        let known = known.contains(&name.as_str());
        assert!(!waits || known, "{name}");
        assert!(!busy || waits, "{name}");
    }
}

#[test]
fn a_broken_picture_of_a_code_still_renders() {
    let picture = QrPicture { size: 0, modules: "1".to_owned() };
    assert!(super::qr::render(&picture, "x").into_string().contains("<path"));
}
