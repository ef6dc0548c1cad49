//! A linear model: weights of a byte for each feature and class, and a scale.
//!
//! It is trained on the guide's own names by `wufei-guide train` and compiled in; a test holds that
//! it was trained on the names of today.

use std::borrow::Cow;

use super::features::FEATURES;
use crate::item::Disposal;
use wufei_domain::stream::Stream;

/// What the model tells apart.
pub(crate) const CLASSES: usize = 9;

const MAGIC: &[u8; 8] = b"WUFEIM01";

/// The class of a place: each stream its own, all that goes into no bin together.
pub(crate) fn class(disposal: Disposal) -> usize {
    match disposal {
        Disposal::Bin(stream) => {
            Stream::ALL.iter().position(|known| *known == stream).unwrap_or(CLASSES - 1)
        }
        Disposal::Sink | Disposal::Toilet | Disposal::HandOver | Disposal::NotWaste => CLASSES - 1,
    }
}

/// The place of a class.
pub(crate) fn place(class: usize) -> Disposal {
    Stream::ALL.get(class).map_or(Disposal::NotWaste, |stream| Disposal::Bin(*stream))
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Of the names it was trained on.
    trained_on: [u8; 8],
    scale: f32,
    bias: [f32; CLASSES],
    /// A row of [`CLASSES`] for each feature.
    weights: Cow<'static, [u8]>,
}

impl Model {
    /// A model from weights, rounded to bytes.
    pub(crate) fn of(trained_on: [u8; 8], bias: [f32; CLASSES], weights: &[f32]) -> Self {
        let largest = weights.iter().fold(0.01_f32, |most, weight| most.max(weight.abs()));
        let scale = largest / 127.0;
        let byte = |weight: &f32| {
            #[expect(clippy::cast_possible_truncation, reason = "clamped to a byte")]
            let rounded = (weight / scale).round().clamp(-127.0, 127.0) as i8;
            rounded.cast_unsigned()
        };
        Self { trained_on, scale, bias, weights: weights.iter().map(byte).collect() }
    }

    /// The model in a file's bytes; `None` when they are no model.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (trained_on, rest) = rest.split_first_chunk::<8>()?;
        let (scale, mut rest) = rest.split_first_chunk::<4>()?;
        let mut bias = [0.0; CLASSES];
        for value in &mut bias {
            let (one, more) = rest.split_first_chunk::<4>()?;
            *value = f32::from_le_bytes(*one);
            rest = more;
        }
        (rest.len() == FEATURES * CLASSES).then_some(Self {
            trained_on: *trained_on,
            scale: f32::from_le_bytes(*scale),
            bias,
            weights: Cow::Borrowed(rest),
        })
    }

    /// A digest of the names it was trained on.
    pub const fn trained_on(&self) -> [u8; 8] {
        self.trained_on
    }

    /// As [`Model::read`] reads it.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&self.trained_on);
        bytes.extend_from_slice(&self.scale.to_le_bytes());
        for value in self.bias {
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        bytes.extend_from_slice(&self.weights);
        bytes
    }

    /// How probable each class is; they sum to 1.
    pub(crate) fn probabilities(&self, features: &[usize]) -> [f32; CLASSES] {
        let mut sums = self.bias;
        for feature in features {
            let row = self.weights.get(feature * CLASSES..(feature + 1) * CLASSES);
            for (sum, weight) in sums.iter_mut().zip(row.unwrap_or_default()) {
                *sum += f32::from(weight.cast_signed()) * self.scale;
            }
        }
        softmax(sums)
    }
}

/// Shares that sum to 1.
pub(crate) fn softmax(sums: [f32; CLASSES]) -> [f32; CLASSES] {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let shares = sums.map(|sum| (sum - most).exp());
    let all: f32 = shares.iter().sum();
    shares.map(|share| share / all)
}
