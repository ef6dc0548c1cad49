//! What waits to be sent with the next question: commands of the transaction, and what is written without
//! a look at the answer.

use futures_util::future::join_all;
use tokio_postgres::Client;

use super::{failed, parameters};
use crate::store::{StoreError, Value};

/// What goes together at most. So few are all begun in the order in which they stand.
pub(super) const TOGETHER_MAX: usize = 24;

/// One of them.
pub(super) enum Unsent {
    /// A command without parameters.
    Command(String),
    /// A statement with its values.
    Write { name: &'static str, prepared: tokio_postgres::Statement, values: Vec<Value> },
}

impl Unsent {
    async fn send(&self, client: &Client) -> Result<(), StoreError> {
        match self {
            Self::Command(command) => {
                let done = client.batch_execute(command).await;
                done.map_err(|error| failed("transaction", &error))
            }
            Self::Write { name, prepared, values } => {
                let done = client.execute(prepared, &parameters(values)).await;
                done.map(drop).map_err(|error| failed(name, &error))
            }
        }
    }
}

/// Sends them all at once; what the first that failed says.
pub(super) async fn send(waiting: &[Unsent], client: &Client) -> Result<(), StoreError> {
    join_all(waiting.iter().map(|unsent| unsent.send(client))).await.into_iter().collect()
}
