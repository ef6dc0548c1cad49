//! A resident's phone is enrolled by a code that works once, and shows the household's card.

use wufei_domain::{
    card::CardNumber,
    refusal::{Code, Refusal},
    role::Role,
    words::Language,
};

use super::{Told, lookup::UNKNOWN, stage::Stage};
use crate::{
    harness::{holds, now, random, same, sentence},
    neighbourhood::units::MAXI,
};

pub(super) fn enrol(stage: &mut Stage) -> Told {
    let code = stage.world.code(Role::Resident, MAXI, 0)?;
    let device = stage.who("resident")?;
    device.enrol(&code)?;

    let stranger = stage.world.device_at(&stage.world.front(), "stranger")?;
    let problem = stranger.try_to_enrol(&code)?;
    let used = Refusal::new(Code::EnrolmentCodeUsed);
    same("a code used twice", &Some(sentence(Language::Chinese, &used)?), &problem)?;
    let again = wufei_domain::ids::DeviceId::from_stamp(now(), random()?);
    stage.world.enrol_raw(&code, again)?.is_refused(Code::EnrolmentCodeUsed)?;

    device.sync()?;
    let server = &stage.world.server;
    let actor = stage.world.person(Role::Resident, MAXI, 0)?.actor.to_string();
    let devices = "SELECT count(*) FROM devices WHERE actor = ?1";
    same("devices of the resident at the server", &1, &server.count(devices, [actor])?)?;
    let words = "SELECT coalesce(sum(told), 0) FROM missing_words WHERE word = ?1";
    same("times the unknown word arrived", &1, &server.count(words, [UNKNOWN])?)?;
    Ok("one device at the server, the second use refused (409); the unknown word arrived once"
        .to_owned())
}

pub(super) fn card(stage: &mut Stage) -> Told {
    let expected = stage.world.card(MAXI, 1)?;
    let shown = stage.who("resident")?.household("a card", |view| !view.card.number.is_empty())?;
    same("the card's number", &expected.spaced(), &shown.card.number)?;
    let read: CardNumber = shown.card.number.parse()?;
    let registered = "SELECT count(*) FROM households WHERE community = ?1 AND number = 1
        AND card = ?2";
    let at_server = stage.world.server.count(registered, [MAXI, &read.to_string()])?;
    same("households of that card at the server", &1, &at_server)?;
    let qr = &shown.card.qr;
    let modules = usize::try_from(qr.size * qr.size).unwrap_or(0);
    let whole = modules >= 21 * 21 && qr.modules.len() == modules;
    holds("a QR code", whole, || format!("{} modules of {modules}", qr.modules.len()))?;
    Ok(format!("{} of {}, check digit right, known to the server", shown.card.number, shown.label))
}
