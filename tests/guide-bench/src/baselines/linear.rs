//! Logistic regression over runs of letters.

use std::collections::HashMap;

use super::{Said, hundredths, runs};
use crate::{base::Name, chance::Chance, streams};

const STREAMS: usize = streams::ALL.len();
/// Times that every name is seen.
const ROUNDS: usize = 8;
const RATE: f32 = 0.2;
const DECAY: f32 = 1e-4;

/// A weight for each run and stream.
#[derive(Debug)]
pub struct Linear {
    runs: HashMap<String, usize>,
    weights: Vec<[f32; STREAMS]>,
    bias: [f32; STREAMS],
}

impl Linear {
    /// Learns where names go, seeing them in an order drawn by the seed.
    pub fn train(names: &[Name], seed: u64) -> Self {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut examples: Vec<(Vec<usize>, usize)> = Vec::new();
        for name in names {
            let mut features = Vec::new();
            for run in runs(&name.normal) {
                let next = known.len();
                features.push(*known.entry(run).or_insert(next));
            }
            examples.push((features, streams::place(name.stream)));
        }
        let mut linear =
            Self { weights: vec![[0.0; STREAMS]; known.len()], bias: [0.0; STREAMS], runs: known };
        let mut slopes = vec![[1e-6; STREAMS]; linear.weights.len()];
        let mut chance = Chance::of(seed);
        for _ in 0..ROUNDS {
            chance.shuffle(&mut examples);
            for (features, stream) in &examples {
                linear.step(features, *stream, &mut slopes);
            }
        }
        linear
    }

    /// One step down the slope, shorter where there were many (`AdaGrad`).
    fn step(&mut self, features: &[usize], stream: usize, slopes: &mut [[f32; STREAMS]]) {
        let shares = self.shares(features);
        for (place, share) in shares.into_iter().enumerate() {
            let error = if place == stream { share - 1.0 } else { share };
            self.bias[place] -= 0.01 * error;
            for feature in features {
                let weight = &mut self.weights[*feature][place];
                let slope = DECAY.mul_add(*weight, error);
                let past = &mut slopes[*feature][place];
                *past += slope * slope;
                *weight -= RATE * slope / past.sqrt();
            }
        }
    }

    fn shares(&self, features: &[usize]) -> [f32; STREAMS] {
        let mut sums = self.bias;
        for feature in features {
            for (sum, weight) in sums.iter_mut().zip(self.weights[*feature]) {
                *sum += weight;
            }
        }
        let most = sums.into_iter().fold(f32::MIN, f32::max);
        let shares = sums.map(|sum| (sum - most).exp());
        let all: f32 = shares.iter().sum();
        shares.map(|share| share / all)
    }

    /// Judges a name as compared; `None` when no run of it was ever seen.
    pub fn say(&self, normal: &str) -> Said {
        let features: Vec<usize> =
            runs(normal).iter().filter_map(|run| self.runs.get(run).copied()).collect();
        if features.is_empty() {
            return None;
        }
        let shares = self.shares(&features);
        let best =
            streams::ALL.into_iter().zip(shares).max_by(|one, other| one.1.total_cmp(&other.1));
        best.map(|(stream, share)| (stream, hundredths(share)))
    }
}
