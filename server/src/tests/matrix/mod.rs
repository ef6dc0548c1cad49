//! Who may do what: every route, every role, inside and outside what they hold, asked over the
//! network. What is expected is stated in [`rows`], from the words of the design, and nowhere else.

mod rows;
mod sessions;
mod town;

use std::{collections::BTreeSet, fmt::Write as _, net::SocketAddr};

use wufei_api::routes::{CONSOLE, HEALTH, LEDGER, PUSH};
use wufei_domain::role::Role;

use super::{city::COUNTY_ORGANISER, network::running};
use crate::routes::{
    described::{Route, Verb},
    table::table,
};
use rows::{Row, Shows, rows};
use town::{Changed, Town, answered, columns};

/// One cell that is not as it should be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wrong {
    row: &'static str,
    column: String,
    stated: String,
    seen: String,
}

/// Asks every cell of these rows; gives the table for people and what is wrong in it.
fn asked(town: &Town, at: SocketAddr, rows: Vec<Row>) -> (String, Vec<Wrong>) {
    let (mut shown, mut wrong) = (head(), Vec::new());
    for row in rows {
        let _ = write!(shown, "| {} {} | {} |", row.verb.name(), row.path, row.what);
        for column in columns() {
            let Some(stated) = row.stated(column) else {
                shown.push_str(" · |");
                continue;
            };
            let seen = answered(town, at, &row, column);
            let _ = write!(shown, " {seen} |");
            if seen != stated {
                let (column, stated) = (column.to_string(), stated.to_owned());
                wrong.push(Wrong { row: row.what, column, stated, seen });
            }
        }
        shown.push('\n');
    }
    (shown, wrong)
}

fn head() -> String {
    let names: Vec<String> = columns().map(|column| column.to_string()).collect();
    format!("| route | what |{}|\n|---|---|{}\n", names.join("|"), "---|".repeat(names.len()))
}

/// A method and its path.
type Named = (Verb, &'static str);

/// Routes without a row, then rows without a route.
fn unmatched(table: &[Route], rows: &[Row]) -> (Vec<Named>, Vec<Named>) {
    let routes: BTreeSet<_> = table.iter().map(|route| (route.verb, route.path)).collect();
    let stated: BTreeSet<_> = rows.iter().map(|row| (row.verb, row.path)).collect();
    let (missing, stray) = (routes.difference(&stated), stated.difference(&routes));
    (missing.copied().collect(), stray.copied().collect())
}

#[test]
fn every_role_is_let_in_where_the_design_says_and_nowhere_else() {
    let town = Town::new();
    let server = running(&town.city);
    let (shown, wrong) = asked(&town, server.address(), rows());
    println!("{shown}");
    assert_eq!(wrong, []);
    server.stop().unwrap();
}

#[test]
fn a_route_has_a_row_and_a_row_has_a_route() {
    assert_eq!(unmatched(&table(), &rows()), (vec![], vec![]));
    let mut more = table();
    more[0].path = "/new";
    let (missing, stray) = unmatched(&more, &rows());
    assert_eq!((missing[0].1, stray[0].1), ("/new", HEALTH), "both are noticed");
}

/// Every refusal that the matrix sees of a route stands in its description.
#[test]
fn what_is_refused_is_described() {
    for row in rows() {
        let of_row = |route: &&Route| (route.verb, route.path) == (row.verb, row.path);
        let table = table();
        let route = table.iter().find(of_row).unwrap();
        for column in columns() {
            let Some((_, code)) = row.stated(column).and_then(|stated| stated.split_once(' '))
            else {
                continue;
            };
            let stated = row.stated(column).unwrap();
            let is_verdict = row.path == PUSH && stated.starts_with("200");
            let on_a_page =
                route.answers.iter().any(|told| stated.starts_with(&format!("{} ", told.status)));
            let described = route.refusals().iter().any(|refused| refused.as_str() == code);
            assert!(described || is_verdict || on_a_page, "{} {}: {code}", row.what, column);
        }
    }
}

/// The control: something in front of one handler lends everybody the auditor's token.
#[test]
fn a_route_that_lets_everybody_in_is_noticed() {
    let town = Town::new();
    let mut all = table();
    let ledger = all.iter_mut().find(|route| route.path == LEDGER).unwrap();
    ledger.handler = ledger.handler.clone().layer(axum::Extension(town.of_the_auditor()));
    let server = Changed::start(&town, all);
    let (_, wrong) = asked(&town, server.address, rows());
    let rows: BTreeSet<&str> = wrong.iter().map(|wrong| wrong.row).collect();
    assert_eq!(rows, BTreeSet::from(["a household's account"]));
    let columns: Vec<&str> = wrong.iter().map(|wrong| wrong.column.as_str()).collect();
    assert!(columns.contains(&"resident in") && columns.contains(&"unknown token"), "{columns:?}");
    assert!(!columns.contains(&"auditor in") && !columns.contains(&"no token"), "{columns:?}");
    server.stop();
}

/// The same of the console: something in front of its page lends everybody an organiser's session.
#[test]
fn a_page_that_lets_everybody_in_is_noticed() {
    let town = Town::new();
    let mut all = table();
    let home = all.iter_mut().find(|route| route.path == CONSOLE).unwrap();
    let lent = sessions::begun(&town, COUNTY_ORGANISER, 0);
    home.handler = home.handler.clone().layer(axum::Extension(lent));
    let server = Changed::start(&town, all);
    let of_console = || rows().into_iter().filter(|row| row.path.starts_with(CONSOLE)).collect();
    let (_, wrong) = asked(&town, server.address, of_console());
    assert!(wrong.iter().all(|wrong| (wrong.row, &*wrong.seen) == ("the console", "200")));
    let columns: Vec<&str> = wrong.iter().map(|wrong| wrong.column.as_str()).collect();
    assert!(columns.contains(&"resident in") && columns.contains(&"ended role"), "{columns:?}");
    assert!(!columns.contains(&"auditor in") && !columns.contains(&"no token"), "{columns:?}");
    server.stop();
}

/// And a cell that is stated otherwise is.
#[test]
fn a_row_that_is_stated_otherwise_is_noticed() {
    let town = Town::new();
    let server = running(&town.city);
    let mut changed: Vec<Row> = rows().into_iter().filter(|row| row.path == CONSOLE).collect();
    changed.retain(|row| row.shows == Shows::Session);
    changed[0].let_in(Role::Resident);
    let (_, wrong) = asked(&town, server.address(), changed);
    let cells: Vec<_> = wrong.iter().map(|wrong| (wrong.column.as_str(), &*wrong.seen)).collect();
    assert_eq!(cells, [("resident in", "303 session_ended")]);
    server.stop().unwrap();
}
