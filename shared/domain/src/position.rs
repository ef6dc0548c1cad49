//! Where something is: whole microdegrees, always with the datum they are measured in.
//!
//! A phone measures in WGS-84. Chinese maps show GCJ-02, which lies some 490 m beside it in
//! Shaoxing: two positions are compared only after both are in one datum, and only here.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use crate::refusal::{Code, Refusal};

/// The frame a coordinate is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// What satellites and phones give.
    Wgs84,
    /// What maps in mainland China show.
    Gcj02,
}

impl Datum {
    /// All.
    pub const ALL: [Self; 2] = [Self::Wgs84, Self::Gcj02];

    /// The name in JSON and SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
        }
    }

    /// The datum of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|datum| datum.as_str() == name)
    }
}

/// A point on the ground. A microdegree is about 0.11 m.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Position {
    latitude: i32,
    longitude: i32,
    datum: Datum,
}

/// As it stands in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    latitude_microdegrees: i32,
    longitude_microdegrees: i32,
    datum: Datum,
}

impl TryFrom<Written> for Position {
    type Error = Refusal;

    fn try_from(written: Written) -> Result<Self, Refusal> {
        Self::new(written.latitude_microdegrees, written.longitude_microdegrees, written.datum)
    }
}

impl From<Position> for Written {
    fn from(position: Position) -> Self {
        Self {
            latitude_microdegrees: position.latitude,
            longitude_microdegrees: position.longitude,
            datum: position.datum,
        }
    }
}

/// Mean radius of the earth (IUGG 1980), in metres.
const EARTH_METRES: f64 = 6_371_008.8;

impl Position {
    /// From microdegrees, north and east positive.
    ///
    /// # Errors
    /// [`Code::PositionOutside`] beyond ±90° or ±180°.
    pub fn new(latitude: i32, longitude: i32, datum: Datum) -> Result<Self, Refusal> {
        if latitude.abs_diff(0) > 90_000_000 || longitude.abs_diff(0) > 180_000_000 {
            return Err(Refusal::new(Code::PositionOutside)
                .with("latitude", latitude)
                .with("longitude", longitude));
        }
        Ok(Self { latitude, longitude, datum })
    }

    /// Microdegrees north.
    pub const fn latitude(self) -> i32 {
        self.latitude
    }

    /// Microdegrees east.
    pub const fn longitude(self) -> i32 {
        self.longitude
    }

    /// The frame of both.
    pub const fn datum(self) -> Datum {
        self.datum
    }

    /// Metres over the ground to the other, rounded to whole ones; in whatever datum either is.
    pub fn metres_to(self, other: Self) -> u32 {
        let [from, to] = [self.measured(), other.measured()];
        let [(lat_a, lon_a), (lat_b, lon_b)] =
            [from, to].map(|(lat, lon)| (lat.to_radians(), lon.to_radians()));
        let half = |angle: f64| (angle / 2.0).sin().powi(2);
        let chord = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half(lon_b - lon_a);
        let metres = 2.0 * EARTH_METRES * chord.sqrt().min(1.0).asin();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "half the girth of the earth is 20,015,114 m"
        )]
        let whole = metres.round() as u32;
        whole
    }

    /// Degrees in WGS-84.
    fn measured(self) -> (f64, f64) {
        let shown = (f64::from(self.latitude) / 1e6, f64::from(self.longitude) / 1e6);
        match self.datum {
            Datum::Wgs84 => shown,
            Datum::Gcj02 => unshifted(shown),
        }
    }
}

/// Krasovsky 1940, which the shift of GCJ-02 is computed on: semi-major axis in metres.
const KRASOVSKY_AXIS: f64 = 6_378_245.0;
/// Its squared eccentricity.
const KRASOVSKY_ECCENTRICITY: f64 = 0.006_693_421_622_965_943;

/// Where a WGS-84 position is shown in GCJ-02, in degrees: a tilted plane with three waves on it.
fn shifted((latitude, longitude): (f64, f64)) -> (f64, f64) {
    let (y, x) = (latitude - 35.0, longitude - 105.0);
    let ripple = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let waves = |along: f64, long: [f64; 2]| {
        let wave = |degrees: f64| (along * PI / degrees).sin();
        let short = 20.0 * wave(1.0) + 40.0 * wave(3.0);
        (short + long[0] * wave(12.0) + long[1] * wave(30.0)) * 2.0 / 3.0
    };
    let bend = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * bend
        + ripple
        + waves(y, [160.0, 320.0]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * bend
        + ripple
        + waves(x, [150.0, 300.0]);
    let sine = latitude.to_radians().sin();
    let flattening = 1.0 - KRASOVSKY_ECCENTRICITY * sine * sine;
    let meridian =
        KRASOVSKY_AXIS * (1.0 - KRASOVSKY_ECCENTRICITY) / (flattening * flattening.sqrt());
    let parallel = KRASOVSKY_AXIS / flattening.sqrt() * latitude.to_radians().cos();
    (latitude + (north / meridian).to_degrees(), longitude + (east / parallel).to_degrees())
}

/// The WGS-84 position that is shown there: the shift changes so slowly that stepping back by it
/// closes in on the answer.
fn unshifted(shown: (f64, f64)) -> (f64, f64) {
    let mut guess = shown;
    for _ in 0..6 {
        let there = shifted(guess);
        guess = (guess.0 + shown.0 - there.0, guess.1 + shown.1 - there.1);
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yuecheng, Xinchang, Zhuji, Shengzhou: roughly their centres.
    const TOWNS: [(f64, f64); 4] =
        [(30.00, 120.58), (29.50, 120.90), (29.71, 120.24), (29.59, 120.82)];

    #[expect(clippy::cast_possible_truncation, reason = "a few degrees")]
    fn at((latitude, longitude): (f64, f64), datum: Datum) -> Position {
        let micro = |degrees: f64| (degrees * 1e6).round() as i32;
        Position::new(micro(latitude), micro(longitude), datum).unwrap()
    }

    /// The public library gcoord gives 489 to 510 m for these towns.
    #[test]
    fn the_two_datums_lie_half_a_kilometre_apart_in_shaoxing() {
        for town in TOWNS {
            let apart = at(town, Datum::Wgs84).metres_to(at(shifted(town), Datum::Wgs84));
            assert!((485..=515).contains(&apart), "{town:?}: {apart} m");
        }
    }

    #[test]
    fn the_same_place_in_two_datums_is_no_distance() {
        for town in TOWNS {
            let shown = at(shifted(town), Datum::Gcj02);
            assert_eq!(at(town, Datum::Wgs84).metres_to(shown), 0, "{town:?}");
            let mixed_up = at(shifted(town), Datum::Wgs84);
            assert!(at(town, Datum::Wgs84).metres_to(mixed_up) > 480, "the control");
        }
    }

    /// A degree of a great circle is 111.195 km on a sphere of the mean radius.
    #[test]
    fn distances_are_those_on_the_sphere() {
        let zero = at((0.0, 0.0), Datum::Wgs84);
        assert_eq!(zero.metres_to(at((0.0, 1.0), Datum::Wgs84)), 111_195);
        assert_eq!(zero.metres_to(at((1.0, 0.0), Datum::Wgs84)), 111_195);
        assert_eq!(zero.metres_to(at((0.0, 180.0), Datum::Wgs84)), 20_015_114);
        assert_eq!(zero.metres_to(zero), 0);
    }

    #[test]
    fn a_place_beyond_the_poles_is_refused_by_name() {
        let refusal = Position::new(90_000_001, 0, Datum::Wgs84).unwrap_err();
        assert_eq!(refusal.code, Code::PositionOutside);
        assert_eq!(refusal.args["latitude"], "90000001");
        let text =
            r#"{"latitude_microdegrees":0,"longitude_microdegrees":180000001,"datum":"gcj02"}"#;
        assert!(serde_json::from_str::<Position>(text).is_err());
        assert_eq!(Datum::from_name("bd09"), None);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{"latitude_microdegrees":29590000,"longitude_microdegrees":120820000,"datum":"gcj02"}"#;
        let position: Position = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&position).unwrap(), text);
        for datum in Datum::ALL {
            assert_eq!(Datum::from_name(datum.as_str()), Some(datum));
        }
    }
}
