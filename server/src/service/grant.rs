//! Roles in time: from when until when one holds, and what somebody was before. The role and its area
//! are [`Person`]'s.

use wufei_domain::{
    refusal::{Code, Refusal},
    time::UnixMs,
};

use super::authorise::{Caller, Person, role};
use crate::store::{Connection, Row, StoreError, statements::person, text};

/// When a role holds; without a bound on a side where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub from: Option<UnixMs>,
    /// The first moment after it.
    pub until: Option<UnixMs>,
}

impl Validity {
    /// From two columns of a row.
    ///
    /// # Errors
    /// What the database says.
    pub fn from_row(row: &Row, first: usize) -> Result<Self, StoreError> {
        let at = |column| row.integer_if_any(column).map(|at| at.map(UnixMs::new));
        Ok(Self { from: at(first)?, until: at(first + 1)? })
    }

    /// # Errors
    /// [`Code::GrantNotBegun`], [`Code::GrantEnded`].
    pub fn must_hold(self, now: UnixMs) -> Result<(), Refusal> {
        if let Some(from) = self.from.filter(|from| now < *from) {
            return Err(Refusal::new(Code::GrantNotBegun).with("from", from.value()));
        }
        if let Some(until) = self.until.filter(|until| now >= *until) {
            return Err(Refusal::new(Code::GrantEnded).with("until", until.value()));
        }
        Ok(())
    }
}

/// Somebody as they were before their role was changed, the last first.
///
/// # Errors
/// What the database says.
pub fn former(connection: &mut dyn Connection, caller: &Caller) -> Result<Vec<Caller>, StoreError> {
    let rows = connection.query(&person::FORMER, &[text(caller.person.actor)])?;
    let as_they_were = rows.iter().map(|row| {
        let (role, community, point) = (role(row, 0)?, row.read(1)?, row.read_if_any(2)?);
        Ok(Person { role, community, point, household: None, ..caller.person.clone() })
    });
    let people: Vec<Person> = as_they_were.collect::<Result<_, StoreError>>()?;
    people.into_iter().map(|person| Caller::from(connection, caller.device, person)).collect()
}
