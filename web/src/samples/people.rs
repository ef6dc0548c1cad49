//! Samples of what everyone sees: look-up, household, outbox, standing, settings.

use wufei_app::domain::ledger::TransferState;
use wufei_app::domain::stream::{BinColour, Stream};
use wufei_app::domain::words::Language;
use wufei_app::view::apart::{ApartBranch, ApartPiece, ApartView};
use wufei_app::view::household::{
    CardView, DropOffRow, HouseholdView, PointRow, PointsView, QrPicture, RateRow,
};
use wufei_app::view::leave::LeaveView;
use wufei_app::view::lookup::{ItemCard, ItemLink, KeptView, LookupResult, LookupView, PartCard};
use wufei_app::view::outbox::{OutboxRow, OutboxView};
use wufei_app::view::settings::{EnrolmentView, LanguageKey, SettingsView};
use wufei_app::view::standing::{StandingRow, StandingView, SuppressedRow};

use super::text;
use super::turfs::record;

fn link(item: &str, name: &str, stream_word: &str, colour: BinColour) -> ItemLink {
    ItemLink { item: text(item), name: text(name), stream_word: text(stream_word), colour }
}

fn items() -> Vec<ItemLink> {
    vec![
        link("milk-carton", "牛奶盒", "可回收物", BinColour::Blue),
        link("big-bone", "大骨头", "其他垃圾", BinColour::Grey),
        link("medicine", "过期药", "有害垃圾", BinColour::Red),
        link("peel", "果皮", "易腐垃圾", BinColour::Green),
        link("milk-tea", "奶茶", "按部件分", BinColour::None),
    ]
}

fn part(name: &str, stream: Option<Stream>, colour: BinColour, bin_line: &str) -> PartCard {
    PartCard {
        name: Some(text(name)),
        stream,
        colour,
        bin_line: text(bin_line),
        reason_heading: text("为什么"),
        reason: text("杯身是淋膜纸，冲净后可以再生；没有喝完的先倒掉。"),
        preparation_heading: text("投放前"),
        preparation: vec![text("倒掉剩下的饮料"), text("冲一冲、压扁")],
        source_heading: text("依据"),
        source: text("DB33/T 1166-2019"),
    }
}

fn apart() -> ApartView {
    let branch = |condition: Option<&str>, stream, colour, bin_line: &str, part| ApartBranch {
        condition: condition.map(text),
        stream,
        colour,
        bin_line: text(bin_line),
        part,
    };
    let (blue, green) = (BinColour::Blue, BinColour::Green);
    let (recyclable, residual) = (Some(Stream::Recyclable), Some(Stream::Residual));
    let cup = vec![
        branch(Some("冲洗干净"), recyclable, blue, "蓝色桶 · 可回收物", 0),
        branch(Some("沾着奶茶"), residual, BinColour::Grey, "灰色桶 · 其他垃圾", 2),
    ];
    let pearls = vec![branch(None, Some(Stream::Perishable), green, "绿色桶 · 易腐垃圾", 1)];
    let pieces = vec![
        ApartPiece { name: text("杯子"), branches: cup },
        ApartPiece { name: text("珍珠、果肉"), branches: pearls },
    ];
    ApartView { heading: text("分开投放，共 3 处"), pieces }
}

fn kept(is_emptied: bool) -> KeptView {
    let full = !is_emptied;
    KeptView {
        favourites_heading: text("我收藏的"),
        favourites: items(),
        recents_heading: text("最近查过的"),
        recents: if full { items() } else { Vec::new() },
        empty_label: full.then(|| text("清空最近查过的")),
        emptied: is_emptied.then(|| text("最近查过的已清空。")),
        restore_label: is_emptied.then(|| text("放回来")),
    }
}

fn points() -> PointsView {
    PointsView {
        heading: text("回收点"),
        rows: vec![PointRow {
            name: text("马溪村回收点"),
            hours: text("周二、周六"),
            distance: Some(text("约 350 米")),
        }],
        empty: Some(text("还没有回收点")),
        locate_label: Some(text("离我多远")),
        locate_hint: Some(text("位置不保存")),
    }
}

pub fn lookups() -> Vec<LookupView> {
    let parts = vec![
        part("杯子", Some(Stream::Recyclable), BinColour::Blue, "蓝色桶 · 可回收物"),
        part("珍珠、果肉", Some(Stream::Perishable), BinColour::Green, "绿色桶 · 易腐垃圾"),
        part("吸管", Some(Stream::Residual), BinColour::Grey, "灰色桶 · 其他垃圾"),
        part("药", Some(Stream::Hazardous), BinColour::Red, "红色桶 · 有害垃圾"),
        part("剩下的饮料", None, BinColour::None, "倒进下水道"),
    ];
    let found = ItemCard {
        name: text("奶茶"),
        apart: Some(apart()),
        parts,
        read_aloud_label: text("读给我听"),
        share_label: text("转给家人"),
        is_favourite: true,
        favourite_label: text("已收藏"),
        points: Some(points()),
        spoken: text("奶茶，按部件分。"),
    };
    let unknown = |tell_us, told| LookupResult::Unknown {
        text: text("还不认识“月亮石”。"),
        nearest_heading: text("相近的物品"),
        nearest: items(),
        tell_us,
        told,
    };
    [
        LookupResult::Empty { kept: kept(false), heading: text("试试这些"), examples: items() },
        LookupResult::Empty { kept: kept(true), heading: text("试试这些"), examples: items() },
        LookupResult::PointsOnly,
        LookupResult::Candidates { heading: text("您要查的是"), items: items() },
        LookupResult::Found { item: found },
        unknown(Some(text("告诉我们")), None),
        unknown(None, Some(text("记下了，谢谢您。"))),
    ]
    .into_iter()
    .map(|result| LookupView {
        typed: text("奶茶"),
        field_label: text("要扔什么？"),
        field_hint: text("例如：牛奶盒"),
        search_label: text("查询"),
        clear_label: text("清空"),
        points: (result == LookupResult::PointsOnly).then(points),
        photos: matches!(result, LookupResult::Unknown { tell_us: Some(_), .. })
            .then(super::photos),
        result,
        learn_label: Some(text("学一学")),
        rulebook_line: text("绍兴市分类规则库 第 1 版，2024 年 1 月起"),
    })
    .collect()
}

pub fn household() -> HouseholdView {
    let row = |record: &str, points: &str, state, state_word: &str| DropOffRow {
        record: text(record),
        moment: text("今天 08:12"),
        lines: text("纸板 3.2 公斤 · PET 瓶 1.1 公斤"),
        points: text(points),
        state,
        state_word: text(state_word),
    };
    let modules = (0..625).map(|i| if (i / 3 + i / 25) % 2 == 0 { '1' } else { '0' }).collect();
    HouseholdView {
        label: text("3 幢 2 单元 501"),
        community_name: text("谷来镇马溪村"),
        card: CardView {
            heading: text("户卡"),
            number: text("1234 5674"),
            number_label: text("卡号"),
            qr: QrPicture { size: 25, modules },
            qr_label: text("户卡二维码"),
            hint: text("投递时出示，或报卡号。"),
        },
        booked_label: text("已入账"),
        booked: text("168 分"),
        booked_worth: text("≈ ¥1.68"),
        pending_label: text("待入账"),
        pending: text("84 分"),
        points: points(),
        drop_offs_heading: text("投递记录"),
        drop_offs: vec![
            row("a", "84 分", TransferState::Pending, "待入账"),
            row("b", "168 分", TransferState::Booked, "已入账"),
            row("c", "84 分", TransferState::Corrected, "已冲正：重量输错"),
            row("d", "21 分", TransferState::Voided, "已取消"),
        ],
        drop_offs_empty: None,
        rates_heading: text("今日积分"),
        rates: vec![RateRow { material: text("纸板"), rate: text("20 分/公斤") }],
        rates_line: text("积分标准第 1 版"),
        standing_heading: text("本村排名"),
        standing_line: text("第 2 名 · 每户 3.4 公斤"),
    }
}

pub fn outboxes() -> Vec<OutboxView> {
    let row = |problem: Option<&str>| OutboxRow {
        record: record(),
        what: text("走访 · 3 幢 2 单元 501"),
        moment: text("今天 09:40"),
        problem: problem.map(str::to_owned),
        withdraw_label: problem.map(|_| text("撤回")),
    };
    [false, true]
        .map(|running| OutboxView {
            waiting: 2,
            waiting_line: text("2 条记录等待发送"),
            last_line: Some(text("上次发送：没有网络")),
            running,
            action_label: text(if running { "停止" } else { "现在发送" }),
            attention_heading: text("服务器没有收下"),
            attention: vec![row(Some("这扇门不在片区里。"))],
            export_label: Some(text("把清单转给组长")),
            waiting_heading: text("等待发送"),
            rows: vec![row(None)],
            empty: Some(text("没有要发送的记录")),
        })
        .into()
}

pub fn standing() -> StandingView {
    let row = |rank: &str, name: &str, own| StandingRow {
        rank: text(rank),
        name: text(name),
        per_household: text("每户 3.4 公斤"),
        participation: text("参与 72%"),
        own,
        own_word: own.then(|| text("本村")),
    };
    StandingView {
        how_line: text("按每户登记家庭的可回收物重量排名"),
        as_of_line: Some(text("截至今天 10:00")),
        rows: vec![
            row("第 1 名", "谷来镇吕岙村", false),
            row("第 2 名", "谷来镇马溪村", true),
            row("第 2 名", "三界镇八郑村", false),
        ],
        empty: Some(text("还没有排名")),
        suppressed_heading: text("不显示的单位"),
        suppressed: vec![SuppressedRow {
            name: text("西鲍"),
            why: text("登记不足 10 户，为保护住户不显示。"),
        }],
    }
}

pub fn settings() -> Vec<SettingsView> {
    let ask = |busy, problem| EnrolmentView::Ask {
        text: text("查询不需要登记。"),
        typed: text("3A4C6-D7E9F"),
        field_label: text("登记码"),
        field_hint: text("十位字母和数字"),
        enrol_label: text("登记"),
        busy,
        problem,
    };
    let done = EnrolmentView::Done {
        role: text("志愿者"),
        label: text("志愿者 1 号"),
        community: text("谷来镇马溪村"),
        leave_label: text("把手机交给别人"),
    };
    [ask(false, Some(text("这个登记码已经用过。"))), ask(true, None), done]
        .into_iter()
        .map(|enrolment| SettingsView {
            language_heading: text("语言"),
            languages: Language::ALL
                .map(|language| LanguageKey {
                    language,
                    label: text(if language == Language::Chinese { "中文" } else { "English" }),
                    selected: language == Language::Chinese,
                })
                .into(),
            elder_label: text("长辈版"),
            elder_hint: text("大字、大按钮"),
            elder: false,
            enrolment_heading: text("登记这台设备"),
            enrolment,
            server_label: text("服务器"),
            server: text("http://127.0.0.1:8787"),
            about: text("无废 0.1，合成数据"),
        })
        .collect()
}

/// It can be; it cannot, as a shift is open; it is on its way.
pub fn leaves() -> Vec<LeaveView> {
    [(None, None), (Some("您的值守班次还开着。"), None), (None, Some("正在交接。"))]
        .map(|(problem, busy)| LeaveView {
            role: text("志愿者"),
            label: text("志愿者 1 号"),
            community: text("谷来镇马溪村"),
            question: text("现在把手机交给别人吗？"),
            hint: text("手机会忘掉您的登记。"),
            kept: text("2 条记录还没送达，会封存在这台手机上。"),
            attention: Some(text("1 条要您看一下的记录也留着。")),
            problem: problem.map(text),
            busy: busy.map(text),
            confirm_label: problem.is_none().then(|| text("交给别人")),
            cancel_label: text("取消"),
        })
        .into()
}
