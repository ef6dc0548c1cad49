//! A thing taken apart: its pieces at a glance, before each is told at length.

use serde::Serialize;
use wufei_domain::stream::{BinColour, Stream};
use wufei_guide::{Item, colour};

use super::{Scene, lookup::wording};

/// The pieces of a thing, or the cases it depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ApartView {
    /// `分开投放，共 3 处`, or `看情况：分 2 种情形`.
    pub heading: String,
    /// At least two, in the order of the parts.
    pub pieces: Vec<ApartPiece>,
}

/// One piece, or one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ApartPiece {
    pub name: String,
    /// At least one; several when it depends on how the piece is.
    pub branches: Vec<ApartBranch>,
}

/// Where a piece goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ApartBranch {
    /// `None` when it holds always.
    pub condition: Option<String>,
    /// `None` when it goes into no bin.
    pub stream: Option<Stream>,
    pub colour: BinColour,
    /// Colour and word: `蓝色桶 · 可回收物`.
    pub bin_line: String,
    /// The place of its card among the item's parts, from 0.
    pub part: u32,
}

/// `None` for a thing that is told in one piece.
pub(super) fn view(scene: &Scene<'_>, item: &Item) -> Option<ApartView> {
    let wording = wording(scene);
    let pieces = wording.pieces(item);
    if pieces.len() < 2 {
        return None;
    }
    let branch = |(at, condition): (usize, Option<String>)| {
        let part = item.parts.get(at)?;
        Some(ApartBranch {
            condition,
            stream: part.disposal.stream(),
            colour: colour(part.disposal),
            bin_line: wording.bin_line(part.disposal),
            part: u32::try_from(at).unwrap_or(u32::MAX),
        })
    };
    let pieces = pieces.into_iter().map(|piece| ApartPiece {
        name: piece.name,
        branches: piece.branches.into_iter().filter_map(branch).collect(),
    });
    Some(ApartView { heading: wording.apart_heading(item), pieces: pieces.collect() })
}
