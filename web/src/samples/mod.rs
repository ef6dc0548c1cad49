//! Views made by hand for the tests: each screen, with everything it can show.

mod learning;
mod people;
mod point;
mod turfs;

use wufei_app::domain::photo::PhotoId;
use wufei_app::domain::words::Language;
use wufei_app::event::Tab;
use wufei_app::view::photos::{PhotoRow, PhotosView};
use wufei_app::view::{Note, Screen, TabLink, Tone, ViewModel};

/// A text that would break a page that does not escape.
pub const SHARP: &str = "<b onclick=\"x\">&'";

/// Number of screens, and the place of each: a new screen does not compile until it has a sample.
pub const SCREENS: usize = 21;

pub fn place(screen: &Screen) -> usize {
    match screen {
        Screen::Starting { .. } => 0,
        Screen::Lookup { .. } => 1,
        Screen::Household { .. } => 2,
        Screen::Shift { .. } => 3,
        Screen::Weigh { .. } => 4,
        Screen::Review { .. } => 5,
        Screen::Log { .. } => 6,
        Screen::Mend { .. } => 7,
        Screen::Turfs { .. } => 8,
        Screen::Doors { .. } => 9,
        Screen::Door { .. } => 10,
        Screen::Proposal { .. } => 11,
        Screen::VisitVoid { .. } => 12,
        Screen::Outbox { .. } => 13,
        Screen::Standing { .. } => 14,
        Screen::Settings { .. } => 15,
        Screen::Leave { .. } => 16,
        Screen::Lessons { .. } => 17,
        Screen::Lesson { .. } => 18,
        Screen::Quiz { .. } => 19,
        Screen::QuizDone { .. } => 20,
    }
}

/// Every screen, some in several states.
pub fn screens() -> Vec<Screen> {
    let mut screens = vec![Screen::Starting { text: "正在打开……".to_owned() }];
    screens.extend(people::lookups().into_iter().map(|lookup| Screen::Lookup { lookup }));
    screens.extend(learning::screens());
    screens.push(Screen::Household { household: people::household() });
    screens.extend(point::screens());
    screens.extend(turfs::screens());
    screens.extend(people::outboxes().into_iter().map(|outbox| Screen::Outbox { outbox }));
    screens.push(Screen::Standing { standing: people::standing() });
    screens.extend(people::settings().into_iter().map(|settings| Screen::Settings { settings }));
    screens.extend(people::leaves().into_iter().map(|leave| Screen::Leave { leave }));
    screens
}

/// A page around a screen, with everything a page can show.
pub fn page(screen: Screen) -> ViewModel {
    let tab = |tab, label: &str, selected, badge: Option<&str>| TabLink {
        tab,
        label: label.to_owned(),
        selected,
        badge: badge.map(str::to_owned),
        badge_label: badge.map(|badge| format!("{badge} 条待发")),
    };
    ViewModel {
        language: Language::Chinese,
        language_tag: "zh-CN".to_owned(),
        elder: false,
        title: "分类查询".to_owned(),
        synthetic: Some("合成数据".to_owned()),
        tabs: vec![
            tab(Tab::Lookup, "分类", true, None),
            tab(Tab::Household, "我家", false, None),
            tab(Tab::Point, "称重", false, None),
            tab(Tab::Turfs, "走访", false, None),
            tab(Tab::Outbox, "待发", false, Some("3")),
            tab(Tab::Standing, "排名", false, None),
            tab(Tab::Settings, "设置", false, None),
        ],
        back: Some("返回".to_owned()),
        note: Some(Note {
            tone: Tone::Good,
            text: "已记录。".to_owned(),
            dismiss: "知道了".to_owned(),
        }),
        sync_line: Some("3 条记录等待发送".to_owned()),
        screen,
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// Photos of a record, with all that can be said of them.
fn photos() -> PhotosView {
    PhotosView {
        add_label: Some(text("加一张照片")),
        hint: Some(text("请拍东西或门，不要拍到人。")),
        busy: Some(text("正在处理照片…")),
        problem: Some(text("这张图片读不出来。")),
        rows: vec![PhotoRow {
            photo: PhotoId::of(b"a photo"),
            path: String::new(),
            label: text("照片 1"),
            remove_label: text("去掉照片 1"),
        }],
    }
}
