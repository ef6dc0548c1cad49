//! A client that is no device: reads what a server shows, sends what no device would send.

use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde::{Serialize, de::DeserializeOwned};
use wufei_api::{enrol::Token, error::ErrorBody, protocol};
use wufei_domain::refusal::Code;

use super::failure::Failure;

/// How long one answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// The body of a success.
    ///
    /// # Errors
    /// Another status, or a body that is not it.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        if self.status != 200 {
            return Err(Failure::new("status 200", format!("{} {}", self.status, self.text)));
        }
        Ok(serde_json::from_str(&self.text)?)
    }

    /// The code of a refusal, whose status must be the one of the table.
    ///
    /// # Errors
    /// A body that is no refusal, or another status.
    pub fn refusal(&self) -> Result<wufei_domain::refusal::Refusal, Failure> {
        let seen = || format!("{} {}", self.status, self.text);
        let body: ErrorBody = serde_json::from_str(&self.text)
            .map_err(|_| Failure::new("the body of a refusal", seen()))?;
        let status = wufei_api::error::status(body.error.code);
        if status != self.status {
            return Err(Failure::new(format!("status {status}"), seen()));
        }
        Ok(body.error)
    }

    /// That it is a refusal of this code, with sentences in both languages.
    ///
    /// # Errors
    /// When it is not.
    pub fn is_refused(&self, code: Code) -> Result<(), Failure> {
        let refusal = self.refusal()?;
        super::failure::same("refusal", &code, &refusal.code)?;
        super::sentence::sentences(&refusal).map(drop)
    }
}

/// The client. Blocks the caller.
pub struct Http {
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
    address: String,
}

impl Http {
    /// A client for `http://host:port`.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(address: &str) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Failure::while_doing("a runtime"))?;
        Ok(Self { runtime, client: client()?, address: address.to_owned() })
    }

    /// `GET` of a path with its query.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn get(&self, path: &str, token: Option<&Token>) -> Result<Answer, Failure> {
        self.send(self.request(Method::GET, path, token))
    }

    /// `POST` of a value as JSON.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn post<T: Serialize>(
        &self,
        path: &str,
        token: Option<&Token>,
        body: &T,
    ) -> Result<Answer, Failure> {
        self.send(self.request(Method::POST, path, token).json(body))
    }

    /// A request of any kind, with the protocol's header and perhaps a token.
    pub fn request(&self, method: Method, path: &str, token: Option<&Token>) -> RequestBuilder {
        let request = self.bare(method, path).header(protocol::HEADER, protocol::CURRENT);
        match token {
            Some(token) => request.header(protocol::AUTHORIZATION, format!("Bearer {}", token.0)),
            None => request,
        }
    }

    /// A request without any header of ours.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.address))
    }

    /// Sends it.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn send(&self, request: RequestBuilder) -> Result<Answer, Failure> {
        let answered = self.runtime.block_on(async {
            let response = request.send().await?;
            let status = response.status().as_u16();
            Ok::<_, reqwest::Error>(Answer { status, text: response.text().await? })
        });
        answered.map_err(Failure::while_doing(format!("an answer of {}", self.address)))
    }
}

/// A client for the loopback address; a second provider of rustls is refused and not needed. It
/// keeps no connection: the server at the other end may be killed between two requests.
pub(super) fn client() -> Result<reqwest::Client, Failure> {
    let _first_wins = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .timeout(ANSWER_MAX)
        .build()
        .map_err(Failure::while_doing("a client"))
}
