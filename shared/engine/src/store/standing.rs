//! The table of standings as last received.

use wufei_api::feed::{StandingFact, StandingRow, SuppressedRow};
use wufei_app::effect::store::{LoadStanding, StandingData, StandingPlace, SuppressedPlace};
use wufei_domain::refusal::Refusal;

use super::{Store, bodies};
use crate::lane::Answer;

const STANDING: &str = "SELECT body FROM facts WHERE kind = 'standing'
  ORDER BY made_at DESC, seq DESC LIMIT 1";

fn shown(row: StandingRow) -> StandingPlace {
    StandingPlace {
        community: row.community,
        name: row.name,
        rank: row.rank,
        grams_per_household: row.grams_per_household,
        participation_permille: row.participation_permille,
    }
}

fn suppressed(row: SuppressedRow) -> SuppressedPlace {
    SuppressedPlace { community: row.community, name: row.name, why: row.why }
}

impl Answer<LoadStanding> for Store {
    fn answer(&mut self, _: &LoadStanding) -> Result<Option<StandingData>, Refusal> {
        self.read(|tx| {
            let fact: Option<StandingFact> = bodies(tx, STANDING, [])?.pop();
            Ok(fact.map(|fact| StandingData {
                as_of: fact.as_of,
                rows: fact.rows.into_iter().map(shown).collect(),
                suppressed: fact.suppressed.into_iter().map(suppressed).collect(),
            }))
        })
    }
}
