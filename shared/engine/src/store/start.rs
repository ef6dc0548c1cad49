//! What is needed at start: settings, identity, drafts, counts.

use rusqlite::{OptionalExtension as _, Transaction};
use wufei_app::effect::store::{
    Draft, DraftPlace, LoadStart, SaveDraft, SaveSettings, Settings, Start,
};
use wufei_domain::refusal::Refusal;

use super::{Failure, Store, identity, kept, record, seal};
use crate::lane::Answer;

const SETTINGS: &str = "SELECT body FROM settings";
const SAVE_SETTINGS: &str = "INSERT INTO settings (one, body) VALUES (1, ?1)
  ON CONFLICT (one) DO UPDATE SET body = excluded.body";
const DRAFT: &str = "SELECT body FROM drafts WHERE place = ?1";
const SAVE_DRAFT: &str = "INSERT INTO drafts (place, body) VALUES (?1, ?2)
  ON CONFLICT (place) DO UPDATE SET body = excluded.body";
const FORGET_DRAFT: &str = "DELETE FROM drafts WHERE place = ?1";
const FORGET_DRAFTS: &str = "DELETE FROM drafts";

const PLACES: [DraftPlace; 4] =
    [DraftPlace::Weighing, DraftPlace::Door, DraftPlace::Proposal, DraftPlace::Lookup];

const fn code(place: DraftPlace) -> &'static str {
    match place {
        DraftPlace::Weighing => "weighing",
        DraftPlace::Door => "door",
        DraftPlace::Proposal => "proposal",
        DraftPlace::Lookup => "lookup",
    }
}

/// Withdraws a draft; nothing happens when there is none.
pub(super) fn forget_draft(tx: &Transaction<'_>, place: DraftPlace) -> Result<(), Failure> {
    tx.prepare_cached(FORGET_DRAFT)?.execute([code(place)])?;
    Ok(())
}

/// Withdraws all drafts.
pub(super) fn forget_drafts(tx: &Transaction<'_>) -> Result<(), Failure> {
    tx.execute(FORGET_DRAFTS, [])?;
    Ok(())
}

impl Answer<LoadStart> for Store {
    fn answer(&mut self, _: &LoadStart) -> Result<Start, Refusal> {
        let key = self.seal.clone();
        // Without the city's rulebook the one in the app answers.
        let book = self.settle_rulebook().unwrap_or_default();
        self.read(|tx| {
            // Whose token does not open is to enrol again; what they made stays and goes up then.
            let known = seal::token(tx, key.as_ref())?.is_some();
            let settings: Option<String> =
                tx.query_row(SETTINGS, [], |row| row.get(0)).optional()?;
            let mut drafts = Vec::new();
            for place in PLACES {
                let body: Option<String> =
                    tx.query_row(DRAFT, [code(place)], |row| row.get(0)).optional()?;
                drafts.extend(body.map(|body| Draft { place, body: Some(body) }));
            }
            Ok(Start {
                settings: match settings {
                    Some(body) => serde_json::from_str(&body)?,
                    None => Settings::default(),
                },
                identity: if known { identity::identity(tx)? } else { None },
                counts: record::counts(tx)?,
                drafts,
                book,
                kept: kept::all(tx)?,
            })
        })
    }
}

impl Answer<SaveSettings> for Store {
    fn answer(&mut self, operation: &SaveSettings) -> Result<(), Refusal> {
        self.write(|tx| {
            tx.execute(SAVE_SETTINGS, [serde_json::to_string(&operation.settings)?])?;
            Ok(())
        })
    }
}

impl Answer<SaveDraft> for Store {
    fn answer(&mut self, operation: &SaveDraft) -> Result<(), Refusal> {
        let Draft { place, body } = &operation.draft;
        self.write(|tx| match body {
            Some(body) => {
                tx.prepare_cached(SAVE_DRAFT)?.execute([code(*place), body.as_str()])?;
                Ok(())
            }
            None => forget_draft(tx, *place),
        })
    }
}
