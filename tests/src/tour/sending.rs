//! The server is back: everything goes up once, and once more without changing anything.

use wufei_api::{
    push::{PushRequest, PushResponse},
    routes,
};
use wufei_domain::{role::Role, sync::Verdict};

use super::{Told, stage::Stage};
use crate::{
    harness::{Failure, TestDevice, holds, same},
    neighbourhood::units::MAXI,
};

pub(super) fn resync(stage: &mut Stage) -> Told {
    if let Some(proxy) = &stage.world.proxy {
        // The sabotage: the next batch is answered by somebody else. Before the server is back,
        // since the device sends by itself as soon as it is.
        proxy.arm();
    }
    stage.world.server.start()?;
    let volunteer = stage.who("volunteer")?;
    let before = volunteer.store()?.outbox("visit")?;
    volunteer.sync()?;
    let outbox = volunteer.outbox()?;
    let after = volunteer.store()?.outbox("")?;
    let seen = (outbox.waiting, outbox.attention.len(), after);
    same("waiting, refused and stored in the outbox", &(0, 0, 0), &seen)?;
    let actor = stage.world.person(Role::Volunteer, MAXI, 0)?.actor.to_string();
    let visits = "SELECT count(*) FROM v_visits WHERE actor = ?1";
    let doors = "SELECT count(DISTINCT door) FROM v_visits WHERE actor = ?1";
    let server = &stage.world.server;
    let seen = (server.count(visits, [&actor])?, server.count(doors, [&actor])?);
    same("visits and doors at the server", &(40, 40), &seen)?;
    Ok(format!("outbox {before} -> {after}; the server has 40 visits to 40 doors"))
}

/// What must not move: records, transfers, points in them, numbers given out in all feeds.
fn figures(stage: &Stage) -> Result<[i64; 4], Failure> {
    let server = &stage.world.server;
    Ok([
        server.count("SELECT count(*) FROM records", [])?,
        server.count("SELECT count(*) FROM v_transfers", [])?,
        server.count(
            "SELECT coalesce(sum(CASE WHEN phase = 'post' THEN points
               WHEN phase = 'correction' THEN -points ELSE 0 END), 0) FROM v_transfers",
            [],
        )?,
        server
            .count("SELECT coalesce(sum(seq), 0) FROM feed_heads WHERE scope NOT LIKE 'c%'", [])?,
    ])
}

/// Everything a device ever sent, once more with its own token; gives back how many.
fn again(stage: &Stage, device: &TestDevice) -> Result<usize, Failure> {
    let store = device.store()?;
    let sent = store.records()?.into_iter().filter(|own| own.state == "acknowledged");
    let request = PushRequest {
        device: store.device()?,
        entries: sent.map(|own| own.record).collect(),
        turn: None,
    };
    let answer = stage.world.http.post(routes::PUSH, Some(&store.token()?), &request)?;
    let response: PushResponse = answer.read()?;
    let others: Vec<_> =
        response.verdicts.iter().filter(|verdict| **verdict != Verdict::Duplicate).collect();
    holds(&format!("{}: every verdict `duplicate`", device.name()), others.is_empty(), || {
        format!("{} others, the first {:?}", others.len(), others.first())
    })?;
    same("verdicts", &request.entries.len(), &response.verdicts.len())?;
    Ok(request.entries.len())
}

pub(super) fn replay(stage: &mut Stage) -> Told {
    let before = figures(stage)?;
    let visits = again(stage, stage.who("volunteer")?)?;
    same("records of the volunteer sent again", &40, &visits)?;
    let others = again(stage, stage.who("attendant-maxi")?)?;
    let after = figures(stage)?;
    same("records, transfers, points and feed numbers", &before, &after)?;
    Ok(format!(
        "{} records again, all duplicate; {} records, {} transfers, {} points as before",
        visits + others,
        after[0],
        after[1],
        after[2]
    ))
}
