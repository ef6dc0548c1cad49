//! The server's connection with statements exchanged for others: a protection that lies in a
//! statement is taken away here, outside the product.

use wufei_server::store::{Connection, Mark, Row, Statement, StoreError, Value, statements};
use wufei_tests::harness::{Failure, holds};

/// A connection that runs another statement in place of an exchanged one.
pub struct Rewired<C> {
    inner: C,
    exchanged: Vec<(&'static str, &'static Statement)>,
}

impl<C> Rewired<C> {
    pub const fn new(inner: C) -> Self {
        Self { inner, exchanged: Vec::new() }
    }

    /// Runs `other` wherever the product means `statement`.
    ///
    /// # Errors
    /// When the product has no such statement: then nothing would be taken away.
    pub fn exchange(
        &mut self,
        statement: &Statement,
        other: &'static Statement,
    ) -> Result<(), Failure> {
        let known = statements::all().find(|known| known.name == statement.name);
        holds("a statement of the product", known.is_some(), || statement.name.to_owned())?;
        if let Some(known) = known {
            self.exchanged.push((known.name, other));
        }
        Ok(())
    }

    fn meant<'a>(&self, statement: &'a Statement) -> &'a Statement {
        let found = self.exchanged.iter().find(|(name, _)| *name == statement.name);
        found.map_or(statement, |(_, other)| other)
    }
}

impl<C: Connection> Connection for Rewired<C> {
    fn execute(&mut self, statement: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.inner.execute(self.meant(statement), values)
    }

    fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.inner.query(self.meant(statement), values)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.inner.begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.inner.rollback()
    }

    fn savepoint(&mut self) -> Result<Mark, StoreError> {
        self.inner.savepoint()
    }

    fn release(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.inner.release(mark)
    }

    fn rollback_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.inner.rollback_to(mark)
    }

    fn close(&mut self) -> Result<(), StoreError> {
        self.inner.close()
    }

    fn lineage(&self) -> Option<&str> {
        self.inner.lineage()
    }
}
