//! Questions to the shell that are open, under one space of ids.
//!
//! One table for all kinds: were there one a kind, two questions could carry the same number, and an
//! answer of the wrong kind would close the wrong one.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crux_core::{App, Request};
use wufei_app::effect::shell::{
    Locate, PickPhoto, ReadAloud, Scan, Share, ShellAnswer, ShellQuestion,
};

use crate::queue::{Step, answered};

/// Why an answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// It was never asked, or was answered before.
    #[error("no question {0} is open")]
    NotOpen(u64),
    /// The question waits on for an answer of its own kind.
    #[error("question {0} asked for something else and stays open")]
    Mismatch(u64),
}

/// The open questions.
#[derive(Default)]
pub(crate) struct Questions(Mutex<State>);

#[derive(Default)]
struct State {
    last: u64,
    open: HashMap<u64, Open>,
}

/// A question with the request that waits for its answer.
pub(crate) enum Open {
    Scan(Request<Scan>),
    ReadAloud(Request<ReadAloud>),
    Share(Request<Share>),
    Locate(Request<Locate>),
    PickPhoto(Request<PickPhoto>),
}

impl Open {
    fn question(&self) -> ShellQuestion {
        match self {
            Self::Scan(request) => ShellQuestion::Scan { operation: request.operation.clone() },
            Self::ReadAloud(request) => {
                ShellQuestion::ReadAloud { operation: request.operation.clone() }
            }
            Self::Share(request) => ShellQuestion::Share { operation: request.operation.clone() },
            Self::Locate(request) => ShellQuestion::Locate { operation: request.operation.clone() },
            Self::PickPhoto(request) => {
                ShellQuestion::PickPhoto { operation: request.operation.clone() }
            }
        }
    }
}

impl Questions {
    /// Gives the question a number, from 1.
    pub fn open(&self, open: Open) -> (u64, ShellQuestion) {
        let question = open.question();
        let mut state = self.lock();
        state.last += 1;
        let id = state.last;
        state.open.insert(id, open);
        (id, question)
    }

    /// The step that takes the answer to the core.
    ///
    /// # Errors
    /// See [`AnswerError`].
    pub fn close<A: App>(&self, id: u64, answer: ShellAnswer) -> Result<Step<A>, AnswerError> {
        let mut state = self.lock();
        let open = state.open.remove(&id).ok_or(AnswerError::NotOpen(id))?;
        match (open, answer) {
            (Open::Scan(request), ShellAnswer::Scan { output }) => Ok(answered(request, output)),
            (Open::ReadAloud(request), ShellAnswer::ReadAloud { output }) => {
                Ok(answered(request, output))
            }
            (Open::Share(request), ShellAnswer::Share { output }) => Ok(answered(request, output)),
            (Open::Locate(request), ShellAnswer::Locate { output }) => {
                Ok(answered(request, output))
            }
            (Open::PickPhoto(request), ShellAnswer::PickPhoto { output }) => {
                Ok(answered(request, output))
            }
            (open, _) => {
                state.open.insert(id, open);
                Err(AnswerError::Mismatch(id))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
