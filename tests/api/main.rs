//! The server's own description held against it by schemathesis, as each role and as nobody: nothing
//! fails inside, no status, type or body is told that the description does not have, and what does not
//! fit a schema is refused in our own words.
//!
//! Needs the program `schemathesis`, whose path stands in the variable `WUFEI_SCHEMATHESIS`;
//! `WUFEI_FULL` asks for more of each operation. Start here: [`roles`]; [`fuzzer`] starts the program,
//! [`examples`] gives it what a random text never hits.

mod examples;
mod fuzzer;
mod roles;
