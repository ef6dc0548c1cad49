//! Every screen and the public page, plain and in elder mode: what axe finds at WCAG 2.2 AA, text
//! twice as large, the order of reading, paper, and the picture against its golden.

use wufei_domain::role::Role;
use wufei_tests::{
    harness::{Failure, holds},
    neighbourhood::{morning, units},
};

use crate::{eye::Eye, kiosk::Kiosk, pictures, questions};

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
        ("蓝铃花瓶子", "猜的", "look-up, guess"),
        ("曲率引擎", "还不认识", "look-up, unknown"),
    ] {
        eye.browser.fill("lookup-text", typed)?;
        eye.browser.see(seen)?;
        eye.look(screen)?;
    }
    eye.browser.fill("lookup-text", "奶茶")?;
    eye.browser.see("绿色桶")?;
    eye.browser.press("收藏")?;
    eye.browser.see("已收藏")?;
    for typed in ["牛奶盒", "大骨头"] {
        eye.browser.fill("lookup-text", typed)?;
        eye.browser.see("为什么")?;
        eye.browser.press_exactly("清空")?;
        eye.browser.see("最近查过的")?;
    }
    eye.look("look-up, kept")?;
    eye.press("清空最近查过的", "已清空", "look-up, emptied")?;
    eye.press("排名", "排名", "standing, nothing yet")?;
    eye.press("设置", "登记码", "settings")?;
    eye.browser.press_exactly("登记")?;
    eye.browser.see("不像登记码")?;
    eye.look("settings, wrong code")?;
    println!("{}", eye.verdict("anybody", 16)?);
    Ok(())
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
    eye.press("把手机交给别人", "现在把手机交给别人吗", "leave")?;
    eye.browser.press_exactly("取消")?;
    eye.press("我家", "228 分", "household")?;
    eye.press("看看离我多远", "位置", "household, no place")?;
    eye.browser.press("查分类")?;
    for (typed, seen, screen) in [
        ("附近回收点", "马溪村", "look-up, points"),
        ("旧沙发", "专门投放", "look-up, points below"),
    ] {
        eye.browser.fill("lookup-text", typed)?;
        eye.browser.see(seen)?;
        eye.look(screen)?;
    }
    eye.press("排名", "名", "standing")?;
    eye.press("待发箱", "没有待发送", "outbox, empty")?;
    for (page, screen) in [("/", "public page"), ("/?lang=en", "public page, English")] {
        eye.browser.go(&format!("{}{page}", kiosk.world.server.address()))?;
        eye.look(screen)?;
    }
    println!("{}", eye.verdict("resident and public page", 18)?);
    Ok(())
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
    println!("{}", eye.verdict("attendant", 16)?);
    Ok(())
}

#[test]
fn a_volunteers_screens_are_accessible() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let mut eye = Eye::open()?;
    kiosk.enrol(&mut eye.browser, "volunteer", Role::Volunteer)?;
    eye.press("走访", "可领取的片区", "turfs")?;
    eye.press("领取", "投到哪里", "quiz")?;
    questions::answer_all(&mut eye.browser)?;
    eye.press("领取片区", "去走访", "turfs, one taken")?;
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
    println!("{}", eye.verdict("volunteer", 20)?);
    Ok(())
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

/// The control: a page that is wrong in its shape, or in its picture, is seen.
#[test]
fn a_page_out_of_shape_is_found() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let eye = Eye::open()?;
    eye.browser.go(&kiosk.device("visitor"))?;
    eye.browser.see("试试这些")?;
    let shape = eye.shape()?;
    holds("a page in shape", shape.is_empty(), || format!("{shape:?}"))?;
    for (broken, said) in [
        ("document.querySelector('main').style.width = '30rem'", "wider than the window"),
        (
            "const list = document.querySelector('ul.items'); list.style.display = 'flex';
             list.style.flexDirection = 'column-reverse'",
            "read after what stands below",
        ),
        (
            "document.querySelector('.search').outerHTML = '<label>a<input></label>'",
            "on paper: INPUT",
        ),
    ] {
        eye.browser.go(&kiosk.device("visitor"))?;
        eye.browser.see("试试这些")?;
        eye.browser.run(broken, &[])?;
        let shape = eye.shape()?;
        holds(said, shape.iter().any(|line| line.contains(said)), || format!("{shape:?}"))?;
    }
    Ok(())
}

/// The control: a changed word, a moved list, another colour are more than the tolerance.
#[test]
fn a_changed_picture_is_found() -> Result<(), Failure> {
    let kiosk = Kiosk::open()?;
    let eye = Eye::open()?;
    // As a rule of style: the page may be patched meanwhile, its rules are not.
    let add = "const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]);
        document.adoptedStyleSheets = [sheet];";
    let shot = |rule: &str| -> Result<_, Failure> {
        eye.browser.go(&kiosk.device("visitor"))?;
        eye.browser.see("试试这些")?;
        eye.browser.run(add, &[rule.into()])?;
        eye.shot(pictures::PART)
    };
    let golden = shot("")?;
    let same = pictures::off(&shot("")?, &golden);
    holds("the same page again is the same", same <= pictures::OFF_MAX, || same.to_string())?;
    for change in [
        "h1 { font-size: 0 !important } h1::after { content: '这是谁家的猫？'; font-size: var(--title) }",
        "ul.items { transform: translateY(8px) }",
        "button.main { background: #a00 !important }",
    ] {
        let off = pictures::off(&shot(change)?, &golden);
        holds(change, off > pictures::OFF_MAX, || off.to_string())?;
    }
    Ok(())
}
