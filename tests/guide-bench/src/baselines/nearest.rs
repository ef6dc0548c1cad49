//! The most alike known name: cosine of the runs of letters, rare runs counting more.

use std::collections::HashMap;

use super::{Said, hundredths, runs};
use crate::{base::Name, streams::Stream};

/// A run of letters among all names.
#[derive(Debug)]
struct Run {
    /// The logarithm of how rare it is.
    weight: f32,
    names: Vec<usize>,
}

/// All names by their runs.
#[derive(Debug)]
pub struct Nearest {
    runs: HashMap<String, Run>,
    /// Length and stream of each name.
    names: Vec<(f32, Stream)>,
}

impl Nearest {
    /// Keeps the names.
    pub fn of(names: &[Name]) -> Self {
        let mut known: HashMap<String, Run> = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            for run in runs(&name.normal) {
                known
                    .entry(run)
                    .or_insert(Run { weight: 0.0, names: Vec::new() })
                    .names
                    .push(place);
            }
        }
        for run in known.values_mut() {
            run.weight = (count(names.len() + 1) / count(run.names.len())).ln();
        }
        let mut squares = vec![0.0_f32; names.len()];
        for run in known.values() {
            for place in &run.names {
                squares[*place] += run.weight * run.weight;
            }
        }
        let names =
            squares.into_iter().zip(names).map(|(square, name)| (square.sqrt(), name.stream));
        Self { runs: known, names: names.collect() }
    }

    /// The stream of the most alike name, of equals the first; `None` when none shares a run.
    pub fn say(&self, normal: &str) -> Said {
        let mut shared = vec![0.0_f32; self.names.len()];
        let rarest = (count(self.names.len() + 1)).ln();
        let mut square = 0.0;
        for run in runs(normal) {
            let Some(run) = self.runs.get(&run) else {
                // It counts for the length of the query as if one name had it.
                square += rarest * rarest;
                continue;
            };
            square += run.weight * run.weight;
            for place in &run.names {
                shared[*place] += run.weight * run.weight;
            }
        }
        let cosine = |(shared, (length, stream)): (f32, &(f32, Stream))| {
            (shared / (length * square.sqrt()).max(f32::MIN_POSITIVE), *stream)
        };
        let alike = shared.into_iter().zip(&self.names).map(cosine);
        let best = alike.rev().max_by(|one, other| one.0.total_cmp(&other.0));
        best.filter(|(alike, _)| *alike > 0.0).map(|(alike, stream)| (stream, hundredths(alike)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of names are far below 2^23")]
const fn count(many: usize) -> f32 {
    many as f32
}
