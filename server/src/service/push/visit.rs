//! Visits: door, outcome, answers by the script's keys. Two at one door are both kept.

use std::collections::BTreeSet;

use wufei_domain::{
    ids::{DoorId, TurfId},
    refusal::{Code, Refusal},
    scope::Scope,
    visit::Visit,
};

use super::{entry::Entry, known::Door};
use crate::{
    service::Failure,
    service::feed::Facts,
    store::{
        Connection, integer, optional_integer, optional_text,
        statements::{photo, visit},
        text,
    },
};

pub fn take(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &Visit,
) -> Result<Facts, Failure> {
    let turfs = turfs_of_door(connection, entry, body.turf, body.door)?;
    answers_fit(connection, entry, body)?;
    let community = text(body.door.community);
    if let Some(superseded) = body.supersedes {
        let found = connection.first(&visit::FIND, &[community.clone(), text(superseded)])?;
        let same_door = match found {
            Some(row) => row.integer::<u32>(1)? == body.door.number,
            None => false,
        };
        if !same_door {
            return Err(Refusal::new(Code::VisitUnknown).with("value", superseded).into());
        }
    }
    let values = [
        community.clone(),
        entry.id(),
        text(body.turf),
        integer(body.door.number),
        text(body.outcome.code()),
        optional_integer(body.script_version),
        optional_text(body.supersedes),
        entry.actor(),
        entry.made_at(),
        entry.received_at(),
    ];
    connection.write(&visit::INSERT, &values)?;
    for answer in &body.answers {
        let values = [community.clone(), entry.id(), text(&answer.question), text(&answer.choice)];
        connection.write(&visit::INSERT_ANSWER, &values)?;
    }
    for named in &body.photos {
        let values = [community.clone(), entry.id(), text(named)];
        connection.write(&photo::NAME_OF_VISIT, &values)?;
    }
    Ok(told_to(entry, turfs))
}

/// A door may be in two turfs: whoever walks either hears of it, so that a pair is seen by both.
///
/// # Errors
/// What the database says.
pub fn told_to_each_turf(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    door: DoorId,
) -> Result<Facts, Failure> {
    let door = entry.known.door(connection, door)?.unwrap_or_default();
    Ok(told_to(entry, door.turfs))
}

fn told_to(entry: &Entry<'_>, turfs: Vec<TurfId>) -> Facts {
    turfs.into_iter().map(|turf| (Scope::Turf(turf), entry.fact())).collect()
}

/// The turfs that a door is in, one of which is the walk's.
///
/// # Errors
/// [`Code::DoorUnknown`] when there is no such door in the record's community,
/// [`Code::DoorOutsideTurf`] when it is not on the walk, or asked not to be visited.
fn turfs_of_door(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    turf: TurfId,
    door: DoorId,
) -> Result<Vec<TurfId>, Failure> {
    let is_here = entry.record.community == door.community;
    let found = if is_here { entry.known.door(connection, door)? } else { None };
    let Door { do_not_visit, turfs } =
        found.ok_or_else(|| Refusal::new(Code::DoorUnknown).with("value", door))?;
    if do_not_visit || !turfs.contains(&turf) {
        return Err(Refusal::new(Code::DoorOutsideTurf).with("value", door).into());
    }
    Ok(turfs)
}

/// Answers are keys of the script, nothing typed: no free text about people gets in.
fn answers_fit(
    connection: &mut dyn Connection,
    entry: &Entry<'_>,
    body: &Visit,
) -> Result<(), Failure> {
    let refuse =
        |detail: String| Failure::from(Refusal::new(Code::BodyMalformed).with("detail", detail));
    let Some(version) = body.script_version else {
        let none = body.answers.is_empty();
        return if none { Ok(()) } else { Err(refuse("answers without a script".to_owned())) };
    };
    let Some(script) = entry.known.script(connection, version)? else {
        return Err(refuse(format!("script {version} is not known")));
    };
    let mut answered = BTreeSet::new();
    for answer in &body.answers {
        let question = script.questions.iter().find(|question| question.key == answer.question);
        let offered = question
            .is_some_and(|question| question.choices.iter().any(|c| c.key == answer.choice));
        if !offered || !answered.insert(&answer.question) {
            return Err(refuse(format!("an answer does not fit script {version}")));
        }
    }
    Ok(())
}
