//! The feed is gap-free for a reader while others write, and pushes side by side lose nothing.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use wufei_api::{
    enrol::Token,
    feed::{FeedPage, FeedRow},
    routes,
    turfs::LeaseRequest,
};
use wufei_domain::{
    ids::HouseholdId, record::Record, role::Role, scope::Scope, sync::Verdict, visit::Outcome,
};
use wufei_tests::{
    harness::{
        Failure, Http, World, holds,
        records::{Sender, drop_off, shift, visit},
        same,
    },
    neighbourhood::units::MAXI,
};

/// One page, encoded as a device encodes it.
fn page(
    http: &Http,
    token: &Token,
    scope: Scope,
    cursor: Option<&str>,
    limit: usize,
) -> Result<FeedPage, Failure> {
    let mut path = format!("{}?scope={}&limit={limit}", routes::FEED, escaped(&scope.to_string()));
    if let Some(cursor) = cursor {
        path = format!("{path}&cursor={}", escaped(cursor));
    }
    http.get(&path, Some(token))?.read()
}

/// Percent-encoded.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Reads until `done` and nothing more comes.
fn read_all(
    http: &Http,
    token: &Token,
    scope: Scope,
    done: &AtomicBool,
) -> Result<Vec<FeedRow>, Failure> {
    let mut rows = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let was_done = done.load(Ordering::SeqCst);
        let page = page(http, token, scope, cursor.as_deref(), 7)?;
        let empty = page.rows.is_empty();
        rows.extend(page.rows);
        cursor = Some(page.next.0);
        if was_done && empty && !page.has_more {
            return Ok(rows);
        }
    }
}

/// Numbers from 1 without a gap and without a repeat, as many as there are.
fn is_gap_free(rows: &[FeedRow], expected: i64) -> Result<(), Failure> {
    let numbers: Vec<u64> = rows.iter().map(|row| row.seq).collect();
    let wanted: Vec<u64> = (1..=u64::try_from(expected).unwrap_or(0)).collect();
    same("numbers of the feed", &wanted, &numbers)
}

/// What each of two attendants of one point sends: a shift, then drop-offs in small batches.
fn batches(world: &World, sender: &Sender, first: u32) -> Result<Vec<Vec<Record>>, Failure> {
    let open = shift(sender)?;
    let community = sender.enrolled.identity.community;
    let mut batches = vec![vec![open.clone()]];
    for start in (first..first + 40).step_by(4) {
        let mut batch = Vec::new();
        for number in start..start + 4 {
            let household = HouseholdId::new(community, number);
            let card = world.card(MAXI, number)?;
            batch.push(drop_off(&open, household, card, 1_000 + number)?);
        }
        batches.push(batch);
    }
    Ok(batches)
}

fn push_all(sender: &Sender, batches: &[Vec<Record>]) -> Result<(), Failure> {
    for batch in batches {
        let verdicts = sender.push(batch)?;
        let all = verdicts.iter().all(|verdict| *verdict == Verdict::Accepted);
        holds("every entry accepted", all, || format!("{verdicts:?}"))?;
    }
    Ok(())
}

#[test]
fn pages_are_gap_free_while_two_push() -> Result<(), Failure> {
    let world = World::new()?;
    let senders = [
        Sender::new(&world, Role::Attendant, MAXI, 0)?,
        Sender::new(&world, Role::Attendant, MAXI, 1)?,
    ];
    let plans = [batches(&world, &senders[0], 1)?, batches(&world, &senders[1], 81)?];
    let point = senders[0].enrolled.identity.point;
    let scope = Scope::Point(point.ok_or_else(|| Failure::new("a point", "none"))?);
    let token = senders[0].enrolled.token.clone();
    let done = AtomicBool::new(false);
    let rows = thread::scope(|threads| {
        let reader = threads.spawn(|| {
            let http = Http::new(&world.server.address())?;
            read_all(&http, &token, scope, &done)
        });
        let pushers: Vec<_> = senders
            .iter()
            .zip(&plans)
            .map(|(sender, plan)| threads.spawn(move || push_all(sender, plan)))
            .collect();
        let pushed: Vec<_> = pushers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::SeqCst);
        let rows = reader.join().map_err(|_| Failure::new("a reader", "a panic"))?;
        for result in pushed {
            result.map_err(|_| Failure::new("a pusher", "a panic"))??;
        }
        rows
    })?;
    let head = "SELECT seq FROM feed_heads WHERE scope = ?1";
    let head = world.server.count(head, [scope.to_string()])?;
    is_gap_free(&rows, head)?;
    let ids: BTreeSet<String> = rows.iter().map(|row| row.item.key()).collect();
    for record in plans.iter().flatten().flatten() {
        let id = record.id.to_string();
        holds("every record in the union of pages", ids.contains(&id), || format!("{id} missing"))?;
    }
    lose_one(&world, scope)?;
    let after = read_all(&world.http, &token, scope, &AtomicBool::new(true))?;
    holds("a lost row to be noticed", is_gap_free(&after, head).is_err(), || "not".to_owned())
}

/// The control: one row is taken out of the feed from outside.
fn lose_one(world: &World, scope: Scope) -> Result<(), Failure> {
    let connection = rusqlite::Connection::open(world.server.database())?;
    connection.busy_timeout(wufei_tests::harness::PATIENCE)?;
    let sql = "DELETE FROM feed WHERE scope = ?1 AND seq = 20";
    same("rows taken out", &1, &connection.execute(sql, [scope.to_string()])?)
}

#[test]
fn two_devices_push_side_by_side() -> Result<(), Failure> {
    let world = World::new()?;
    let senders = [
        Sender::new(&world, Role::Volunteer, MAXI, 0)?,
        Sender::new(&world, Role::Volunteer, MAXI, 1)?,
    ];
    let mut plans = Vec::new();
    for (index, sender) in senders.iter().enumerate() {
        let turf = world.turf(index)?;
        let lease = LeaseRequest { turf: turf.id };
        let leased = sender.http().post(routes::LEASE, Some(&sender.enrolled.token), &lease)?;
        same("the lease", &200, &leased.status)?;
        let visits: Result<Vec<Record>, Failure> = turf
            .doors
            .iter()
            .take(24)
            .map(|door| visit(turf.id, *door, Outcome::NotHome))
            .collect();
        plans.push(visits?);
    }
    thread::scope(|threads| {
        let pushers: Vec<_> = senders
            .iter()
            .zip(&plans)
            .map(|(sender, visits)| {
                threads.spawn(move || {
                    let batches: Vec<Vec<Record>> =
                        visits.chunks(3).map(<[Record]>::to_vec).collect();
                    push_all(sender, &batches)
                })
            })
            .collect();
        for pusher in pushers {
            pusher.join().map_err(|_| Failure::new("a pusher", "a panic"))??;
        }
        Ok::<_, Failure>(())
    })?;
    let stored = "SELECT count(DISTINCT id) FROM v_visits";
    let seen = world.server.count(stored, [])?;
    let sent: usize = plans.iter().map(Vec::len).sum();
    same("visits at the server", &i64::try_from(sent).unwrap_or(0), &seen)
}
