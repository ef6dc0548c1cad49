//! The shell over real HTTP with a real device that has no server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;

struct Kiosk {
    running: Running,
    folder: TempDir,
}

fn kiosk() -> Kiosk {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        listen: "127.0.0.1:0".parse().unwrap(),
        server: String::new(),
        folder: folder.path().to_owned(),
        city: "330600000000".parse().unwrap(),
        allow_remote: false,
    };
    Kiosk { running: start(settings).unwrap(), folder }
}

impl Kiosk {
    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.running.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn ask(&self, request: &str) -> String {
        let mut text = String::new();
        self.connect(request).read_to_string(&mut text).unwrap();
        text
    }

    fn get(&self, path: &str) -> String {
        let host = self.running.address;
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    }

    fn post(&self, path: &str, body: &str, headers: &str) -> String {
        let (host, length) = (self.running.address, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n\
             {body}"
        ))
    }

    /// Asks until the answer has `mark`: a device works on after a page was sent.
    fn wait_for(&self, path: &str, mark: &str) -> String {
        let begun = Instant::now();
        loop {
            let page = self.get(path);
            if page.contains(mark) || begun.elapsed() > Duration::from_secs(10) {
                return page;
            }
        }
    }
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap_or(answer)
}

#[test]
fn a_press_leads_back_to_the_changed_page() {
    let kiosk = kiosk();
    let answer = kiosk.post("/d/a/act", "action=open&tab=settings&at=door-1", "");
    assert_eq!(status(&answer), "303", "{answer}");
    assert!(answer.contains("location: /d/a/#door-1\r\n"), "{answer}");
    let page = kiosk.wait_for("/d/a/", "data-screen=\"settings\"");
    assert!(page.contains("data-screen=\"settings\""), "{page}");
    // The device beside it did not move.
    assert!(!kiosk.get("/d/b/").contains("data-screen=\"settings\""));
    let list = kiosk.get("/");
    assert!(list.contains("href=\"/d/a/\"") && list.contains("href=\"/d/b/\""), "{list}");
    kiosk.running.stop();
}

#[test]
fn a_code_in_the_address_is_typed_and_leaves_the_address() {
    let kiosk = kiosk();
    let answer = kiosk.get("/d/a/?code=3A4C6-D7E9F");
    assert_eq!(status(&answer), "303", "{answer}");
    assert!(answer.contains("location: /d/a/\r\n"), "{answer}");
    let page = kiosk.wait_for("/d/a/", "3A4C6-D7E9F");
    assert!(page.contains("3A4C6-D7E9F") && page.contains("data-screen=\"settings\""), "{page}");
}

#[test]
fn every_answer_carries_the_headers() {
    let kiosk = kiosk();
    for answer in [
        kiosk.get("/"),
        kiosk.get("/d/a/"),
        kiosk.get("/nowhere"),
        kiosk.get("/assets/wufei.js"),
        kiosk.post("/d/a/act", "action=fly", ""),
        kiosk.post("/d/a/act", "action=back", "Sec-Fetch-Site: cross-site\r\n"),
    ] {
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        for header in [
            "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; \
             img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'\r\n",
            "x-content-type-options: nosniff",
            "referrer-policy: same-origin",
            "cache-control: ",
        ] {
            assert!(head.contains(header), "{header}: {head}");
        }
    }
}

#[test]
fn what_is_wrong_keeps_the_way_back() {
    let kiosk = kiosk();
    for (answer, code, back) in [
        (kiosk.post("/d/a/act", "action=fly", ""), "400", "href=\"./\""),
        (kiosk.post("/d/a/act", "action=open&tab=%3Cb%3E", ""), "400", "href=\"./\""),
        (kiosk.post("/d/a/act", &"a=".repeat(20_000), ""), "413", "href=\"./\""),
        (kiosk.post("/d/a/answer", "id=5&end=done", ""), "409", "href=\"./\""),
        (kiosk.post("/d/a/act", "action=back", "Origin: http://evil\r\n"), "403", "href=\"/\""),
        (kiosk.get("/nowhere"), "404", "href=\"/\""),
        (kiosk.get("/d/Name/"), "404", "href=\"/\""),
        (kiosk.get("/d/..%2Fa/"), "404", "href=\"/\""),
    ] {
        assert_eq!(status(&answer), code, "{answer}");
        assert!(answer.contains(back), "{answer}");
        assert!(!answer.contains("<b>"), "{answer}");
    }
}

#[test]
fn another_site_changes_nothing() {
    let kiosk = kiosk();
    let body = "action=open&tab=settings";
    let refused = kiosk.post("/d/a/act", body, "Sec-Fetch-Site: cross-site\r\n");
    assert_eq!(status(&refused), "403");
    let rebound = "GET /d/a/ HTTP/1.1\r\nHost: wufei.example\r\nConnection: close\r\n\r\n";
    assert_eq!(status(&kiosk.ask(rebound)), "403");
    std::thread::sleep(PATIENT.patience);
    assert!(!kiosk.get("/d/a/").contains("data-screen=\"settings\""));
    // The same form from its own page gets through.
    kiosk.post("/d/a/act", body, "Sec-Fetch-Site: same-origin\r\n");
    assert!(
        kiosk.wait_for("/d/a/", "data-screen=\"settings\"").contains("data-screen=\"settings\"")
    );
}

/// Reads events until one has `mark`; gives all that came.
fn read_until(stream: &mut TcpStream, mark: &str) -> String {
    let mut text = String::new();
    let mut bytes = [0; 4_096];
    while !text.contains(mark) {
        let count = stream.read(&mut bytes).unwrap();
        assert!(count > 0, "ended before {mark}: {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    text
}

#[test]
fn a_browser_hears_of_a_change_and_of_the_end() {
    let kiosk = kiosk();
    kiosk.wait_for("/d/a/", "data-revision=");
    let host = kiosk.running.address;
    let request = format!("GET /d/a/changes HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let mut stream = kiosk.connect(&request);
    let first = read_until(&mut stream, "event: changed");
    assert!(first.contains("text/event-stream"), "{first}");
    kiosk.post("/d/a/act", "action=open&tab=settings", "");
    read_until(&mut stream, "event: changed");
    // An open stream does not hold up the end.
    let begun = Instant::now();
    kiosk.running.stop();
    assert!(begun.elapsed() < FAREWELL, "{:?}", begun.elapsed());
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
}

#[test]
fn only_so_many_devices_open() {
    let kiosk = kiosk();
    let answers: Vec<String> =
        (0..33).map(|number| kiosk.get(&format!("/d/device-{number}/"))).collect();
    assert!(answers[..32].iter().all(|answer| status(answer) == "200"));
    assert_eq!(status(&answers[32]), "503");
    assert_eq!(status(&kiosk.get("/d/device-0/")), "200");
}

#[test]
fn the_network_is_opened_on_purpose_only() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |allow_remote| Settings {
        listen: "0.0.0.0:0".parse().unwrap(),
        server: String::new(),
        folder: folder.path().to_owned(),
        city: "330600000000".parse().unwrap(),
        allow_remote,
    };
    assert!(matches!(start(settings(false)), Err(StartError::NotLoopback(_))));
    assert!(start(settings(true)).is_ok());
}

/// A picture of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\x0dIDAT\x78\xda\x63\x64\xf8\xcf\x50\x0f\0\x03\x86\x01\x80\x5a\x34\x7d\x6b\0\0\0\0IEND\xae\x42\x60\x82";

/// Brings a picture as a browser does.
fn bring(kiosk: &Kiosk, picture: &[u8]) -> String {
    let field = "Content-Disposition: form-data; name=";
    let body = [
        format!("--x7\r\n{field}\"action\"\r\n\r\nlookup-add-photo\r\n").as_bytes(),
        format!("--x7\r\n{field}\"picture\"; filename=\"a.png\"\r\n\r\n").as_bytes(),
        picture,
        b"\r\n--x7--\r\n",
    ]
    .concat();
    let host = kiosk.running.address;
    let mut stream = kiosk.connect(&format!(
        "POST /d/a/picture HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=x7\r\nContent-Length: {}\r\n\r\n",
        body.len()
    ));
    stream.write_all(&body).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_picture_that_is_brought_becomes_a_photo_on_the_page() {
    let kiosk = kiosk();
    kiosk.post("/d/a/act", "action=lookup-typed&text=%E6%9B%B2%E7%8E%87%E5%BC%95%E6%93%8E", "");
    let form = "action=\"picture\"";
    assert!(kiosk.wait_for("/d/a/", form).contains(form), "a form for a picture");
    assert_eq!(status(&bring(&kiosk, PNG)), "303");
    let page = kiosk.wait_for("/d/a/", "src=\"photo/");
    let id = page.split("src=\"photo/").nth(1).unwrap().split('"').next().unwrap();
    let folder = kiosk.folder.path().join("a");
    assert!(folder.join("photos").join(format!("{id}.jpg")).is_file(), "{id}");
    let left = std::fs::read_dir(folder.join("picked")).unwrap().count();
    assert_eq!(left, 0, "the picture itself is gone");
    let host = kiosk.running.address;
    let shown = |id: &str| {
        let mut bytes = Vec::new();
        let get =
            format!("GET /d/a/photo/{id} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        kiosk.connect(&get).read_to_end(&mut bytes).unwrap();
        bytes
    };
    let bytes = shown(id);
    assert!(bytes.windows(3).any(|start| start == [0xFF, 0xD8, 0xFF]), "a JPEG");
    assert_eq!(&shown(&"0".repeat(64))[9..12], b"404", "only what stands on the page");
    // What cannot be read is said, and the photo that is there stays.
    bring(&kiosk, b"GIF89a");
    let page = kiosk.wait_for("/d/a/", "GIF");
    assert!(page.contains("GIF") && page.contains(id), "{page}");
    // A press without a picture leaves the form as it was.
    kiosk.post("/d/a/act", "action=lookup-add-photo", "");
    assert!(kiosk.wait_for("/d/a/", form).contains(form));
}
