//! Who may ask: this machine's own names, and no other site. And the headers of every answer.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::wrong::Wrong;

/// What the browser may load and where forms may go: this shell alone, nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// A request that is not from this shell's own pages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stranger {
    /// Another site's name that leads to this machine would share our pages with that site.
    #[error("host {0:?} is not a name of this machine")]
    Host(String),
    #[error("the request comes from another site")]
    Site,
}

/// Turns strangers away; puts the headers on every answer, also on those.
pub(crate) async fn stand(State(remote): State<Remote>, request: Request, next: Next) -> Response {
    let mut response = match check(request.method(), request.headers(), remote) {
        Ok(()) => next.run(request).await,
        Err(stranger) => Wrong::from(stranger).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // `no-referrer` would turn the `Origin` of our own forms into `null`, which some browsers
    // send as their only sign of where a post comes from. To other sites this sends nothing too.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether other machines may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remote {
    Allowed,
    Refused,
}

fn check(method: &Method, headers: &HeaderMap, remote: Remote) -> Result<(), Stranger> {
    let host = text(headers, &HOST);
    if remote == Remote::Refused && !is_loopback(host) {
        return Err(Stranger::Host(host.chars().take(80).collect()));
    }
    let site = text(headers, &FETCH_SITE);
    let own = match site {
        "same-origin" | "none" => true,
        // Before browsers named the site, they named the origin. A program that is no browser
        // names neither; no other site can make it ask.
        "" => headers.get(ORIGIN).is_none() || is_origin(text(headers, &ORIGIN), host),
        // Following a link is fine, such as one with an enrolment code: it raises nothing that
        // is sent. Pictures and frames of other sites are not.
        _ => method == Method::GET && text(headers, &FETCH_MODE) == "navigate",
    };
    if own { Ok(()) } else { Err(Stranger::Site) }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn is_origin(origin: &str, host: &str) -> bool {
    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    named.is_some_and(|named| named.eq_ignore_ascii_case(host))
}

/// Whether a `Host` header, with or without port, names this machine by itself.
fn is_loopback(host: &str) -> bool {
    let port = |rest: &str| rest.is_empty() || rest.starts_with(':');
    if let Some(rest) = host.strip_prefix("[::1]") {
        return port(rest);
    }
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    name.eq_ignore_ascii_case("localhost")
        || name.parse().is_ok_and(|address: std::net::Ipv4Addr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        headers
    }

    fn post(pairs: &[(&'static str, &str)]) -> Result<(), Stranger> {
        check(&Method::POST, &headers(pairs), Remote::Refused)
    }

    #[test]
    fn own_pages_may_post() {
        let host = ("host", "127.0.0.1:8788");
        assert_eq!(post(&[host, ("sec-fetch-site", "same-origin")]), Ok(()));
        assert_eq!(post(&[host, ("origin", "http://127.0.0.1:8788")]), Ok(()));
        assert_eq!(post(&[host]), Ok(()));
    }

    #[test]
    fn other_sites_may_not_post() {
        let host = ("host", "localhost:8788");
        for pair in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "http://localhost:9999"),
            ("origin", "https://example.com"),
            ("origin", "null"),
        ] {
            assert_eq!(post(&[host, pair]), Err(Stranger::Site), "{pair:?}");
        }
        // The origin does not help once the browser named the site.
        let both = [host, ("sec-fetch-site", "cross-site"), ("origin", "http://localhost:8788")];
        assert_eq!(post(&both), Err(Stranger::Site));
    }

    #[test]
    fn other_sites_may_link_but_not_embed() {
        let from = |mode| {
            let pairs = [("host", "[::1]:1"), ("sec-fetch-site", "cross-site"), mode];
            check(&Method::GET, &headers(&pairs), Remote::Refused)
        };
        assert_eq!(from(("sec-fetch-mode", "navigate")), Ok(()));
        assert_eq!(from(("sec-fetch-mode", "no-cors")), Err(Stranger::Site));
    }

    #[test]
    fn another_name_of_this_machine_is_a_stranger() {
        for host in ["wufei.example:8788", "127.0.0.1.example", "localhost.example", "10.0.0.1", ""]
        {
            let refused = post(&[("host", host)]);
            assert_eq!(refused, Err(Stranger::Host(host.to_owned())), "{host}");
            // Without the rule it would get in.
            assert_eq!(
                check(&Method::POST, &headers(&[("host", host)]), Remote::Allowed),
                Ok(()),
                "{host}"
            );
        }
        for host in ["localhost", "LOCALHOST:1", "127.8.0.1:8788", "[::1]", "[::1]:8788"] {
            assert_eq!(post(&[("host", host)]), Ok(()), "{host}");
        }
    }
}
