//! Erasing a household. What leads to people goes; what the ledger's proof hangs on stays, and leads to
//! nobody any more.

use std::fmt;

use wufei_api::feed::{FeedItem, HouseholdFact};
use wufei_domain::{
    audit::{AuditAct, OPERATOR},
    card::{CardNumber, SERIAL_MAX},
    consent::{ConsentChannel, ConsentPurpose, Subject, is_given},
    ids::{ActorId, HouseholdId},
    time::UnixMs,
    words::Words,
};

use super::{both, of_card, people, subjects};
use crate::{
    machine,
    operate::{OperateError, in_transaction},
    service::{
        audit::Entry,
        consent::{self, NewWord},
        feed::append_changed,
    },
    settings::Database,
    store::{
        Connection, StoreError, integer,
        statements::{consent as vaulted, household as stored, roll},
        text,
    },
};

/// What stands in the place of a label that was erased.
const BLANK_LABEL: &str = "—";

/// How often a card is drawn before something must be wrong.
const DRAWS_MAX: usize = 100;

/// What went, what stays, and why, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    household: HouseholdId,
    told: Vec<String>,
}

impl fmt::Display for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "household {} is erased", self.household)?;
        self.told.iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}

/// How many of each went.
struct Gone {
    people: usize,
    devices: u64,
    phones: u64,
}

/// Erases the household with `card`: its label, its card, its people's labels, tokens and codes, phone
/// numbers; consents that hold are taken back. It may not be brought back by an import.
///
/// # Errors
/// [`wufei_domain::refusal::Code::CardUnknown`]; what the database says, and then nothing is erased.
pub fn erase_household(
    database: &Database,
    card: CardNumber,
    now: UnixMs,
) -> Result<Erased, OperateError> {
    machine::check_random()?;
    let words = both()?;
    in_transaction(database, |connection| {
        let id = of_card(connection, card)?;
        let people = people(connection, id)?;
        let subjects = subjects(id, &people);
        let mut gone = Gone { people: people.len(), devices: 0, phones: 0 };
        for subject in &subjects {
            take_back(connection, *subject, now)?;
            let values = [text(id.community), text(subject)];
            gone.phones += connection.execute(&vaulted::ERASE_PHONE, &values)?;
            let values = [text(id.community), text(subject), integer(now.value())];
            connection.execute(&stored::ERASED, &values)?;
        }
        for (actor, ..) in &people {
            gone.devices += blank_person(connection, *actor, now)?;
        }
        blank(connection, id)?;
        Entry::by_operator(AuditAct::HouseholdErased)
            .of(Subject::Household(id))
            .within(id.community)
            .with("people", gone.people)
            .append(connection, now)?;
        Ok(Erased { household: id, told: told(&words, &gone) })
    })
}

/// Takes back each consent that holds.
fn take_back(
    connection: &mut dyn Connection,
    subject: Subject,
    now: UnixMs,
) -> Result<(), OperateError> {
    let community = consent::community(connection, subject)?;
    let words: Vec<_> = consent::said(connection, community, subject)?;
    let words: Vec<_> = words.into_iter().map(|(consent, _)| consent).collect();
    for purpose in ConsentPurpose::ALL.iter().copied() {
        if is_given(&words, purpose).is_some() {
            let channel = ConsentChannel::Paper;
            let new = NewWord { subject, purpose, given_to: None, channel };
            consent::say(connection, new, OPERATOR, now, &mut machine::random)?;
        }
    }
    Ok(())
}

fn blank_person(
    connection: &mut dyn Connection,
    actor: ActorId,
    now: UnixMs,
) -> Result<u64, StoreError> {
    let devices = connection.execute(&stored::REVOKE, &[text(actor), integer(now.value())])?;
    connection.execute(&stored::DROP_CODES, &[text(actor)])?;
    connection.execute(&stored::BLANK_PERSON, &[text(actor), text(BLANK_LABEL)])?;
    Ok(devices)
}

/// Puts a blank label and a card that nobody holds in the place of the household's, also in the feeds.
fn blank(connection: &mut dyn Connection, id: HouseholdId) -> Result<(), StoreError> {
    let card = free_card(connection)?;
    let label = BLANK_LABEL.to_owned();
    let values = [text(id.community), integer(id.number), text(&label), text(card)];
    connection.execute(&stored::BLANK, &values)?;
    let mut facts = Vec::new();
    for row in connection.query(&stored::TOLD_IN, &[text(id)])? {
        let fact = HouseholdFact { id, label: label.clone(), card };
        facts.push((row.read(0)?, FeedItem::Household(fact)));
    }
    append_changed(connection, facts)?;
    connection.execute(&stored::FORGET_OLDER, &[text(id)])?;
    Ok(())
}

/// A card that no household has: drawn from the upper half of the serials, which are given out last.
fn free_card(connection: &mut dyn Connection) -> Result<CardNumber, StoreError> {
    for _ in 0..DRAWS_MAX {
        let mut random = [0; 4];
        machine::random(&mut random);
        let half = SERIAL_MAX.div_ceil(2);
        let drawn = CardNumber::from_serial(half + u32::from_be_bytes(random) % half);
        let Some(card) = drawn else { continue };
        if connection.first(&roll::FIND_CARD, &[text(card)])?.is_none() {
            return Ok(card);
        }
    }
    Err(StoreError::Shape(format!("{DRAWS_MAX} cards were taken")))
}

fn told(words: &[Words; 2], gone: &Gone) -> Vec<String> {
    let counts = [
        ("people", gone.people.to_string()),
        ("devices", gone.devices.to_string()),
        ("phones", gone.phones.to_string()),
    ];
    let counts: Vec<(&str, &str)> =
        counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    let lines = ["household-gone", "household-stays"];
    let both = |id| words.iter().map(move |words| (words, id));
    lines.into_iter().flat_map(both).map(|(words, id)| words.with(id, &counts)).collect()
}
