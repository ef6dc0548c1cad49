//! The network: one HTTP client for all lanes but one, the worker for questions that need the server
//! now, and `news`, which waits for the server. Rounds of sync stand in `sync`; every address in `wufei_api::routes`.
//!
//! Tokens and codes are never written anywhere: no `Debug`, no log, no error text holds them.

mod form;
mod news;
mod spoken;
#[cfg(test)]
mod tests;
mod tls;
mod worker;

use std::{future, time::Duration};

use reqwest::{
    Client, RequestBuilder, Response, StatusCode, Url,
    header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, RANGE, RETRY_AFTER},
    redirect,
};
use serde::{Serialize, de::DeserializeOwned};
use tokio::runtime::{Builder, Runtime};
use wufei_api::{
    enrol::Token, error::ErrorBody, photo::CHUNK_MEDIA_TYPE, protocol, snapshot::PART_BYTES_MAX,
};
use wufei_domain::refusal::{Code, Refusal};

use form::{Answered, Form};
use news::Ends;
pub(crate) use news::Listener;
use spoken::Spoken;
pub(crate) use worker::Net;

use crate::{OpenError, clock};

/// For a connection. A village's network answers within a second or not at all.
const CONNECT: Duration = Duration::from_secs(5);

/// For a whole exchange, so that closing a device comes to an end.
const EXCHANGE: Duration = Duration::from_secs(30);

/// Bytes of an answer that are read: a page of 500 rows needs some 300 KB.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Seconds to leave an overloaded proxy alone that names no number.
const PAUSE_SECONDS: u64 = 5;

/// The client and the one thread its connections live on.
pub(crate) struct Http {
    client: Client,
    /// For the one question that is asked all the time: of its own, so that it says no more of itself
    /// than it must and keeps one connection.
    news: Client,
    ends: Ends,
    /// `None`: this device never syncs.
    base: Option<Url>,
    spoken: Spoken,
    runtime: Option<Runtime>,
}

impl Http {
    /// # Errors
    /// [`OpenError::Server`], [`OpenError::Root`], [`OpenError::Net`], [`OpenError::Thread`].
    pub fn open(server: &str, extra_root_pem: Option<&str>) -> Result<Self, OpenError> {
        let tls = tls::config(extra_root_pem)?;
        let client = |gzip| {
            Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .connect_timeout(CONNECT)
                .timeout(EXCHANGE)
                // A token goes to the server it was given for and nowhere else.
                .redirect(redirect::Policy::none())
                .no_proxy()
                .gzip(gzip)
                .build()
                .map_err(|error| OpenError::Net(error.to_string()))
        };
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("http")
            .enable_io()
            .enable_time()
            .build()?;
        let (client, news) = (client(true)?, client(false)?);
        let (base, ends, spoken) = (base(server)?, Ends::default(), Spoken::default());
        Ok(Self { client, news, ends, base, spoken, runtime: Some(runtime) })
    }

    /// Sends `body`, reads the answer.
    ///
    /// # Errors
    /// The server's refusal; [`Code::Offline`] without an answer; [`Code::ServerFailed`] for one
    /// that cannot be read.
    pub fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
        token: Option<&Token>,
    ) -> Result<T, Refusal> {
        self.spoken.ask(|version| self.send(path, form::plain(body)?, version, token))
    }

    /// Sends `body` with the rows in `field` as columns if the server reads them, reads the answer.
    ///
    /// # Errors
    /// As [`Http::post`]; [`Code::BodyTooLarge`] without asking when the body is above
    /// [`wufei_domain::sync::BATCH_WIRE_BYTES_MAX`].
    pub fn post_rows<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
        field: &str,
        token: &Token,
    ) -> Result<T, Refusal> {
        self.spoken.ask(|version| {
            let packed = version >= protocol::PACKED_SINCE;
            let form = if packed { form::columns(body, field)? } else { form::plain(body)? };
            self.send(path, form, version, Some(token))
        })
    }

    fn send<T: DeserializeOwned>(
        &self,
        path: &str,
        form: Form,
        version: u32,
        token: Option<&Token>,
    ) -> Result<T, Refusal> {
        let mut request = self.client.post(self.url(path)?).header(CONTENT_TYPE, form.media_type);
        if form.compressed {
            request = request.header(CONTENT_ENCODING, "gzip");
        }
        let Answered { body, .. } = self.exchange(request.body(form.bytes), version, token)?;
        serde_json::from_slice(&body).map_err(|_| Code::ServerFailed.into())
    }

    /// Asks with a flat `query`, reads the answer.
    ///
    /// # Errors
    /// As [`Http::post`].
    pub fn get<Q: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        query: &Q,
        token: &Token,
    ) -> Result<T, Refusal> {
        let Answered { body, .. } = self.ask(path, query, form::JSON, token)?;
        serde_json::from_slice(&body).map_err(|_| Code::ServerFailed.into())
    }

    /// As [`Http::get`], for an answer whose rows in `field` may come as columns.
    ///
    /// # Errors
    /// As [`Http::get`].
    pub fn get_rows<Q: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        query: &Q,
        field: &str,
        token: &Token,
    ) -> Result<T, Refusal> {
        let answered = self.ask(path, query, form::ACCEPTED, token)?;
        form::read_rows(&answered, field, ANSWER_BYTES_MAX)
    }

    /// Asks for the bytes of something from `from` on, as many as come.
    ///
    /// # Errors
    /// As [`Http::get`]; [`Code::ServerFailed`] for bytes of another place.
    pub fn get_part<Q: Serialize>(
        &self,
        path: &str,
        query: &Q,
        from: u64,
        token: &Token,
    ) -> Result<Vec<u8>, Refusal> {
        let last = from.saturating_add(PART_BYTES_MAX as u64 - 1);
        let Answered { begins, body, .. } = self.spoken.ask(|version| {
            let request = self.client.get(self.address(path, query)?);
            let request = request.header(RANGE, format!("bytes={from}-{last}"));
            self.exchange(request, version, Some(token))
        })?;
        if begins == Some(from) { Ok(body) } else { Err(Code::ServerFailed.into()) }
    }

    /// Brings bytes to where a flat `query` says, reads the answer.
    ///
    /// # Errors
    /// As [`Http::post`].
    pub fn patch<Q: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        query: &Q,
        bytes: &[u8],
        token: &Token,
    ) -> Result<T, Refusal> {
        let Answered { body, .. } = self.spoken.ask(|version| {
            let request = self.client.patch(self.address(path, query)?);
            let request = request.header(CONTENT_TYPE, CHUNK_MEDIA_TYPE).body(bytes.to_vec());
            self.exchange(request, version, Some(token))
        })?;
        serde_json::from_slice(&body).map_err(|_| Code::ServerFailed.into())
    }

    fn ask<Q: Serialize>(
        &self,
        path: &str,
        query: &Q,
        accept: &'static str,
        token: &Token,
    ) -> Result<Answered, Refusal> {
        self.spoken.ask(|version| {
            let request = self.client.get(self.address(path, query)?);
            let accept = if version < protocol::PACKED_SINCE { form::JSON } else { accept };
            self.exchange(request.header(ACCEPT, accept), version, Some(token))
        })
    }

    /// An address with a flat `query`.
    fn address(&self, path: &str, query: &impl Serialize) -> Result<Url, Refusal> {
        let mut url = self.url(path)?;
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(query) {
            for (name, value) in fields {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                url.query_pairs_mut().append_pair(&name, &text);
            }
        }
        Ok(url)
    }

    fn url(&self, path: &str) -> Result<Url, Refusal> {
        let base = self.base.as_ref().ok_or(Code::Offline)?;
        base.join(path).map_err(|_| Refusal::new(Code::ServerFailed))
    }

    fn exchange(
        &self,
        request: RequestBuilder,
        version: u32,
        token: Option<&Token>,
    ) -> Result<Answered, Refusal> {
        self.exchange_until(future::pending(), request, version, token)
    }

    /// An exchange that is given up at the `end`.
    fn exchange_until(
        &self,
        end: impl Future<Output = ()>,
        request: RequestBuilder,
        version: u32,
        token: Option<&Token>,
    ) -> Result<Answered, Refusal> {
        let mut request = request.header(protocol::HEADER, version);
        if let Some(Token(token)) = token {
            request = request.header(protocol::AUTHORIZATION, bearer(token)?);
        }
        // Only `drop` takes the runtime away.
        let runtime = self.runtime.as_ref().ok_or(Code::Offline)?;
        let exchange = async {
            let response = request.send().await.map_err(refusal)?;
            let (status, headers) = (response.status(), response.headers().clone());
            read(response).await.map(|body| (status, headers, body))
        };
        let (status, headers, body) = runtime.block_on(async {
            tokio::select! {
                exchanged = exchange => exchanged,
                () = end => Err(Code::Offline.into()),
            }
        })?;
        if status.is_success() {
            return Ok(Answered {
                columns: form::is_columns(&headers),
                begins: form::begins(&headers),
                body,
            });
        }
        let refused: Option<ErrorBody> = serde_json::from_slice(&body).ok();
        let pause = pause_seconds(&headers);
        Err(refused.map_or_else(|| unspoken(status, pause), |body| body.error))
    }
}

impl Drop for Http {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Does not wait for a name look-up that hangs, and may be called on any thread.
            runtime.shutdown_background();
        }
    }
}

fn base(server: &str) -> Result<Option<Url>, OpenError> {
    let server = server.trim();
    if server.is_empty() {
        return Ok(None);
    }
    match Url::parse(server) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(url)),
        _ => Err(OpenError::Server(server.to_owned())),
    }
}

fn bearer(token: &str) -> Result<HeaderValue, Refusal> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| Refusal::new(Code::TokenUnknown))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Seconds that whoever answers wants to be left alone, if they say so as a number.
fn pause_seconds(headers: &HeaderMap) -> Option<u64> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// What a refusal without our body means: a proxy that is overloaded speaks for the server.
fn unspoken(status: StatusCode, pause: Option<u64>) -> Refusal {
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Refusal::new(Code::Busy).with("seconds", pause.unwrap_or(PAUSE_SECONDS))
        }
        _ => Refusal::new(Code::ServerFailed),
    }
}

/// Reads the body up to its bound, so that no server fills a phone's memory.
async fn read(mut response: Response) -> Result<Vec<u8>, Refusal> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(refusal)? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(Code::ServerFailed.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// No whole answer came: as far as the person is concerned, the network is not there, unless the
/// phone's clock stands where the server's certificate is not valid.
fn refusal(error: reqwest::Error) -> Refusal {
    if error.is_builder() {
        return Code::ServerFailed.into();
    }
    if tls::dates_do_not_fit(&error) {
        return Refusal::new(Code::ClockWrong).with("now", clock::now().value());
    }
    Code::Offline.into()
}
