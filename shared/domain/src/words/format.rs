//! Numbers, weights, points, money and dates as a person of the language reads them.

use super::{Language, Words};
use crate::{
    refusal::Code,
    time::{CHINA_ZONE_MINUTES, Civil, UnixMs},
    units::{Fen, Grams, Points, WeightUnit},
};

impl Words {
    /// A whole number with separators by thousands in English, plain in Chinese.
    pub fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let sign = if number < 0 { "−" } else { "" };
        if self.language() == Language::Chinese || digits.len() < 4 {
            return format!("{sign}{digits}");
        }
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}")
    }

    /// A weight in one unit, exactly, such as `3.2 公斤`.
    pub fn weight_in(&self, grams: u64, unit: WeightUnit) -> String {
        let id = match unit {
            WeightUnit::Kilogram => "weight-kilogram",
            WeightUnit::Jin => "weight-jin",
        };
        self.with(id, &[("number", &decimal(grams, unit))])
    }

    /// A weight in both units, `3.2 公斤（6.4 斤）`.
    pub fn weight_both(&self, grams: u64) -> String {
        let kilograms = self.weight_in(grams, WeightUnit::Kilogram);
        let jin = self.weight_in(grams, WeightUnit::Jin);
        self.with("weight-both", &[("kilograms", &kilograms), ("jin", &jin)])
    }

    /// A distance as coarse as it is useful: to 10 m below a kilometre, to 0.1 km below ten, to a
    /// kilometre beyond, such as `约 350 米`.
    pub fn distance(&self, metres: u32) -> String {
        let nearest = |step: u32| (u64::from(metres) + u64::from(step) / 2) / u64::from(step);
        let (id, number) = match nearest(10) {
            tens @ 0..100 => ("distance-metres", self.number((tens * 10).cast_signed())),
            _ if nearest(100) < 100 => {
                ("distance-kilometres", format!("{}.{}", nearest(100) / 10, nearest(100) % 10))
            }
            _ => ("distance-kilometres", self.number(nearest(1_000).cast_signed())),
        };
        self.with(id, &[("number", &number)])
    }

    /// Points, such as `168 分`.
    pub fn points(&self, points: Points) -> String {
        self.with("points", &[("number", &self.number(points.value()))])
    }

    /// Money, such as `¥1.68`.
    pub fn money(&self, fen: Fen) -> String {
        let sign = if fen.value() < 0 { "−" } else { "" };
        let fen = fen.value().unsigned_abs();
        format!("{sign}¥{}.{:02}", fen / 100, fen % 100)
    }

    /// A moment in China's zone, such as `11月24日 09:05`.
    pub fn moment(&self, at: UnixMs) -> String {
        let civil = Civil::at(at, CHINA_ZONE_MINUTES);
        let (month, day) = (civil.month.to_string(), civil.day.to_string());
        let time = format!("{:02}:{:02}", civil.hour, civil.minute);
        self.with("moment", &[("month", &month), ("day", &day), ("time", &time)])
    }

    /// A day in China's zone with its year, such as `2026年11月24日`.
    pub fn day(&self, at: UnixMs) -> String {
        let civil = Civil::at(at, CHINA_ZONE_MINUTES);
        let (year, month, day) =
            (civil.year.to_string(), civil.month.to_string(), civil.day.to_string());
        self.with("day", &[("year", &year), ("month", &month), ("day", &day)])
    }

    /// Per mille as per cent with one decimal, such as `48.5%`.
    pub fn per_cent(&self, permille: u32) -> String {
        format!("{}.{}%", permille / 10, permille % 10)
    }

    pub(super) fn refusal_value(&self, code: Code, name: &str, value: &str) -> String {
        match (code, name) {
            (Code::WeightAboveScale, "value" | "max")
            | (Code::TareAboveGross, "gross" | "tare") => {
                value.parse().map(|grams| self.weight_both(grams))
            }
            (Code::EnrolmentCodeExpired, "expired_at")
            | (Code::GrantNotBegun, "from")
            | (Code::GrantEnded, "until") => value.parse().map(|at| self.moment(UnixMs::new(at))),
            // With its year, which is what is wrong about it.
            (Code::ClockWrong, "now") => value.parse().map(|at| self.day(UnixMs::new(at))),
            _ => Ok(value.to_owned()),
        }
        .unwrap_or_else(|_| value.to_owned())
    }
}

/// Grams as a decimal number of the unit, exact, without trailing zeros.
fn decimal(grams: u64, unit: WeightUnit) -> String {
    let thousandths = u128::from(grams) * 1_000 / u128::from(unit.grams());
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The number alone, for an input field.
pub fn typed_weight(grams: Grams, unit: WeightUnit) -> String {
    decimal(u64::from(grams.value()), unit)
}

#[cfg(test)]
mod tests;
