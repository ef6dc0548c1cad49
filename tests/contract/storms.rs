//! The server killed under load, again and again, on both databases: what was acknowledged is there,
//! and nothing is there twice.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use wufei_domain::{card::CardNumber, ids::HouseholdId, record::Record, role::Role, sync::Verdict};
use wufei_tests::{
    harness::{
        Failure, holds,
        records::{Sender, drop_off, shift},
        same,
    },
    neighbourhood::units::MAXI,
};

use crate::sides::on_both;

/// Times that the server is killed; a hundred with many cases of properties.
fn kills() -> u64 {
    if std::env::var_os("PROPTEST_CASES").is_some() { 100 } else { 20 }
}

/// Records in a batch.
const BATCH: u32 = 10;

/// Sends batches until told to stop, each again and again until its verdicts are heard; notes what was
/// acknowledged.
fn sends(
    cards: &[CardNumber],
    attendant: &Sender,
    opened: &Record,
    stop: &AtomicBool,
    heard: &Mutex<BTreeSet<String>>,
) -> Result<(), Failure> {
    while !stop.load(Ordering::Relaxed) {
        let mut batch = Vec::new();
        for (number, card) in (1..).zip(cards) {
            let household = HouseholdId::new(MAXI.parse()?, number);
            batch.push(drop_off(opened, household, *card, 1_000)?);
        }
        let verdicts = loop {
            match attendant.push(&batch) {
                Ok(verdicts) => break verdicts,
                // It is being killed or started.
                Err(_) => thread::sleep(Duration::from_millis(5)),
            }
        };
        let stored = |verdict| matches!(verdict, &Verdict::Accepted | &Verdict::Duplicate);
        holds("every record stored", verdicts.iter().all(stored), || format!("{verdicts:?}"))?;
        let mut heard = heard.lock().map_err(|_| Failure::new("a list", "a panic"))?;
        heard.extend(batch.iter().map(|record| record.id.to_string()));
    }
    Ok(())
}

/// Milliseconds between a start and the next kill: different each time, alike in each run.
fn pause(kill: u64) -> u64 {
    20 + kill.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 180
}

#[test]
fn a_server_killed_again_and_again_loses_and_doubles_nothing() -> Result<(), Failure> {
    on_both(|world| {
        let attendants = [
            Sender::new(world, Role::Attendant, MAXI, 0)?,
            Sender::new(world, Role::Attendant, MAXI, 0)?,
        ];
        let mut shifts = Vec::new();
        for attendant in &attendants {
            let opened = shift(attendant)?;
            attendant.push(std::slice::from_ref(&opened))?;
            shifts.push(opened);
        }
        let (stop, heard) = (AtomicBool::new(false), Mutex::new(BTreeSet::new()));
        let cards: Result<Vec<_>, _> = (1..=BATCH).map(|number| world.card(MAXI, number)).collect();
        let (cards, server) = (cards?, &mut world.server);
        let stormed = thread::scope(|scope| {
            let sending: Vec<_> = attendants
                .iter()
                .zip(&shifts)
                .map(|(attendant, opened)| {
                    let (stop, heard, cards) = (&stop, &heard, &cards);
                    scope.spawn(move || sends(cards, attendant, opened, stop, heard))
                })
                .collect();
            let mut stormed = Ok(());
            for kill in 0..kills() {
                thread::sleep(Duration::from_millis(pause(kill)));
                stormed = server.kill().and_then(|()| server.start());
                if stormed.is_err() {
                    break;
                }
            }
            stop.store(true, Ordering::Relaxed);
            let mut ended = stormed;
            for one in sending {
                let sent = one.join().map_err(|_| Failure::new("a sender", "a panic"));
                ended = ended.and(sent.and_then(|sent| sent));
            }
            ended
        });
        stormed?;
        let heard = heard.into_inner().map_err(|_| Failure::new("a list", "a panic"))?;
        holds("some hundreds of records", heard.len() > 200, || heard.len().to_string())?;
        let many = i64::try_from(heard.len()).unwrap_or_default();
        let is_there = |what: &str, sql: &str| same(what, &many, &server.counted(sql)?);
        is_there("drop-offs", "SELECT COUNT(*) FROM drop_offs")?;
        is_there("records", "SELECT COUNT(*) FROM records WHERE kind = 'drop_off'")?;
        is_there("promises", "SELECT COUNT(*) FROM transfers WHERE phase = 'pending'")?;
        is_there("sources", "SELECT COUNT(DISTINCT source) FROM transfers")?;
        // Each in one question: the server's own jobs still tell the feeds something meanwhile.
        let twice = "SELECT COUNT(*) - (SELECT COUNT(*) FROM (SELECT DISTINCT scope, seq FROM feed) AS told)
            FROM feed";
        same("numbers of the feed that stand there twice", &0, &server.counted(twice)?)?;
        let without = "SELECT SUM(seq) - (SELECT COUNT(*) FROM feed) FROM feed_heads";
        same("numbers given out without a row", &0, &server.counted(without)?)
    })
}
