//! Whom the device trusts, over real TLS on the own machine.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::Arc,
    thread::{self, JoinHandle},
};

use rustls::{
    ServerConfig, ServerConnection, Stream,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use wufei_api::{enrol::Token, routes, turfs::TurfsResponse};
use wufei_domain::refusal::{Code, Refusal};

use super::super::Http;

/// A server's certificate with its key.
struct Shown {
    certificate: &'static str,
    key: &'static str,
}

const GOOD: Shown = Shown { certificate: CERTIFICATE, key: KEY };
const EXPIRED: Shown = Shown {
    certificate: include_str!("../../../fixtures/expired.pem"),
    key: include_str!("../../../fixtures/expired-key.pem"),
};
const EXPIRED_AUTHORITY: &str = include_str!("../../../fixtures/expired-authority.pem");
const AUTHORITY: &str = include_str!("../../../fixtures/authority.pem");
const CERTIFICATE: &str = include_str!("../../../fixtures/server.pem");
const KEY: &str = include_str!("../../../fixtures/server-key.pem");

/// Answers one connection with no turfs, if the other side trusts the certificate; gives what was
/// asked.
fn once(shown: &Shown) -> (u16, JoinHandle<Option<String>>) {
    let chain = CertificateDer::pem_slice_iter(shown.certificate.as_bytes());
    let chain = chain.collect::<Result<Vec<_>, _>>().unwrap();
    let key = PrivateKeyDer::from_pem_slice(shown.key.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = Stream::new(&mut connection, &mut socket);
        let mut asked = [0; 4096];
        let many = stream.read(&mut asked).ok().filter(|many| *many > 0)?;
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"turfs\":[]}";
        stream.write_all(answer.as_bytes()).ok()?;
        Some(String::from_utf8_lossy(&asked[..many]).into_owned())
    });
    (port, served)
}

fn ask(server: &str, extra_root_pem: Option<&str>) -> Result<TurfsResponse, Refusal> {
    let http = Http::open(server, extra_root_pem).unwrap();
    http.get(routes::TURFS, &(), &Token("secret".to_owned()))
}

#[test]
fn a_citys_own_authority_is_trusted_when_it_is_configured() {
    let (port, served) = once(&GOOD);
    let answer = ask(&format!("https://127.0.0.1:{port}"), Some(AUTHORITY));
    assert_eq!(answer, Ok(TurfsResponse { turfs: vec![] }));
    assert!(served.join().unwrap().unwrap().to_lowercase().contains("bearer secret"));
}

#[test]
fn an_unknown_authority_hears_no_token() {
    let (port, served) = once(&GOOD);
    let answer = ask(&format!("https://127.0.0.1:{port}"), None);
    assert_eq!(answer.unwrap_err().code, Code::Offline);
    assert_eq!(served.join().unwrap(), None);
}

/// What a phone whose clock is wrong sees: the authority is right, the dates are not.
#[test]
fn a_certificate_out_of_its_dates_is_told_as_a_wrong_clock() {
    let (port, served) = once(&EXPIRED);
    let answer = ask(&format!("https://127.0.0.1:{port}"), Some(EXPIRED_AUTHORITY));
    let refusal = answer.unwrap_err();
    assert_eq!(refusal.code, Code::ClockWrong);
    let told: i64 = refusal.args["now"].parse().unwrap();
    assert!((crate::clock::now().value() - told).abs() < 60_000, "the clock itself is named");
    assert_eq!(served.join().unwrap(), None, "no token was sent");
}
