//! The outbox's forms.

use wufei_app::event::OutboxEvent;

use super::{BadForm, Fields, Written};

pub(super) fn write(event: &OutboxEvent) -> Written {
    match event {
        OutboxEvent::SyncNow => Written::bare("outbox-sync-now"),
        OutboxEvent::StopSync => Written::bare("outbox-stop-sync"),
        OutboxEvent::Export => Written::bare("outbox-export"),
        OutboxEvent::Withdraw { record } => Written::bare("outbox-withdraw").with("record", record),
    }
}

pub(super) fn read(name: &str, fields: &Fields) -> Result<Option<Vec<OutboxEvent>>, BadForm> {
    let event = match name {
        "sync-now" => OutboxEvent::SyncNow,
        "stop-sync" => OutboxEvent::StopSync,
        "export" => OutboxEvent::Export,
        "withdraw" => OutboxEvent::Withdraw { record: fields.parsed("record")? },
        _ => return Ok(None),
    };
    Ok(Some(vec![event]))
}
