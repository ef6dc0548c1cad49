//! Fuzzes what comes from the other side: every decoder of the wire, the cursor, and behind them the
//! server's service and the device's store. Only tests live here.
//!
//! A target takes a body of the kept corpus (`corpus/`, a folder a decoder), changes it by a recipe
//! that proptest draws and shrinks, and holds properties over what the decoder says. The bound is a
//! number of cases, the stream of chance has a fixed seed: two runs try the same. A body that broke
//! a property is printed; put into its folder, it is tried first ever after.
//!
//! Start here: `recipe` (changes as data), `wire` (the decoders), `properties` (what must hold),
//! `bounds` (what no decoder may let through); then the targets: `decoders`, `depth`, `cursor`,
//! `intake`, `device`, `folds`, `question`. Each has a control: the same run over a decoder that lacks the
//! check must end red.

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod cursor;
#[cfg(test)]
mod decoders;
#[cfg(test)]
mod depth;
#[cfg(test)]
mod device;
#[cfg(test)]
mod folds;
#[cfg(test)]
mod intake;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod question;
#[cfg(test)]
mod recipe;
#[cfg(test)]
mod wire;
