//! The server's own pages for anyone: the look-up as a visitor sees it, posters and cards on paper,
//! the loop on a wide screen in a hall.

use std::{fs, path::Path};

use wufei_guide::{Guide, Item, Lessons};
use wufei_tests::{
    harness::{Failure, World, holds, same},
    neighbourhood::units::MAXI,
};

use crate::{
    driver::{Browser, Script, Window},
    eye::Eye,
};

const ELDER: &str = "document.documentElement.classList.toggle('elder', arguments[0])";

/// What is higher or wider than the room it has.
const CUT_OFF: &str = "
    return [...document.querySelectorAll('.sheet, .bands, .slide, aside, .cell')]
      .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
      .map((e) => document.title + ' ' + e.className + ': ' + e.scrollWidth + ' x ' + e.scrollHeight +
        ' in ' + e.clientWidth + ' x ' + e.clientHeight + ' ' + e.textContent.trim().slice(0, 20));";

/// Words on a slide that are smaller than a twentieth of its height, but for the small print.
const TOO_SMALL: &str = "
    const least = 2.8 * parseFloat(getComputedStyle(document.documentElement).fontSize) - 0.1;
    return [...document.querySelectorAll('h1, h2, h3, p, li, strong')]
      .filter((e) => !e.closest('.small, .typed'))
      .filter((e) => parseFloat(getComputedStyle(e).fontSize) < least)
      .map((e) => e.tagName + ' ' + e.textContent.trim().slice(0, 20));";

fn lines(browser: &Browser, script: &str) -> Result<Vec<String>, Failure> {
    Ok(serde_json::from_value(browser.run(script, &[])?)?)
}

/// A screen's code.
fn screen(world: &World) -> Result<String, Failure> {
    world.server.operate(&["screen", "add", "--area", MAXI, "--place", "文化礼堂"])
}

/// The items with most to read, most first.
fn heaviest(many: usize) -> Result<Vec<&'static Item>, Failure> {
    let guide =
        Guide::zhejiang().map_err(|broken| Failure::new("a rulebook", broken.to_string()))?;
    let mut items: Vec<&Item> = guide.items().iter().collect();
    let read = |item: &&Item| {
        let part = |part: &wufei_guide::Part| {
            let steps = part.steps.iter().map(|step| step.zh.len() + step.en.len());
            120 + part.reason.zh.len() + part.reason.en.len() + steps.sum::<usize>()
        };
        item.name.en.len() + item.parts.iter().map(part).sum::<usize>()
    };
    items.sort_by_key(|item| std::cmp::Reverse(read(item)));
    items.truncate(many);
    Ok(items)
}

/// The keys of all lessons.
fn lessons() -> Result<Vec<&'static str>, Failure> {
    let lessons = Lessons::zhejiang();
    let lessons = lessons.map_err(|broken| Failure::new("lessons", broken.to_string()))?;
    Ok(lessons.lessons().iter().map(|lesson| lesson.key.as_str()).collect())
}

#[test]
fn the_look_up_for_visitors_is_accessible() -> Result<(), Failure> {
    let world = World::new()?;
    let mut eye = Eye::open()?;
    let mut found = Vec::new();
    for (path, seen) in [
        ("/look-up", "试试这些"),
        ("/look-up?lang=en", "Try one of these"),
        ("/look-up?item=bubble-tea", "绿色桶"),
        ("/look-up?lang=en&item=energy-saving-lamp", "Red bin"),
        ("/look-up?q=bottle", "您要找的是哪一个"),
        ("/look-up?q=蓝铃花瓶子", "猜的"),
        ("/look-up?q=量子纠缠仪", "可能有害"),
        ("/look-up?q=曲率引擎", "还不认识"),
        ("/look-up?item=no-such-thing", "没有找到"),
    ] {
        eye.browser.go(&format!("{}{path}", world.server.address()))?;
        eye.browser.see(seen)?;
        for elder in [false, true] {
            eye.browser.run(ELDER, &[elder.into()])?;
            let faults = eye.violations()?.into_iter().chain(eye.shape()?);
            found.extend(faults.map(|line| format!("{path} {elder}: {line}")));
        }
    }
    holds("no fault", found.is_empty(), || found.join("\n"))?;
    // The control: one label gone is found.
    eye.browser.go(&format!("{}/look-up", world.server.address()))?;
    eye.browser.see("试试这些")?;
    let unnamed = "document.querySelector('label').remove();
        document.getElementById('q').removeAttribute('placeholder')";
    eye.browser.run(unnamed, &[])?;
    let label = eye.violations()?;
    holds("the missing label", label.iter().any(|line| line.starts_with("label")), || {
        format!("{label:?}")
    })?;
    // Typed, answered, and still there in the other language.
    eye.browser.go(&format!("{}/look-up", world.server.address()))?;
    eye.browser.fill("q", "节能灯")?;
    eye.browser.press_exactly("查一查")?;
    eye.browser.see("红色桶")?;
    eye.browser.press_exactly("English")?;
    eye.browser.see("Red bin")
}

#[test]
fn nothing_on_paper_or_on_a_slide_is_cut_off() -> Result<(), Failure> {
    let world = World::new()?;
    let code = screen(&world)?;
    let browser = Browser::open(Script::On, Window::WholePage)?;
    let address = world.server.address();
    let heavy = heaviest(24)?;
    let lessons = lessons()?;
    let mut found = Vec::new();
    let things = heavy.iter().map(|item| item.key.clone());
    for thing in things.chain(lessons.iter().map(|key| format!("lesson/{key}"))) {
        for lang in ["zh-CN", "en"] {
            for page in ["poster", "card"] {
                let path = format!("/{page}/{thing}?lang={lang}&code={code}");
                browser.go(&format!("{address}{path}"))?;
                let cut = lines(&browser, CUT_OFF)?;
                found.extend(cut.into_iter().take(1).map(|line| format!("{path}: {line}")));
            }
        }
    }
    let keys: Vec<&str> = heavy.iter().map(|item| item.key.as_str()).collect();
    let items = keys.chunks(6).map(|keys| format!("items={}", keys.join(",")));
    let lessons = lessons.chunks(3).map(|keys| format!("lessons={}", keys.join(",")));
    for turns in items.chain(lessons) {
        for lang in ["zh-CN", "en"] {
            let path = format!("/loop/{code}?lang={lang}&{turns}");
            browser.go(&format!("{address}{path}"))?;
            found.extend(lines(&browser, CUT_OFF)?);
            found.extend(lines(&browser, TOO_SMALL)?);
        }
    }
    holds("nothing cut off, nothing too small", found.is_empty(), || found.join("\n"))?;
    // The control: a name that is too long for its room is found.
    browser.go(&format!("{address}/poster/milk-carton?code={code}"))?;
    browser.run("document.querySelector('h1').textContent = '长'.repeat(400)", &[])?;
    let cut = lines(&browser, CUT_OFF)?;
    holds("the long name", !cut.is_empty(), || "nothing".to_owned())
}

/// Width and height of each page of a PDF in millimetres, as its media boxes give them in points.
fn pages(pdf: &Path) -> Result<Vec<(u32, u32)>, Failure> {
    let text = String::from_utf8_lossy(&fs::read(pdf)?).into_owned();
    let objects = text.split("endobj").filter(|object| object.contains("/Type /Page\n"));
    let size = |object: &str| {
        let points = object.split_once("/MediaBox [")?.1.split_once(']')?.0;
        let numbers: Vec<f64> = points.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "paper is small"
        )]
        let millimetres = |points: f64| (points / 72.0 * 25.4).round() as u32;
        Some((millimetres(*numbers.get(2)?), millimetres(*numbers.get(3)?)))
    };
    let pages: Option<Vec<(u32, u32)>> = objects.map(size).collect();
    pages.ok_or_else(|| {
        Failure::new("a media box a page", text.chars().take(200).collect::<String>())
    })
}

#[test]
fn a_poster_is_one_page_of_its_size() -> Result<(), Failure> {
    let world = World::new()?;
    let code = screen(&world)?;
    let folder = tempfile::tempdir()?;
    let items = heaviest(2)?;
    let keys = items.iter().map(|item| ("--item", item.key.as_str()));
    let keys = keys.chain([("--item", "milk-carton"), ("--lesson", "hazardous")]);
    let mut printed = 0;
    for (about, key) in keys {
        for (size, millimetres) in [("a4", (210, 297)), ("a3", (297, 420)), ("card", (297, 210))] {
            let out = folder.path().join(format!("{key}-{size}.pdf"));
            let file = out.to_string_lossy();
            let mut words = vec!["poster", about, key, "--size", size, "--no-sandbox"];
            words.extend(["--public-address", "https://fenlei.example.cn", "--code", &code]);
            words.extend(["--out", &file]);
            world.server.operate(&words)?;
            same(&format!("pages of {key} on {size}"), &vec![millimetres], &pages(&out)?)?;
            printed += 1;
            let again = world.server.operate(&words);
            holds("nothing is written over", again.is_err(), || "written".to_owned())?;
        }
    }
    same("files", &12, &printed)?;
    let out = folder.path().join("none.pdf");
    let file = out.to_string_lossy();
    let words =
        ["poster", "--item", "milk-carton", "--out", &file, "--chromium", "no/such/program"];
    let said = world.server.operate(&words).err().map(|failure| failure.seen).unwrap_or_default();
    let named = said.contains("no Chromium") && said.contains("no/such/program");
    holds("what is missing is named", named, || said.clone())?;
    holds("no file", !out.exists(), || "a file".to_owned())
}
