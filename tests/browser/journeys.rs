//! Resident, attendant and volunteer as they would do it, with their taps counted.

use wufei_domain::role::Role;
use wufei_tests::{
    harness::{Failure, holds, same},
    neighbourhood::units::MAXI,
};

use crate::{
    driver::{Browser, Script, Window},
    kiosk::Kiosk,
    questions,
};

/// Taps for two materials at most, from the open scale to the logged drop-off.
const TAPS_MAX: u32 = 9;

#[test]
fn a_resident_looks_up_enrols_and_shows_the_card() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut browser = Browser::open(Script::On, Window::Phone)?;
    browser.go(&kiosk.device("resident"))?;
    browser.fill("lookup-text", "牛奶盒")?;
    browser.see("蓝色桶")?;
    browser.see("可回收物")?;
    same("taps from the first page to the first answer", &0, &browser.take_taps())?;
    kiosk.enrol(&mut browser, "resident", Role::Resident)?;
    browser.press("我家")?;
    browser.see(&kiosk.world.card(MAXI, 1)?.spaced())?;
    let drawn = "const box = document.querySelector('svg.qr path').getBBox();
        return box.width >= 20 && box.height >= 20";
    same("a QR that is drawn", &true.into(), &browser.run(drawn, &[])?)
}

#[test]
fn an_attendant_logs_two_materials_in_nine_taps() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut browser = Browser::open(Script::On, Window::Phone)?;
    kiosk.enrol(&mut browser, "attendant", Role::Attendant)?;
    browser.press("回收点")?;
    browser.press("开班")?;
    browser.see("谁家投递")?;
    let _before = browser.take_taps();
    browser.fill("card-text", &kiosk.world.card(MAXI, 1)?.to_string())?;
    browser.press("用这个卡号")?;
    browser.see("马溪村 1 号")?;
    browser.choose("纸板")?;
    browser.fill("gross", "3.2")?;
    browser.choose("PET")?;
    browser.see("预计 256 分")?;
    browser.fill("gross", "1.1")?;
    browser.press_exactly("核对")?;
    for shown in ["3.2 公斤（6.4 斤）", "1.1 公斤（2.2 斤）", "432 分"] {
        browser.see(shown)?;
    }
    browser.press("确认登记")?;
    browser.see("已记下")?;
    let taps = browser.take_taps();
    holds(&format!("at most {TAPS_MAX} taps"), taps <= TAPS_MAX, || taps.to_string())?;
    browser.press("待发箱")?;
    browser.press("现在发送")?;
    browser.see("没有待发送的记录")?;
    let grams =
        kiosk.world.server.count("SELECT coalesce(sum(net_grams), 0) FROM drop_offs", [])?;
    same("grams at the server", &4_300, &grams)
}

#[test]
fn a_volunteer_walks_on_while_the_server_is_away() -> Result<(), Failure> {
    let mut kiosk = Kiosk::open()?;
    let mut browser = Browser::open(Script::On, Window::Phone)?;
    kiosk.enrol(&mut browser, "volunteer", Role::Volunteer)?;
    browser.press("走访")?;
    browser.press("领取")?;
    questions::answer_all(&mut browser)?;
    browser.press("领取片区")?;
    browser.press("去走访")?;
    browser.see("马溪村 3 号")?;
    kiosk.world.server.kill()?;
    for (door, outcome) in ["不在家", "谢绝", "进不去"].into_iter().enumerate() {
        browser.press(&format!("马溪村 {} 号", door + 1))?;
        browser.see("结果怎样")?;
        browser.press_exactly(outcome)?;
        browser.see(&format!("已走 {} / 40", door + 1))?;
    }
    browser.press("待发箱")?;
    browser.see("3 条待发送")?;
    let visits = "SELECT count(*) FROM v_visits";
    same("visits at the killed server", &0, &kiosk.world.server.count(visits, [])?)?;
    kiosk.world.server.start()?;
    browser.press("现在发送")?;
    browser.see("没有待发送的记录")?;
    same("visits at the server", &3, &kiosk.world.server.count(visits, [])?)
}

/// Without a network and with a visit that was not sent: the page asks for a code again, the visit
/// stays.
#[test]
fn a_volunteer_hands_the_phone_on() -> Result<(), Failure> {
    let mut kiosk = Kiosk::open()?;
    let mut browser = Browser::open(Script::On, Window::Phone)?;
    kiosk.enrol(&mut browser, "volunteer", Role::Volunteer)?;
    browser.press("走访")?;
    browser.press("领取")?;
    questions::answer_all(&mut browser)?;
    browser.press("领取片区")?;
    browser.press("去走访")?;
    browser.see("马溪村 3 号")?;
    kiosk.world.server.kill()?;
    browser.press("马溪村 1 号")?;
    browser.see("结果怎样")?;
    browser.press_exactly("不在家")?;
    browser.see("已走 1 / 40")?;
    browser.press("设置")?;
    browser.press_exactly("把手机交给别人")?;
    browser.see("1 条记录还没送达")?;
    browser.press_exactly("取消")?;
    browser.see("志愿者")?;
    browser.press_exactly("把手机交给别人")?;
    browser.see("现在把手机交给别人吗")?;
    browser.press_exactly("交给别人")?;
    browser.see("这台手机现在没有登记")?;
    browser.see("登记码")?;
    browser.press("待发箱")?;
    browser.see("1 条待发送")
}
