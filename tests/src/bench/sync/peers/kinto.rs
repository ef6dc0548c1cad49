//! Kinto on a PostgreSQL of its own: batches of writes, reads by time stamp. Its client in Python
//! keeps nothing on disk, so the device is written here: the same client for HTTP as ours, and a
//! bare table of SQLite, one commit an answer.
//!
//! Devices send one after the other: side by side, Kinto refuses many batches with "integrity
//! constraint violated, please retry".

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use reqwest::{Client, Method, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wufei_domain::record::Record;

use super::{Peer, python, sources, spoken::must_end_well};
use crate::{
    bench::sync::{
        counter::{self, Counter, Hidden},
        figures::RoundTrip,
        load::Load,
        processor_time::{of_own_but, of_tree},
    },
    harness::{Cluster, Commits, Failure, PATIENCE, holds, same},
};

/// Requests in a batch at most, as Kinto ships.
const BATCH: usize = 25;

const RECORDS: &str = "/buckets/town/collections/check_ins/records";

/// Any name and password make a user; all devices are the same one.
const USER: (&str, Option<&str>) = ("volunteer", Some("made-up"));

struct Kinto {
    programs: PathBuf,
}

/// Installs what the list of requirements names into an environment of its own.
///
/// # Errors
/// When Python is not there, or a package cannot be had.
pub fn set_up() -> Result<Box<dyn Peer>, Failure> {
    let programs = python("kinto")?;
    Ok(Box::new(Kinto { programs }))
}

/// The server's process; it ends with its owner.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing more can be done when it has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Kinto {
    /// Starts it on a migrated database; gives back where it listens.
    fn serve(&self, cluster: &Cluster, folder: &Path) -> Result<(Server, SocketAddr), Failure> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let template = fs::read_to_string(sources("kinto").join("kinto.ini"))?;
        let settings = folder.join("kinto.ini");
        let filled =
            template.replace("{port}", &port.to_string()).replace("{database}", &cluster.url());
        fs::write(&settings, filled)?;
        let kinto = |verb: &str| {
            let mut kinto = Command::new(self.programs.join("kinto"));
            kinto.arg(verb).arg("--ini").arg(&settings).current_dir(folder);
            kinto
        };
        must_end_well(&mut kinto("migrate"))?;
        let log = fs::File::create(folder.join("log"))?;
        let mut start = kinto("start");
        start.args(["--port", &port.to_string()]).stdin(Stdio::null());
        let child = start.stdout(log.try_clone()?).stderr(log).spawn()?;
        let server = Server(child);
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let device = Device::new(&format!("http://{address}"), &folder.join("setter"))?;
        let deadline = Instant::now() + PATIENCE;
        while device.ask(Method::GET, "/", None).is_err() {
            let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
            holds("Kinto to answer in time", Instant::now() < deadline, log)?;
            thread::sleep(Duration::from_millis(50));
        }
        for path in ["/buckets/town", "/buckets/town/collections/check_ins"] {
            device.ask(Method::PUT, path, Some(&json!({})))?;
        }
        Ok((server, address))
    }
}

impl Peer for Kinto {
    fn name(&self) -> &'static str {
        "Kinto on PostgreSQL (fsync on, batches of 25 as it ships, no compression; devices send in turn and are a bare SQLite table)"
    }

    fn run(&self, load: &Load) -> Result<RoundTrip, Failure> {
        let cluster = Cluster::start(Commits::ReachTheDisk)?;
        let folder = tempfile::Builder::new().prefix("wufei-peer-").tempdir()?;
        let (server, address) = self.serve(&cluster, folder.path())?;
        let counter = Counter::start(address, Hidden::Nothing)?;
        let mut devices = Vec::new();
        for number in 0..load.records.len() {
            devices.push(Device::new(&counter.url(), &folder.path().join(number.to_string()))?);
        }
        let of_server = || -> Result<Duration, Failure> {
            Ok(of_tree(server.0.id())? + of_tree(cluster.id()?)?)
        };
        let but = ["bench", counter::THREAD];
        let before = (of_server()?, of_own_but(&but)?);
        counter.take();
        let began = Instant::now();
        for (device, records) in devices.iter().zip(&load.records) {
            device.send(records)?;
        }
        fetch_all(&devices, load.size.all())?;
        let wall = began.elapsed();
        let seen = counter.take();
        Ok(RoundTrip {
            wall,
            server: of_server()?.saturating_sub(before.0),
            devices: of_own_but(&but)?.saturating_sub(before.1),
            up_bytes: seen.up_bytes,
            down_bytes: seen.down_bytes / u64::from(load.size.devices.max(1)),
            requests: seen.requests,
        })
    }
}

/// All devices at once.
fn fetch_all(devices: &[Device], all: u32) -> Result<(), Failure> {
    thread::scope(|scope| {
        let fetch = |device| scope.spawn(move || Device::fetch(device, all));
        let fetching: Vec<_> = devices.iter().map(fetch).collect();
        fetching.into_iter().try_for_each(|device| {
            device.join().map_err(|_| Failure::new("a device", "a panic"))?
        })
    })
}

struct Device {
    runtime: Runtime,
    client: Client,
    url: String,
    database: Mutex<Connection>,
}

impl Device {
    fn new(url: &str, database: &Path) -> Result<Self, Failure> {
        let database = Connection::open(database)?;
        database.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE records (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;",
        )?;
        Ok(Self {
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build()?,
            client: Client::builder()
                .no_proxy()
                .gzip(true)
                .build()
                .map_err(Failure::while_doing("a client"))?,
            url: format!("{url}/v1"),
            database: database.into(),
        })
    }

    fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let mut request =
            self.client.request(method, format!("{}{path}", self.url)).basic_auth(USER.0, USER.1);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answered = self.runtime.block_on(async {
            let response = request.send().await?;
            let status = response.status();
            Ok::<_, reqwest::Error>((status, response.bytes().await?))
        });
        let (status, body) = answered.map_err(Failure::while_doing("an answer of Kinto"))?;
        let good = matches!(status, StatusCode::OK | StatusCode::CREATED);
        holds("a good answer of Kinto", good, || {
            format!("{status} {}", String::from_utf8_lossy(&body))
        })?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// Everything up, in batches.
    fn send(&self, records: &[Record]) -> Result<(), Failure> {
        for batch in records.chunks(BATCH) {
            let requests: Result<Vec<Value>, Failure> = batch
                .iter()
                .map(|record| {
                    let path = format!("{RECORDS}/{}", record.id);
                    Ok(json!({ "path": path, "body": { "data": serde_json::to_value(record)? } }))
                })
                .collect();
            let body = json!({ "defaults": { "method": "PUT" }, "requests": requests? });
            let answer = self.ask(Method::POST, "/batch", Some(&body))?;
            let all = answer["responses"].as_array().map(Vec::as_slice).unwrap_or_default();
            let bad = all.iter().find(|one| !matches!(one["status"].as_u64(), Some(200 | 201)));
            holds("every record of a batch stored", bad.is_none(), || format!("{bad:?}"))?;
        }
        Ok(())
    }

    /// Everything down: Kinto gives up to 10,000 records in one answer.
    fn fetch(&self, all: u32) -> Result<(), Failure> {
        let answer = self.ask(Method::GET, &format!("{RECORDS}?_since=0"), None)?;
        let records = answer["data"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut database =
            self.database.lock().map_err(|_| Failure::new("a database", "a panic"))?;
        let transaction = database.transaction()?;
        for record in records {
            let row = [record["id"].as_str().unwrap_or_default(), &record.to_string()];
            transaction.prepare_cached("INSERT INTO records VALUES (?1, ?2)")?.execute(row)?;
        }
        transaction.commit()?;
        same("records on a device", &usize::try_from(all).ok(), &Some(records.len()))
    }
}
