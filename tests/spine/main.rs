//! The requirements of sync, a test a row of their table: each shows its check green on the product
//! as it is, and red once the protection is taken away from outside.
//!
//! A row says which databases of the server it is shown on, and its line of the table repeats it:
//! [`proof::Databases`]. What the server's database is asked is shown on SQLite, and once more on
//! PostgreSQL by the suite `postgres`; what it is not asked is shown once and says why. A new row that
//! says nothing does not compile.
//!
//! Start here: [`proof`] (what a proof is), [`city`] (the server's own service and store in this
//! process), [`ground`] (where its database lies), [`outside`] (what is done to it by nobody of the
//! product), [`phone`] (the device's own store and sync client), [`rewired`] (statements exchanged
//! between the two), [`front`] (a server of another version), [`elder`] (a device of one). Then a file a requirement. A passed test prints its line of the table.

mod city;
mod elder;
mod front;
mod ground;
mod listening;
mod outside;
mod phone;
mod proof;
mod reader;
mod rewired;
mod roll;
mod wire;

mod backoff;
mod batches;
mod clocks;
mod cloned;
mod compacted;
mod doubles;
mod gap_free;
mod healed;
mod liveness;
mod lost;
mod matrix;
mod newer;
mod news;
mod on_phone;
mod one_transaction;
mod order_free;
mod outdated;
mod parents;
mod people;
mod photos;
mod repeats;
mod restored;
mod revoked;
mod snapshots;
mod together;
mod upgraded;
mod verdicts;
mod versions;
