//! The devices' folders that every bench begins with: a resident's, an attendant's, a volunteer's,
//! and one that has made ten thousand records.

use std::{fs, path::Path};

use wufei_app::effect::store::AppendRecord;
use wufei_domain::{
    ids::{DeviceId, DoorId, TurfId},
    role::Role,
    visit::Outcome,
};
use wufei_engine::{Answer as _, DATABASE, store::Store};

use crate::{
    harness::{Failure, Weighed, World, now, random, records},
    neighbourhood::units::MAXI,
};

/// The folder of the device with many records.
pub const MANY: &str = "records10000";

const RECORDS: u32 = 10_000;
/// Doors of the turf that was visited.
const DOORS: u32 = 40;

/// Makes the folders anew inside `folder`.
///
/// # Errors
/// When a device cannot be brought to where its bench begins.
pub fn prepare(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let world = World::new()?;
    let resident = world.device("resident", Role::Resident, MAXI, 0)?;
    resident.household("a card", |view| !view.card.number.is_empty())?;
    attendant(&world)?;
    let turf = volunteer(&world)?;
    drop(resident);
    for name in ["resident", "attendant", "volunteer"] {
        copy(&world.device_folder(name), &folder.join(name))?;
    }
    copy(&world.device_folder("volunteer"), &folder.join(MANY))?;
    many(&folder.join(MANY), turf)
}

/// Stands at the scale, with one drop-off in the log.
fn attendant(world: &World) -> Result<(), Failure> {
    let device = world.device("attendant", Role::Attendant, MAXI, 0)?;
    device.open_shift()?;
    let card = world.card(MAXI, 1)?.to_string();
    device.weigh(&card, &[Weighed::kilograms("cardboard", "3.2")])?;
    device.sync()
}

/// Has a turf on the device and a visit behind.
fn volunteer(world: &World) -> Result<TurfId, Failure> {
    let device = world.device("volunteer", Role::Volunteer, MAXI, 0)?;
    let turf = world.turf(0)?.clone();
    device.take_turf(turf.id)?;
    device.sync_and_walk(turf.id, "its doors", |view| !view.doors.is_empty())?;
    if let Some(door) = turf.doors.first() {
        device.visit(turf.id, *door, Outcome::NotHome, &[])?;
    }
    device.sync()?;
    Ok(turf.id)
}

fn many(folder: &Path, turf: TurfId) -> Result<(), Failure> {
    let fresh = DeviceId::from_stamp(now(), random()?);
    let mut store = Store::open(&folder.join(DATABASE), fresh, None)
        .map_err(Failure::while_doing("a store"))?;
    for number in 0..RECORDS {
        let door = DoorId::new(MAXI.parse()?, number % DOORS + 1);
        let record = records::visit(turf, door, Outcome::NotHome)?;
        store.answer(&AppendRecord { record, from_draft: None })?;
    }
    Ok(())
}

/// The database with its log, closed or not.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
