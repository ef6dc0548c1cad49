//! The disk itself, then both stores on it.

mod survival;
