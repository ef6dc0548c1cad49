//! An attendant's morning: what is typed wrong is told and nothing is lost; a wrong weight that was
//! logged is taken back before everybody's eyes.

use wufei_app::view::{Screen, point::CardStep};
use wufei_domain::{
    card::CardNumber,
    drop_off::{Line, ReversalReason, validate_line},
    ids::HouseholdId,
    ledger::TransferState,
    record::Body,
    refusal::{Code, Refusal},
    role::Role,
    tariff::{Grade, MaterialId},
    units::{Grams, WeightUnit},
    words::Language,
};
use wufei_tests::{
    harness::{Failure, TestDevice, Weighed, World, holds, same, sentence, sentences},
    neighbourhood::{
        people::COUNTY,
        scheme,
        units::{MAXI, SCALE_MAX_GRAMS, XIBAO},
    },
};

fn at_the_scale(world: &World) -> Result<TestDevice, Failure> {
    let device = world.device("attendant", Role::Attendant, MAXI, 0)?;
    device.open_shift()?;
    Ok(device)
}

/// Why the domain refuses a line.
fn refusal(line: &Weighed<'_>) -> Result<Refusal, Failure> {
    let read = || -> Result<(), Refusal> {
        let gross = line.unit.parse(line.gross)?;
        let tare = if line.tare.is_empty() { Grams::ZERO } else { line.unit.parse(line.tare)? };
        let material = MaterialId(line.material.to_owned());
        let line = Line { material, gross, tare, grade: Grade::Clean };
        validate_line(&line, &scheme::tariff(), Grams::new(SCALE_MAX_GRAMS)?)
    };
    match read() {
        Err(refusal) => Ok(refusal),
        Ok(()) => Err(Failure::new("a line that is refused", format!("{line:?} stands"))),
    }
}

const fn kilograms<'a>(gross: &'a str, tare: &'a str) -> Weighed<'a> {
    Weighed { material: "cardboard", unit: WeightUnit::Kilogram, gross, tare }
}

#[test]
fn weights_that_cannot_stand_are_told_and_nothing_is_lost() -> Result<(), Failure> {
    let world = World::new()?;
    let mut device = at_the_scale(&world)?;
    same("card", &None, &device.try_card(&world.card(MAXI, 3)?.to_string())?)?;
    same("a right line", &None, &device.try_line(&Weighed::kilograms("pet_bottle", "1.1"))?)?;

    let cases = [
        (kilograms("0", ""), Code::WeightZero),
        (kilograms("-1", ""), Code::WeightNegative),
        (kilograms("150.001", ""), Code::WeightAboveScale),
        (kilograms("3.2", "3.3"), Code::TareAboveGross),
        (kilograms("3.2", "3.2"), Code::TareAboveGross),
        (kilograms("三斤", ""), Code::WeightMalformed),
        (kilograms("1.2345", ""), Code::WeightTooFine),
    ];
    for (line, code) in cases {
        let refusal = refusal(&line)?;
        same("the case's code", &code, &refusal.code)?;
        for language in Language::ALL {
            device.speak(language)?;
            let problem = device.try_line(&line)?;
            same("the problem", &Some(sentence(language, &refusal)?), &problem)?;
            let scale = device.scale()?;
            let typed = (scale.entry.gross.as_str(), scale.entry.tare.as_str());
            same("what was typed still there", &(line.gross, line.tare), &typed)?;
            same("the line before still there", &1, &scale.lines.len())?;
        }
    }
    device.speak(Language::Chinese)?;
    device.restart()?;
    let scale = device.scale()?;
    same("the line after a restart", &1, &scale.lines.len())?;
    holds("the card after a restart", matches!(scale.card, CardStep::Known { .. }), || {
        format!("{:?}", scale.card)
    })?;
    same("drop-offs made", &0, &device.store()?.outbox("drop_off")?)
}

#[test]
fn cards_that_cannot_stand_are_told() -> Result<(), Failure> {
    let world = World::new()?;
    let device = at_the_scale(&world)?;
    let right = world.card(MAXI, 3)?.to_string();
    let last = right.chars().last().and_then(|digit| digit.to_digit(10)).unwrap_or(0);
    let wrong = format!("{}{}", &right[..7], (last + 1) % 10);
    let nobody = CardNumber::from_serial(9_999_999)
        .ok_or_else(|| Failure::new("a card", "none"))?
        .to_string();
    // The card of another point's community is not known at this one.
    let elsewhere = world.card(XIBAO, 1)?.to_string();
    let cases = [
        (wrong.as_str(), Code::CardCheckDigit),
        ("1234", Code::CardMalformed),
        (nobody.as_str(), Code::CardUnknown),
        (elsewhere.as_str(), Code::CardUnknown),
    ];
    for (typed, code) in cases {
        for language in Language::ALL {
            device.speak(language)?;
            let problem = device.try_card(typed)?.unwrap_or_default();
            let spaced = typed.parse::<CardNumber>().map(CardNumber::spaced);
            let shown = [typed.to_owned(), spaced.unwrap_or_default()];
            let right = shown.iter().any(|value| {
                let refusal = Refusal::new(code).with("value", value);
                sentence(language, &refusal).is_ok_and(|sentence| sentence == problem)
            });
            holds(&format!("the sentence of {}", code.as_str()), right, || problem.clone())?;
        }
        let scale = device.scale()?;
        let kept = matches!(&scale.card, CardStep::Ask { typed: kept, .. } if kept == typed);
        holds("the number still in its field", kept, || format!("{:?}", scale.card))?;
    }
    Ok(())
}

#[test]
fn both_units_and_the_estimate_stand_before_confirming() -> Result<(), Failure> {
    let world = World::new()?;
    let device = at_the_scale(&world)?;
    let line = Weighed { material: "cardboard", unit: WeightUnit::Jin, gross: "6.4", tare: "" };
    let review = device.weigh(&world.card(MAXI, 3)?.to_string(), &[line])?;
    let net = review.lines.first().map(|line| line.net.clone()).unwrap_or_default();
    holds("公斤 and 斤", net.contains("3.2") && net.contains("6.4"), || net.clone())?;
    holds("the estimate", review.estimate.contains("256"), || review.estimate.clone())?;
    device.sync()?;
    let grams = world.server.count("SELECT net_grams FROM drop_offs", [])?;
    same("grams at the server", &3_200, &grams)
}

/// A drop-off of `household` logged, sent, and taken back before or after its shift was closed.
fn reversal(close_first: bool, expected: TransferState) -> Result<(), Failure> {
    let world = World::new()?;
    let attendant = at_the_scale(&world)?;
    let resident = world.device("resident", Role::Resident, MAXI, 0)?;
    let card = world.card(MAXI, 1)?.to_string();
    attendant.weigh(&card, &[Weighed::kilograms("cardboard", "32")])?;
    attendant.sync()?;
    let drop_off = attendant
        .store()?
        .records()?
        .into_iter()
        .find(|own| matches!(own.record.body, Body::DropOff(_)))
        .map(|own| own.record.id)
        .ok_or_else(|| Failure::new("a drop-off", "none"))?;
    if close_first {
        attendant.close_shift()?;
        attendant.sync()?;
    }
    attendant.mend(drop_off, ReversalReason::WrongWeight)?;
    attendant.sync()?;

    let seen = resident
        .household("the reversal", |view| view.drop_offs.iter().any(|row| row.state == expected))?;
    same("points after it", &seen.pending, &seen.booked)?;
    let rows = attendant.log("the mended row", |rows| {
        rows.iter().any(|row| row.drop_off == drop_off && row.mend_label.is_none())
    })?;
    same("rows in the log", &1, &rows.len())?;
    let (_device, auditor) = world.token(Role::Auditor, COUNTY, 0)?;
    let household = HouseholdId::new(MAXI.parse()?, 1);
    let path = format!("{}?household={household}", wufei_api::routes::LEDGER);
    let ledger: wufei_api::ledger::LedgerResponse =
        world.http.get(&path, Some(&auditor.token))?.read()?;
    same("balance", &wufei_domain::ledger::Balance::default(), &ledger.balance)?;
    let kinds: Vec<&str> = ledger.records.iter().map(|fact| fact.record.body.kind()).collect();
    same("records the auditor sees", &vec!["drop_off", "reversal"], &kinds)?;
    let state = "SELECT count(*) FROM v_transfers WHERE phase = 'pending' AND state = ?1";
    same("state at the server", &1, &world.server.count(state, [expected.code()])?)
}

#[test]
fn a_reversal_before_the_shift_closes_voids() -> Result<(), Failure> {
    reversal(false, TransferState::Voided)
}

#[test]
fn a_reversal_after_the_shift_closed_corrects() -> Result<(), Failure> {
    reversal(true, TransferState::Corrected)
}

#[test]
fn without_a_shift_there_is_no_scale() -> Result<(), Failure> {
    let world = World::new()?;
    let device = at_the_scale(&world)?;
    device.close_shift()?;
    let shown = device.view()?;
    holds("the shift's screen", matches!(shown.screen, Screen::Shift { .. }), || {
        format!("{:?}", shown.screen)
    })?;
    sentences(&Refusal::new(Code::ShiftNotOpen)).map(drop)
}
