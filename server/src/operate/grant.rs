//! Roles in time as an organiser sees them: listed, given an end, opened again.

use std::fmt;

use wufei_domain::{
    audit::AuditAct,
    ids::ActorId,
    refusal::{Code, Refusal},
    time::{DAY_MS, UnixMs},
};

use super::{OperateError, field, in_transaction, open_known};
use crate::{
    service::{audit::Entry, authorise::Person, grant::Validity},
    settings::Database,
    store::{Row, Value, integer, statements::person, text},
};

/// Who holds which role in which area and when, as CSV with a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantList(Vec<Row>);

impl fmt::Display for GrantList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "actor,label,role,area,valid_from,valid_until")?;
        for row in &self.0 {
            let of = |column| field(row.text(column).unwrap_or(""));
            write!(f, "\n{},{},{},{}", of(0), of(1), of(2), of(3))?;
            for bound in [4, 5] {
                match row.integer_if_any::<i64>(bound) {
                    Ok(Some(at)) => write!(f, ",{at}")?,
                    _ => write!(f, ",")?,
                }
            }
        }
        Ok(())
    }
}

/// Lists everybody on the roll.
///
/// # Errors
/// [`OperateError::Missing`], and what the database says.
pub fn list_grants(database: &Database) -> Result<GrantList, OperateError> {
    Ok(GrantList(open_known(database)?.query(&person::GRANTS, &[])?))
}

/// What to do with somebody's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// It ends after so many days from now; 0 ends it at once.
    Days(u16),
    /// It holds without an end.
    Open,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited(pub ActorId, pub Validity);

impl fmt::Display for Limited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(actor, validity) = self;
        match validity.until {
            Some(until) => write!(
                f,
                "the role of {actor} holds until {}; what is still recorded in it waits for a lead",
                until.value()
            ),
            None => write!(f, "the role of {actor} holds without an end"),
        }
    }
}

/// Gives somebody's role an end, or takes it away. A first moment that is not over stays.
///
/// # Errors
/// [`Code::NotFound`] when nobody of that id is on the roll. What the database says.
pub fn limit_grant(
    database: &Database,
    actor: ActorId,
    limit: Limit,
    now: UnixMs,
) -> Result<Limited, OperateError> {
    in_transaction(database, |connection| {
        let Some(person) = Person::find(connection, actor)? else {
            return Err(Refusal::new(Code::NotFound).with("value", actor).into());
        };
        let (until, act) = match limit {
            Limit::Days(days) => {
                (Some(now.plus_ms(i64::from(days) * DAY_MS)), AuditAct::GrantLimited)
            }
            Limit::Open => (None, AuditAct::GrantOpened),
        };
        let validity = Validity { until, ..person.validity };
        let bound = |at: Option<UnixMs>| at.map_or(Value::Null, |at| integer(at.value()));
        let values = [text(actor), bound(validity.from), bound(validity.until)];
        connection.execute(&person::LIMIT, &values)?;
        let entry = Entry::by_operator(act).of(actor).within(person.community);
        let entry = entry.with("role", person.role.code());
        let entry = match validity.until {
            Some(until) => entry.with("until", until.value()),
            None => entry,
        };
        entry.append(connection, now)?;
        Ok(Limited(actor, validity))
    })
}
