//! Counts each request before anything else is looked at, by its token or its address.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Instant,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};

use super::{answer::Refused, gate::bearer};
use crate::limits::{
    Limits,
    client::{TrustedProxies, client},
};

/// Whose address a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

/// What [`counted`] works with.
#[derive(Clone)]
pub struct Counted {
    limits: Limits,
    trusted: Arc<TrustedProxies>,
}

impl Counted {
    /// Counts in these limits, by the word of these proxies.
    pub fn new(limits: Limits, trusted: TrustedProxies) -> Self {
        Self { limits, trusted: Arc::new(trusted) }
    }
}

/// Lets a request in that is not one too many.
pub async fn counted(
    State(counted): State<Counted>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refused> {
    let address = client(peer.ip(), request.headers(), &counted.trusted.0);
    let shown = bearer(request.headers()).ok();
    let token = shown.as_ref().map(|bearer| bearer.0.as_str());
    counted.limits.admit(address, token, Instant::now())?;
    request.extensions_mut().insert(Client(address));
    Ok(next.run(request).await)
}
