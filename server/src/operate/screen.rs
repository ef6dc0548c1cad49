//! Screens and posters: each gets a code of its own, and its openings are listed by the week.

use std::{collections::BTreeMap, fmt};

use wufei_domain::{
    area::AreaCode,
    audit::AuditAct,
    refusal::{Code, Refusal},
    time::{CHINA_ZONE_MINUTES, Civil, DAY_MS, UnixMs},
    visit::bounded_text,
};

use super::{OperateError, field, in_transaction};
use crate::{
    machine,
    service::{
        audit::Entry,
        reach::{ScreenCode, day},
    },
    settings::Database,
    store::{
        Row, StoreError, integer,
        statements::{area, screen},
        text,
    },
};

/// Characters of a place at most.
pub const PLACE_CHARS_MAX: usize = 60;

/// How often a code is drawn before something must be wrong.
const DRAWS_MAX: usize = 20;

/// Adds a screen or a poster at a place of an area; gives back its code.
///
/// # Errors
/// [`Code::AreaUnknown`]; [`Code::TextMissing`] and [`Code::TextTooLong`] of a place without a
/// letter or beyond [`PLACE_CHARS_MAX`]. What the database says.
pub fn add_screen(
    database: &Database,
    code: AreaCode,
    place: &str,
    now: UnixMs,
) -> Result<ScreenCode, OperateError> {
    machine::check_random()?;
    let place = bounded_text(place, PLACE_CHARS_MAX)?;
    in_transaction(database, |connection| {
        if connection.first(&area::NAME, &[text(code)])?.is_none() {
            return Err(Refusal::new(Code::AreaUnknown).with("value", code).into());
        }
        for _ in 0..DRAWS_MAX {
            let mut random = [0; ScreenCode::LENGTH];
            machine::random(&mut random);
            let drawn = ScreenCode::from_random(random);
            let values = [text(&drawn), text(code), text(&place), integer(day(now))];
            if connection.execute(&screen::ADD, &values)? > 0 {
                Entry::by_operator(AuditAct::ScreenAdded)
                    .of(&drawn)
                    .within(code)
                    .append(connection, now)?;
                return Ok(drawn);
            }
        }
        let detail = format!("{DRAWS_MAX} codes were taken");
        Err(StoreError::Failed { statement: screen::ADD.name.to_owned(), detail }.into())
    })
}

/// Every screen with its openings by the week, as CSV with a head; a week begins on a Monday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenList(Vec<Weeks>);

/// A screen and its weeks: the Monday's day since 1970, and how often it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weeks {
    code: String,
    area: String,
    place: String,
    opened: BTreeMap<i64, i64>,
}

/// Lists every screen.
///
/// # Errors
/// What the database says.
pub fn list_screens(database: &Database) -> Result<ScreenList, OperateError> {
    in_transaction(database, |connection| {
        let mut screens: Vec<Weeks> = Vec::new();
        for row in connection.query(&screen::LIST, &[])? {
            let code = row.text(0)?;
            if screens.last().is_none_or(|last| last.code != code) {
                screens.push(Weeks::begun(&row)?);
            }
            if let Some(last) = screens.last_mut().filter(|_| row.has(3)) {
                *last.opened.entry(monday(row.integer(3)?)).or_default() +=
                    row.integer::<i64>(4)?;
            }
        }
        Ok(ScreenList(screens))
    })
}

impl Weeks {
    fn begun(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            code: row.text(0)?.to_owned(),
            area: row.text(1)?.to_owned(),
            place: row.text(2)?.to_owned(),
            opened: BTreeMap::new(),
        })
    }
}

/// The Monday of a day's week: the day 0 of 1970 was a Thursday.
const fn monday(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

impl fmt::Display for ScreenList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "code,area,place,week_from,opened")?;
        for Weeks { code, area, place, opened } in &self.0 {
            let place = field(place);
            if opened.is_empty() {
                write!(f, "\n{code},{area},{place},,0")?;
            }
            for (from, opened) in opened {
                let morning = UnixMs::new(from * DAY_MS);
                let Civil { year, month, day, .. } = Civil::at(morning, CHINA_ZONE_MINUTES);
                write!(f, "\n{code},{area},{place},{year:04}-{month:02}-{day:02},{opened}")?;
            }
        }
        Ok(())
    }
}
