//! With the keyboard alone: everything can be reached, and the focus is seen.

use wufei_tests::harness::{Failure, holds};

use crate::{
    driver::{Browser, Script, Window},
    kiosk::Kiosk,
};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";

/// Stops on a page at most.
const STOPS_MAX: usize = 60;

/// Tabs until the focus is on something with these words.
fn tab_to(browser: &Browser, words: &str) -> Result<(), Failure> {
    let mut passed = Vec::new();
    for _ in 0..STOPS_MAX {
        browser.keys(TAB)?;
        let focused = browser.focused()?;
        if focused.contains(words) {
            let outline = "return getComputedStyle(document.activeElement).outlineStyle";
            let outline = browser.run(outline, &[])?;
            return holds("a focus that is seen", outline != "none", || outline.to_string());
        }
        passed.push(focused.chars().take(12).collect::<String>());
    }
    Err(Failure::new(format!("{words} by the Tab key"), passed.join(" | ")))
}

#[test]
fn the_look_up_and_elder_mode_need_no_pointer() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let browser = Browser::open(Script::On, Window::Phone)?;
    browser.go(&kiosk.device("visitor"))?;
    browser.see("试试这些")?;
    tab_to(&browser, "lookup-text")?;
    browser.keys("过期药")?;
    browser.keys(ENTER)?;
    browser.see("红色桶")?;
    browser.go(&kiosk.device("visitor"))?;
    tab_to(&browser, "设置")?;
    browser.keys(ENTER)?;
    browser.see("大字模式")?;
    browser.go(&kiosk.device("visitor"))?;
    tab_to(&browser, "大字模式")?;
    browser.keys(SPACE)?;
    let elder = "return document.documentElement.classList.contains('elder')";
    for _ in 0..50 {
        if browser.run(elder, &[])? == true {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Err(Failure::new("elder mode", "the page as before"))
}
