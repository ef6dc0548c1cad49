//! The server's connection with statements exchanged for others: a protection that lies in a
//! statement is taken away here, outside the product.

use wufei_server::store::{Connection, Mark, Row, Statement, StoreError, Value};

/// A statement of the product, by name, and the text that runs in its place.
pub(crate) type Exchange = (&'static str, &'static Statement);

/// A connection that runs other statements in place of exchanged ones.
pub(crate) struct Rewired {
    inner: Box<dyn Connection + Send>,
    exchanged: &'static [Exchange],
}

impl Rewired {
    pub fn new(inner: Box<dyn Connection + Send>, exchanged: &'static [Exchange]) -> Self {
        Self { inner, exchanged }
    }

    fn meant<'a>(&self, statement: &'a Statement) -> &'a Statement {
        let found = self.exchanged.iter().find(|(name, _)| *name == statement.name);
        found.map_or(statement, |(_, other)| other)
    }
}

impl Connection for Rewired {
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

    fn lineage(&self) -> Option<&str> {
        self.inner.lineage()
    }
}
