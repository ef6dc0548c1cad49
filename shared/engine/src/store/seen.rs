//! Records as a person sees them: what the feeds brought and what this device made, each once.

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};
use wufei_api::feed::RecordFact;
use wufei_app::effect::store::{SeenDropOff, SeenReversal};
use wufei_domain::{
    ids::{ActorId, HouseholdId, RecordId},
    record::{Body, Record},
    scope::Scope,
};

use super::{Failure, bodies};

/// The same record may stand in two feeds; one of them is enough.
const FACTS_IN: &str = "SELECT body FROM facts WHERE scope = ?1 AND record_kind = ?2
  ORDER BY made_at DESC, key DESC LIMIT ?3";
const FACTS_ABOUT: &str = "SELECT body FROM facts WHERE about = ?1 AND record_kind = ?2
  GROUP BY key ORDER BY made_at DESC, key DESC LIMIT ?3";
const OWN_IN: &str = "SELECT body, actor, state FROM records
  WHERE place = ?1 AND kind = ?2 AND state <> 'withdrawn'
  ORDER BY made_at DESC, id DESC LIMIT ?3";
const OWN_ABOUT: &str = "SELECT body, actor, state FROM records
  WHERE about = ?1 AND kind = ?2 AND state <> 'withdrawn'
  ORDER BY made_at DESC, id DESC LIMIT ?3";

/// Drop-offs that are shown.
pub(super) const SHOWN_MAX: usize = 100;

/// No bound but the data's own.
pub(super) const ALL: usize = usize::MAX;

/// Which records.
#[derive(Clone, Copy)]
pub(super) enum Which {
    /// Those of a recycling point or turf.
    In(Scope),
    /// Those of a household.
    About(HouseholdId),
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The server has it.
    Sent,
    /// It waits in the outbox.
    Waiting,
    /// The server refused it and a person has not decided yet.
    Refused,
}

/// A record with who made it, if known.
pub(super) struct Seen {
    pub record: Record,
    pub actor: Option<ActorId>,
    pub reach: Reach,
}

/// Records of one kind, newest first, at most `max`.
pub(super) fn seen(
    tx: &Transaction<'_>,
    which: Which,
    kind: &str,
    max: usize,
) -> Result<Vec<Seen>, Failure> {
    let (facts_sql, own_sql, key) = match which {
        Which::In(scope) => (FACTS_IN, OWN_IN, scope.to_string()),
        Which::About(household) => (FACTS_ABOUT, OWN_ABOUT, household.to_string()),
    };
    let limit = i64::try_from(max).unwrap_or(-1);
    let mut all: BTreeMap<RecordId, Seen> = BTreeMap::new();
    for entry in own(tx, own_sql, params![key, kind, limit])? {
        all.insert(entry.record.id, entry);
    }
    for fact in bodies::<RecordFact>(tx, facts_sql, params![key, kind, limit])? {
        let (record, actor) = (fact.record.into_value(), Some(fact.actor));
        all.insert(record.id, Seen { record, actor, reach: Reach::Sent });
    }
    let mut all: Vec<Seen> = all.into_values().collect();
    all.sort_by_key(|seen| std::cmp::Reverse((seen.record.made_at.wall, seen.record.id)));
    all.truncate(max);
    Ok(all)
}

fn own(
    tx: &Transaction<'_>,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Seen>, Failure> {
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(0)?;
        // A body that cannot be read any more is set aside by `batch`; the rest still shows.
        let Ok(record) = serde_json::from_str(&body) else { continue };
        let (actor, state): (Option<String>, String) = (row.get(1)?, row.get(2)?);
        let actor = actor.map(|actor| actor.parse()).transpose()?;
        let reach = match state.as_str() {
            "acknowledged" => Reach::Sent,
            "attention" => Reach::Refused,
            _ => Reach::Waiting,
        };
        all.push(Seen { record, actor, reach });
    }
    Ok(all)
}

/// Drop-offs, newest first.
pub(super) fn drop_offs(tx: &Transaction<'_>, which: Which) -> Result<Vec<SeenDropOff>, Failure> {
    let all = seen(tx, which, "drop_off", SHOWN_MAX)?;
    let read = |seen: Seen| match seen.record.body {
        Body::DropOff(drop_off) => Some(SeenDropOff {
            id: seen.record.id,
            made_at: seen.record.made_at.wall,
            drop_off,
            sent: seen.reach == Reach::Sent,
        }),
        _ => None,
    };
    Ok(all.into_iter().filter_map(read).collect())
}

/// Reversals, newest first.
pub(super) fn reversals(tx: &Transaction<'_>, which: Which) -> Result<Vec<SeenReversal>, Failure> {
    let all = seen(tx, which, "reversal", ALL)?;
    let read = |seen: Seen| match seen.record.body {
        Body::Reversal(reversal) => Some(SeenReversal {
            id: seen.record.id,
            made_at: seen.record.made_at.wall,
            reversal,
            sent: seen.reach == Reach::Sent,
        }),
        _ => None,
    };
    Ok(all.into_iter().filter_map(read).collect())
}
