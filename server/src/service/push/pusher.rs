//! Who pushes: what is asked of a device by its token before anything of its push is looked at, in one
//! question for as many as push together.

use wufei_domain::time::UnixMs;

use crate::{
    service::contact,
    store::{
        Connection, Question, Row, StoreError, Value,
        statements::{device, person},
    },
};

/// What the store holds of a device that pushes; nothing of one that is not known.
#[derive(Default)]
pub struct Pusher {
    /// Of [`device::CONTACT`].
    contact: Option<Row>,
    /// Of [`person::FIND_CALLER`].
    pub caller: Option<Row>,
    /// Of [`person::FIND_TURN`].
    pub turn: Option<Row>,
}

impl Pusher {
    /// The devices of these tokens, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub fn find(
        connection: &mut dyn Connection,
        tokens: &[Value],
    ) -> Result<Vec<Self>, StoreError> {
        let asked = [&device::CONTACT, &person::FIND_CALLER, &person::FIND_TURN];
        let of_each = |token| asked.map(|ask| (ask, std::slice::from_ref(token)));
        let questions: Vec<Question<'_>> = tokens.iter().flat_map(of_each).collect();
        let answers = connection.query_all(&questions)?;
        let mut rows = answers.into_iter().map(|rows| rows.into_iter().next());
        let mut next = || rows.next().flatten();
        Ok(tokens.iter().map(|_| Self { contact: next(), caller: next(), turn: next() }).collect())
    }

    /// Writes down that the device of this token was heard of.
    ///
    /// # Errors
    /// What the database says.
    pub fn heard_of(
        &self,
        connection: &mut dyn Connection,
        token: &Value,
        now: UnixMs,
    ) -> Result<(), StoreError> {
        self.contact
            .as_ref()
            .map_or(Ok(()), |contact| contact::heard_of(connection, token, contact, now))
    }
}
