//! Pushes of several devices taken at once say and leave what the same pushes say and leave one after the
//! other.

use proptest::{collection::vec, strategy::Strategy};
use wufei_api::push::PushEnvelope;
use wufei_domain::{record::Record, scope::Scope, sync::Verdict};

use super::{
    city::{City, Device, MAXI, OTHER_VOLUNTEER, TURF, VOLUNTEER, shift_opened, turf},
    together::{Rewired, Sent, Told, all, records_of, sent},
};
use crate::{
    service::authorise::Bearer,
    store::{self, Connection as _},
};

/// Two devices of the one who has the turf, and one of somebody who has not.
const PEOPLE: [u128; 3] = [VOLUNTEER, VOLUNTEER, OTHER_VOLUNTEER];

/// At one moment, what each device sends then: nothing from some.
type Moment = [Vec<Sent>; 3];

fn moments() -> impl Strategy<Value = Vec<Moment>> {
    let most = || vec(sent(), 0..4);
    // Of the third nothing counts until a lead takes it, so that it rarely sends.
    let rarely = proptest::prop_oneof![4 => vec(sent(), 0..1), 1 => vec(sent(), 1..2)];
    vec((most(), most(), rarely).prop_map(|(one, two, three)| [one, two, three]), 1..6)
}

/// What was said, and what is there then. Numbers of the feed may differ: which of two devices was
/// before the other is nobody's promise.
#[derive(Debug, PartialEq)]
struct Outcomes {
    verdicts: Vec<Vec<Vec<Verdict>>>,
    feed: Vec<String>,
    counts: [i64; 5],
}

/// The same moments, each taken at once or each push by itself; and how many pushes went together.
fn walk(moments: &[Moment], at_once: bool, told: Option<Told>) -> (Outcomes, usize) {
    let mut city = City::new();
    let devices = PEOPLE.map(|person| city.enrol(person));
    city.lease(&devices[0], TURF).unwrap();
    if let Some(told) = told {
        let inner = store::open(&city.database()).unwrap();
        city.connection = Box::new(Rewired { inner, told });
    }
    let mut made: [Vec<Record>; 3] = Default::default();
    let (mut verdicts, mut together) = (Vec::new(), 0);
    for moment in moments {
        let mut pushes = Vec::new();
        for ((device, push), made) in devices.iter().zip(moment).zip(&mut made) {
            pushes.push((device, records_of(&mut city, push, made)));
        }
        let taken = if at_once { taken_at_once(&mut city, &pushes) } else { vec![None; 3] };
        together += taken.iter().flatten().count();
        let mut said = Vec::new();
        for (taken, (device, records)) in taken.into_iter().zip(&pushes) {
            said.push(
                taken.unwrap_or_else(|| city.push(device, &records.iter().collect::<Vec<_>>())),
            );
        }
        verdicts.push(said);
    }
    let counts = [
        "SELECT COUNT(*) FROM records",
        "SELECT COUNT(*) FROM visits",
        "SELECT COUNT(*) FROM visit_voids",
        "SELECT COUNT(*) FROM held_records",
        "SELECT COALESCE(SUM(told), 0) FROM missing_words",
    ];
    let counts = counts.map(|sql| city.count(sql));
    let items = city.items(&devices[0], Scope::Turf(turf(TURF)), "record");
    let mut feed: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    feed.sort();
    (Outcomes { verdicts, feed, counts }, together)
}

/// As the writer does it.
fn taken_at_once(city: &mut City, pushes: &[(&Device, Vec<Record>)]) -> Vec<Option<Vec<Verdict>>> {
    let sent: Vec<(&Bearer, PushEnvelope)> = pushes
        .iter()
        .map(|(device, records)| {
            let entries = records.iter().map(|record| serde_json::to_value(record).unwrap());
            let entries = entries.collect();
            (&device.bearer, PushEnvelope { device: device.id, entries, turn: None })
        })
        .collect();
    let sent: Vec<(&Bearer, &PushEnvelope)> =
        sent.iter().map(|(bearer, envelope)| (*bearer, envelope)).collect();
    city.connection.begin().unwrap();
    let mark = city.connection.savepoint().unwrap();
    let taken = city.service.push_together(&mut city.connection, &sent, city.now);
    let taken = taken.ok().flatten();
    if taken.is_some() {
        city.connection.release(mark).unwrap();
    } else {
        city.connection.rollback_to(mark).unwrap();
    }
    city.connection.commit().unwrap();
    let verdicts = |taken: Vec<Option<wufei_api::push::PushResponse>>| {
        taken.into_iter().map(|pushed| pushed.map(|pushed| pushed.verdicts)).collect()
    };
    taken.map_or_else(|| vec![None; pushes.len()], verdicts)
}

#[test]
fn pushes_taken_at_once_are_as_each_by_itself() {
    let mut together = 0;
    all(&moments(), |moments| {
        let (at_once, of_these) = walk(&moments, true, None);
        together += of_these;
        at_once == walk(&moments, false, None).0
    })
    .unwrap();
    assert!(together > 20, "{together} pushes were taken at once");
}

/// The control: without the count of what was new, a repeat passes for a record of its own.
#[test]
fn without_the_count_of_new_records_they_are_not() {
    let moments = [
        [vec![Sent::Word], vec![Sent::Visit(1)], vec![]],
        [vec![Sent::Again(1)], vec![Sent::Visit(2)], vec![]],
    ];
    let each = walk(&moments, false, None).0;
    assert_ne!(walk(&moments, true, Some(Told::AllNew)).0, each);
    assert_eq!(walk(&moments, true, None), (each, 3), "the first moment, with an empty push");
}

/// Two pushes of one device are for its turns to say, one after the other; what has no token, or reads
/// as no record, stays behind, and none of them keeps the others from going.
#[test]
fn what_is_to_be_told_apart_stays_behind() {
    let mut city = City::new();
    let devices = PEOPLE.map(|person| city.enrol(person));
    city.lease(&devices[0], TURF).unwrap();
    let word = |city: &mut City| records_of(city, &[Sent::Word], &mut Vec::new());
    let stranger = Device { bearer: Bearer("nobody's".to_owned()), ..devices[0].clone() };
    let wrong = vec![city.record(MAXI, shift_opened())];
    let pushes: Vec<(&Device, Vec<Record>)> = vec![
        (&devices[0], word(&mut city)),
        (&devices[1], word(&mut city)),
        (&devices[0], word(&mut city)),
        (&stranger, word(&mut city)),
    ];
    let accepted = || Some(vec![Verdict::Accepted]);
    assert_eq!(taken_at_once(&mut city, &pushes), [accepted(), accepted(), None, None]);
    assert_eq!(city.count("SELECT COUNT(*) FROM records"), 2);
    // A record that is refused takes all of them back.
    let pushes = vec![(&devices[0], word(&mut city)), (&devices[1], wrong)];
    assert_eq!(taken_at_once(&mut city, &pushes), [None, None]);
    assert_eq!(city.count("SELECT COUNT(*) FROM records"), 2);
}
