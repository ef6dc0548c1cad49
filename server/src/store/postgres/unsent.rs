//! What waits to be sent with the next question: commands of the transaction, and what is written without
//! a look at the answer.

use futures_util::future::join_all;
use tokio_postgres::Client;

use super::{arrays, failed, many, parameters};
use crate::store::{StoreError, Value};

/// What goes together at most. So few are all begun in the order in which they stand.
pub(super) const TOGETHER_MAX: usize = 24;

/// Rows of one statement at most.
pub(super) const ROWS_MAX: usize = 512;

/// One of them.
pub(super) enum Unsent {
    /// A command without parameters.
    Command(String),
    /// A statement with the values of its rows: more than one only where it takes many.
    Write {
        name: &'static str,
        prepared: tokio_postgres::Statement,
        of_many: Option<tokio_postgres::Statement>,
        rows: Vec<Vec<Value>>,
    },
}

impl Unsent {
    async fn send(&self, client: &Client) -> Result<(), StoreError> {
        match self {
            Self::Command(command) => {
                let done = client.batch_execute(command).await;
                done.map_err(|error| failed("transaction", &error))
            }
            Self::Write { name, prepared, of_many, rows } => {
                let done = match (of_many, rows.as_slice()) {
                    (Some(of_many), [_, _, ..]) => {
                        let columns = many::by_column(rows, of_many.params().len());
                        client.execute(of_many, &arrays(&columns)).await
                    }
                    (_, rows) => {
                        let values = rows.first().map_or(&[][..], Vec::as_slice);
                        client.execute(prepared, &parameters(values)).await
                    }
                };
                done.map(drop).map_err(|error| failed(name, &error))
            }
        }
    }
}

/// The rows of a statement that wait, when nothing since was anything but rows of statements that take
/// many: then one more may go with them.
pub(super) fn open_rows<'a>(
    unsent: &'a mut [Unsent],
    statement: &str,
) -> Option<&'a mut Vec<Vec<Value>>> {
    for waiting in unsent.iter_mut().rev() {
        match waiting {
            Unsent::Write { name, of_many: Some(_), rows, .. } => {
                if *name == statement {
                    return Some(rows);
                }
            }
            Unsent::Write { .. } | Unsent::Command(_) => return None,
        }
    }
    None
}

/// Sends them all at once; what the first that failed says.
pub(super) async fn send(waiting: &[Unsent], client: &Client) -> Result<(), StoreError> {
    join_all(waiting.iter().map(|unsent| unsent.send(client))).await.into_iter().collect()
}
