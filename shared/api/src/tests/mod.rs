//! The wire format, held still: [`shapes`] has a picture of every serialized type and reads each
//! one back, [`frozen`] reads what earlier versions wrote, [`bad_input`] is refused.
//! [`made`] makes one of everything, with fixed ids and no clock.

mod bad_input;
mod columns;
mod frozen;
mod made;
mod photos;
mod shapes;
