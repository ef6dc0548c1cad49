//! Whose address a request comes from. What a header says counts only from a proxy that the operator
//! named: anybody can write a header.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use axum::http::HeaderMap;

/// The header that most proxies set.
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The header of RFC 7239.
const FORWARDED: &str = "forwarded";

/// A proxy that the operator trusts, or a network of them: `10.0.0.7`, `10.0.0.0/24`, `fd00::/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustedProxy {
    network: IpAddr,
    bits: u8,
}

/// A text that names no proxy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no address and no network such as 10.0.0.0/24")]
pub struct NoProxy(String);

impl FromStr for TrustedProxy {
    type Err = NoProxy;

    fn from_str(text: &str) -> Result<Self, NoProxy> {
        let refuse = || NoProxy(text.chars().take(60).collect());
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let network: IpAddr = address.parse().map_err(|_| refuse())?;
        let network = network.to_canonical();
        let most = if network.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= most).ok_or_else(refuse)?,
            None => most,
        };
        Ok(Self { network, bits })
    }
}

impl fmt::Display for TrustedProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.bits)
    }
}

/// The proxies that the operator trusts, written with commas between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<TrustedProxy>);

impl FromStr for TrustedProxies {
    type Err = NoProxy;

    fn from_str(text: &str) -> Result<Self, NoProxy> {
        text.split(',').map(|one| one.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

impl TrustedProxy {
    fn covers(self, address: IpAddr) -> bool {
        let same = |one: u128, other: u128, width: u32| {
            let differ = width - u32::from(self.bits);
            one.checked_shr(differ).unwrap_or(0) == other.checked_shr(differ).unwrap_or(0)
        };
        match (self.network, address) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                same(u32::from(one).into(), u32::from(other).into(), 32)
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => same(one.into(), other.into(), 128),
            _ => false,
        }
    }
}

/// Who asks: the peer, or, where that is a trusted proxy, the last address before it that is none.
/// The proxy itself where a header is missing or makes no sense, or where two of them disagree.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[TrustedProxy]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|proxy| proxy.covers(address));
    if !is_trusted(peer) {
        return peer;
    }
    let before = |hops: Option<Vec<IpAddr>>| {
        let hops = hops?;
        hops.iter().rev().copied().find(|hop| !is_trusted(*hop)).or(hops.first().copied())
    };
    let said = |name: &str, of: fn(&str) -> Option<&str>| {
        headers.contains_key(name).then(|| before(hops(headers, name, of)))
    };
    let (plain, named) = (said(X_FORWARDED_FOR, |hop| Some(hop)), said(FORWARDED, for_of));
    match (plain, named) {
        (Some(one), None) | (None, Some(one)) => one.unwrap_or(peer),
        (Some(one), Some(other)) if one == other => one.unwrap_or(peer),
        _ => peer,
    }
}

/// The addresses of a header from the first hop to the last; nothing if one cannot be read.
fn hops(headers: &HeaderMap, name: &str, of: fn(&str) -> Option<&str>) -> Option<Vec<IpAddr>> {
    let mut all = Vec::new();
    for value in headers.get_all(name) {
        for hop in value.to_str().ok()?.split(',') {
            all.push(address(of(hop.trim())?)?);
        }
    }
    Some(all)
}

/// What `for=` says in an element of the header `forwarded`.
fn for_of(element: &str) -> Option<&str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim().trim_matches('"'))
    })
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let read = bare.parse().ok().or_else(|| text.parse().ok().map(|at: SocketAddr| at.ip()));
    read.map(|address| address.to_canonical())
}

/// What is counted as one: an address of version 4, or the 64 bits that somebody with one of version 6
/// cannot choose.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn asked(peer: &str, headers: &[(&str, &str)], trusted: &[&str]) -> IpAddr {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap();
            map.append(name, value.parse().unwrap());
        }
        let trusted: Vec<TrustedProxy> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        client(at(peer), &map, &trusted)
    }

    #[test]
    fn a_header_counts_from_a_trusted_proxy_only() {
        let forged = [("x-forwarded-for", "8.8.8.8"), ("forwarded", "for=8.8.8.8")];
        assert_eq!(asked("203.0.113.9", &forged, &[]), at("203.0.113.9"));
        assert_eq!(asked("203.0.113.9", &forged, &["10.0.0.0/8"]), at("203.0.113.9"));
        assert_eq!(asked("10.1.2.3", &forged, &["10.0.0.0/8"]), at("8.8.8.8"));
        assert_eq!(asked("::ffff:10.1.2.3", &forged, &["10.0.0.0/8"]), at("8.8.8.8"));
    }

    #[test]
    fn the_last_hop_counts_whatever_its_client_wrote_before_it() {
        let proxy = ["10.0.0.7", "10.0.0.8"];
        for (header, value, client) in [
            ("x-forwarded-for", "1.1.1.1, 198.51.100.4", "198.51.100.4"),
            ("x-forwarded-for", "198.51.100.4, 10.0.0.8", "198.51.100.4"),
            ("x-forwarded-for", "198.51.100.4:51000", "198.51.100.4"),
            ("x-forwarded-for", "10.0.0.8", "10.0.0.8"),
            ("x-forwarded-for", "1.1.1.1, unknown", "10.0.0.7"),
            ("x-forwarded-for", "", "10.0.0.7"),
            ("forwarded", "for=1.1.1.1, for=\"[2001:db8::7]:80\";proto=https", "2001:db8::7"),
            ("forwarded", "proto=https;For=198.51.100.4", "198.51.100.4"),
            ("forwarded", "proto=https", "10.0.0.7"),
            ("forwarded", "for=_hidden", "10.0.0.7"),
        ] {
            assert_eq!(asked("10.0.0.7", &[(header, value)], &proxy), at(client), "{value}");
        }
        assert_eq!(asked("10.0.0.7", &[], &proxy), at("10.0.0.7"));
        let twice = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "198.51.100.4")];
        assert_eq!(asked("10.0.0.7", &twice, &proxy), at("198.51.100.4"), "two headers are one");
    }

    /// A proxy that sets one header and passes the other on as it came.
    #[test]
    fn two_headers_that_disagree_are_none() {
        let both = |one, other| [("x-forwarded-for", one), ("forwarded", other)];
        let (proxy, client) = (["10.0.0.7"], "198.51.100.4");
        assert_eq!(asked("10.0.0.7", &both(client, "for=198.51.100.4"), &proxy), at(client));
        assert_eq!(asked("10.0.0.7", &both(client, "for=8.8.8.8"), &proxy), at("10.0.0.7"));
        assert_eq!(asked("10.0.0.7", &both(client, "for=_x"), &proxy), at("10.0.0.7"));
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        for (text, inside, outside) in [
            ("10.0.0.7", "10.0.0.7", "10.0.0.8"),
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("0.0.0.0/0", "8.8.8.8", "::1"),
            ("fd00::/8", "fd12::1", "fe80::1"),
            ("::1", "::1", "::2"),
        ] {
            let proxy: TrustedProxy = text.parse().unwrap();
            assert!(proxy.covers(at(inside)) && !proxy.covers(at(outside)), "{text}");
            assert_eq!(proxy.to_string().parse(), Ok(proxy));
        }
        for text in ["", "proxy", "10.0.0.0/33", "10.0.0.0/x", "fd00::/129", "10.0.0"] {
            assert!(text.parse::<TrustedProxy>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_of_version_6_counts_with_its_neighbours() {
        assert_eq!(network(at("2001:db8::1")), network(at("2001:db8::2")));
        assert_ne!(network(at("2001:db8::1")), network(at("2001:db8:0:1::1")));
        assert_ne!(network(at("10.0.0.1")), network(at("10.0.0.2")));
        assert_eq!(network(at("::ffff:10.0.0.1")), at("10.0.0.1"));
    }
}
