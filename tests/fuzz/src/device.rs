//! Target: the device's store behind the decoder. Whatever a page holds, it is kept with its cursor,
//! and every screen that asks the store afterwards is answered.

use std::{cell::RefCell, path::PathBuf};

use proptest::prelude::*;
use wufei_api::{enrol::EnrolResponse, feed::FeedPage};
use wufei_app::effect::store::{
    LoadHousehold, LoadOutbox, LoadPoint, LoadStanding, LoadStart, LoadTurf, LoadTurfs,
};
use wufei_disk::Disk;
use wufei_domain::{ids::DeviceId, refusal::Refusal, scope::Scope, time::UnixMs};
use wufei_engine::{Answer as _, store::Store};

use super::{corpus, recipe};

const NOW: UnixMs = UnixMs::new(1_795_000_000_000);

/// The feeds that the kept identity opens.
const SCOPES: [&str; 4] = [
    "community:330683106273",
    "household:330683106273-12",
    "point:01a20cff-7d00-7101-8101-010101010101",
    "turf:01a20cff-7d00-7101-8101-010101010101",
];

struct Device {
    /// Where its database lies, as long as it is needed.
    _disk: Disk,
    store: Store,
    epoch: String,
    path: PathBuf,
}

impl Device {
    fn new() -> Self {
        let disk = Disk::new(5).unwrap();
        let path = disk.path("device.sqlite");
        let mut store = Store::open(&path, DeviceId::from_stamp(NOW, [1; 10]), None).unwrap();
        let kept = corpus::bodies("enrol_response").remove(1);
        let response: EnrolResponse = serde_json::from_slice(&kept).unwrap();
        store.enrol(&response).unwrap();
        for scope in SCOPES {
            store.follow(scope.parse().unwrap()).unwrap();
        }
        Self { _disk: disk, store, epoch: response.epoch, path }
    }

    /// Takes a page as one of a feed that begins anew.
    fn take(&mut self, scope: Scope, mut page: FeedPage) -> Result<u32, Refusal> {
        page.epoch.clone_from(&self.epoch);
        self.store.restart(scope)?;
        self.store.take_page(scope, None, &page)
    }

    /// Everything a screen may ask.
    fn show(&mut self) -> Result<(), Refusal> {
        let store = &mut self.store;
        store.answer(&LoadStart)?;
        store.answer(&LoadOutbox)?;
        store.answer(&LoadTurfs)?;
        store.answer(&LoadStanding)?;
        for scope in SCOPES.map(str::parse::<Scope>) {
            match scope? {
                Scope::Household(household) => drop(store.answer(&LoadHousehold { household })?),
                Scope::Point(point) => drop(store.answer(&LoadPoint { point })?),
                Scope::Turf(turf) => drop(store.answer(&LoadTurf { turf })?),
                Scope::Community(_) => {}
            }
        }
        Ok(())
    }
}

/// Runs the target; `meddle` is done to the database from outside before a screen asks.
fn run(meddle: fn(&Device)) -> Result<(), String> {
    let device = RefCell::new(Device::new());
    let bodies = recipe::bodies(corpus::bodies("feed"));
    let scopes = prop::sample::select(&SCOPES[..]);
    recipe::run(&(bodies, scopes), |(recipe::Body(body), scope)| {
        let Ok(page) = serde_json::from_slice::<FeedPage>(&body) else { return Ok(()) };
        let (rows, next) = (page.rows.len(), page.next.clone());
        let scope: Scope = scope.parse().unwrap();
        let device = &mut *device.borrow_mut();
        let taken = device.take(scope, page);
        prop_assert_eq!(taken, Ok(u32::try_from(rows).unwrap()), "a page is taken");
        let standing = device.store.standing().unwrap();
        let cursor = standing.scopes.into_iter().find(|(known, _)| *known == scope);
        prop_assert_eq!(cursor, Some((scope, Some(next))), "and its cursor kept");
        meddle(device);
        prop_assert_eq!(device.show(), Ok(()), "every screen is answered");
        Ok(())
    })
}

#[test]
fn fuzz_a_page_on_a_device() {
    run(|_| {}).unwrap();
}

/// A fact that cannot be read back, put there by nobody of ours.
#[test]
fn control_a_page_that_cannot_be_shown_is_noticed() {
    let broken = run(|device| {
        let outside = rusqlite::Connection::open(&device.path).unwrap();
        outside.execute("UPDATE facts SET body = '{'", []).unwrap();
    });
    let broken = broken.expect_err("nothing was noticed");
    assert!(broken.contains("every screen is answered"), "{broken}");
}
