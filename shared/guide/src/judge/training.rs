//! Trains the model on the guide's own names: logistic regression by stochastic descent, in an order
//! drawn from a fixed seed, so that the same names give the same model.

use super::{
    features::{FEATURES, NEIGHBOURS, features},
    kinds::Kinds,
    model::{CLASSES, Model, class, softmax},
    taught,
};
use crate::{
    broken::BrokenData,
    files,
    item::{Disposal, Item},
    normal::normalise,
    search::Index,
};

const ROUNDS: usize = 6;
const RATE: f32 = 0.03;
const DECAY: f32 = 3e-3;

struct Example {
    features: Vec<usize>,
    class: usize,
    weight: f32,
}

/// A model of these items and of the names of the lessons.
///
/// # Errors
/// The first wrong row of a lesson.
pub(crate) fn train(
    items: &[Item],
    index: &Index,
    lessons: &[(&str, &str)],
) -> Result<Model, BrokenData> {
    let taught = taught::read(lessons)?;
    let mut examples = examples(items, index);
    examples.extend(compounds(items, index));
    examples.extend(taught.iter().filter_map(|(name, place)| {
        let name = normalise(name);
        // A name that an item has was an example already, with the item's answer.
        let is_new = !name.is_empty() && named(index, &name).is_none();
        is_new.then(|| Example {
            features: shown(&name, index, items, None),
            class: class(*place),
            weight: 1.0,
        })
    }));
    let (bias, weights) = descend(&examples);
    Ok(Model::of(taught::digest(lessons), bias, &weights))
}

/// What a name shows beside its neighbours.
fn shown(name: &str, index: &Index, items: &[Item], except: Option<usize>) -> Vec<usize> {
    features(name, index, items, &index.neighbours(name, NEIGHBOURS, except), except)
}

fn named(index: &Index, normal: &str) -> Option<usize> {
    index.named(&normal.chars().collect::<Vec<char>>())
}

/// Bias and weights that judge the examples best.
fn descend(examples: &[Example]) -> ([f32; CLASSES], Vec<f32>) {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut weights = vec![0.0_f32; FEATURES * CLASSES];
    let mut slopes = vec![1e-3_f32; FEATURES * CLASSES];
    let mut bias = [0.0_f32; CLASSES];
    let mut seed: u64 = 20_260_101;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(seed >> 33).unwrap_or_default() % (at + 1);
            order.swap(at, other);
        }
        for at in &order {
            step(&examples[*at], &mut weights, &mut slopes, &mut bias);
        }
    }
    (bias, weights)
}

fn step(example: &Example, weights: &mut [f32], slopes: &mut [f32], bias: &mut [f32; CLASSES]) {
    let mut sums = *bias;
    for feature in &example.features {
        for (class, sum) in sums.iter_mut().enumerate() {
            *sum += weights[feature * CLASSES + class];
        }
    }
    let shares = softmax(sums);
    for class in 0..CLASSES {
        let wanted = if class == example.class { 1.0 } else { 0.0 };
        let error = (shares[class] - wanted) * example.weight;
        bias[class] -= 0.01 * error;
        if error.abs() < 1e-4 {
            continue;
        }
        for feature in &example.features {
            let at = feature * CLASSES + class;
            let slope = error + DECAY * weights[at];
            slopes[at] += slope * slope;
            weights[at] -= RATE * slope / slopes[at].sqrt();
        }
    }
}

/// What one rule of composition gives at most.
const OF_A_RULE_MAX: usize = 120;

/// Names that the rules of composition make and that no item has.
fn compounds(items: &[Item], index: &Index) -> Vec<Example> {
    let mut all = Vec::new();
    for line in files::COMPOUNDS.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [before, last, place] = cells.as_slice() else { continue };
        let Some(place) = Disposal::from_code(place) else { continue };
        let (before, last) = (words(before), words(last));
        let many = before.len() * last.len();
        let every = many.div_ceil(OF_A_RULE_MAX).max(1);
        // A step that shares no factor with the shorter side meets all words of both.
        for number in (0..many).step_by(every) {
            let name = normalise(&format!(
                "{}{}",
                before[number % before.len()],
                last[number / before.len()]
            ));
            if named(index, &name).is_none() {
                let features = shown(&name, index, items, None);
                all.push(Example { features, class: class(place), weight: 0.7 });
            }
        }
    }
    all
}

/// The words of a cell; `@kind` stands for all of that kind.
fn words(cell: &str) -> Vec<&str> {
    cell.split_whitespace()
        .flat_map(|word| match word.strip_prefix('@') {
            Some(key) => Kinds::words_of(files::KINDS, key).collect::<Vec<&str>>(),
            None => vec![word],
        })
        .collect()
}

/// Each name of each item, with where the item usually goes.
fn examples(items: &[Item], index: &Index) -> Vec<Example> {
    let mut all = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some(usual) = item.usual() else { continue };
        let names = std::iter::once(&item.name.zh).chain(&item.aliases);
        let always = item.disposals().len() == 1;
        for name in names.filter(|name| name.chars().any(|letter| letter > '\u{2e80}')) {
            all.push(Example {
                features: shown(&normalise(name), index, items, Some(at)),
                class: class(usual.disposal),
                weight: if always { 1.0 } else { 0.6 },
            });
        }
    }
    all
}
