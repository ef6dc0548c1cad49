//! Row 9: two volunteers at one door are both kept and shown as a pair; who holds a turf is decided
//! by the server's clock, whatever a phone believes.

use std::collections::BTreeMap;

use wufei_api::turfs::LEASE_MS;
use wufei_disk::chance::Chance;
use wufei_domain::{
    refusal::Code,
    time::{DAY_MS, UnixMs},
    visit::{Outcome, door_state},
};
use wufei_server::store::{Statement, statements::turf::LEASES_OF_TURF};
use wufei_tests::harness::{Failure, same};

use crate::{
    city::{City, OTHER_TURF, OTHER_VOLUNTEER, TURF, VOLUNTEER, door, visit},
    outside::{Does, Sql, Trigger},
    phone::Phone,
    proof::{Control, Databases, Requirement, shown},
};

/// Moves of the lease model.
const MOVES: usize = 150;

/// A lease that ran out while its holder was offline, and another volunteer at the same door.
fn both_are_kept(city: &mut City) -> Result<(), Failure> {
    let mut stale = Phone::walking(city, 1, VOLUNTEER, TURF)?;
    let mut holder = Phone::new(2)?;
    holder.enrol(city, OTHER_VOLUNTEER)?;
    holder.lease_next(city, TURF)?;
    let first = stale.visits(city.now, visit(1, Outcome::NotHome)?)?;
    let second = holder.visits(city.now.plus_ms(60_000), visit(1, Outcome::Met)?)?;
    for phone in [&mut holder, &mut stale] {
        phone.drain(city)?;
    }
    for phone in [&mut holder, &mut stale] {
        phone.drain(city)?;
        let seen = phone.turf(TURF)?;
        let of_door: Vec<_> = seen.visits.into_iter().collect();
        let state = door_state(&of_door, &seen.voids);
        let both = (vec![first.id, second.id], vec![(first.id, second.id)]);
        same("both visits, and the pair of them", &both, &(state.visits, state.pairs))?;
    }
    let kept = city.count("SELECT COUNT(*) FROM v_visits WHERE voided = 0", &[])?;
    same("visits at the server", &2, &kept)?;
    let first = city.outside()?.row("SELECT MIN(door) FROM v_visits", &[])?;
    same("the door of both", &door(1)?, &first.read(0)?)
}

/// Two volunteers ask for two turfs at random times; a model says who must get what.
fn leases_follow_the_model(city: &mut City) -> Result<(), Failure> {
    let mut dice = Chance::new(9);
    let mut phones = [Phone::new(3)?, Phone::new(4)?];
    // One phone's clock is a month ahead, the other's a month behind.
    phones[0].clock_off_ms = 30 * DAY_MS;
    phones[1].clock_off_ms = -30 * DAY_MS;
    for (phone, person) in phones.iter_mut().zip([VOLUNTEER, OTHER_VOLUNTEER]) {
        phone.enrol(city, person)?;
    }
    city.now = city.now.plus_ms(LEASE_MS);
    let mut held: BTreeMap<u128, (usize, UnixMs)> = BTreeMap::new();
    let mut turned_away = 0;
    for _ in 0..MOVES {
        let days = i64::try_from(dice.index(6)).unwrap_or_default();
        city.now = city.now.plus_ms(days * DAY_MS);
        let (who, turf) = (dice.index(2), [TURF, OTHER_TURF][dice.index(2)]);
        let free = held.get(&turf).is_none_or(|(by, until)| *by == who || *until <= city.now);
        let asked = city.lease(&phones[who].bearer()?, turf).map_err(|refusal| refusal.code);
        let wanted = if free { Ok(()) } else { Err(Code::TurfLeased) };
        same("the answer to a lease", &wanted, &asked)?;
        if free {
            held.insert(turf, (who, city.now.plus_ms(LEASE_MS)));
        } else {
            turned_away += 1;
        }
    }
    same("somebody turned away", &true, &(turned_away > 0))
}

fn doubles(city: &mut City) -> Result<(), Failure> {
    both_are_kept(city)?;
    leases_follow_the_model(city)
}

/// As if nobody ever held a turf.
static NOBODY: Statement = Statement {
    name: "spine::nobody",
    text: "SELECT actor, until FROM leases
        WHERE community = $1 AND turf = $2 AND until > $3 AND 1 = 0",
};

#[test]
fn sync_req_09_doubles_are_kept_and_leases_are_the_servers() -> Result<(), Failure> {
    let requirement = Requirement {
        number: 9,
        words: "two at one door are both kept and paired; leases go by the server's clock",
        missing: None,
        shown_on: Databases::Both,
    };
    let controls = [
        Control {
            taken: "the keeping of both (the later visit replaces the earlier in the feed)",
            take: |city: &mut City| {
                city.lay(&Trigger {
                    name: "one_a_door",
                    when: "AFTER INSERT ON feed",
                    only: Sql::Both("NEW.kind = 'record'"),
                    does: Does::Runs(Sql::Both(
                        "DELETE FROM feed
                            WHERE scope = NEW.scope AND kind = 'record' AND seq < NEW.seq",
                    )),
                })
            },
            says: "both visits",
        },
        Control {
            taken: "the server's look at running leases",
            take: |city: &mut City| city.desk.connection.exchange(&LEASES_OF_TURF, &NOBODY),
            says: "the answer to a lease",
        },
    ];
    println!("\n{}", shown(&requirement, City::new, doubles, &controls)?);
    Ok(())
}
