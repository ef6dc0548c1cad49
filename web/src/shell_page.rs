//! The few pages that belong to no device: the list of devices, and what went wrong.
//!
//! Their words are the only ones the shell has of its own, in both languages side by side.

use maud::{Markup, html};

use crate::devices::Name;
use crate::page::document;

/// A sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Both {
    pub chinese: &'static str,
    pub english: &'static str,
}

/// The people of the demo: each link opens a device of its own.
const PEOPLE: [(&str, Both); 4] = [
    ("resident", Both { chinese: "居民", english: "Resident" }),
    ("attendant", Both { chinese: "值守员", english: "Attendant" }),
    ("volunteer", Both { chinese: "志愿者", english: "Volunteer" }),
    ("visitor", Both { chinese: "访客", english: "Visitor" }),
];

/// Lists the devices; each keeps its own data.
pub(crate) fn devices(names: &[Name]) -> Markup {
    let body = html! {
        body.plain {
            header.bar { h1 { "无废 " span lang="en" { "Wufei" } } }
            main #main {
                p.lead { "您要以谁的身份使用？" span.quiet lang="en" { " Who are you?" } }
                ul.rows {
                    @for (name, word) in &PEOPLE {
                        li { a.row href={ "/d/" (name) "/" } {
                            span.name { (word.chinese) } span.quiet lang="en" { (word.english) }
                        } }
                    }
                }
                @if !names.is_empty() {
                    h2 { "本机已有的设备 " span.quiet lang="en" { "Devices in use" } }
                    ul.rows {
                        @for name in names {
                            li { a.row href={ "/d/" (name) "/" } { span.name { (name) } } }
                        }
                    }
                }
                p.small.quiet {
                    "每个名字是一台独立的设备，数据互不相通。"
                    span lang="en" { " Each name is a device of its own, with its own data." }
                }
            }
        }
    };
    document("zh-CN", false, "设备 Devices", &html! {}, &body)
}

/// Says what went wrong, and keeps the way back.
pub(crate) fn trouble(what: Both, detail: Option<&str>, back: &str) -> Markup {
    let body = html! {
        body.plain {
            header.bar { h1 { "无废 " span lang="en" { "Wufei" } } }
            main #main tabindex="-1" data-screen="trouble" {
                p.lead role="alert" { (what.chinese) }
                p lang="en" { (what.english) }
                @if let Some(detail) = detail { p.small.quiet lang="en" { (detail) } }
                p { a.button href=(back) { "返回 " span lang="en" { "Back" } } }
            }
        }
    };
    document("zh-CN", false, what.chinese, &html! {}, &body)
}
