//! PouchDB 9 with express-pouchdb 4: the protocol of CouchDB, on Node and LevelDB at both ends.

use std::{net::SocketAddr, path::PathBuf, process::Command, time::Instant};

use serde::Deserialize;

use super::{Peer, node, spoken::Spoken};
use crate::{
    bench::sync::{
        counter::{Counter, Hidden},
        figures::RoundTrip,
        load::Load,
        processor_time::of_tree,
    },
    harness::{Failure, same},
};

struct PouchDb {
    scripts: PathBuf,
}

#[derive(Deserialize)]
struct Listening {
    port: u16,
}

#[derive(Deserialize)]
struct Ready {
    ready: bool,
}

#[derive(Deserialize)]
struct Done {
    documents: Vec<u32>,
}

/// Installs what the lock file names.
///
/// # Errors
/// When Node or npm is not there, or a package cannot be had.
pub fn set_up() -> Result<Box<dyn Peer>, Failure> {
    let scripts = node("pouchdb")?;
    Ok(Box::new(PouchDb { scripts }))
}

impl Peer for PouchDb {
    fn name(&self) -> &'static str {
        "PouchDB 9, express-pouchdb 4 on express 4 (LevelDB not synced, its own compression)"
    }

    fn run(&self, load: &Load) -> Result<RoundTrip, Failure> {
        let folder = tempfile::Builder::new().prefix("wufei-peer-").tempdir()?;
        let (server_folder, devices_folder) =
            (folder.path().join("server"), folder.path().join("devices"));
        std::fs::create_dir_all(&server_folder)?;
        std::fs::create_dir_all(&devices_folder)?;
        for device in 0..load.records.len() {
            let file = devices_folder.join(format!("device-{device}.jsonl"));
            std::fs::write(file, load.lines(device)?)?;
        }
        let node = |script: &str| {
            let mut node = Command::new("node");
            node.arg(self.scripts.join(script)).current_dir(folder.path());
            node
        };
        let mut server = Spoken::start(node("serve.js").arg(&server_folder))?;
        let Listening { port } = server.hear()?;
        let counter = Counter::start(SocketAddr::from(([127, 0, 0, 1], port)), Hidden::Nothing)?;
        let mut devices = Spoken::start(
            node("devices.js")
                .arg(counter.url())
                .arg(&devices_folder)
                .arg(load.size.devices.to_string()),
        )?;
        let Ready { ready } = devices.hear()?;
        same("devices that are ready", &true, &ready)?;
        let before = (of_tree(server.id())?, of_tree(devices.id())?);
        counter.take();
        let began = Instant::now();
        devices.tell("go")?;
        let Done { documents } = devices.hear()?;
        let wall = began.elapsed();
        let seen = counter.take();
        same("documents of each device", &vec![load.size.all(); load.records.len()], &documents)?;
        Ok(RoundTrip {
            wall,
            server: of_tree(server.id())?.saturating_sub(before.0),
            devices: of_tree(devices.id()).unwrap_or_default().saturating_sub(before.1),
            up_bytes: seen.up_bytes,
            down_bytes: seen.down_bytes / u64::from(load.size.devices.max(1)),
            requests: seen.requests,
        })
    }
}
