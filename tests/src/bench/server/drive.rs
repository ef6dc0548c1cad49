//! Drives the server over HTTP: one thread, a connection a device. Each device sends its next push when
//! the last was acknowledged, or at set times. Turned away or cut off, it waits as the product's devices
//! do: what the server asks for, and chance on top.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{
    Client,
    header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER},
};
use tokio::{task::JoinSet, time};
use wufei_api::{columns, protocol, push::PushResponse, routes};
use wufei_domain::sync::backoff_ms;

use super::load::Push;
use crate::harness::Failure;

/// How long a device waits for one answer.
const ANSWER_MAX: Duration = Duration::from_secs(30);

/// How often a push is sent again at most when the server is busy.
const TRIES: u32 = 60;

/// Devices that enrol at once.
const ENROLLING: usize = 64;

/// How a proxy says for whom it asks.
const FORWARDED: &str = "x-forwarded-for";

/// An address for the device of that number, of those that are nobody's.
fn address_of(number: usize) -> String {
    format!("10.0.{}.{}", number / 250, number % 250 + 1)
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Driven {
    /// From the first push to the last answer.
    pub wall: Duration,
    /// Of each push, from when it was due until it was acknowledged.
    pub latencies: Vec<Duration>,
    /// When each request was sent, from the beginning: those turned away too.
    pub sent: Vec<Duration>,
    /// Ids of what was acknowledged.
    pub ids: Vec<String>,
}

impl Driven {
    /// Requests that were sent once more: turned away, or without an answer in time.
    pub fn again(&self) -> usize {
        self.sent.len().saturating_sub(self.latencies.len())
    }

    /// Requests sent in each second.
    pub fn by_second(&self) -> Vec<usize> {
        let mut seconds = Vec::new();
        for sent in &self.sent {
            let at = usize::try_from(sent.as_secs()).unwrap_or(0);
            seconds.resize(seconds.len().max(at + 1), 0);
            if let Some(second) = seconds.get_mut(at) {
                *second += 1;
            }
        }
        seconds
    }

    /// The latency below which so many hundredths lie.
    pub fn latency(&self, hundredths: usize) -> Duration {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * hundredths).div_ceil(100).saturating_sub(1);
        sorted.get(at).copied().unwrap_or_default()
    }
}

/// A push with the moment when it is due, from the beginning; at once when there is none.
pub type Due = (Option<Duration>, Push);

/// Sends the pushes of each device in turn, all devices beside each other.
///
/// # Errors
/// When one is not acknowledged as a whole.
pub fn pushes(address: &str, devices: Vec<Vec<Due>>) -> Result<Driven, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = client(devices.len())?;
        let address: Arc<str> = format!("{address}{}", routes::PUSH).into();
        let mut tasks = JoinSet::new();
        let began = Instant::now();
        for (number, pushes) in devices.into_iter().enumerate() {
            tasks.spawn(device(client.clone(), Arc::clone(&address), number, pushes, began));
        }
        let mut all = Driven::default();
        while let Some(done) = tasks.join_next().await {
            let done = done.map_err(Failure::while_doing("a device to its end"))??;
            all.latencies.extend(done.latencies);
            all.ids.extend(done.ids);
            all.sent.extend(done.sent);
        }
        all.wall = began.elapsed();
        Ok(all)
    })
}

async fn device(
    client: Client,
    address: Arc<str>,
    number: usize,
    pushes: Vec<Due>,
    began: Instant,
) -> Result<Driven, Failure> {
    let mut done = Driven::default();
    for (due, push) in pushes {
        let due = match due {
            Some(due) => {
                time::sleep_until((began + due).into()).await;
                began + due
            }
            None => Instant::now(),
        };
        let mut tries = 0;
        loop {
            done.sent.push(began.elapsed());
            let wait = match ask(&client, &address, number, &push).await? {
                Asked::Taken => break,
                Asked::After(wait) => wait,
            };
            tries += 1;
            if tries == TRIES {
                return Err(Failure::new(format!("an answer within {TRIES} tries"), "none"));
            }
            // Each device with chances of its own, the same in every run.
            let chance = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(tries);
            let apart = Duration::from_millis(backoff_ms(tries, chance));
            time::sleep(wait + apart).await;
        }
        done.latencies.push(due.elapsed());
        done.ids.extend(push.ids);
    }
    Ok(done)
}

/// What became of a request.
enum Asked {
    /// All of the push is stored.
    Taken,
    /// Turned away, or cut off: again after so long.
    After(Duration),
}

async fn ask(client: &Client, address: &str, number: usize, push: &Push) -> Result<Asked, Failure> {
    let mut request = client
        .post(address)
        .header(protocol::HEADER, protocol::CURRENT)
        .header(protocol::AUTHORIZATION, format!("Bearer {}", push.token))
        .header(FORWARDED, address_of(number))
        .body(push.body.clone());
    request = if push.packed {
        request.header(CONTENT_TYPE, columns::MEDIA_TYPE).header(CONTENT_ENCODING, "gzip")
    } else {
        request.header(CONTENT_TYPE, "application/json")
    };
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) if error.is_timeout() => return Ok(Asked::After(Duration::ZERO)),
        Err(error) => return Err(Failure::while_doing("an answer to a push")(error)),
    };
    let status = response.status().as_u16();
    let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let after = after.and_then(|seconds| seconds.parse::<u64>().ok()).unwrap_or(5);
    let body = response.bytes().await.map_err(Failure::while_doing("the body of an answer"))?;
    if status == 200 {
        let answer: PushResponse = serde_json::from_slice(&body)?;
        if answer.verdicts.iter().filter(|verdict| verdict.is_stored()).count() == push.ids.len() {
            return Ok(Asked::Taken);
        }
    }
    if status != 503 && status != 429 {
        let seen = String::from_utf8_lossy(&body).chars().take(400).collect::<String>();
        return Err(Failure::new("a push taken whole", format!("{status} {seen}")));
    }
    Ok(Asked::After(Duration::from_secs(after)))
}

/// Sends requests of devices that enrol; gives their answers, in order.
///
/// # Errors
/// When one is refused.
pub fn enrol(address: &str, requests: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = client(ENROLLING)?;
        let mut answers = vec![Vec::new(); requests.len()];
        let mut waiting = requests.into_iter().enumerate();
        let mut tasks = JoinSet::new();
        loop {
            while tasks.len() < ENROLLING
                && let Some((number, body)) = waiting.next()
            {
                let request = client
                    .post(format!("{address}{}", routes::ENROL))
                    .header(protocol::HEADER, protocol::CURRENT)
                    .header(CONTENT_TYPE, "application/json")
                    .header(FORWARDED, address_of(number))
                    .body(body);
                tasks.spawn(async move {
                    let response = request.send().await?.error_for_status()?;
                    Ok::<_, reqwest::Error>((number, response.bytes().await?))
                });
            }
            let Some(done) = tasks.join_next().await else { return Ok(answers) };
            let done = done.map_err(Failure::while_doing("an enrolment to its end"))?;
            let (number, body) = done.map_err(Failure::while_doing("an enrolment"))?;
            if let Some(answer) = answers.get_mut(number) {
                *answer = body.to_vec();
            }
        }
    })
}

fn client(connections: usize) -> Result<Client, Failure> {
    // A second provider of rustls is refused and not needed.
    let _first_wins = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .no_gzip()
        .pool_max_idle_per_host(connections)
        .timeout(ANSWER_MAX)
        .build()
        .map_err(Failure::while_doing("a client"))
}
