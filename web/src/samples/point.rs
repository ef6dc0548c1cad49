//! Samples of the recycling point.

use wufei_app::domain::card::CardNumber;
use wufei_app::domain::drop_off::ReversalReason;
use wufei_app::domain::tariff::{Grade, MaterialId};
use wufei_app::domain::units::WeightUnit;
use wufei_app::view::Screen;
use wufei_app::view::point::{
    CardPick, CardStep, GradeKey, LineEntry, LineRow, LogRow, LogView, MaterialKey, MendView,
    ReversalKey, ReviewView, ShiftView, UnitKey, WeighView,
};

use super::text;
use super::turfs::record;

pub fn screens() -> Vec<Screen> {
    let shift = ShiftView {
        point_name: text("马溪村回收点"),
        hours: text("7:00 至 9:30"),
        text: text("现在没有开班。"),
        open_label: Some(text("开班")),
        log_label: text("投递记录"),
    };
    let ask = CardStep::Ask {
        heading: text("谁家的？"),
        typed: text("1234"),
        field_label: text("户卡号"),
        enter_label: text("确定"),
        scan_label: text("扫码"),
        problem: Some(text("卡号是 8 位数字。")),
        pick_heading: text("从名单选"),
        picks: vec![CardPick {
            card: CardNumber::from_serial(1_234_567).unwrap(),
            label: text("3 幢 2 单元 501"),
            number: text("1234 5674"),
        }],
    };
    let known = CardStep::Known {
        label: text("3 幢 2 单元 501"),
        number: text("1234 5674"),
        change_label: text("换一户"),
    };
    let review = ReviewView {
        household: text("3 幢 2 单元 501"),
        card_number: text("1234 5674"),
        lines: vec![line(0, "纸板"), line(1, "PET 瓶")],
        total_label: text("合计"),
        total: text("4.3 公斤（8.6 斤）"),
        estimate_label: text("预计积分"),
        estimate: text("84 分"),
        estimate_hint: text("入账以服务器为准。"),
        confirm_label: text("确认投递"),
        edit_label: text("修改"),
    };
    let reasons = ReversalReason::ALL
        .map(|reason| ReversalKey { reason, label: format!("原因 {}", reason.code()) })
        .into();
    let mend = MendView {
        row: log_row(Some(text("更正"))),
        question: text("哪里不对？"),
        hint: text("原记录保留，积分退回，再重新称一次。"),
        reasons,
        cancel_label: text("不更正"),
    };
    let log = LogView {
        empty: Some(text("还没有投递")),
        rows: vec![log_row(Some(text("更正"))), log_row(None)],
        close_label: text("返回称重"),
    };
    vec![
        Screen::Shift { shift },
        Screen::Weigh { weigh: weigh(ask) },
        Screen::Weigh { weigh: weigh(known) },
        Screen::Review { review },
        Screen::Log { log },
        Screen::Mend { mend },
    ]
}

fn weigh(card: CardStep) -> WeighView {
    let material = |id: &str, name: &str, selected| MaterialKey {
        material: MaterialId(text(id)),
        name: text(name),
        rate: text("20 分/公斤"),
        selected,
    };
    WeighView {
        point_name: text("马溪村回收点"),
        shift_line: text("已开班 08:02"),
        close_shift_label: text("收班"),
        log_label: text("投递记录"),
        card,
        materials_heading: text("品类"),
        materials: vec![
            material("cardboard", "纸板", true),
            material("pet", "PET 瓶", false),
            material("iron", "废铁", false),
            material("glass", "玻璃", false),
            material("textile", "旧衣物", false),
        ],
        entry: entry(),
        lines_heading: text("本次投递"),
        lines: vec![line(0, "纸板"), line(1, "PET 瓶")],
        estimate_line: text("预计 84 分"),
        review_label: text("核对"),
        can_review: true,
        withdraw_label: text("全部清空"),
    }
}

fn entry() -> LineEntry {
    let unit =
        |unit, label: &str| UnitKey { unit, label: text(label), selected: unit == WeightUnit::Jin };
    let grade = |grade, label: &str| GradeKey {
        grade,
        label: text(label),
        selected: grade == Grade::Clean,
    };
    LineEntry {
        unit: WeightUnit::Jin,
        units: vec![unit(WeightUnit::Kilogram, "公斤"), unit(WeightUnit::Jin, "斤")],
        gross: text("3.2"),
        gross_label: text("毛重"),
        tare: text("0.2"),
        tare_label: text("皮重"),
        grade: Grade::Clean,
        grades: vec![
            grade(Grade::Clean, "干净"),
            grade(Grade::Mixed, "有杂物"),
            grade(Grade::Rejected, "不收"),
        ],
        grade_label: text("质量"),
        add_label: text("加入"),
        problem: Some(text("皮重要小于毛重。")),
    }
}

fn line(index: u32, material: &str) -> LineRow {
    LineRow {
        index,
        material: text(material),
        net: text("3.2 公斤（6.4 斤）"),
        detail: text("毛重 3.4 · 皮重 0.2 · 干净"),
        points: text("64 分"),
        remove_label: text("去掉"),
    }
}

fn log_row(mend_label: Option<String>) -> LogRow {
    LogRow {
        drop_off: record(),
        moment: text("08:12"),
        household: text("3 幢 2 单元 501"),
        lines: text("纸板 3.2 公斤 · PET 瓶 1.1 公斤"),
        points: text("84 分"),
        state_word: text("待入账 · 等待发送"),
        mend_label,
    }
}
