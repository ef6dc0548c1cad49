//! Every statement of the server, a file a noun. The same text for SQLite and PostgreSQL; where a
//! fragment would have to differ, it says so beside it (none does so far).
//!
//! Whole numbers that a database sums or counts are cast to `BIGINT`, because PostgreSQL would give
//! a decimal number.

use super::Statement;

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $(
            $(#[$doc])*
            pub const $name: Statement = Statement {
                name: concat!(module_path!(), "::", stringify!($name)),
                text: $text,
            };
        )*

        /// All of this file.
        pub const ALL: &[&Statement] = &[$(&$name,)*];
    };
}

pub mod area;
pub mod audit;
pub mod consent;
pub mod device;
pub mod drop_off;
pub mod feed;
pub mod held;
pub mod household;
pub mod login;
pub mod meta;
pub mod missing;
pub mod person;
pub mod photo;
pub mod record;
pub mod restore;
pub mod roll;
pub mod rulebook;
pub mod screen;
pub mod standing;
pub mod transfer;
pub mod turf;
pub mod visit;

/// All statements, by file.
pub const ALL: &[&[&Statement]] = &[
    area::ALL,
    audit::ALL,
    consent::ALL,
    device::ALL,
    drop_off::ALL,
    feed::ALL,
    held::ALL,
    household::ALL,
    login::ALL,
    meta::ALL,
    missing::ALL,
    person::ALL,
    photo::ALL,
    record::ALL,
    restore::ALL,
    roll::ALL,
    rulebook::ALL,
    screen::ALL,
    standing::ALL,
    transfer::ALL,
    turf::ALL,
    visit::ALL,
];

/// All statements in one row.
pub fn all() -> impl Iterator<Item = &'static Statement> {
    ALL.iter().flat_map(|file| file.iter().copied())
}
