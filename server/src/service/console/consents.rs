//! The consent register at the console: one household of somebody's area, found by its number or its
//! card, what it agreed to, and a word that is written down for it.

use wufei_domain::{
    area::Level,
    audit::AuditAct,
    card::CardNumber,
    consent::{Consent, ConsentChannel, ConsentPurpose, Subject, is_given},
    ids::HouseholdId,
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::{
    held::may_decide,
    session::{self, SessionToken},
};
use crate::{
    service::{
        Failure, Random, area,
        audit::Entry,
        authorise::Person,
        consent::{self, NewWord},
        enrol,
    },
    store::{Connection, statements::roll, text},
};

/// Characters of what a household is looked up by at most: what a card's code holds is shorter.
pub const FIND_CHARS_MAX: usize = 40;

/// Digits of a household's number that may stand alone: a card has more.
const NUMBER_DIGITS_MAX: usize = 7;

/// Digits of a village's code, which a household's id begins with.
const AREA_DIGITS: usize = 12;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentDesk {
    /// Who looks.
    pub person: Person,
    /// What their area is called.
    pub area_name: String,
    /// Whether they may write a word down: an organiser or a lead.
    pub may_write: bool,
    /// The household that was looked up.
    pub found: Option<Register>,
}

/// A household and all its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Which.
    pub household: HouseholdId,
    /// What it is called on the roll.
    pub label: String,
    /// What its village is called.
    pub place: String,
    /// Every word in the order they were written down, each with who wrote it.
    pub said: Vec<(Consent, String)>,
}

impl Register {
    /// The version of the text that a purpose was agreed to and holds, if it does.
    pub fn given(&self, purpose: ConsentPurpose) -> Option<u32> {
        let words: Vec<Consent> = self.said.iter().map(|(consent, _)| *consent).collect();
        is_given(&words, purpose)
    }
}

/// A word that somebody at the console writes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordForm {
    /// Whose.
    pub household: HouseholdId,
    /// For what.
    pub purpose: ConsentPurpose,
    /// Signed on paper to this version of the text; `None`: taken back, as an organiser was told.
    pub given_to: Option<u32>,
}

/// The page of somebody, with the household that they look for.
///
/// # Errors
/// [`Code::SessionEnded`]; as [`find`]; what the database says.
pub(super) fn desk(
    connection: &mut dyn Connection,
    token: &SessionToken,
    typed: Option<&str>,
    now: UnixMs,
) -> Result<ConsentDesk, Failure> {
    let person = session::person(connection, token, now)?;
    let found = typed.map(|typed| register(connection, &person, typed)).transpose()?;
    let area_name = area::full_name(connection, person.community)?;
    Ok(ConsentDesk { may_write: may_decide(&person), person, area_name, found })
}

fn register(
    connection: &mut dyn Connection,
    person: &Person,
    typed: &str,
) -> Result<Register, Failure> {
    let household = find(connection, person, typed)?;
    let unknown = || Refusal::new(Code::NotFound).with("value", household);
    let fact = enrol::household(connection, household)?.ok_or_else(unknown)?;
    let place = area::full_name(connection, household.community)?;
    let subject = Subject::Household(household);
    let said = consent::said(connection, household.community, subject)?;
    Ok(Register { household, label: fact.label, place, said })
}

/// Which household is meant: by its id, by its number alone where somebody's area is one village, or by
/// its card. A card that is not of their area is told like one that there is not.
///
/// # Errors
/// [`Code::TokenOtherArea`], [`Code::IdMalformed`]; what [`CardNumber::read`] refuses;
/// [`Code::CardUnknown`]; what the database says.
fn find(
    connection: &mut dyn Connection,
    person: &Person,
    typed: &str,
) -> Result<HouseholdId, Failure> {
    let (own, typed) = (person.community, typed.trim());
    if typed.split_once('-').is_some_and(|(community, _)| community.len() == AREA_DIGITS) {
        let household: HouseholdId = typed.parse()?;
        return must_cover(person, household).map(|()| household);
    }
    let number = (own.level() == Level::Village && typed.len() <= NUMBER_DIGITS_MAX)
        .then(|| typed.parse().ok())
        .flatten();
    if let Some(number) = number {
        return Ok(HouseholdId::new(own, number));
    }
    let card = CardNumber::read(typed)?;
    for row in connection.query(&roll::FIND_CARD, &[text(card)])? {
        if own.contains(row.read(0)?) {
            return Ok(HouseholdId::new(row.read(0)?, row.integer(1)?));
        }
    }
    Err(Refusal::new(Code::CardUnknown).with("value", card).into())
}

fn must_cover(person: &Person, household: HouseholdId) -> Result<(), Failure> {
    if person.community.contains(household.community) {
        return Ok(());
    }
    let refusal = Refusal::new(Code::TokenOtherArea).with("value", household.community);
    Err(refusal.with("area", person.community).into())
}

/// Writes a word down.
///
/// # Errors
/// [`Code::SessionEnded`], [`Code::RoleForbidden`], [`Code::TokenOtherArea`]; as [`consent::say`].
pub(super) fn say(
    connection: &mut dyn Connection,
    token: &SessionToken,
    form: WordForm,
    now: UnixMs,
    random: &mut Random<'_>,
) -> Result<(), Failure> {
    let WordForm { household, purpose, given_to } = form;
    let person = session::person(connection, token, now)?;
    if !may_decide(&person) {
        return Err(person.forbidden().into());
    }
    must_cover(&person, household)?;
    let (act, channel) = match given_to {
        Some(_) => (AuditAct::ConsentGiven, ConsentChannel::Paper),
        None => (AuditAct::ConsentWithdrawn, ConsentChannel::Console),
    };
    let subject = Subject::Household(household);
    let new = NewWord { subject, purpose, given_to, channel };
    let community = consent::say(connection, new, &person.actor.to_string(), now, random)?;
    Entry::by(person.actor, act)
        .of(subject)
        .within(community)
        .with("purpose", purpose.code())
        .append(connection, now)?;
    Ok(())
}
