//! The team lead: decides on records of turfs that their maker does not hold.

use wufei_domain::record::Record;
use wufei_server::{
    operate::{refuse_held, take_held},
    store::{Row, Statement},
};

use crate::{violation::Violation, world::World};

/// Undecided ones, a parent before what depends on it.
const HELD: Statement = Statement {
    name: "lead::HELD",
    text: "SELECT body, actor, received_at FROM held_records h WHERE decided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM records r WHERE r.id = h.id) ORDER BY received_at, made_at, id",
};

/// Of so many held records one is not taken.
const NOT_TAKEN: u64 = 5;

impl World<'_> {
    /// Decides on all that is held. What cannot be taken by its own rules is refused.
    ///
    /// # Errors
    /// When the server's database cannot be read.
    pub fn lead_decides(&mut self) -> Result<(), Violation> {
        for (body, actor, received_at) in self.held()? {
            if self.city.desk.is_none() {
                return Ok(());
            }
            let record: Record = serde_json::from_str(&body)?;
            let (id, now, database) = (record.id, self.now(), self.city.database()?);
            let mut said = "takes";
            let mut done = if self.chance.below(NOT_TAKEN) == 0 {
                Ok(false)
            } else {
                take_held(&database, id, now).map(|_| true)
            };
            if !matches!(done, Ok(true)) && !self.city.disk.is_off() {
                said = "does not take";
                done = refuse_held(&database, id, "不在片区（合成）", now).map(|_| false);
            }
            if self.city.disk.is_off() {
                self.doubt.push(record);
                self.server_loses_power();
                return Ok(());
            }
            match done {
                Ok(true) => {
                    self.tally.records += 1;
                    self.tally.held_taken += 1;
                    self.changed_ms = self.now_ms;
                    let received_at = wufei_domain::time::UnixMs::new(received_at);
                    self.model.ever.insert(id, record.hash().to_string());
                    self.model.truth.accept(record, Some(actor.parse()?), received_at);
                }
                Ok(false) => self.tally.held_refused += 1,
                Err(_) => continue,
            }
            self.say_city(format_args!("the lead {said} {id}"));
        }
        Ok(())
    }

    fn held(&self) -> Result<Vec<(String, String, i64)>, Violation> {
        if self.city.desk.is_none() {
            return Ok(Vec::new());
        }
        let rows = self.city.outside()?.rows(&HELD, &[])?;
        let read = |row: &Row| Ok((row.read(0)?, row.read(1)?, row.integer(2)?));
        rows.iter().map(read).collect()
    }
}
