//! The settings' forms.

use wufei_app::domain::words::Language;
use wufei_app::event::SettingsEvent;

use super::{BadForm, Fields, Written};

pub(super) fn write(event: &SettingsEvent) -> Written {
    match event {
        SettingsEvent::LanguagePicked { language } => {
            Written::bare("settings-language").with("language", language.tag())
        }
        SettingsEvent::ElderPicked { on } => Written::bare("settings-elder").with("on", on),
        SettingsEvent::CodeTyped { text } => Written::bare("settings-code").with("text", text),
        SettingsEvent::Enrol => Written::bare("settings-enrol"),
        SettingsEvent::LeavePicked => Written::bare("settings-leave"),
        SettingsEvent::LeaveConfirmed => Written::bare("settings-leave-confirmed"),
        SettingsEvent::LeaveCancelled => Written::bare("settings-leave-cancelled"),
    }
}

pub(super) fn read(name: &str, fields: &Fields) -> Result<Option<Vec<SettingsEvent>>, BadForm> {
    let typed = |text: &str| SettingsEvent::CodeTyped { text: text.to_owned() };
    Ok(Some(match name {
        "language" => {
            let language = fields.one_of("language", &Language::ALL, Language::tag)?;
            vec![SettingsEvent::LanguagePicked { language }]
        }
        "elder" => vec![SettingsEvent::ElderPicked { on: fields.parsed("on")? }],
        "code" => vec![typed(fields.text("text")?)],
        "enrol" => {
            fields.optional("text").map(typed).into_iter().chain([SettingsEvent::Enrol]).collect()
        }
        "leave" => vec![SettingsEvent::LeavePicked],
        "leave-confirmed" => vec![SettingsEvent::LeaveConfirmed],
        "leave-cancelled" => vec![SettingsEvent::LeaveCancelled],
        _ => return Ok(None),
    }))
}
