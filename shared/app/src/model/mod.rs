//! State, a file a screen or workflow. Filled by `update`, read by `view`.

/// What a stamp was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {}

/// All state.
#[derive(Debug, Default)]
pub struct Model {}
