//! The guide as its users see it.
