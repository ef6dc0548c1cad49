//! The list of what the server refused, as a text to hand on: what its rows show, and with each the
//! refusal's code and the record's id, so that a lead can find it.

use wufei_domain::{refusal::Refusal, time::UnixMs};

use super::{
    Scene,
    outbox::{self, OutboxRow},
};
use crate::{app::Wufei, model::Model};

/// In the person's language; `at` is when it is made. `None` while nothing is refused.
pub(crate) fn attention_list(app: &Wufei, model: &Model, at: UnixMs) -> Option<String> {
    let scene = &Scene { app, words: app.words(model.settings.language), model };
    let data = model.outbox.data.get()?;
    let records = data.entries.iter().map(|one| (&one.refused, outbox::row(scene, one)));
    let photos = data.photos.iter().map(|one| (&one.refused, outbox::photo_row(scene, one)));
    let listed: Vec<String> =
        records.chain(photos).filter_map(|(why, row)| entry(scene, why.as_ref()?, row)).collect();
    if listed.is_empty() {
        return None;
    }
    let counts = model.counts;
    let moment = scene.words.moment(at);
    let counted = |id, count: u32| (count > 0).then(|| scene.counted(id, count));
    let all = u64::from(counts.needs_attention);
    let heading = scene.words.counted("outbox-export-heading", all, &[("moment", &moment)]);
    let unlisted =
        counts.needs_attention.saturating_sub(u32::try_from(listed.len()).unwrap_or(u32::MAX));
    let mut parts = vec![heading];
    parts.extend(listed.iter().zip(1..).map(|(text, number)| format!("{number}. {text}")));
    parts.extend(counted("outbox-export-unlisted", unlisted));
    parts.extend(counted("outbox-export-waiting", counts.waiting));
    Some(parts.join("\n\n"))
}

fn entry(scene: &Scene<'_>, why: &Refusal, row: OutboxRow) -> Option<String> {
    let code = why.code.as_str();
    let problem = row.problem?;
    Some(scene.with(
        "outbox-export-entry",
        &[
            ("what", &row.what),
            ("moment", &row.moment),
            ("problem", &problem),
            ("code", code),
            ("id", &row.record.to_string()),
        ],
    ))
}
