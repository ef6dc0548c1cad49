//! The public look-up over real HTTP: every kind of answer in both languages, and whatever somebody
//! may send instead of a question.

use std::net::SocketAddr;

use wufei_api::routes::{LOOK_UP, LOOK_UP_STYLE};

use super::{
    city::City,
    network::{Reply, ask, running},
};
use crate::{Running, operate::answer_missing, routes::ASKED_BYTES_MAX};

const FORM: &str = "content-type: application/x-www-form-urlencoded";

/// A text as a form writes it.
fn encoded(text: &str) -> String {
    let letter = |byte: u8| format!("%{byte:02X}");
    text.bytes().map(letter).collect()
}

fn opened() -> (City, Running, SocketAddr) {
    let city = City::new();
    let server = running(&city);
    let at = server.address();
    (city, server, at)
}

fn typed(at: SocketAddr, language: &str, word: &str) -> Reply {
    let body = format!("q={}", encoded(word));
    ask(at, "POST", &format!("{LOOK_UP}?lang={language}"), &[FORM], &body)
}

/// Where the city answered a word, visitors are answered by its rulebook, as the devices are; one that
/// is not what was signed is left alone here as there.
#[test]
fn what_the_city_answers_is_known_here_at_once() {
    let (city, server, at) = opened();
    let says = || typed(at, "zh-CN", "曲率引擎").body;
    assert!(says().contains("还不认识"));
    let rows = "item | warp-drive | 曲率引擎 | Warp drive\nbin | bulky | | advice wufei\n\
                why | 太大，放不进任何桶。 | It is too large for any bin.\n";
    let file = std::path::Path::new("rows.txt");
    answer_missing(&city.database(), file, rows, city.now).unwrap();
    let answered = says();
    assert!(answered.contains("太大，放不进任何桶"), "{answered}");
    assert!(answered.contains("2026.1.1 版"), "{answered}");
    assert!(ask(at, "GET", "/poster/warp-drive", &[], "").body.contains("曲率引擎"));
    server.stop().unwrap();
    city.tamper("UPDATE rulebook_patches SET body = replace(body, '太大', '太小')");
    let server = running(&city);
    let reply = typed(server.address(), "zh-CN", "曲率引擎").body;
    assert!(reply.contains("还不认识") && !reply.contains("太小"), "{reply}");
    server.stop().unwrap();
}

#[test]
fn every_kind_of_answer_is_worded_in_both_languages() {
    let (_city, server, at) = opened();
    for (word, chinese, english) in [
        ("", vec!["试试这些", "牛奶盒"], vec!["Try one of these", "Milk carton"]),
        (
            "牛奶盒",
            vec!["蓝色桶 · 可回收物", "为什么", "投放前", "依据"],
            vec!["Blue bin", "Why", "First", "Source"],
        ),
        ("奶茶", vec!["喝剩的茶", "绿色桶", "灰色桶"], vec!["Green bin", "Grey bin"]),
        ("bottle", vec!["您要找的是哪一个？", "item="], vec!["Which one do you mean?"]),
        (
            "蓝铃花瓶子",
            vec!["猜的，规则库里还没有“蓝铃花瓶子”", "蓝色桶", "十次里至少"],
            vec!["A guess: “蓝铃花瓶子”", "Of ten guesses"],
        ),
        ("量子纠缠仪", vec!["说不准，可能有害"], vec!["Not sure: it may be hazardous"]),
        ("曲率引擎", vec!["还不认识“曲率引擎”"], vec!["We do not know “曲率引擎” yet"]),
    ] {
        for (language, expected) in [("zh-CN", chinese), ("en", english)] {
            let reply = typed(at, language, word);
            assert_eq!(reply.status, 200, "{word}");
            let tag = format!("<html lang=\"{language}\"");
            for part in expected.into_iter().chain([tag.as_str(), "2026.1"]) {
                assert!(
                    reply.body.contains(part),
                    "{word} in {language}: {part} in {}",
                    reply.body
                );
            }
            assert!(!reply.body.contains('⟨'), "{word}: a word is missing");
            let path = format!("{LOOK_UP}?lang={language}&q={}", encoded(word));
            let asked = ask(at, "GET", &path, &[], "");
            assert_eq!(asked.body, reply.body, "{word}: the address answers as the form does");
        }
    }
    server.stop().unwrap();
}

#[test]
fn a_guess_that_could_do_harm_names_no_bin() {
    let (_city, server, at) = opened();
    let reply = typed(at, "zh-CN", "量子纠缠仪");
    let card = reply.body.split("<article").nth(1).unwrap();
    let card = card.split("</article>").next().unwrap();
    assert!(card.contains("part special") && card.contains("先单独放好"), "{card}");
    for bin in ["蓝色桶", "红色桶", "绿色桶", "灰色桶", "十次里"] {
        assert!(!card.contains(bin), "{bin} in {card}");
    }
    server.stop().unwrap();
}

#[test]
fn a_bin_has_its_colour_its_word_and_its_shape() {
    let (_city, server, at) = opened();
    for (item, class, word) in [
        ("milk-carton", "blue", "蓝色桶"),
        ("energy-saving-lamp", "red", "红色桶"),
        ("large-bone", "grey", "灰色桶"),
    ] {
        let reply = ask(at, "GET", &format!("{LOOK_UP}?item={item}"), &[], "");
        let band = reply.body.split(&format!("part {class}")).nth(1).unwrap();
        let band = band.split("</header>").next().unwrap();
        assert!(band.contains("<svg") && band.contains(word), "{item}: {band}");
    }
    let style = ask(at, "GET", LOOK_UP_STYLE, &[], "");
    for colour in ["#1557a6", "#b3261e", "#1d6b37", "#545b60", "#6b4a1e"] {
        assert!(style.body.contains(colour), "{colour}");
    }
    server.stop().unwrap();
}

#[test]
fn the_page_needs_no_script_and_leaves_nothing_behind() {
    let (_city, server, at) = opened();
    for reply in [ask(at, "GET", LOOK_UP, &[], ""), typed(at, "en", "曲率引擎")] {
        for header in [
            "content-security-policy: default-src 'none'; style-src 'self'",
            "form-action 'self'",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
            "x-content-type-options: nosniff",
        ] {
            assert!(reply.head.contains(header), "{header} in {}", reply.head);
        }
        assert!(!reply.head.contains("set-cookie"));
        for part in ["<script", "style=", "http:", "https:", "src="] {
            assert!(!reply.body.contains(part), "{part} must not be there");
        }
    }
    server.stop().unwrap();
}

/// What was typed stands in no address on the page: the ways to the other language and to larger type
/// carry it in a body. After a pick they are plain links.
#[test]
fn a_typed_word_stands_in_no_address() {
    let (_city, server, at) = opened();
    let page = typed(at, "zh-CN", "曲率引擎").body;
    for address in page.split(['"']).filter(|piece| piece.starts_with('/')) {
        assert!(!address.contains("q=") && !address.contains("曲率"), "{address}");
    }
    assert_eq!(page.matches("type=\"hidden\" name=\"q\" value=\"曲率引擎\"").count(), 2);
    let picked = ask(at, "GET", &format!("{LOOK_UP}?item=bubble-tea&mode=elder"), &[], "").body;
    assert!(picked.contains("/look-up?lang=en&amp;mode=elder&amp;item=bubble-tea"), "{picked}");
    assert!(picked.contains("class=\"elder\""));
    assert!(!picked.contains("type=\"hidden\""));
    server.stop().unwrap();
}

#[test]
fn odd_questions_are_answered() {
    let (_city, server, at) = opened();
    let long = "垃".repeat(440);
    for word in [
        " ",
        "？！。",
        "<script>alert(1)</script>",
        "'; DROP TABLE screens; --",
        "\u{0}\u{7}",
        "\u{202e}盒奶牛",
        "🥛🥛🥛",
        "%",
        "ｍｉｌｋ　ｃａｒｔｏｎ",
        "{ $word }",
        &long,
    ] {
        let reply = typed(at, "zh-CN", word);
        assert_eq!(reply.status, 200, "{word:?}: {}", reply.body);
        assert!(!reply.body.contains("<script"), "{word:?}");
    }
    for body in ["", "q", "q=%", "q=%FF%FE", "x=1", "&&&", "q=%E7%89"] {
        assert_eq!(ask(at, "POST", LOOK_UP, &[FORM], body).status, 200, "{body}");
    }
    for query in ["?lang=%3Cb%3E&mode=x", "?", "?q", "?nothing=1", "?q=%00"] {
        let reply = ask(at, "GET", &format!("{LOOK_UP}{query}"), &[], "");
        assert_eq!(reply.status, 200, "{query}");
        assert!(!reply.body.contains("<b>"));
    }
    server.stop().unwrap();
}

#[test]
fn what_is_no_question_is_refused_in_words_on_the_same_page() {
    let (_city, server, at) = opened();
    let long = format!("q={}", "x".repeat(ASKED_BYTES_MAX));
    let long_path = format!("{LOOK_UP}?{long}");
    let json = "content-type: application/json";
    for (method, path, headers, body, status) in [
        ("GET", format!("{LOOK_UP}?q=a&q=b"), vec![], "", 422),
        ("GET", format!("{LOOK_UP}?item=no-such-thing"), vec![], "", 404),
        ("GET", long_path, vec![], "", 413),
        ("POST", LOOK_UP.to_owned(), vec![FORM], long.as_str(), 413),
        ("POST", LOOK_UP.to_owned(), vec![FORM], "q=a&q=b", 422),
        ("POST", LOOK_UP.to_owned(), vec![json], "{\"q\":\"a\"}", 422),
        ("POST", LOOK_UP.to_owned(), vec![], "q=a", 422),
    ] {
        let reply = ask(at, method, &path, &headers, body);
        assert_eq!(reply.status, status, "{method} {}", &path[..path.len().min(60)]);
        assert!(reply.head.contains("text/html") && reply.body.contains("role=\"alert\""));
        assert!(reply.body.contains("name=\"q\""), "the field is there to try again");
        assert!(!reply.body.contains('⟨'));
    }
    let reply = ask(at, "PUT", LOOK_UP, &[], "");
    assert_eq!((reply.status, reply.code().as_str()), (405, "method_unknown"));
    server.stop().unwrap();
}
