//! Whole stories over real programs: devices on one side, the server on the other.
//!
//! Start here: [`neighbourhood`] (a synthetic roll), [`harness`] (a server as a process, devices
//! with their own databases, a proxy), [`tour`] (the story of a city in 18 steps), [`bench`] (speed beside a floor). The journeys lie
//! in `journeys/`, the requirements of sync with their controls in `spine/`, what is held against a
//! real PostgreSQL in `contract/`. No rule of the product lives here.

pub mod bench;
pub mod harness;
pub mod neighbourhood;
pub mod tour;
