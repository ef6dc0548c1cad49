//! A connection that notes whose news change: it sees each number that a feed gives out, each lease,
//! each device that is revoked, whoever wrote them. So nothing can be appended without being noted, and
//! the rows of feeds that last are counted.

use std::{collections::BTreeSet, mem};

use super::{
    Connection, Mark, Question, Row, Statement, StoreError, Value,
    statements::{feed, person, turf},
};

/// Names of feeds, people and devices, each as its own text; no two kinds have a text in common.
pub type Names = BTreeSet<String>;

/// Notes names on the way to `inner`. What is gone back on later stays noted: whoever is woken in
/// vain only looks.
pub(crate) struct Noted<C> {
    pub(crate) inner: C,
    names: Names,
    /// Rows that feeds got in this transaction.
    rows: u64,
    /// How many those were at each mark that still stands.
    rows_at: Vec<(Mark, u64)>,
}

impl<C> Noted<C> {
    pub(crate) const fn new(inner: C) -> Self {
        Self { inner, names: Names::new(), rows: 0, rows_at: Vec::new() }
    }

    /// What was noted since the last call.
    pub(crate) fn take(&mut self) -> Names {
        mem::take(&mut self.names)
    }

    /// Rows that feeds got in the transaction that was committed last.
    pub(crate) const fn feed_rows(&self) -> u64 {
        self.rows
    }

    /// A mark is gone, and those inside it; gives how many rows there were at it.
    fn unmark(&mut self, mark: Mark) -> u64 {
        let place = self.rows_at.iter().position(|(at, _)| *at == mark);
        place
            .and_then(|place| self.rows_at.drain(place..).next())
            .map_or(self.rows, |(_, rows)| rows)
    }

    fn note(&mut self, statement: &Statement, values: &[Value]) {
        let named = match statement.name {
            name if name == feed::NEXT.name => 0,
            name if name == turf::LEASE.name => 2,
            name if name == person::REVOKE_DEVICE.name => 0,
            _ => return,
        };
        if let Some(Value::Text(name)) = values.get(named) {
            self.names.insert(name.clone());
        }
        if let (true, Some(Value::Integer(rows))) =
            (statement.name == feed::NEXT.name, values.get(1))
        {
            self.rows += u64::try_from(*rows).unwrap_or(0);
        }
    }
}

impl<C: Connection> Connection for Noted<C> {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.note(statement, values);
        self.inner.execute(statement, values)
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.note(statement, values);
        self.inner.query(statement, values)
    }

    fn query_all(&mut self, questions: &[Question<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        for (statement, values) in questions {
            self.note(statement, values);
        }
        self.inner.query_all(questions)
    }

    fn execute_all(
        &mut self,
        statement: &Statement,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        for values in rows {
            self.note(statement, values);
        }
        self.inner.execute_all(statement, rows)
    }

    fn write(&mut self, statement: &Statement, values: &[Value]) -> Result<(), StoreError> {
        self.note(statement, values);
        self.inner.write(statement, values)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        (self.rows, self.rows_at) = (0, Vec::new());
        self.inner.begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.inner.rollback()
    }

    fn savepoint(&mut self) -> Result<Mark, StoreError> {
        let mark = self.inner.savepoint()?;
        self.rows_at.push((mark, self.rows));
        Ok(mark)
    }

    fn release(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.unmark(mark);
        self.inner.release(mark)
    }

    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.rows = self.unmark(mark);
        self.inner.rollback_to(mark)
    }

    fn close(&mut self) -> Result<(), StoreError> {
        self.inner.close()
    }

    fn lineage(&self) -> Option<&str> {
        self.inner.lineage()
    }

    fn reconnects(&self) -> u64 {
        self.inner.reconnects()
    }
}
