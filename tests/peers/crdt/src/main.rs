//! A floor for the sync bench: the same check-ins merged by Loro in one process. No server, no
//! network, no disk, no permissions: what a CRDT needs in bytes and time at the very least.
//!
//! `wufei-peer-crdt FOLDER COUNT` reads `FOLDER/device-N.jsonl` and prints one line of JSON: bytes
//! of all updates up, bytes to one device down, microseconds of the hub and of all devices.

use std::{
    env,
    error::Error,
    fs,
    io::{self, Write as _},
    path::Path,
    time::{Duration, Instant},
};

use loro::{ExportMode, LoroDoc, LoroValue, VersionVector};
use serde_json::{Value, json};

/// The map that holds every check-in under its id.
const CHECK_INS: &str = "check_ins";

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [folder, count] = words.as_slice() else {
        return Err("wufei-peer-crdt FOLDER COUNT".into());
    };
    let devices = (0..count.parse()?)
        .map(|number| offline(Path::new(folder), number))
        .collect::<Result<Vec<_>, _>>()?;
    let (mut of_hub, mut of_devices) = (Duration::ZERO, Duration::ZERO);
    let (mut up, mut down) = (0, 0);

    let hub = LoroDoc::new();
    for device in &devices {
        let nothing = VersionVector::default();
        let update = clocked(&mut of_devices, || device.export(ExportMode::updates(&nothing)))?;
        up += update.len();
        clocked(&mut of_hub, || hub.import(&update))?;
    }
    for device in &devices {
        let has = device.oplog_vv();
        let update = clocked(&mut of_hub, || hub.export(ExportMode::updates(&has)))?;
        down += update.len();
        clocked(&mut of_devices, || device.import(&update))?;
    }
    let documents: Vec<usize> =
        devices.iter().map(|device| device.get_map(CHECK_INS).len()).collect();
    let told = json!({
        "documents": documents,
        "up_bytes": up,
        "down_bytes": down / devices.len().max(1),
        "hub_us": of_hub.as_micros(),
        "devices_us": of_devices.as_micros(),
    });
    writeln!(io::stdout().lock(), "{told}")?;
    Ok(())
}

/// A replica with its own check-ins, each a change of its own.
fn offline(folder: &Path, number: u64) -> Result<LoroDoc, Box<dyn Error>> {
    let device = LoroDoc::new();
    device.set_peer_id(number + 1)?;
    let map = device.get_map(CHECK_INS);
    let lines = fs::read_to_string(folder.join(format!("device-{number}.jsonl")))?;
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line)?;
        let id = record["id"].as_str().ok_or("a check-in without an id")?;
        map.insert(id, LoroValue::from(record.clone()))?;
        device.commit();
    }
    Ok(device)
}

fn clocked<T>(spent: &mut Duration, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    *spent += began.elapsed();
    done
}
