//! Two readers of what the server holds: one follows the feed as the product does, its rival takes
//! a clock for a cursor.

use std::collections::BTreeSet;

use wufei_api::feed::{Cursor, FeedQuery};
use wufei_domain::{scope::Scope, time::UnixMs};
use wufei_server::service::authorise::Bearer;
use wufei_tests::harness::{Failure, same};

use crate::{city::Desk, outside::Outside};

/// Rows in a page: small, so that there are many pages.
const PAGE_ROWS: u8 = 7;

/// How a reader knows where it stands.
#[derive(Clone, Copy)]
pub enum Mark {
    /// By the feed's cursor.
    Cursor,
    /// By the newest clock it has seen in this column of `records`.
    Clock(&'static str),
}

/// A reader of the records of one scope.
pub struct Reader {
    mark: Mark,
    bearer: Bearer,
    scope: Scope,
    cursor: Option<Cursor>,
    newest: i64,
    /// Numbers of the feed in the order in which they were read.
    pub numbers: Vec<u64>,
    /// Ids of the records read.
    pub records: BTreeSet<String>,
}

impl Reader {
    pub const fn new(mark: Mark, bearer: Bearer, scope: Scope) -> Self {
        let newest = 0;
        Self {
            mark,
            bearer,
            scope,
            cursor: None,
            newest,
            numbers: Vec::new(),
            records: BTreeSet::new(),
        }
    }

    /// Reads one page; whether it had any row.
    ///
    /// # Errors
    /// A refusal.
    pub fn read_page(
        &mut self,
        desk: &mut Desk,
        outside: &Outside,
        now: UnixMs,
    ) -> Result<bool, Failure> {
        match self.mark {
            Mark::Cursor => {
                let query = FeedQuery {
                    scope: self.scope,
                    cursor: self.cursor.take(),
                    limit: Some(usize::from(PAGE_ROWS)),
                };
                let page = desk.page(now, &self.bearer, query)?;
                self.cursor = Some(page.next);
                let any = !page.rows.is_empty();
                for row in page.rows {
                    self.numbers.push(row.seq);
                    if row.item.kind() == "record" {
                        self.records.insert(row.item.key());
                    }
                }
                Ok(any)
            }
            Mark::Clock(column) => self.read_by_clock(outside, column),
        }
    }

    fn read_by_clock(&mut self, outside: &Outside, column: &str) -> Result<bool, Failure> {
        let newest = self.newest;
        let sql = format!(
            "SELECT id, {column} FROM records WHERE {column} > {newest}
             ORDER BY {column}, id LIMIT {PAGE_ROWS}"
        );
        let rows = outside.rows(&sql, &[])?;
        for row in &rows {
            self.records.insert(row.text(0)?.to_owned());
            self.newest = row.integer(1)?;
        }
        Ok(!rows.is_empty())
    }

    /// Reads until nothing more comes.
    ///
    /// # Errors
    /// A refusal.
    pub fn read_on(
        &mut self,
        desk: &mut Desk,
        outside: &Outside,
        now: UnixMs,
    ) -> Result<(), Failure> {
        while self.read_page(desk, outside, now)? {}
        Ok(())
    }

    /// Every one of `made` was read, and the feed's numbers rise by one from one.
    ///
    /// # Errors
    /// When it is not so.
    pub fn missed_nothing(&self, made: &BTreeSet<String>) -> Result<(), Failure> {
        let never: Vec<&String> = made.difference(&self.records).collect();
        same("records never served", &Vec::new(), &never)?;
        let wanted: Vec<u64> = (1..).take(self.numbers.len()).collect();
        same("numbers of the feed", &wanted, &self.numbers)
    }
}
