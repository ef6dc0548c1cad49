//! A household's screen: what it brought and what it earned.

use wufei_api::feed::TransferFact;
use wufei_app::effect::store::{HouseholdData, LoadHousehold};
use wufei_domain::refusal::Refusal;

use super::{
    Store, bodies, fact,
    seen::{self, Which},
};
use crate::lane::Answer;

/// A transfer may stand in the household's feed and in a recycling point's.
const TRANSFERS: &str = "SELECT body FROM facts
  WHERE about = ?1 AND record_kind = '' AND kind = 'transfer' GROUP BY key ORDER BY made_at, key";

impl Answer<LoadHousehold> for Store {
    fn answer(&mut self, operation: &LoadHousehold) -> Result<HouseholdData, Refusal> {
        let which = Which::About(operation.household);
        self.read(|tx| {
            let transfers =
                bodies::<TransferFact>(tx, TRANSFERS, [operation.household.to_string()])?;
            Ok(HouseholdData {
                tariff: fact::tariff(tx)?,
                drop_offs: seen::drop_offs(tx, which)?,
                reversals: seen::reversals(tx, which)?,
                transfers: transfers.into_iter().map(|fact| fact.transfer).collect(),
            })
        })
    }
}
