//! The product's store and sync client, driven here instead of by the device's loop, over a plain
//! client without compression: so that a batch can be made as small as one record, which is one
//! transaction a record at the server. It also keeps a clock beside each part of a round.

use std::time::{Duration, Instant};

use reqwest::{Client, Method};
use serde::{Serialize, de::DeserializeOwned};
use tokio::runtime::Runtime;
use wufei_api::{enrol::Token, error::ErrorBody, protocol, routes};
use wufei_domain::{
    ids::DeviceId,
    refusal::{Code, Refusal},
};
use wufei_engine::{
    DATABASE,
    store::Store,
    sync::{Input, NetStep, Step, StoreStep, SyncClient},
};

use super::{Town, round_trip::offline};
use crate::{
    bench::sync::{
        counter::{self, Hidden},
        figures::RoundTrip,
        load::Load,
        processor_time::{of_own_but, of_tree},
    },
    harness::{Failure, now, random, same},
};

/// Rounds of one device at most.
const ROUNDS_MAX: usize = 5_000;

/// Where a device's time went.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent {
    /// Its own database: SQL and commits.
    pub store: Duration,
    /// Writing requests and reading answers as JSON.
    pub json: Duration,
    /// Waiting for the server, with the wire and the proxy.
    pub waiting: Duration,
}

struct Hand {
    store: Store,
    sync: SyncClient,
    token: Token,
    runtime: Runtime,
    client: Client,
    url: String,
    entries_max: usize,
    spent: Spent,
}

/// One run, device after device: all send, then all read. The time is the sum over the devices, as
/// if one machine stood for all.
///
/// # Errors
/// When a device does not get everything.
pub fn run(load: &Load, entries_max: usize) -> Result<(RoundTrip, Spent), Failure> {
    let town = offline(load, Hidden::Nothing)?;
    let mut hands = Vec::new();
    for person in 0..load.records.len() {
        hands.push(Hand::new(&town, person, entries_max)?);
    }
    let server = town.server()?;
    let before = (of_tree(server)?, of_own_but(&[counter::THREAD])?);
    town.counter.take();
    let began = Instant::now();
    for _ in 0..2 {
        for hand in &mut hands {
            hand.drain()?;
        }
    }
    let wall = began.elapsed();
    let seen = town.counter.take();
    let mut spent = Spent::default();
    for hand in &hands {
        spent.store += hand.spent.store;
        spent.json += hand.spent.json;
        spent.waiting += hand.spent.waiting;
    }
    for person in 0..load.records.len() {
        let path = town.folder(person).join(DATABASE);
        let here: i64 = rusqlite::Connection::open(path)?.query_row(
            "SELECT count(*) FROM facts WHERE record_kind = 'visit'",
            [],
            |row| row.get(0),
        )?;
        same("check-ins on the device", &i64::from(load.size.all()), &here)?;
    }
    let figures = RoundTrip {
        wall,
        server: of_tree(server)?.saturating_sub(before.0),
        devices: of_own_but(&[counter::THREAD])?.saturating_sub(before.1),
        up_bytes: seen.up_bytes,
        down_bytes: seen.down_bytes / u64::from(load.size.devices.max(1)),
        requests: seen.requests,
    };
    Ok((figures, spent))
}

impl Hand {
    fn new(town: &Town, person: usize, entries_max: usize) -> Result<Self, Failure> {
        let fresh = DeviceId::from_stamp(now(), random()?);
        let mut store = Store::open(&town.folder(person).join(DATABASE), fresh, None)?;
        let client =
            Client::builder().no_proxy().build().map_err(Failure::while_doing("a client"))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self {
            token: store.token()?,
            store,
            sync: SyncClient::default(),
            runtime,
            client,
            url: town.counter.url(),
            entries_max,
            spent: Spent::default(),
        })
    }

    /// Rounds until nothing is left to do.
    fn drain(&mut self) -> Result<(), Failure> {
        for _ in 0..ROUNDS_MAX {
            let mut step = self.sync.handle(Input::Begin(None));
            let report = loop {
                let input = match step {
                    Step::Over(result) => break result?,
                    Step::Store(mut step) => {
                        if let StoreStep::ReadBatch { entries_max, .. } = &mut step {
                            *entries_max = self.entries_max;
                        }
                        let began = Instant::now();
                        let input = step.carry_out(&mut self.store, now());
                        self.spent.store += began.elapsed();
                        input
                    }
                    Step::Net(NetStep::Push(request)) => {
                        let body = self.clocked(|| serde_json::to_vec(&request));
                        let body = body.map_err(|_| Refusal::new(Code::BodyMalformed));
                        let pushed =
                            body.and_then(|body| self.exchange(Method::POST, routes::PUSH, body));
                        Input::Pushed(pushed)
                    }
                    Step::Net(NetStep::Pull(query)) => {
                        let path = path_of(&query);
                        Input::Pulled(self.exchange(Method::GET, &path, Vec::new()))
                    }
                    // Whatever is offered in one piece is gone: feeds are read in pages.
                    Step::Net(NetStep::Part { .. }) => Input::Part(Err(Code::NotFound.into())),
                };
                step = self.sync.handle(input);
            };
            if !report.more {
                return Ok(());
            }
        }
        Err(Failure::new(format!("an end within {ROUNDS_MAX} rounds"), "none"))
    }

    fn clocked<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.spent.json += began.elapsed();
        done
    }

    fn exchange<T: DeserializeOwned>(
        &mut self,
        method: Method,
        path: &str,
        body: Vec<u8>,
    ) -> Result<T, Refusal> {
        let request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .header(protocol::HEADER, protocol::CURRENT)
            .header(protocol::AUTHORIZATION, format!("Bearer {}", self.token.0))
            .header("content-type", "application/json")
            .body(body);
        let began = Instant::now();
        let answered = self.runtime.block_on(async {
            let response = request.send().await?;
            let success = response.status().is_success();
            Ok::<_, reqwest::Error>((success, response.bytes().await?))
        });
        self.spent.waiting += began.elapsed();
        let (success, body) = answered.map_err(|_| Refusal::new(Code::Offline))?;
        self.clocked(|| {
            if success {
                return serde_json::from_slice(&body).map_err(|_| Code::ServerFailed.into());
            }
            let refused: Result<ErrorBody, _> = serde_json::from_slice(&body);
            Err(refused.map_or(Code::ServerFailed.into(), |body| body.error))
        })
    }
}

/// The address of a flat query.
fn path_of(query: &impl Serialize) -> String {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(query) else {
        return routes::FEED.to_owned();
    };
    // Scopes, cursors and numbers hold nothing that an address must escape.
    let pair = |(name, value): (&String, &serde_json::Value)| {
        value.as_str().map_or_else(|| format!("{name}={value}"), |text| format!("{name}={text}"))
    };
    let pairs: Vec<String> = fields.iter().map(pair).collect();
    format!("{}?{}", routes::FEED, pairs.join("&"))
}
