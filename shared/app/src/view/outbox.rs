//! What waits to be sent, and what the server refused.

use serde::Serialize;
use wufei_domain::{
    ids::{DoorId, HouseholdId, RecordId},
    record::Body,
};

use super::{Scene, sync};
use crate::{
    effect::store::{OutboxData, OutboxEntry, PhotoEntry},
    model::{door::Walk, sync::Run},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct OutboxView {
    pub waiting: u32,
    pub waiting_line: String,
    /// What the last round did, or why it could not.
    pub last_line: Option<String>,
    /// Whether rounds are running.
    pub running: bool,
    /// Send now, or stop.
    pub action_label: String,
    pub attention_heading: String,
    pub attention: Vec<OutboxRow>,
    /// Hands that list on; `None` while there is nothing in it.
    pub export_label: Option<String>,
    pub waiting_heading: String,
    pub rows: Vec<OutboxRow>,
    /// Said when there is nothing at all.
    pub empty: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct OutboxRow {
    pub record: RecordId,
    /// `走访 · 3 幢 2 单元 501`.
    pub what: String,
    /// When it was made, and whether a team lead has it before them.
    pub moment: String,
    /// Why it was refused.
    pub problem: Option<String>,
    /// Only for what was refused.
    pub withdraw_label: Option<String>,
}

pub(super) fn view(scene: &Scene<'_>) -> OutboxView {
    let counts = scene.model.counts;
    let data = scene.model.outbox.data.get();
    let nothing = OutboxData::default();
    let (attention, rows): (Vec<&OutboxEntry>, Vec<&OutboxEntry>) =
        data.unwrap_or(&nothing).entries.iter().partition(|entry| entry.refused.is_some());
    let (lost, later): (Vec<&PhotoEntry>, Vec<&PhotoEntry>) =
        data.unwrap_or(&nothing).photos.iter().partition(|photo| photo.refused.is_some());
    let running = matches!(scene.model.sync.run, Run::Round(_));
    let last_line = if scene.model.identity.is_none() {
        Some(scene.text("outbox-enrol-first"))
    } else {
        sync::last_line(scene)
    };
    OutboxView {
        waiting: counts.waiting,
        waiting_line: scene.counted("sync-waiting", counts.waiting),
        last_line,
        running,
        action_label: scene.words.text(if running { "outbox-stop" } else { "outbox-send" }),
        attention_heading: scene.text("outbox-attention"),
        export_label: (attention.len() + lost.len() > 0).then(|| scene.text("outbox-export")),
        attention: rows_of(scene, attention, lost),
        waiting_heading: scene.text("outbox-waiting"),
        rows: rows_of(scene, rows, later),
        empty: match data {
            None => Some(scene.text("app-loading")),
            Some(data) => (data.entries.is_empty() && data.photos.is_empty())
                .then(|| scene.text("outbox-empty")),
        },
    }
}

/// Records, then photos.
fn rows_of(
    scene: &Scene<'_>,
    entries: Vec<&OutboxEntry>,
    photos: Vec<&PhotoEntry>,
) -> Vec<OutboxRow> {
    let photos = photos.into_iter().map(|entry| photo_row(scene, entry));
    entries.into_iter().map(|entry| row(scene, entry)).chain(photos).collect()
}

/// A photo goes by the record that names it, and is taken back under its id.
pub(super) fn photo_row(scene: &Scene<'_>, photo: &PhotoEntry) -> OutboxRow {
    let PhotoEntry { record, refused, .. } = photo;
    let entry = OutboxEntry { record: record.clone(), refused: refused.clone(), held: false };
    let row = row(scene, &entry);
    OutboxRow { what: scene.with("outbox-photo", &[("what", &row.what)]), ..row }
}

pub(super) fn row(scene: &Scene<'_>, entry: &OutboxEntry) -> OutboxRow {
    let moment = scene.words.moment(entry.record.made_at.wall);
    OutboxRow {
        record: entry.record.id,
        what: what(scene, &entry.record.body),
        moment: if entry.held { scene.with("outbox-held", &[("moment", &moment)]) } else { moment },
        problem: entry.refused.as_ref().map(|refusal| scene.words.refusal(refusal)),
        withdraw_label: entry.refused.as_ref().map(|_| scene.text("outbox-withdraw")),
    }
}

/// Its kind and what it is about.
fn what(scene: &Scene<'_>, body: &Body) -> String {
    let (kind, about) = match body {
        Body::ShiftOpened(_) => return scene.text("kind-shift-opened"),
        Body::ShiftClosed(_) => return scene.text("kind-shift-closed"),
        Body::DropOff(drop_off) => ("kind-drop-off", household(scene, drop_off.household)),
        Body::Reversal(reversal) => ("kind-reversal", household(scene, reversal.household)),
        Body::Visit(visit) => ("kind-visit", door(scene, visit.door)),
        Body::VisitVoid(void) => ("kind-void", door(scene, void.door)),
        Body::DoorProposal(proposal) => ("kind-proposal", proposal.label.clone()),
        Body::UnknownItem(item) => ("kind-unknown-item", item.typed.clone()),
    };
    scene.with("outbox-what", &[("kind", &scene.words.text(kind)), ("about", &about)])
}

/// The door's label while its turf is open, its number otherwise.
fn door(scene: &Scene<'_>, id: DoorId) -> String {
    let place = scene.model.turfs.walk.as_ref().and_then(|walk: &Walk| walk.door(id));
    match place {
        Some(place) => place.label.clone(),
        None => scene.with("outbox-door", &[("number", &id.number.to_string())]),
    }
}

fn household(scene: &Scene<'_>, id: HouseholdId) -> String {
    let holder = scene.model.point.data.cards.iter().find(|holder| holder.household == id);
    match holder {
        Some(holder) => holder.label.clone(),
        None => scene.with("outbox-household", &[("number", &id.number.to_string())]),
    }
}
