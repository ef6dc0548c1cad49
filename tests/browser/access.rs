//! What axe finds at WCAG 2.2 AA on every screen and the public page, plain and in elder mode.

use std::{env, fs};

use wufei_domain::role::Role;
use wufei_tests::{
    harness::{Failure, holds},
    neighbourhood::{morning, units},
};

use crate::{
    driver::{Browser, Script, Window},
    kiosk::Kiosk,
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

struct Eye {
    browser: Browser,
    axe: String,
    found: Vec<String>,
    looked: u32,
}

impl Eye {
    fn open() -> Result<Self, Failure> {
        let path =
            env::var("WUFEI_AXE").map_err(Failure::while_doing("axe's path in WUFEI_AXE"))?;
        let axe = fs::read_to_string(path)?;
        Ok(Self {
            browser: Browser::open(Script::On, Window::WholePage)?,
            axe,
            found: Vec::new(),
            looked: 0,
        })
    }

    fn violations(&self) -> Result<Vec<String>, Failure> {
        let answer = self.browser.run_async(&format!("{}\n{ASK}", self.axe))?;
        Ok(serde_json::from_value(answer)?)
    }

    /// Looks at the page as it stands, plain and large.
    fn look(&mut self, screen: &str) -> Result<(), Failure> {
        for elder in [false, true] {
            self.browser.run(ELDER, &[elder.into()])?;
            let mode = if elder { "elder" } else { "standard" };
            let found = self.violations()?;
            self.found.extend(found.iter().map(|line| format!("{screen} ({mode}): {line}")));
            self.looked += 1;
        }
        self.browser.run(ELDER, &[false.into()]).map(drop)
    }

    fn press(&mut self, words: &str, then_see: &str, screen: &str) -> Result<(), Failure> {
        self.browser.press(words)?;
        self.browser.see(then_see)?;
        self.look(screen)
    }

    fn verdict(self, at_least: u32) -> Result<(), Failure> {
        holds("enough pages looked at", self.looked >= at_least, || self.looked.to_string())?;
        holds("no violation", self.found.is_empty(), || self.found.join("\n"))
    }
}

#[test]
fn anybodys_screens_are_accessible() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut eye = Eye::open()?;
    eye.browser.go(&kiosk.device("visitor"))?;
    eye.browser.see("试试这些")?;
    eye.look("look-up, empty")?;
    for (typed, seen, screen) in [
        ("牛奶盒", "蓝色桶", "look-up, found"),
        ("奶茶", "灰色桶", "look-up, by parts"),
        ("电池", "电池", "look-up, several"),
        ("量子纠缠仪", "还不认识", "look-up, unknown"),
    ] {
        eye.browser.fill("lookup-text", typed)?;
        eye.browser.see(seen)?;
        eye.look(screen)?;
    }
    eye.press("排名", "排名", "standing, nothing yet")?;
    eye.press("设置", "登记码", "settings")?;
    eye.browser.press_exactly("登记")?;
    eye.browser.see("不像登记码")?;
    eye.look("settings, wrong code")?;
    eye.verdict(14)
}

#[test]
fn a_residents_screens_and_the_public_page_are_accessible() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut codes = Vec::new();
    for unit in [units::MAXI, units::XIBAO, units::YUEXIU] {
        codes.push(kiosk.world.code(Role::Attendant, unit, 0)?);
    }
    morning::play(&kiosk.world.server.address(), &codes)?;
    let mut eye = Eye::open()?;
    kiosk.enrol(&mut eye.browser, "resident", Role::Resident)?;
    eye.look("settings, enrolled")?;
    eye.press("我家", "228 分", "household")?;
    eye.press("排名", "名", "standing")?;
    eye.press("待发箱", "没有待发送", "outbox, empty")?;
    for page in ["/", "/?lang=en", "/?mode=elder"] {
        eye.browser.go(&format!("{}{page}", kiosk.world.server.address()))?;
        eye.look(page)?;
    }
    eye.verdict(14)
}

#[test]
fn an_attendants_screens_are_accessible() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut eye = Eye::open()?;
    kiosk.enrol(&mut eye.browser, "attendant", Role::Attendant)?;
    eye.press("回收点", "开班", "shift")?;
    eye.press("开班", "谁家投递", "scale")?;
    eye.browser.fill("card-text", "1234")?;
    eye.press("用这个卡号", "8 位", "scale, wrong card")?;
    eye.browser.fill("card-text", &kiosk.world.card(units::MAXI, 2)?.to_string())?;
    eye.press("用这个卡号", "马溪村 2 号", "scale, card")?;
    eye.browser.choose("纸板")?;
    eye.browser.fill("gross", "0")?;
    eye.press("加一行", "大于 0", "scale, wrong weight")?;
    eye.browser.fill("gross", "3.2")?;
    eye.press("加一行", "256 分", "scale, a line")?;
    eye.press("核对", "确认登记", "review")?;
    eye.browser.press("确认登记")?;
    eye.browser.see("已记下")?;
    eye.press("看记录", "马溪村 2 号", "log")?;
    eye.press("记错了", "哪里记错了", "mend")?;
    eye.verdict(16)
}

#[test]
fn a_volunteers_screens_are_accessible() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut eye = Eye::open()?;
    kiosk.enrol(&mut eye.browser, "volunteer", Role::Volunteer)?;
    eye.press("走访", "可领取的片区", "turfs")?;
    eye.press("领取", "去走访", "turfs, one taken")?;
    eye.press("去走访", "马溪村 3 号", "doors")?;
    eye.press("马溪村 1 号", "结果怎样", "door")?;
    eye.press("见到了", "聊几句", "door, script")?;
    eye.press("记下", "已走 1", "doors, one visited")?;
    eye.press("马溪村 1 号", "记错了", "door, history")?;
    eye.press("记错了", "哪里记错了", "void")?;
    eye.browser.press("返回")?;
    eye.browser.press("返回")?;
    eye.press("缺一个门牌", "名册上没有", "proposal")?;
    eye.press("记下", "还是空的", "proposal, problem")?;
    eye.press("待发箱", "待发送", "outbox")?;
    eye.verdict(20)
}

/// The control: one control is broken from outside, and it is seen.
#[test]
fn a_broken_control_is_found() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let eye = Eye::open()?;
    eye.browser.go(&kiosk.device("visitor"))?;
    eye.browser.see("试试这些")?;
    holds("a page without violation", eye.violations()?.is_empty(), || "one".to_owned())?;
    let unnamed = "document.querySelector('label[for=lookup-text]').remove();
        document.getElementById('lookup-text').removeAttribute('placeholder')";
    eye.browser.run(unnamed, &[])?;
    let label = eye.violations()?;
    holds("the missing label", label.iter().any(|line| line.starts_with("label")), || {
        format!("{label:?}")
    })?;
    eye.browser.go(&kiosk.device("visitor"))?;
    eye.browser.run("document.querySelector('h1').style.setProperty('color', '#ddd')", &[])?;
    let contrast = eye.violations()?;
    holds(
        "the pale heading",
        contrast.iter().any(|line| line.starts_with("color-contrast")),
        || format!("{contrast:?}"),
    )
}
