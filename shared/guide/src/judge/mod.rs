//! Judges a word that is in no list: from the things it ends with, its letters and its neighbours.
//!
//! [`features`] says what a word shows, [`model`] what that is worth, [`training`] and [`taught`]
//! where the model comes from. A judgement carries how sure it is, as measured on names that it had never seen.

pub(crate) mod features;
pub(crate) mod kinds;
pub(crate) mod model;
mod taught;
pub(crate) mod training;

pub use model::Model;
