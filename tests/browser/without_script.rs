//! Where a browser runs no script: an old phone, a strict kiosk.

use wufei_domain::role::Role;
use wufei_tests::harness::{Failure, same};

use crate::{
    driver::{Browser, Script, Window},
    kiosk::Kiosk,
    questions,
};

#[test]
fn look_up_and_a_visit_need_no_script() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut browser = Browser::open(Script::Off, Window::Phone)?;
    browser.go(&kiosk.device("visitor"))?;
    browser.fill("lookup-text", "节能灯")?;
    browser.press_exactly("查一查")?;
    browser.see("红色桶")?;
    kiosk.enrol(&mut browser, "volunteer", Role::Volunteer)?;
    browser.press("走访")?;
    browser.press("领取")?;
    questions::answer_all(&mut browser)?;
    browser.press("领取片区")?;
    browser.press("去走访")?;
    browser.press("马溪村 2 号")?;
    browser.press_exactly("不在家")?;
    browser.see("已走 1 / 40")?;
    browser.press("待发箱")?;
    browser.press("现在发送")?;
    browser.see("没有待发送的记录")?;
    let visits = "SELECT count(*) FROM v_visits WHERE outcome = 'not_home'";
    same("visits at the server", &1, &kiosk.world.server.count(visits, [])?)
}
