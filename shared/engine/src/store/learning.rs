//! What a person answered in the quiz: the last answer to each question, on this device only.

use rusqlite::{Row, Transaction, params};
use wufei_app::effect::store::{LearningData, LoadLearning, SaveRecall};
use wufei_domain::{recall::Recall, refusal::Refusal, time::UnixMs};

use super::{Failure, Store, identity};
use crate::lane::Answer;

const RECALLS: &str = "SELECT question, is_right, was_right, answered_at, due_at, step
  FROM recalls ORDER BY question";
const SAVE: &str = "INSERT INTO recalls
  (question, is_right, was_right, answered_at, due_at, step) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (question) DO UPDATE SET is_right = excluded.is_right,
    was_right = excluded.was_right, answered_at = excluded.answered_at,
    due_at = excluded.due_at, step = excluded.step";
const FORGET: &str = "DELETE FROM recalls";
/// A turf is here, or this person made something on a walk.
const HELD_TURF: &str = "SELECT EXISTS (SELECT 1 FROM facts WHERE kind = 'turf')
  OR EXISTS (SELECT 1 FROM records WHERE actor = ?1
    AND kind IN ('visit', 'visit_void', 'door_proposal'))";

fn recall(row: &Row<'_>) -> Result<Recall, rusqlite::Error> {
    Ok(Recall {
        question: row.get(0)?,
        is_right: row.get(1)?,
        was_right: row.get(2)?,
        answered_at: UnixMs::new(row.get(3)?),
        due_at: UnixMs::new(row.get(4)?),
        step: row.get(5)?,
    })
}

/// Somebody else is to use this device: what was answered was the person's before.
pub(super) fn forget(tx: &Transaction<'_>) -> Result<(), Failure> {
    tx.execute(FORGET, [])?;
    Ok(())
}

impl Answer<LoadLearning> for Store {
    fn answer(&mut self, _: &LoadLearning) -> Result<LearningData, Refusal> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(RECALLS)?;
            let recalls = statement.query_map([], recall)?.collect::<Result<_, _>>()?;
            let actor = identity::actor(tx)?.map(|actor| actor.to_string());
            let held_turf = tx.query_row(HELD_TURF, [actor], |row| row.get(0))?;
            Ok(LearningData { recalls, held_turf })
        })
    }
}

impl Answer<SaveRecall> for Store {
    fn answer(&mut self, operation: &SaveRecall) -> Result<(), Refusal> {
        let Recall { question, is_right, was_right, answered_at, due_at, step } = &operation.recall;
        let (answered_at, due_at) = (answered_at.value(), due_at.value());
        self.write(|tx| {
            let row = params![question, is_right, was_right, answered_at, due_at, step];
            tx.prepare_cached(SAVE)?.execute(row)?;
            Ok(())
        })
    }
}
