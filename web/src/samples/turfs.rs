//! Samples of turfs, doors and visits.

use wufei_app::domain::ids::{DoorId, RecordId, TurfId};
use wufei_app::domain::visit::{Outcome, VoidReason};
use wufei_app::view::Screen;
use wufei_app::view::door::{
    ChoiceKey, DoorView, OutcomeKey, ProposalView, QuestionView, ScriptView, VisitRow, VoidKey,
    VoidView,
};
use wufei_app::view::turfs::{DoorRow, DoorsView, MyTurf, TurfOffer, TurfsView};

use super::text;

const WORDS: [&str; 6] = ["见到了", "不在家", "谢绝", "改天再来", "已搬走", "进不去"];

pub fn record() -> RecordId {
    "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap()
}

pub fn turf() -> TurfId {
    "0190163d-8694-739b-aea5-966c26f8ad92".parse().unwrap()
}

pub fn door_id(number: u32) -> DoorId {
    format!("330683106273-{number}").parse().unwrap()
}

pub fn screens() -> Vec<Screen> {
    let turfs = TurfsView {
        mine_heading: text("我的片区"),
        mine: vec![MyTurf {
            turf: turf(),
            name: text("马溪村 1 片"),
            progress: text("已走 12 / 40 户"),
            walk_label: text("去走访"),
        }],
        mine_empty: Some(text("还没有片区")),
        offers_heading: text("可领取"),
        offers: vec![TurfOffer {
            turf: turf(),
            name: text("马溪村 2 片"),
            detail: text("38 户"),
            take_label: Some(text("领取")),
        }],
        offers_line: Some(text("正在查询……")),
        refresh_label: text("刷新"),
        busy: true,
    };
    let proposal = ProposalView {
        text: text("名单里没有的门，请写下地址。"),
        typed: text("3 幢 2 单元 502"),
        field_label: text("地址"),
        field_hint: text("只写地址，不写姓名"),
        problem: Some(text("地址不能空着。")),
        send_label: text("提交"),
        cancel_label: text("不提了"),
    };
    let void = VoidView {
        row: visit(None),
        question: text("为什么作废？"),
        hint: text("记录会保留，并注明作废。"),
        reasons: VoidReason::ALL
            .map(|reason| VoidKey { reason, label: format!("原因 {}", reason.code()) })
            .into(),
        cancel_label: text("不作废"),
    };
    vec![
        Screen::Turfs { turfs },
        Screen::Doors { doors: doors() },
        Screen::Door { door: door() },
        Screen::Proposal { proposal },
        Screen::VisitVoid { void },
    ]
}

fn doors() -> DoorsView {
    let row = |number: u32, outcome: Option<Outcome>, word: &str, open: bool| DoorRow {
        door: door_id(number),
        label: format!("3 幢 2 单元 {}", 500 + number),
        outcome,
        state_word: text(word),
        unsent: outcome.is_some(),
        unsent_word: outcome.map(|_| text("待发")),
        pair_word: (number == 2).then(|| text("半小时内两人来过")),
        open_label: open.then(|| text("走访")),
    };
    let mut rows: Vec<DoorRow> = (1..)
        .zip(Outcome::ALL.iter().zip(WORDS))
        .map(|(number, (outcome, word))| row(number, Some(*outcome), word, true))
        .collect();
    rows.push(row(7, None, "还没去过", true));
    rows.push(row(8, None, "住户要求不上门", false));
    DoorsView {
        turf: turf(),
        name: text("马溪村 1 片"),
        progress: text("已走 6 / 40 户"),
        loading: Some(text("门牌还在下载")),
        doors: rows,
        next: Some(door_id(7)),
        propose_label: text("名单里没有这户"),
    }
}

fn door() -> DoorView {
    let question = |key: &str, asked: &str| QuestionView {
        question: text(key),
        text: text(asked),
        choices: ["yes", "some", "no"]
            .map(|choice| ChoiceKey {
                choice: text(choice),
                label: text(choice),
                selected: choice == "some",
            })
            .into(),
    };
    DoorView {
        door: door_id(3),
        label: text("3 幢 2 单元 503"),
        question: text("这次走访怎么样？"),
        outcomes: Outcome::ALL
            .into_iter()
            .zip(WORDS)
            .map(|(outcome, word)| OutcomeKey {
                outcome,
                label: text(word),
                selected: outcome == Outcome::Met,
            })
            .collect(),
        script: Some(ScriptView {
            heading: text("问卷"),
            questions: vec![question("sorts", "家里分四类吗？"), question("bins", "桶够用吗？")],
            save_label: text("保存走访"),
        }),
        photos: Some(super::photos()),
        history_heading: text("走访记录"),
        history: vec![visit(Some(text("作废"))), visit(None)],
        history_empty: Some(text("还没有走访")),
    }
}

fn visit(void_label: Option<String>) -> VisitRow {
    VisitRow {
        visit: record(),
        moment: text("今天 09:40"),
        outcome_word: text("不在家"),
        by_word: text("我"),
        unsent_word: Some(text("待发")),
        void_word: void_label.is_none().then(|| text("已作废：走错门")),
        pair_word: Some(text("半小时内两人来过")),
        void_label,
    }
}
