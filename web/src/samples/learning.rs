//! Samples of lessons and questions.

use wufei_app::domain::stream::BinColour;
use wufei_app::event::QuizChoice;
use wufei_app::view::Screen;
use wufei_app::view::learning::{
    LessonRow, LessonView, LessonsView, PlaceKey, QuizDoneView, QuizOutcome, QuizView, ScoreView,
};
use wufei_app::view::lookup::ItemLink;

use super::text;

pub fn screens() -> Vec<Screen> {
    let mut screens: Vec<Screen> =
        lists().into_iter().map(|lessons| Screen::Lessons { lessons }).collect();
    screens.push(Screen::Lesson { lesson: lesson() });
    screens
        .extend([quiz(None), quiz(Some(QuizChoice::Residual))].map(|quiz| Screen::Quiz { quiz }));
    screens.extend([done(None), done(Some("parts"))].map(|done| Screen::QuizDone { done }));
    screens
}

fn score() -> ScoreView {
    let note = text("就是您现在答对的题数，只记在这台设备上，不能兑换。");
    ScoreView { label: text("学习分"), number: text("12"), note }
}

fn lists() -> [LessonsView; 3] {
    let rows = [
        ("residual", "灰桶：其他垃圾", "9 题可以答"),
        ("parts", "拆开来就好分", "今天没有要答的题"),
    ];
    let row = |(lesson, title, detail)| LessonRow {
        lesson: text(lesson),
        title: text(title),
        detail: text(detail),
    };
    let here = LessonsView {
        loading: None,
        problem: None,
        again_label: None,
        score: Some(score()),
        quiz_label: Some(text("答 10 题")),
        quiz_line: None,
        heading: text("分类小课"),
        lessons: rows.map(row).to_vec(),
    };
    let empty = LessonsView { quiz_label: None, score: None, ..here.clone() };
    let problem = Some(text("这台设备读不了数据。"));
    let again_label = Some(text("再读一次"));
    let broken = LessonsView { problem, again_label, ..empty.clone() };
    [here, LessonsView { loading: Some(text("正在读取……")), ..empty }, broken]
}

fn lesson() -> LessonView {
    LessonView {
        lesson: text("parts"),
        title: text("拆开来就好分"),
        progress: text("第 2 页，共 7 页"),
        text: text("喝剩的奶茶倒水槽，珍珠和水果投绿桶。"),
        items_heading: text("这一页说的物品"),
        items: vec![ItemLink {
            item: text("bubble-tea"),
            name: text("奶茶"),
            stream_word: text("按部件分"),
            colour: BinColour::None,
        }],
        source_line: Some(text("依据：浙江省生活垃圾管理条例（2021）")),
        read_aloud_label: text("读给我听"),
        previous_label: Some(text("上一页")),
        next_label: Some(text("下一页")),
        quiz_label: Some(text("答 3 题")),
    }
}

fn quiz(picked: Option<QuizChoice>) -> QuizView {
    let key = |choice: QuizChoice, label: &str, colour| {
        let right = picked.is_some() && choice == QuizChoice::Recyclable;
        let mark = (right || picked == Some(choice)).then(|| text("应投这里"));
        PlaceKey { choice, label: text(label), colour, picked: picked == Some(choice), right, mark }
    };
    QuizView {
        question: 1,
        intro: Some(text("第一次领片区前，先答十题。")),
        progress: text("还有 9 题"),
        name: text("奶茶"),
        about: Some(text("冲洗干净的塑料杯")),
        ask: text("投到哪里？"),
        choices: vec![
            key(QuizChoice::Recyclable, "蓝色桶 · 可回收物", BinColour::Blue),
            key(QuizChoice::Residual, "灰色桶 · 其他垃圾", BinColour::Grey),
            key(QuizChoice::NoBin, "不是桶里的垃圾", BinColour::None),
        ],
        outcome: picked.map(|_| QuizOutcome {
            is_right: false,
            verdict: text("不是这里"),
            bin_line: text("蓝色桶 · 可回收物"),
            colour: BinColour::Blue,
            explanation: text("奶茶杯冲净以后就是干净的硬塑料，能再造。"),
            source_line: text("依据：浙江省生活垃圾管理条例（2021）"),
            read_aloud_label: text("读给我听"),
            next_label: text("下一题"),
        }),
    }
}

fn done(lesson: Option<&str>) -> QuizDoneView {
    QuizDoneView {
        text: text("答完了，10 题里答对 9 题。"),
        hint: Some(text("没答对的题，下次会先来。")),
        score: Some(score()),
        again_label: Some(text("答 10 题")),
        again_lesson: lesson.map(text),
        finish_label: text("回到小课"),
    }
}
