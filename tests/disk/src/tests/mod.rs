//! The disk itself, then both stores on it.

mod device_store;
mod fault_loop;
mod handed_on;
mod history;
mod meddling;
mod server_rules;
mod server_store;
mod survival;
mod town;
