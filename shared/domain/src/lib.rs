//! Words, units and rules of Wufei, trusted by phone and server alike.
//!
//! Nothing here does I/O, reads a clock or draws a random number: time and chance come in as
//! arguments. Storage lives in `engine` and `server`, the wire in `api`, screens in `app`.
//!
//! Start here: [`units`] and [`ids`], then [`record`] (what a person does becomes a record),
//! [`points`] (what it earns), [`ledger`] (how it is booked), [`visit`] (a door's state is a fold),
//! [`standing`] (how communities compare), [`refusal`] (how bad input is named),
//! [`lost`] (what a lost device is told), [`recall`] (when a question comes again), [`rulebook`] (what
//! proves a patched rulebook), [`audit`] (what proves a log of acts), [`consent`] (what somebody agreed to), [`phone`], [`whole`] (what a newer version adds is kept), [`qr_drawing`], [`words`] (how any of it
//! reaches a screen).
#![deny(missing_docs)]

pub mod area;
pub mod audit;
pub mod card;
pub mod consent;
pub mod digest;
pub mod drop_off;
pub mod enrolment;
mod hex_bytes;
pub mod ids;
pub mod ledger;
pub mod lost;
pub mod news;
pub mod phone;
pub mod photo;
pub mod points;
pub mod position;
pub mod qr_drawing;
pub mod recall;
pub mod record;
pub mod refusal;
pub mod role;
pub mod rulebook;
#[cfg(feature = "schema")]
mod schema;
pub mod scope;
pub mod standing;
pub mod stream;
pub mod sync;
pub mod tariff;
pub mod time;
pub mod units;
pub mod visit;
pub mod whole;
pub mod words;

#[cfg(test)]
mod vectors;

#[cfg(feature = "ffi")]
uniffi::setup_scaffolding!("wufei_domain");
