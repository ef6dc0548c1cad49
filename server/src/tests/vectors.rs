//! The golden vectors of points and drop-offs, pushed through the service: what the phone
//! estimates, the server promises; what the phone refuses, the server rejects for the same reason.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use wufei_domain::{
    drop_off::Line,
    ledger::{Phase, Transfer},
    record::{Body, Record},
    refusal::{Code, Refusal},
    sync::Verdict,
    tariff::{Grade, MaterialId},
    units::{Grams, Points},
};

use super::city::{
    ATTENDANT, AUDITOR, City, Device, MAXI, drop_off, household, roll, shift_opened,
};
use crate::operate::import_roll;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointsCase {
    name: String,
    material: String,
    gross_grams: Grams,
    tare_grams: Grams,
    grade: Grade,
    points_per_kg: u32,
    points: Points,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateCase {
    material: String,
    points_per_kg: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineCase {
    material: String,
    gross_grams: Grams,
    tare_grams: Grams,
    grade: Grade,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DropOffCase {
    name: String,
    scale_max_grams: Grams,
    rates: Vec<RateCase>,
    lines: Vec<LineCase>,
    points: Option<Points>,
    refusal: Option<Code>,
    #[serde(default)]
    args: BTreeMap<String, String>,
}

/// A town whose tariff and scale are a case's.
struct Scheme {
    city: City,
    attendant: Device,
    auditor: Device,
    shift: Record,
    version: u32,
}

impl Scheme {
    fn new() -> Self {
        let mut city = City::new();
        let (attendant, auditor) = (city.enrol(ATTENDANT), city.enrol(AUDITOR));
        let shift = city.record(MAXI, shift_opened());
        city.accepted(&attendant, &shift);
        Self { city, attendant, auditor, shift, version: 1 }
    }

    /// A new version of the tariff, as an organiser would import it.
    fn import(&mut self, rates: &[RateCase], scale_max: Grams) {
        self.version += 1;
        let rate = |rate: &RateCase| {
            json!({ "material": rate.material, "name_zh": rate.material,
                    "name_en": rate.material, "points_per_kg": rate.points_per_kg })
        };
        let mut roll = roll();
        roll["tariff"]["version"] = json!(self.version);
        roll["tariff"]["rates"] = rates.iter().map(rate).collect::<Value>();
        roll["points"][0]["scale_max"] = json!(scale_max);
        import_roll(&self.city.database(), &roll.to_string(), self.city.now).unwrap();
    }

    /// What the pushed lines are answered with: the points promised, or why they are rejected.
    fn push(&mut self, lines: Vec<Line>) -> Result<Points, Refusal> {
        let mut body = drop_off(self.shift.id, household(MAXI, 1), lines);
        if let Body::DropOff(drop_off) = &mut body {
            drop_off.tariff_version = self.version;
        }
        let record = self.city.record(MAXI, body);
        match self.city.push(&self.attendant, &[&record]).remove(0) {
            Verdict::Accepted => Ok(self.promised(&record).unwrap()),
            Verdict::Rejected { refusal } => {
                assert_eq!(self.promised(&record), None, "what is rejected earns nothing");
                Err(refusal)
            }
            other => panic!("{other:?}"),
        }
    }

    fn promised(&mut self, record: &Record) -> Option<Points> {
        let ledger = self.city.ledger(&self.auditor, household(MAXI, 1));
        let transfers = ledger.transfers.into_iter().map(|fact| fact.transfer);
        let own: Vec<Transfer> = transfers.filter(|t| t.source == record.id).collect();
        assert!(own.iter().all(|t| t.phase == Phase::Pending && t.tariff_version == self.version));
        assert!(own.len() <= 1, "{own:?}");
        own.first().map(|transfer| transfer.points)
    }
}

#[test]
fn a_line_of_the_vectors_is_promised_its_points() {
    let cases = include_str!("../../../shared/domain/vectors/points.json");
    let cases: Vec<PointsCase> = serde_json::from_str(cases).unwrap();
    assert!(!cases.is_empty());
    let mut scheme = Scheme::new();
    for case in cases {
        let PointsCase { name, material, points_per_kg, .. } = case;
        let rate = RateCase { material: material.clone(), points_per_kg };
        scheme.import(&[rate], Grams::MAX);
        let line = Line {
            material: MaterialId(material),
            gross: case.gross_grams,
            tare: case.tare_grams,
            grade: case.grade,
        };
        assert_eq!(scheme.push(vec![line]), Ok(case.points), "{name}");
    }
}

#[test]
fn a_drop_off_of_the_vectors_is_taken_or_rejected() {
    let cases = include_str!("../../../shared/domain/vectors/drop_offs.json");
    let cases: Vec<DropOffCase> = serde_json::from_str(cases).unwrap();
    assert!(cases.iter().any(|case| case.points.is_some()));
    assert!(cases.iter().any(|case| case.refusal.is_some()));
    let mut scheme = Scheme::new();
    for case in cases {
        scheme.import(&case.rates, case.scale_max_grams);
        let line = |line: LineCase| Line {
            material: MaterialId(line.material),
            gross: line.gross_grams,
            tare: line.tare_grams,
            grade: line.grade,
        };
        let answer = scheme.push(case.lines.into_iter().map(line).collect());
        let expected = match (case.points, case.refusal) {
            (Some(points), None) => Ok(points),
            (None, Some(code)) => Err(Refusal { code, args: case.args }),
            _ => panic!("{}: either points or a refusal", case.name),
        };
        assert_eq!(answer, expected, "{}", case.name);
    }
}

/// The check above must be able to fail: under the tariff before, a case's points come out wrong.
#[test]
fn another_tariff_gives_other_points() {
    let mut scheme = Scheme::new();
    let rate = |points_per_kg| RateCase { material: "cardboard".to_owned(), points_per_kg };
    let line = Line {
        material: MaterialId("cardboard".to_owned()),
        gross: Grams::new(3_200).unwrap(),
        tare: Grams::ZERO,
        grade: Grade::Clean,
    };
    scheme.import(&[rate(60)], Grams::MAX);
    assert_eq!(scheme.push(vec![line.clone()]), Ok(Points::new(192)));
    scheme.import(&[rate(61)], Grams::MAX);
    assert_eq!(scheme.push(vec![line]), Ok(Points::new(195)));
}
