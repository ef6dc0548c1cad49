//! The table of standings as last loaded.

use wufei_domain::refusal::Refusal;

use super::{Cmd, Loaded, Model};
use crate::effect::store::StandingData;

#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// `Here(None)`: none has arrived yet.
    pub(crate) data: Loaded<Option<StandingData>>,
}

impl Model {
    pub(super) fn standing_loaded(&mut self, answer: Result<Option<StandingData>, Refusal>) -> Cmd {
        if let Some(data) = self.take(answer) {
            self.standing.data = Loaded::Here(data);
        }
        Cmd::done()
    }
}
