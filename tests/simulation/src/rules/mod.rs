//! What must hold. Cheap rules after each step, dear ones every [`DEAR_EVERY`] decisions of the
//! server, at each of its starts and at the end; `agreement` once all is quiet.
//!
//! After each step: what a device keeps and what it reads ([`device`], whenever its database has
//! changed), that each page of a feed is whole, how many records the server has ([`server`]).
//! Dear: the server's records, gaps, doors and ledger against the model ([`server_as_a_whole`]).

pub(crate) mod agreement;
mod device;
mod ledger;
mod server;

pub(crate) use device::device;
pub(crate) use server::{server, server_as_a_whole};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use wufei_api::feed::FeedPage;

use crate::violation::{Violation, holds};

/// Dear rules are held after so many decisions of the server.
pub(crate) const DEAR_EVERY: u64 = 40;

/// Bytes of a cursor's signature, at its end.
const SIGNATURE_BYTES: usize = 32;

/// What a cursor says: epoch and number. Only the simulation reads it; to a device it is opaque.
pub(crate) fn read_cursor(cursor: &str) -> Option<(String, u64)> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let position = bytes.get(..bytes.len().checked_sub(SIGNATURE_BYTES)?)?;
    let text = str::from_utf8(position).ok()?;
    let (epoch, rest) = text.split_once('|')?;
    let (_, seq) = rest.rsplit_once('|')?;
    Some((epoch.to_owned(), seq.parse().ok()?))
}

/// A page has every number up to where the next one begins.
///
/// # Errors
/// The violation.
pub(crate) fn page_is_whole(page: &FeedPage) -> Result<(), Violation> {
    let numbers: Vec<u64> = page.rows.iter().map(|row| row.seq).collect();
    let is_dense = numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let next = read_cursor(&page.next.0).map(|(_, seq)| seq);
    let ends_well = numbers.last().is_none_or(|last| Some(*last) == next);
    let rule = "a page has every number, and its cursor stands after the last";
    holds(rule, is_dense && ends_well, || format!("{numbers:?}, next {next:?}"))
}

#[cfg(test)]
mod tests {
    use wufei_api::feed::FeedRow;
    use wufei_domain::scope::Scope;
    use wufei_server::service::cursor;

    use super::*;
    use crate::town;

    fn page(numbers: &[u64], next: u64) -> FeedPage {
        let scope = Scope::Point(town::point());
        let tariff = || wufei_api::feed::FeedItem::Tariff(town::tariff().unwrap());
        FeedPage {
            rows: numbers.iter().map(|seq| FeedRow { seq: *seq, item: tariff() }).collect(),
            next: cursor::sign(b"a key", "an-epoch", scope, next),
            has_more: false,
            epoch: "an-epoch".to_owned(),
            check: None,
            snapshot: None,
            rulebook: None,
        }
    }

    #[test]
    fn a_cursor_of_the_server_is_read() {
        let next = page(&[], 42).next;
        assert_eq!(read_cursor(&next.0), Some(("an-epoch".to_owned(), 42)));
        assert_eq!(read_cursor("of another form"), None);
    }

    #[test]
    fn a_page_with_a_gap_or_a_cursor_ahead_is_not_whole() {
        assert_eq!(page_is_whole(&page(&[3, 4, 5], 5)), Ok(()));
        assert_eq!(page_is_whole(&page(&[], 5)), Ok(()));
        assert!(page_is_whole(&page(&[3, 5], 5)).is_err());
        assert!(page_is_whole(&page(&[3, 4], 5)).is_err());
    }
}
