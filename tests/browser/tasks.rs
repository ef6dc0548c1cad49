//! The ten commonest tasks: how many taps, how many characters, how long, plain and in elder mode.
//!
//! Taps are asserted where there is a promise; seconds are only told, and are those of the machine:
//! a person reads and thinks besides.

use std::time::Instant;

use wufei_domain::role::Role;
use wufei_tests::{
    harness::{Failure, holds},
    neighbourhood::units::MAXI,
};

use crate::{
    driver::{Browser, Script, Window},
    kiosk::Kiosk,
    questions,
};

/// From the first start to the first answer.
const FIRST_ANSWER_TAPS: u32 = 2;

struct Measured {
    task: &'static str,
    taps: u32,
    typed: usize,
    seconds: f64,
}

struct Clock {
    browser: Browser,
    measured: Vec<Measured>,
}

impl Clock {
    fn time(
        &mut self,
        task: &'static str,
        typed: &str,
        work: impl FnOnce(&mut Browser) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let _before = self.browser.take_taps();
        let started = Instant::now();
        work(&mut self.browser)?;
        let seconds = started.elapsed().as_secs_f64();
        let taps = self.browser.take_taps();
        self.measured.push(Measured { task, taps, typed: typed.chars().count(), seconds });
        Ok(())
    }
}

/// All ten on fresh devices.
fn run(kiosk: &Kiosk, elder: bool) -> Result<Vec<Measured>, Failure> {
    let mode = if elder { "elder" } else { "plain" };
    let mut clock =
        Clock { browser: Browser::open(Script::On, Window::Phone)?, measured: Vec::new() };
    let resident = kiosk.device(&format!("resident-{mode}"));
    clock.time("look an item up, from the first start", "牛奶盒", |browser| {
        browser.go(&resident)?;
        browser.fill("lookup-text", "牛奶盒")?;
        browser.see("蓝色桶")
    })?;
    clock.time("have the answer read aloud", "", |browser| browser.press("读给我听"))?;
    if elder {
        clock.browser.press("设置")?;
        clock.browser.press("大字模式")?;
        clock.browser.press("查分类")?;
    }
    let number = usize::from(elder);
    let code = kiosk.world.code(Role::Resident, MAXI, number)?;
    clock.time("enrol by a code", &code, |browser| {
        browser.press("设置")?;
        browser.fill("code-text", &code)?;
        browser.press_exactly("登记")?;
        browser.see("登记好了")
    })?;
    let card = kiosk.world.card(MAXI, 1 + u32::from(elder))?;
    clock.time("show my card and points", "", |browser| {
        browser.press("我家")?;
        browser.see(&card.spaced())
    })?;
    clock.time("see how my village stands", "", |browser| {
        browser.press("排名")?;
        browser.see("名")
    })?;
    at_the_scale(kiosk, &mut clock, elder, &card.to_string())?;
    at_the_doors(kiosk, &mut clock, elder)?;
    Ok(clock.measured)
}

fn at_the_scale(kiosk: &Kiosk, clock: &mut Clock, elder: bool, card: &str) -> Result<(), Failure> {
    enrol(kiosk, &mut clock.browser, Role::Attendant, elder)?;
    clock.browser.press("回收点")?;
    clock.browser.press("开班")?;
    clock.browser.see("谁家投递")?;
    clock.time("log one drop-off", &format!("{card}3.2"), |browser| {
        browser.fill("card-text", card)?;
        browser.press("用这个卡号")?;
        browser.choose("纸板")?;
        browser.fill("gross", "3.2")?;
        browser.press_exactly("核对")?;
        browser.see("256 分")?;
        browser.press("确认登记")?;
        browser.see("已记下")
    })?;
    clock.time("take a drop-off back", "", |browser| {
        browser.press("看记录")?;
        browser.press("记错了")?;
        browser.press("重量输错")?;
        browser.see("已记下冲正")
    })
}

/// Somebody else in either mode, so that neither finds what the other did.
fn enrol(kiosk: &Kiosk, browser: &mut Browser, role: Role, elder: bool) -> Result<(), Failure> {
    let name = format!("{}-{elder}", role.code());
    kiosk.enrol_one(browser, &name, role, usize::from(elder))?;
    if elder { browser.press("大字模式") } else { Ok(()) }
}

fn at_the_doors(kiosk: &Kiosk, clock: &mut Clock, elder: bool) -> Result<(), Failure> {
    enrol(kiosk, &mut clock.browser, Role::Volunteer, elder)?;
    // The first takes the first turf, doors 1 to 40; the second the next, from 40 on.
    let door = if elder { "马溪村 41 号" } else { "马溪村 1 号" };
    clock.time("take a turf", "", |browser| {
        browser.press("走访")?;
        browser.press("领取")?;
        questions::answer_all(browser)?;
        browser.press("领取片区")?;
        browser.press("去走访")?;
        browser.see("马溪村")
    })?;
    clock.time("record a visit: not home", "", |browser| {
        browser.press(door)?;
        browser.press_exactly("不在家")?;
        browser.see("已走 1")
    })?;
    clock.time("see what waits to be sent", "", |browser| {
        browser.press("待发箱")?;
        browser.see("发送")
    })
}

#[test]
fn ten_tasks_take_few_taps() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let plain = run(&kiosk, false)?;
    let elder = run(&kiosk, true)?;
    println!("| {:<40} {:>6} {:>6} {:>7} {:>6} {:>7}", "task", "typed", "taps", "s", "elder", "s");
    for (one, other) in plain.iter().zip(&elder) {
        println!(
            "| {:<40} {:>6} {:>6} {:>7.1} {:>6} {:>7.1}",
            one.task, one.typed, one.taps, one.seconds, other.taps, other.seconds
        );
        holds("elder mode costs no tap more", other.taps <= one.taps, || {
            format!("{}: {} instead of {}", one.task, other.taps, one.taps)
        })?;
    }
    holds("ten tasks", plain.len() == 10, || plain.len().to_string())?;
    let first = plain.iter().map(|measured| measured.taps).next().unwrap_or(u32::MAX);
    holds("the first answer at once", first <= FIRST_ANSWER_TAPS, || first.to_string())
}
