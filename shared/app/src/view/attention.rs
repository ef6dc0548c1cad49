//! The list of what the server refused, as a text to hand on: what its rows show, and with each the
//! refusal's code and the record's id, so that a lead can find it.

use wufei_domain::time::UnixMs;

use super::{Scene, outbox};
use crate::{app::Wufei, effect::store::OutboxEntry, model::Model};

/// In the person's language; `at` is when it is made. `None` while nothing is refused.
pub(crate) fn attention_list(app: &Wufei, model: &Model, at: UnixMs) -> Option<String> {
    let scene = &Scene { app, words: app.words(model.settings.language), model };
    let data = model.outbox.data.get()?;
    let listed: Vec<String> = data.entries.iter().filter_map(|one| entry(scene, one)).collect();
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

/// `None` for one that waits.
fn entry(scene: &Scene<'_>, entry: &OutboxEntry) -> Option<String> {
    let code = entry.refused.as_ref()?.code.as_str();
    let row = outbox::row(scene, entry);
    let problem = row.problem.unwrap_or_default();
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
