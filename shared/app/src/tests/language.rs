//! Two languages and the elder mode, on every screen.

use std::collections::BTreeSet;

use wufei_domain::words::Language;

use super::{
    asks::Ask,
    device::Device,
    driver::Driver,
    screens::{SAID_ALIKE, scenes},
    strings::{Digest, has_han, strings},
    town,
};
use crate::event::{SettingsEvent, Tab};

/// What was typed on the screens of the look-up, and what a guess takes from it.
const TYPED: [&str; 3] = ["蓝铃花瓶子", "曲率引擎", "瓶子"];

/// The text without the names of people and places, without what was typed and without the
/// language's own name.
fn without_names(text: &str) -> String {
    let names = town::NAMES.iter().chain(&TYPED).chain(&["中文"]);
    names.fold(text.to_owned(), |text, name| text.replace(name, ""))
}

/// Whether it is a key or an id rather than words.
fn is_key(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
}

#[test]
fn no_message_is_missing_on_any_screen() {
    for (scene, driver) in scenes() {
        let seen = driver.seen();
        assert!(
            !Digest::of(&seen.chinese).gap && !Digest::of(&seen.english).gap,
            "{scene}: {seen:#?}"
        );
    }
}

#[test]
fn in_english_only_names_have_chinese_characters() {
    for (scene, driver) in scenes() {
        let left: Vec<_> = strings(&driver.seen().english)
            .iter()
            .map(|text| without_names(text))
            .filter(|text| has_han(text))
            .collect();
        assert!(left.is_empty(), "{scene}: {left:#?}");
    }
}

#[test]
fn a_switch_of_language_changes_every_word_on_every_screen() {
    for (scene, driver) in scenes() {
        let seen = driver.seen();
        let english: BTreeSet<_> = strings(&seen.english).into_iter().collect();
        let same: Vec<_> = strings(&seen.chinese)
            .into_iter()
            .filter(|text| english.contains(text) && !is_key(text))
            .filter(|text| text.chars().any(char::is_alphabetic))
            .filter(|text| {
                !without_names(text).is_empty()
                    && text != "English"
                    && !SAID_ALIKE.contains(&text.as_str())
            })
            .collect();
        assert!(same.is_empty(), "{scene}: {same:#?}");
    }
}

#[test]
fn the_language_is_kept_and_comes_back_after_a_restart() {
    let mut driver = Driver::started(Device::default());
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::LanguagePicked { language: Language::English });
    assert_eq!(driver.shown().language_tag, "en");
    let driver = driver.restarted();
    assert_eq!(driver.shown().language, Language::English);
    assert_eq!(driver.shown(), driver.seen().english);
}

#[test]
fn elder_mode_is_a_flag_of_the_view_and_comes_back_after_a_restart() {
    let mut driver = Driver::started(Device::default());
    assert!(!driver.shown().elder);
    driver.opens(Tab::Settings);
    driver.sets(SettingsEvent::ElderPicked { on: true });
    assert!(driver.shown().elder);
    let mut driver = driver.restarted();
    assert!(driver.shown().elder);
    driver.sets(SettingsEvent::ElderPicked { on: false });
    assert!(!driver.shown().elder);
}

#[test]
fn a_setting_that_cannot_be_kept_is_said() {
    let mut driver = Driver::started(Device::default());
    driver.broken.insert(Ask::SaveSettings);
    driver.sets(SettingsEvent::ElderPicked { on: true });
    assert!(driver.note().is_some());
}
