//! The ten questions before a first turf, answered by somebody who knows.

use wufei_app::event::QuizChoice;
use wufei_guide::Lessons;
use wufei_tests::harness::Failure;

use crate::driver::Browser;

/// The question on the page; nothing when there is none.
const ASKED: &str = "const asked = document.querySelector('[data-question]');
    return asked ? asked.dataset.question : null;";

/// The words of the right place.
fn right(question: usize) -> Result<&'static str, Failure> {
    let lessons =
        Lessons::zhejiang().map_err(|broken| Failure::new("lessons", broken.to_string()))?;
    let asked = question.checked_sub(1).and_then(|at| lessons.questions().get(at));
    let asked = asked.ok_or_else(|| Failure::new("a question", question.to_string()))?;
    Ok(match QuizChoice::from(asked.place()) {
        QuizChoice::Recyclable => "蓝色桶",
        QuizChoice::Hazardous => "红色桶",
        QuizChoice::Perishable => "绿色桶",
        QuizChoice::Residual => "灰色桶",
        QuizChoice::OwnPoint => "专门投放",
        QuizChoice::NoBin => "不是桶里的垃圾",
    })
}

/// Answers what is asked until the turf can be taken.
pub fn answer_all(browser: &mut Browser) -> Result<(), Failure> {
    browser.see("投到哪里")?;
    while let Some(asked) = browser.run(ASKED, &[])?.as_str() {
        let question = asked.parse().map_err(Failure::while_doing(asked.to_owned()))?;
        browser.press(right(question)?)?;
        browser.see("依据")?;
        browser.press_either("下一题", "看结果")?;
        browser.lose("依据")?;
    }
    browser.see("可以领片区了")
}
