//! One look at a page: axe, its shape, its picture.

use std::{env, fs, time::Duration};

use image::RgbImage;
use wufei_tests::harness::{Failure, holds};

use crate::{
    devtools::DevTools,
    driver::{Browser, Script, Window},
    pictures,
};

/// Runs on the page after axe itself; answers with a line a violation.
const ASK: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
    axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(
      (found) => done(found.violations.flatMap((rule) => rule.nodes.map(
        (node) => rule.id + ': ' + node.target.join(' ') + ' ' + node.failureSummary))),
      (lost) => done(['axe failed: ' + lost]));";

const ELDER: &str = "document.documentElement.classList.toggle('elder', arguments[0])";

/// Text twice as large, as a reader may set it. The page must not get wider than its window.
const TWICE: &str = "document.documentElement.style.fontSize = arguments[0] ? '200%' : ''";
const TOO_WIDE: &str = "
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide <= 0) return [];
    const culprit = [...document.querySelectorAll('main *')]
      .find((e) => e.getBoundingClientRect().right > window.innerWidth + 1);
    return ['wider than the window by ' + wide + ' px: ' +
      (culprit ? culprit.tagName + ' ' + culprit.textContent.trim().slice(0, 40) : '?')];";

/// What a screen reader reads one after the other stands one below the other.
const OUT_OF_ORDER: &str = "
    const parts = [...document.querySelectorAll('main h1, main h2, main h3, main li, main tr')]
      .filter((e) => e.checkVisibility());
    return parts.flatMap((e, i) => {
      const before = parts[i - 1];
      const up = before && e.getBoundingClientRect().top < before.getBoundingClientRect().top - 2;
      return up ? ['read after what stands below it: ' + e.textContent.trim().slice(0, 40)] : [];
    });";

/// On paper nothing is left that can only be pressed.
const ON_PAPER: &str = "
    const shown = (e) => e.getClientRects().length > 0;
    const left = [...document.querySelectorAll('.tabs, nav, input, button:not(.row)')]
      .filter(shown).map((e) => 'on paper: ' + e.tagName + ' ' + e.textContent.trim().slice(0, 30));
    const text = document.querySelector('main').innerText.trim();
    return text.length < 4 ? [...left, 'on paper: nothing to read'] : left;";

const SPEAK: &str = "
    const done = arguments[arguments.length - 1];
    const body = new URLSearchParams({ action: 'settings-language', language: LANGUAGE });
    fetch('act', { method: 'POST', body }).then(() => {
      const wait = () => document.documentElement.lang.startsWith(LANGUAGE.slice(0, 2))
        ? done(true) : setTimeout(wait, 50);
      wait();
    });";

/// How often a picture that differs is taken, and how long lies between.
const LOOKS_MAX: u32 = 4;
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Looks at pages and keeps what it found.
pub struct Eye {
    pub browser: Browser,
    axe: String,
    full: bool,
    elder: bool,
    found: Vec<String>,
    looked: u32,
    pictures: u32,
}

impl Eye {
    pub fn open() -> Result<Self, Failure> {
        let path =
            env::var("WUFEI_AXE").map_err(Failure::while_doing("axe's path in WUFEI_AXE"))?;
        let axe = fs::read_to_string(path)?;
        Ok(Self {
            browser: Browser::open(Script::On, Window::WholePage)?,
            axe,
            full: env::var_os("WUFEI_FULL").is_some(),
            elder: false,
            found: Vec::new(),
            looked: 0,
            pictures: 0,
        })
    }

    pub fn violations(&self) -> Result<Vec<String>, Failure> {
        let answer = self.browser.run_async(&format!("{}\n{ASK}", self.axe))?;
        Ok(serde_json::from_value(answer)?)
    }

    fn faults(&self, script: &str) -> Result<Vec<String>, Failure> {
        Ok(serde_json::from_value(self.browser.run(script, &[])?)?)
    }

    /// What is wrong with the page at twice the text size, in its order, and on paper.
    pub fn shape(&self) -> Result<Vec<String>, Failure> {
        let mut faults = self.faults(OUT_OF_ORDER)?;
        self.browser.run(TWICE, &[true.into()])?;
        faults.extend(self.faults(TOO_WIDE)?);
        self.browser.run(TWICE, &[false.into()])?;
        self.browser.set(DevTools::shown_on("print", false))?;
        faults.extend(self.faults(ON_PAPER)?);
        self.browser.set(DevTools::shown_on("screen", false))?;
        Ok(faults)
    }

    /// Looks at the page as it stands, plain and large.
    pub fn look(&mut self, screen: &str) -> Result<(), Failure> {
        for elder in [false, true] {
            self.set_elder(elder)?;
            let mode = if elder { "elder" } else { "standard" };
            let mut found = self.violations()?;
            found.extend(self.shape()?);
            self.found.extend(found.iter().map(|line| format!("{screen} ({mode}): {line}")));
            self.picture(&format!("{screen} {mode}"), pictures::PART)?;
            self.looked += 1;
        }
        self.set_elder(false)?;
        if self.full { self.look_on(screen) } else { Ok(()) }
    }

    /// The page in every other mode: pictures only.
    fn look_on(&mut self, screen: &str) -> Result<(), Failure> {
        let device = self.browser.run("return location.pathname.startsWith('/d/')", &[])? == true;
        for language in if device { &["en", "zh-CN"][..] } else { &["zh-CN"] } {
            if device {
                let script = SPEAK.replace("LANGUAGE", &format!("'{language}'"));
                self.browser.run_async(&script)?;
            }
            for (elder, dark, twice) in
                (0..8).map(|mode| (mode & 1 > 0, mode & 2 > 0, mode & 4 > 0))
            {
                self.set_elder(elder)?;
                self.browser.run(TWICE, &[twice.into()])?;
                self.browser.set(DevTools::shown_on("screen", dark))?;
                let words = [(elder, "elder"), (dark, "dark"), (twice, "twice")];
                let mode: Vec<&str> =
                    words.into_iter().filter(|word| word.0).map(|word| word.1).collect();
                let mode = mode.join(" ");
                self.picture(&format!("full/{screen} {language} {mode}"), pictures::FULL_PART)?;
            }
            self.set_elder(false)?;
            self.browser.run(TWICE, &[false.into()])?;
            self.browser.set(DevTools::shown_on("screen", false))?;
        }
        Ok(())
    }

    fn set_elder(&mut self, elder: bool) -> Result<(), Failure> {
        self.elder = elder;
        self.browser.run(ELDER, &[elder.into()]).map(drop)
    }

    /// The page's picture, `part` times as small.
    pub fn shot(&self, part: u32) -> Result<RgbImage, Failure> {
        let bottom = self.browser.run(pictures::STILL, &[])?.as_u64().unwrap_or_default();
        let bottom = u32::try_from(bottom).unwrap_or(u32::MAX);
        let seen = pictures::small(&self.browser.picture()?, bottom, part)?;
        self.browser.run("document.body.style.minHeight = ''", &[])?;
        Ok(seen)
    }

    /// A page may still be patched while one looks: what differs is looked at again.
    fn picture(&mut self, name: &str, part: u32) -> Result<(), Failure> {
        let name = name.split([' ', ',']).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        let name = name.join("-");
        self.pictures += 1;
        let mut wrong = None;
        for _ in 0..LOOKS_MAX {
            // What patches the page also sets the mode that the device is in.
            self.browser.run(ELDER, &[self.elder.into()])?;
            wrong = pictures::compare(&name, &self.shot(part)?)?;
            if wrong.is_none() {
                break;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        self.found.extend(wrong);
        Ok(())
    }

    pub fn press(&mut self, words: &str, then_see: &str, screen: &str) -> Result<(), Failure> {
        self.browser.press(words)?;
        self.browser.see(then_see)?;
        self.look(screen)
    }

    /// A line for the table; whatever was found is a failure.
    pub fn verdict(self, whose: &str, at_least: u32) -> Result<String, Failure> {
        holds("enough pages looked at", self.looked >= at_least, || self.looked.to_string())?;
        holds("no fault", self.found.is_empty(), || self.found.join("\n"))?;
        let Self { looked, pictures, .. } = self;
        Ok(format!(
            "| {whose:<24} | {looked} pages, 0 violations of WCAG 2.2 AA, 0 faults at 200 %, in \
             order, on paper | {pictures} pictures"
        ))
    }
}
