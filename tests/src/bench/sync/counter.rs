//! The one proxy that counts: TCP on loopback, bytes of both ways, requests. It stands before every
//! peer in the same way, reads nothing and changes nothing, but for one word if it is told to.
//!
//! A request is a turn of the talk: the client speaks after the server did. That counts right for
//! HTTP/1.1 without pipelining, which is what all of them speak.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use tokio::{
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::oneshot,
};

use crate::harness::{Failure, PATIENCE};

/// Bytes read at once.
const PIECE_BYTES: usize = 64 * 1024;

/// The name of its thread, by which its own time is told apart from the devices'.
pub const THREAD: &str = "counter";

/// What it saw since it was last asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// From the devices to the server.
    pub up_bytes: u64,
    /// From the server to the devices.
    pub down_bytes: u64,
    /// Turns of the talk.
    pub requests: u64,
}

/// What of a device's words the server does not get to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// It hears all of them.
    Nothing,
    /// That compressed answers are read: `Accept-Encoding` gets another name.
    Compression,
    /// That a snapshot is asked for: its route gets another name, so the feed is read in pages.
    Snapshots,
}

impl Hidden {
    /// The word in a head, and the one of the same length in its place.
    const fn exchanged(self) -> Option<(&'static [u8], &'static [u8])> {
        match self {
            Self::Nothing => None,
            Self::Compression => Some((b"accept-encoding:", b"x-no-such-thing:")),
            Self::Snapshots => Some((b"GET /v1/snapshot?", b"GET /v1/no-such-?")),
        }
    }
}

#[derive(Default)]
struct Tally {
    up: AtomicU64,
    down: AtomicU64,
    requests: AtomicU64,
}

/// The proxy. It ends with its owner.
pub struct Counter {
    tally: Arc<Tally>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Counter {
    /// A proxy on a free port for `target`.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start(target: SocketAddr, hidden: Hidden) -> Result<Self, Failure> {
        let tally = Arc::<Tally>::default();
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::channel();
        let shared = tally.clone();
        let thread = thread::Builder::new().name(THREAD.to_owned()).spawn(move || {
            let ended = serve(target, hidden, shared, &tell, stopped);
            if let Err(error) = ended {
                // Nobody listens any more when it had started.
                let _ = tell.send(Err(error));
            }
        })?;
        let address = told.recv_timeout(PATIENCE).map_err(Failure::while_doing("a proxy"))??;
        Ok(Self { tally, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as a device is given it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it saw since the last time it was asked.
    pub fn take(&self) -> Seen {
        Seen {
            up_bytes: self.tally.up.swap(0, Ordering::Relaxed),
            down_bytes: self.tally.down.swap(0, Ordering::Relaxed),
            requests: self.tally.requests.swap(0, Ordering::Relaxed),
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that it has ended by itself.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(
    target: SocketAddr,
    hidden: Hidden,
    tally: Arc<Tally>,
    tell: &mpsc::Sender<io::Result<SocketAddr>>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        // Without a listener at the other end the proxy is not wanted any more.
        let _ = tell.send(listener.local_addr());
        tokio::select! {
            ended = accept(&listener, target, hidden, &tally) => ended,
            _ = stopped => Ok(()),
        }
    })
}

async fn accept(
    listener: &TcpListener,
    target: SocketAddr,
    hidden: Hidden,
    tally: &Arc<Tally>,
) -> io::Result<()> {
    loop {
        let (device, _) = listener.accept().await?;
        let tally = tally.clone();
        // A connection that breaks is the business of its two ends.
        tokio::spawn(async move { connect(device, target, hidden, tally).await });
    }
}

async fn connect(
    device: TcpStream,
    target: SocketAddr,
    hidden: Hidden,
    tally: Arc<Tally>,
) -> io::Result<()> {
    let server = TcpStream::connect(target).await?;
    device.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (from_device, to_device) = device.into_split();
    let (from_server, to_server) = server.into_split();
    let asked = AtomicBool::new(false);
    let up = carry(from_device, to_server, |piece| {
        tally.up.fetch_add(length(piece), Ordering::Relaxed);
        if !asked.swap(true, Ordering::Relaxed) {
            tally.requests.fetch_add(1, Ordering::Relaxed);
        }
        if let Some((word, other)) = hidden.exchanged() {
            exchange(piece, word, other);
        }
    });
    let down = carry(from_server, to_device, |piece| {
        tally.down.fetch_add(length(piece), Ordering::Relaxed);
        asked.store(false, Ordering::Relaxed);
    });
    // Either end closing its half leaves the other half open, as TCP has it.
    tokio::try_join!(up, down).map(drop)
}

fn length(piece: &[u8]) -> u64 {
    u64::try_from(piece.len()).unwrap_or(u64::MAX)
}

async fn carry(
    from: OwnedReadHalf,
    to: OwnedWriteHalf,
    mut seen: impl FnMut(&mut [u8]),
) -> io::Result<()> {
    let mut buffer = vec![0; PIECE_BYTES];
    loop {
        from.readable().await?;
        let read = match from.try_read(&mut buffer) {
            // Dropping the half closes it.
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error),
        };
        let Some(piece) = buffer.get_mut(..read) else { return Ok(()) };
        seen(piece);
        let mut left: &[u8] = piece;
        while !left.is_empty() {
            to.writable().await?;
            match to.try_write(left) {
                Ok(written) => left = left.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Puts the other word where the first stands in a head. A head comes in one piece: it is far
/// smaller than a packet on loopback, and every client here writes it at once.
fn exchange(piece: &mut [u8], word: &[u8], other: &[u8]) {
    let found = piece.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word));
    if let Some(place) = found.and_then(|at| piece.get_mut(at..at + other.len())) {
        place.copy_from_slice(other);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
    };

    use super::*;

    /// Answers each line with a line of twice the length, until the other end closes.
    fn echo_twice() -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut bytes = [0; 64];
            while let Ok(read @ 1..) = stream.read(&mut bytes) {
                stream.write_all(&bytes[..read].repeat(2)).unwrap();
            }
        });
        address
    }

    #[test]
    fn bytes_and_turns_are_counted_each_way() {
        let counter = Counter::start(echo_twice(), Hidden::Nothing).unwrap();
        let mut device = std::net::TcpStream::connect(counter.address()).unwrap();
        for _ in 0..3 {
            device.write_all(b"accept-encoding: gzip\n").unwrap();
            let mut answer = [0; 44];
            device.read_exact(&mut answer).unwrap();
            assert!(answer.starts_with(b"accept-encoding:"));
        }
        let seen = counter.take();
        assert_eq!(seen, Seen { up_bytes: 66, down_bytes: 132, requests: 3 });
        assert_eq!(counter.take(), Seen::default());
    }

    #[test]
    fn what_is_hidden_does_not_arrive() {
        let asked = b"GET /v1/snapshot?a HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n";
        for (hidden, heard) in [
            (Hidden::Nothing, *asked),
            (Hidden::Compression, *b"GET /v1/snapshot?a HTTP/1.1\r\nx-no-such-thing: gzip\r\n\r\n"),
            (Hidden::Snapshots, *b"GET /v1/no-such-?a HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n"),
        ] {
            let counter = Counter::start(echo_twice(), hidden).unwrap();
            let mut device = std::net::TcpStream::connect(counter.address()).unwrap();
            device.write_all(asked).unwrap();
            let mut answer = [0; 54];
            device.read_exact(&mut answer).unwrap();
            assert_eq!(answer, heard, "{hidden:?}");
        }
    }
}
