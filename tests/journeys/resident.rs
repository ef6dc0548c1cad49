//! A resident's phone: looks items up without anybody, enrols by a code, shows the card.

use wufei_app::{
    event::{LookupEvent, UiEvent},
    view::lookup::LookupResult,
};
use wufei_domain::{
    enrolment::EnrolmentCode,
    refusal::{Code, Refusal},
    role::Role,
    stream::{BinColour, Stream},
    words::Language,
};
use wufei_tests::{
    harness::{Failure, TestDevice, World, holds, same, sentence},
    neighbourhood::units::MAXI,
};

/// A device that talks to nobody, in a folder of its own.
fn alone() -> Result<(tempfile::TempDir, TestDevice), Failure> {
    let folder = tempfile::tempdir()?;
    let device = TestDevice::open(folder.path(), "phone", "")?;
    Ok((folder, device))
}

#[test]
fn the_look_up_needs_no_server() -> Result<(), Failure> {
    let (_folder, device) = alone()?;
    let LookupResult::Found { item } = device.look_up("牛奶盒")? else {
        return Err(Failure::new("an answer", "none"));
    };
    let first = item.parts.first().map(|part| (part.stream, part.colour));
    same("the bin", &Some((Some(Stream::Recyclable), BinColour::Blue)), &first)?;
    let line = item.parts.first().map(|part| part.bin_line.clone()).unwrap_or_default();
    holds("the bin's word beside its colour", line.contains("可回收物"), || line.clone())?;
    device.send(UiEvent::Lookup { event: LookupEvent::Clear })?;
    same("no problem shown", &None, &device.problem()?)
}

#[test]
fn an_unknown_word_is_kept_through_a_restart() -> Result<(), Failure> {
    let (_folder, mut device) = alone()?;
    let result = device.look_up("曲率引擎")?;
    holds("that it is not known", matches!(result, LookupResult::Unknown { .. }), || {
        format!("{result:?}")
    })?;
    device.tell_us()?;
    device.restart()?;
    same("words in the outbox", &1, &device.store()?.outbox("unknown_item")?)?;
    same("words on the outbox screen", &1, &device.outbox()?.waiting)
}

#[test]
fn an_enrolled_phone_shows_the_card_and_the_rates() -> Result<(), Failure> {
    let world = World::new()?;
    let device = world.device("resident", Role::Resident, MAXI, 0)?;
    let household = device.household("today's rates", |view| view.rates.len() == 10)?;
    same("card", &world.card(MAXI, 1)?.spaced(), &household.card.number)?;
    holds("the made-up data marked", device.view()?.synthetic.is_some(), || "no mark".to_owned())?;
    holds("the village's line", !household.standing_line.is_empty(), || "empty".to_owned())
}

/// The problem of a code, in the language that is spoken.
fn is_told(device: &TestDevice, code: &str, refusal: &Refusal) -> Result<(), Failure> {
    for language in Language::ALL {
        device.speak(language)?;
        let problem = device.try_to_enrol(code)?;
        same("the problem", &Some(sentence(language, refusal)?), &problem)?;
    }
    Ok(())
}

#[test]
fn codes_that_do_not_work_say_why() -> Result<(), Failure> {
    let world = World::new()?;
    let device = world.device_at(&world.front(), "phone")?;
    let malformed = Refusal::new(Code::EnrolmentCodeMalformed).with("value", "12345");
    is_told(&device, "12345", &malformed)?;

    let never_issued = EnrolmentCode::from_random([7; 10]).to_string();
    is_told(&device, &never_issued, &Refusal::new(Code::EnrolmentCodeUnknown))?;

    let used = world.code(Role::Resident, MAXI, 1)?;
    let first = world.device_at(&world.front(), "first")?;
    first.enrol(&used)?;
    is_told(&device, &used, &Refusal::new(Code::EnrolmentCodeUsed))?;

    let expired = world.code(Role::Resident, MAXI, 2)?;
    expire_all_unused(&world)?;
    for language in Language::ALL {
        device.speak(language)?;
        let problem = device.try_to_enrol(&expired)?.unwrap_or_default();
        let other = Refusal::new(Code::EnrolmentCodeUnknown);
        holds("a sentence for a code that ran out", !problem.is_empty(), || problem.clone())?;
        holds("not the one for unknown codes", problem != sentence(language, &other)?, || {
            problem.clone()
        })?;
    }
    world.enrol_raw(&expired, first.store()?.device()?)?.is_refused(Code::EnrolmentCodeExpired)
}

/// Time passes for the codes, seen from outside.
fn expire_all_unused(world: &World) -> Result<(), Failure> {
    let connection = rusqlite::Connection::open(world.server.database())?;
    connection.busy_timeout(wufei_tests::harness::PATIENCE)?;
    let sql = "UPDATE enrolment_codes SET expires_at = 1 WHERE used_at IS NULL";
    holds("codes that run out", connection.execute(sql, [])? > 0, || "none".to_owned())
}
