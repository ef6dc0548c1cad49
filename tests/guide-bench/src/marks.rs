//! Judgements marked against the truth: accuracy, recall, precision, macro-F1, calibration.
//!
//! A name without an answer is a wrong one, but for [`Marks::accuracy_answered`].

use crate::{
    figures::{number, share},
    streams::Stream,
};

/// From this confidence on an answer is shown as sure.
pub const SURE_FROM: u8 = 70;

/// The lowest confidence of each band of the calibration table.
const BANDS_FROM: [u8; 7] = [0, 40, 50, 60, 70, 80, 90];

/// One name judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// What is right.
    pub truth: Stream,
    /// What was said; `None` for no answer.
    pub said: Option<Stream>,
    /// 0 to 100.
    pub confidence: u8,
}

impl Judged {
    fn is_right(&self) -> bool {
        self.said == Some(self.truth)
    }
}

/// All that was judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// One for each name.
    pub judged: Vec<Judged>,
}

/// One stream among the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfStream {
    /// Names that belong there.
    pub belong: usize,
    /// Names that were said to.
    pub said: usize,
    /// Both.
    pub right: usize,
}

impl OfStream {
    /// How many of those that belong were found.
    pub fn recall(self) -> f64 {
        share(self.right, self.belong)
    }

    /// How many of those that were said to belong do; 0 when none was said to.
    pub fn precision(self) -> f64 {
        share(self.right, self.said)
    }

    /// The harmonic mean of both: twice the right ones over all that belong or were said to.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.belong + self.said)
    }
}

/// Answers of about the same confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The lowest confidence in it.
    pub from: u8,
    /// The highest.
    pub to: u8,
    /// Answers in it.
    pub answers: usize,
    /// How many of them are right, 0 to 1.
    pub right: f64,
    /// Their mean confidence, 0 to 1.
    pub confidence: f64,
}

impl Marks {
    fn count(&self, of: impl Fn(&Judged) -> bool) -> usize {
        self.judged.iter().filter(|judged| of(judged)).count()
    }

    /// How many names were judged.
    pub fn names(&self) -> usize {
        self.judged.len()
    }

    /// Right answers of all names.
    pub fn accuracy(&self) -> f64 {
        share(self.count(Judged::is_right), self.names())
    }

    /// Right answers of all answers.
    pub fn accuracy_answered(&self) -> f64 {
        share(self.count(Judged::is_right), self.count(|judged| judged.said.is_some()))
    }

    /// Answers of all names.
    pub fn coverage(&self) -> f64 {
        share(self.count(|judged| judged.said.is_some()), self.names())
    }

    /// Names answered wrongly with a confidence of [`SURE_FROM`] or more, of all names.
    pub fn sure_and_wrong(&self) -> f64 {
        let wrong = |judged: &Judged| {
            judged.said.is_some() && !judged.is_right() && judged.confidence >= SURE_FROM
        };
        share(self.count(wrong), self.names())
    }

    /// One stream.
    pub fn of(&self, stream: Stream) -> OfStream {
        OfStream {
            belong: self.count(|judged| judged.truth == stream),
            said: self.count(|judged| judged.said == Some(stream)),
            right: self.count(|judged| judged.is_right() && judged.truth == stream),
        }
    }

    /// The streams that at least one name belongs to, in the order of [`crate::streams::ALL`].
    pub fn streams(&self) -> Vec<Stream> {
        let belongs = |stream: &Stream| self.judged.iter().any(|judged| judged.truth == *stream);
        crate::streams::ALL.into_iter().filter(belongs).collect()
    }

    /// The mean of F1 over [`Marks::streams`].
    pub fn macro_f1(&self) -> f64 {
        let streams = self.streams();
        let sum: f64 = streams.iter().map(|stream| self.of(stream).f1()).sum();
        sum / number(streams.len()).max(1.0)
    }

    /// The bands that have an answer.
    pub fn calibration(&self) -> Vec<Band> {
        let ends = BANDS_FROM.iter().skip(1).map(|from| from - 1).chain([100]);
        let band = |(from, to): (u8, u8)| {
            let inside: Vec<&Judged> = self
                .judged
                .iter()
                .filter(|judged| judged.said.is_some())
                .filter(|judged| (from..=to).contains(&judged.confidence.min(100)))
                .collect();
            let right = inside.iter().filter(|judged| judged.is_right()).count();
            let sum: f64 = inside.iter().map(|judged| f64::from(judged.confidence)).sum();
            let confidence = sum / 100.0 / number(inside.len()).max(1.0);
            let answers = inside.len();
            (answers > 0).then(|| Band {
                from,
                to,
                answers,
                right: share(right, answers),
                confidence,
            })
        };
        BANDS_FROM.into_iter().zip(ends).filter_map(band).collect()
    }

    /// The mean distance of confidence and share of right answers over the bands, by their answers.
    pub fn calibration_error(&self) -> f64 {
        let bands = self.calibration();
        let answers: usize = bands.iter().map(|band| band.answers).sum();
        let off = |band: &Band| (band.confidence - band.right).abs() * number(band.answers);
        bands.iter().map(off).sum::<f64>() / number(answers).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(truth: Stream, said: Option<Stream>, confidence: u8) -> Judged {
        Judged { truth, said, confidence }
    }

    /// Four recyclable, two hazardous, one bulky; one without an answer, two sure and wrong.
    fn toy() -> Marks {
        let (r, h, b) = ("recyclable", "hazardous", "bulky");
        Marks {
            judged: vec![
                judged(r, Some(r), 95),
                judged(r, Some(r), 90),
                judged(r, Some(h), 70),
                judged(r, None, 0),
                judged(h, Some(h), 80),
                judged(h, Some(r), 85),
                judged(b, Some("garden"), 45),
            ],
        }
    }

    fn is(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    #[test]
    fn shares_count_a_missing_answer_as_wrong() {
        let marks = toy();
        is(marks.accuracy(), 3.0 / 7.0);
        is(marks.accuracy_answered(), 3.0 / 6.0);
        is(marks.coverage(), 6.0 / 7.0);
        is(marks.sure_and_wrong(), 2.0 / 7.0);
    }

    #[test]
    fn macro_f1_is_over_the_streams_of_the_truth() {
        let marks = toy();
        assert_eq!(marks.streams(), ["recyclable", "hazardous", "bulky"]);
        let recyclable = marks.of("recyclable");
        assert_eq!(recyclable, OfStream { belong: 4, said: 3, right: 2 });
        is(recyclable.recall(), 0.5);
        is(recyclable.precision(), 2.0 / 3.0);
        is(recyclable.f1(), 4.0 / 7.0);
        is(marks.of("hazardous").f1(), 0.5);
        is(marks.of("bulky").f1(), 0.0);
        // Garden is no stream of the truth: the wrong answer costs bulky its recall, once.
        is(marks.macro_f1(), (4.0 / 7.0 + 0.5) / 3.0);
    }

    #[test]
    fn calibration_sets_confidence_beside_what_was_right() {
        let marks = toy();
        let bands = marks.calibration();
        let told: Vec<(u8, u8, usize)> =
            bands.iter().map(|band| (band.from, band.to, band.answers)).collect();
        assert_eq!(told, [(40, 49, 1), (70, 79, 1), (80, 89, 2), (90, 100, 2)]);
        is(bands[2].right, 0.5);
        is(bands[2].confidence, 0.825);
        is(bands[3].right, 1.0);
        let off = 0.45 + 0.7 + 2.0 * 0.325 + 2.0 * 0.075;
        is(marks.calibration_error(), off / 6.0);
    }

    #[test]
    fn nothing_judged_is_no_figure() {
        let marks = Marks::default();
        assert_eq!(marks.streams(), Vec::<Stream>::new());
        is(marks.macro_f1(), 0.0);
        is(marks.accuracy(), 0.0);
        is(marks.calibration_error(), 0.0);
    }
}
