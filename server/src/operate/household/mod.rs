//! One household: all that is held of it, in one file, and its erasure.
//!
//! Start here: [`export_household`], [`erase_household`].

mod erase;
mod export;

use wufei_domain::{
    card::CardNumber,
    consent::Subject,
    ids::{ActorId, HouseholdId},
    refusal::{Code, Refusal},
    words::{Language, Words},
};

use super::OperateError;
use crate::store::{
    Connection, StoreError, integer,
    statements::{household as stored, roll},
    text,
};

pub use erase::{Erased, erase_household};
pub use export::{Exported, export_household};

/// What is said of a household's data: Chinese, then English.
pub const WORDS: [&str; 2] = [
    include_str!("../../../words/zh-CN/household.ftl"),
    include_str!("../../../words/en/household.ftl"),
];

/// The words of both languages.
fn both() -> Result<[Words; 2], OperateError> {
    let [chinese, english] = WORDS;
    let words = |language, file| {
        Words::new(language, &[file]).map_err(|error| OperateError::Unwritten(error.to_string()))
    };
    Ok([words(Language::Chinese, chinese)?, words(Language::English, english)?])
}

/// The household with a card.
fn of_card(connection: &mut dyn Connection, card: CardNumber) -> Result<HouseholdId, OperateError> {
    let Some(row) = connection.first(&roll::FIND_CARD, &[text(card)])? else {
        return Err(Refusal::new(Code::CardUnknown).with("value", card).into());
    };
    Ok(HouseholdId::new(row.read(0)?, row.integer(1)?))
}

/// The people on the roll who live there: id, label, role.
fn people(
    connection: &mut dyn Connection,
    id: HouseholdId,
) -> Result<Vec<(ActorId, String, String)>, StoreError> {
    let values = [text(id.community), integer(id.number)];
    let rows = connection.query(&stored::PEOPLE, &values)?;
    rows.iter().map(|row| Ok((row.read(0)?, row.read(1)?, row.read(2)?))).collect()
}

/// The household and its people, each as what consents and numbers are kept of.
fn subjects(id: HouseholdId, people: &[(ActorId, String, String)]) -> Vec<Subject> {
    let people = people.iter().map(|(actor, ..)| Subject::Actor(*actor));
    [Subject::Household(id)].into_iter().chain(people).collect()
}
