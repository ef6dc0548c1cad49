//! What holds for the server's data on PostgreSQL, and alike on both databases: schema and statements,
//! copies from one to the other, what goes wrong with a database that others run, races, kills.
//!
//! Each test starts a PostgreSQL of its own. The whole story of the server is told on it by the tests
//! of `wufei-server`, run by the program `with_postgres`.

mod carried;
mod older;
mod outages;
mod races;
mod reading;
mod schemas;
mod sides;
mod statements;
mod storms;
