//! A morning at three recycling points: shifts, drop-offs, booking, a wrong weight mended.

use wufei_domain::{
    drop_off::ReversalReason,
    ids::RecordId,
    ledger::{Balance, TransferState},
    record::Body,
    role::Role,
    units::{Points, WeightUnit},
};

use super::{Told, stage::Stage};
use crate::{
    harness::{Failure, Weighed, holds, same},
    neighbourhood::units::{MAXI, XIBAO, YANXI, YUEXIU},
};

/// Who stands at which point.
const ATTENDANTS: [(&str, &str); 3] =
    [("attendant-maxi", MAXI), ("attendant-xibao", XIBAO), ("attendant-yuexiu", YUEXIU)];

/// Attendant, unit of the households, how many of them bring something.
const CROWD: [(&str, &str, u32); 4] = [
    ("attendant-maxi", MAXI, 12),
    ("attendant-xibao", XIBAO, 12),
    ("attendant-yuexiu", YUEXIU, 12),
    ("attendant-xibao", YANXI, 8),
];

/// 3.2 kg at 80 points and 1.1 kg at 160.
const FIRST_POINTS: i64 = 256 + 176;

/// What household 2 brought, 7.5 kg, was typed as 75.
const WRONG: (&str, u64, i64) = ("75", 75_000, 6_000);
const RIGHT: (&str, u64, i64) = ("7.5", 7_500, 600);

pub(super) fn shift(stage: &mut Stage) -> Told {
    for (name, unit) in ATTENDANTS {
        let device = stage.world.device(name, Role::Attendant, unit, 0)?;
        stage.enter(name, device);
        let device = stage.who(name)?;
        device.open_shift()?;
        device.sync()?;
    }
    let open = "SELECT count(*) FROM shifts WHERE closed_by IS NULL";
    same("open shifts at the server", &3, &stage.world.server.count(open, [])?)?;
    Ok("3 recycling points open at the server".to_owned())
}

/// What the `number`-th household brings of cardboard: as typed in 公斤, and in grams.
fn brought(number: u32) -> (String, u64) {
    let tenths = 20 + number;
    (format!("{}.{}", tenths / 10, tenths % 10), u64::from(tenths) * 100)
}

pub(super) fn drop_offs(stage: &mut Stage) -> Told {
    for (name, unit, households) in CROWD {
        let mut grams = 0;
        for number in 1..=households {
            let card = stage.world.card(unit, number)?.to_string();
            let attendant = stage.who(name)?;
            let (typed, weight) = match (unit, number) {
                (MAXI, 1) => {
                    let lines = [
                        Weighed::kilograms("cardboard", "3.2"),
                        Weighed::kilograms("pet_bottle", "1.1"),
                    ];
                    let review = attendant.weigh(&card, &lines)?;
                    same("the estimate", &stage.points(FIRST_POINTS), &review.estimate)?;
                    grams += 4_300;
                    continue;
                }
                (MAXI, 2) => (WRONG.0.to_owned(), RIGHT.1),
                // Every third is typed in 斤, twice the number.
                _ if number % 3 == 0 => {
                    let (_, weight) = brought(number);
                    let jin = format!("{}.{}", weight / 500, weight % 500 / 50);
                    let line = Weighed {
                        material: "cardboard",
                        unit: WeightUnit::Jin,
                        gross: &jin,
                        tare: "",
                    };
                    attendant.weigh(&card, &[line])?;
                    grams += weight;
                    continue;
                }
                _ => brought(number),
            };
            attendant.weigh(&card, &[Weighed::kilograms("cardboard", &typed)])?;
            grams += weight;
        }
        stage.grams.insert(unit, grams);
    }
    for (name, _) in ATTENDANTS {
        stage.who(name)?.sync()?;
    }
    remember_wrong(stage)?;
    let mut told = Vec::new();
    for (_, unit, households) in CROWD {
        let counted = "SELECT count(DISTINCT household) FROM drop_offs WHERE community = ?1";
        let seen = stage.world.server.count(counted, [unit])?;
        same(&format!("households of {unit} at the server"), &i64::from(households), &seen)?;
        told.push(seen.to_string());
    }
    let first = "SELECT net_grams FROM drop_offs WHERE community = ?1 AND household = 1";
    same("grams of the first household", &4_300, &stage.world.server.count(first, [MAXI])?)?;
    Ok(format!("{} households at the server; 3.2 kg + 1.1 kg are 4300 g", told.join(", ")))
}

fn remember_wrong(stage: &mut Stage) -> Result<(), Failure> {
    let household = stage.household(2)?;
    let records = stage.who("attendant-maxi")?.store()?.records()?;
    stage.wrong = records.iter().find_map(|own| match &own.record.body {
        Body::DropOff(drop_off) if drop_off.household == household => Some(own.record.id),
        _ => None,
    });
    holds("the drop-off of household 2", stage.wrong.is_some(), || "none".to_owned())
}

const fn balance(pending: i64, booked: i64) -> Balance {
    Balance { pending: Points::new(pending), booked: Points::new(booked) }
}

pub(super) fn booked(stage: &mut Stage) -> Told {
    let household = stage.household(1)?;
    let before = stage.ledger(household)?.balance;
    same("before the shift closes", &balance(FIRST_POINTS, 0), &before)?;
    let pending = stage.points(FIRST_POINTS);
    stage.who("resident")?.household("the points as pending", |view| view.pending == pending)?;
    for (name, _) in ATTENDANTS {
        let attendant = stage.who(name)?;
        attendant.close_shift()?;
        attendant.sync()?;
    }
    let after = stage.ledger(household)?.balance;
    same("after the shift closed", &balance(0, FIRST_POINTS), &after)?;
    let shown =
        stage.who("resident")?.household("the points as booked", |view| view.booked == pending)?;
    let open = "SELECT count(*) FROM v_transfers WHERE state = 'pending'";
    same("transfers still pending", &0, &stage.world.server.count(open, [])?)?;
    Ok(format!(
        "{} pending, then {} booked ({}) by the server's ledger",
        before.pending, after.booked, shown.booked_worth
    ))
}

pub(super) fn reversal(stage: &mut Stage) -> Told {
    let wrong = stage.wrong.ok_or_else(|| {
        Failure::new("a drop-off with a wrong weight", "none: `drop-offs` failed before it")
    })?;
    let card = stage.world.card(MAXI, 2)?.to_string();
    let attendant = stage.who("attendant-maxi")?;
    attendant.open_shift()?;
    attendant.mend(wrong, ReversalReason::WrongWeight)?;
    attendant.weigh(&card, &[Weighed::kilograms("cardboard", RIGHT.0)])?;
    attendant.close_shift()?;
    attendant.sync()?;

    let neighbour = stage.world.device("neighbour", Role::Resident, MAXI, 1)?;
    stage.enter("neighbour", neighbour);
    seen_by_resident(stage, wrong)?;
    seen_by_attendant(stage, wrong)?;
    let audited = stage.ledger(stage.household(2)?)?;
    same("the account of household 2", &balance(0, RIGHT.2), &audited.balance)?;
    let reversals = audited.records.iter().filter(|fact| match &fact.record.body {
        Body::Reversal(reversal) => reversal.drop_off == wrong,
        _ => false,
    });
    same("reversals the auditor sees", &1, &reversals.count())?;
    let corrected = "SELECT count(*) FROM v_transfers WHERE source = ?1 AND phase = 'correction'";
    let seen = stage.world.server.count(corrected, [wrong.to_string()])?;
    same("corrections at the server", &1, &seen)?;
    Ok(format!(
        "75 kg mended to 7.5: {} booked, {} taken back, {} right; resident, attendant and auditor see it",
        WRONG.2, WRONG.2, RIGHT.2
    ))
}

fn seen_by_resident(stage: &Stage, wrong: RecordId) -> Result<(), Failure> {
    let right = stage.points(RIGHT.2);
    let id = wrong.to_string();
    stage.who("neighbour")?.household("the reversal and the right points", |view| {
        let corrected = view
            .drop_offs
            .iter()
            .any(|row| row.record == id && row.state == TransferState::Corrected);
        corrected && view.drop_offs.len() == 2 && view.booked == right
    })?;
    Ok(())
}

fn seen_by_attendant(stage: &Stage, wrong: RecordId) -> Result<(), Failure> {
    let attendant = stage.who("attendant-maxi")?;
    let mended = |rows: &[wufei_app::view::point::LogRow]| {
        rows.iter().any(|row| row.drop_off == wrong && row.mend_label.is_none())
    };
    attendant.log("the mended drop-off in the log", mended).map(drop)
}
