//! The line on what waits to be sent, and what the last round did.

use wufei_domain::refusal::Code;

use super::Scene;
use crate::{
    effect::sync::{Fetching, RoundReport},
    model::sync::Run,
};

/// One line, for an enrolled device.
pub(super) fn line(scene: &Scene<'_>) -> Option<String> {
    scene.model.identity.as_ref()?;
    let counts = scene.model.counts;
    let sync = &scene.model.sync;
    let waiting = scene.counted("sync-waiting", counts.waiting);
    let line = match (sync.run, &sync.last) {
        (Run::Round(_), Some(Ok(RoundReport { fetching: Some(Fetching { have, bytes }), .. }))) => {
            let [have, bytes] = [have, bytes].map(|bytes| kilobytes(scene, *bytes));
            scene.with("sync-fetching", &[("have", &have), ("bytes", &bytes)])
        }
        (Run::Stopped, _) if counts.waiting > 0 => {
            scene.with("sync-stopped", &[("waiting", &waiting)])
        }
        (Run::Round(_), _) if counts.waiting > 0 => {
            scene.with("sync-running", &[("waiting", &waiting)])
        }
        (_, Some(Err(refusal))) if counts.waiting > 0 && refusal.code == Code::Offline => {
            scene.with("sync-offline", &[("waiting", &waiting)])
        }
        (_, Some(Err(refusal))) if counts.waiting > 0 => {
            let why = scene.words.refusal(refusal);
            scene.with("sync-refused", &[("waiting", &waiting), ("why", &why)])
        }
        (_, Some(Err(refusal))) if refusal.code == Code::Offline => {
            scene.text("sync-nothing-offline")
        }
        (_, Some(Ok(RoundReport { outdated: Some(refusal), .. }))) => {
            let why = scene.words.refusal(refusal);
            if counts.waiting > 0 {
                scene.with("sync-refused", &[("waiting", &waiting), ("why", &why)])
            } else {
                why
            }
        }
        _ if counts.waiting > 0 => waiting,
        _ => scene.text("sync-nothing"),
    };
    if counts.needs_attention == 0 {
        return Some(line);
    }
    let attention = scene.counted("sync-attention", counts.needs_attention);
    if counts.waiting == 0 {
        // What was refused has not arrived.
        return Some(attention);
    }
    Some(scene.with("sync-both", &[("line", &line), ("attention", &attention)]))
}

/// Kilobytes, rounded up.
fn kilobytes(scene: &Scene<'_>, bytes: u64) -> String {
    scene.words.number(i64::try_from(bytes.div_ceil(1_000)).unwrap_or(i64::MAX))
}

/// What the last round did, or why it could not.
pub(super) fn last_line(scene: &Scene<'_>) -> Option<String> {
    match scene.model.sync.last.as_ref()? {
        Err(refusal) => Some(scene.words.refusal(refusal)),
        Ok(report) => {
            let sent = scene.words.number(i64::from(report.acknowledged));
            let received = scene.words.number(i64::from(report.received));
            let line = scene.with("outbox-last", &[("sent", &sent), ("received", &received)]);
            if let Some(refusal) = &report.outdated {
                let why = scene.words.refusal(refusal);
                return Some(scene.with("outbox-outdated", &[("line", &line), ("why", &why)]));
            }
            if report.healed == 0 {
                return Some(line);
            }
            Some(scene.with("outbox-healed", &[("line", &line)]))
        }
    }
}
