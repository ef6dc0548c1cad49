//! Loro in one process: a floor, not a peer. It is a package of its own, outside the workspace, so
//! that nothing but this bench ever builds it.

use std::{path::PathBuf, process::Command, time::Duration};

use serde::Deserialize;

use super::{Peer, installed, sources, spoken::must_end_well};
use crate::{
    bench::sync::{figures::RoundTrip, load::Load},
    harness::{Failure, same},
};

struct Crdt {
    program: PathBuf,
}

#[derive(Deserialize)]
struct Told {
    documents: Vec<usize>,
    up_bytes: u64,
    down_bytes: u64,
    hub_us: u64,
    devices_us: u64,
}

/// Builds it.
///
/// # Errors
/// When a crate cannot be had or built.
pub fn set_up() -> Result<Box<dyn Peer>, Failure> {
    let folder = installed("crdt")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--locked", "--release", "--target-dir"]).arg(&folder);
    must_end_well(build.current_dir(sources("crdt")))?;
    Ok(Box::new(Crdt { program: folder.join("release/wufei-peer-crdt") }))
}

impl Peer for Crdt {
    fn name(&self) -> &'static str {
        "floor: Loro in one process (no server, no wire, no disk, no permissions)"
    }

    fn is_floor(&self) -> bool {
        true
    }

    fn run(&self, load: &Load) -> Result<RoundTrip, Failure> {
        let folder = tempfile::Builder::new().prefix("wufei-peer-").tempdir()?;
        for device in 0..load.records.len() {
            let file = folder.path().join(format!("device-{device}.jsonl"));
            std::fs::write(file, load.lines(device)?)?;
        }
        let mut program = Command::new(&self.program);
        let ended = must_end_well(program.arg(folder.path()).arg(load.size.devices.to_string()))?;
        let told: Told = serde_json::from_slice(&ended.stdout)?;
        let all = usize::try_from(load.size.all()).unwrap_or(usize::MAX);
        same("check-ins of each replica", &vec![all; load.records.len()], &told.documents)?;
        let (server, devices) =
            (Duration::from_micros(told.hub_us), Duration::from_micros(told.devices_us));
        Ok(RoundTrip {
            wall: server + devices,
            server,
            devices,
            up_bytes: told.up_bytes,
            down_bytes: told.down_bytes,
            requests: 0,
        })
    }
}
