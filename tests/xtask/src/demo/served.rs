//! A program that serves until it is asked to end: started, waited for, ended by its id.
//!
//! It stays in this program's process group, so that Ctrl-C reaches it by itself.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::failure::Failure;
use crate::process::StopSign;

const POLL: Duration = Duration::from_millis(100);
/// How long a program may take until it answers.
const READY_MAX: Duration = Duration::from_mins(1);
/// How long it may take to finish what it has begun.
const END_MAX: Duration = Duration::from_secs(15);
/// How long one question may take.
const ANSWER_MAX: Duration = Duration::from_secs(5);

pub struct Served {
    name: &'static str,
    child: Child,
}

impl Served {
    pub fn start(name: &'static str, mut command: Command) -> Result<Self, Failure> {
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .map_err(Failure::while_doing(&format!("start {name}")))?;
        Ok(Self { name, child })
    }

    /// Waits until `GET path` is answered with 200.
    pub fn wait_ready(
        &mut self,
        address: SocketAddr,
        path: &str,
        stop: &StopSign,
    ) -> Result<(), Failure> {
        let started = Instant::now();
        while !is_answered(address, path) {
            if let Some(status) = self.ended()? {
                return Err(Failure::new(format!("{} ended with {status}", self.name)));
            }
            if stop.is_raised() {
                return Err(Failure::new("stopped"));
            }
            if started.elapsed() > READY_MAX {
                return Err(Failure::new(format!("{} does not answer at {address}", self.name)));
            }
            std::thread::sleep(POLL);
        }
        Ok(())
    }

    /// How it ended, when it has.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>, Failure> {
        self.child.try_wait().map_err(Failure::while_doing(&format!("wait for {}", self.name)))
    }

    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl Drop for Served {
    /// Asks it to end, waits for it, and insists in the end.
    fn drop(&mut self) {
        let started = Instant::now();
        let Ok(None) = self.child.try_wait() else { return };
        if let Some(id) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // An error means that it has just ended.
            let _ = kill_process(id, Signal::TERM);
        }
        while started.elapsed() < END_MAX {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(POLL);
        }
        println!("{} does not end by itself and is made to", self.name);
        // Nothing more can be done here when even this fails.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_answered(address: SocketAddr, path: &str) -> bool {
    status_line(address, path).is_ok_and(|line| line.contains(" 200"))
}

fn status_line(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, ANSWER_MAX)?;
    stream.set_read_timeout(Some(ANSWER_MAX))?;
    // In one piece: a server that answers early would otherwise refuse the rest.
    let question = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(question.as_bytes())?;
    let mut answer = Vec::new();
    // A status line is short; the rest is not asked for.
    stream.take(256).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn answer_once(answer: &'static str) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("bound");
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a guest");
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).expect("a question");
                asked.extend(byte);
            }
            stream.write_all(answer.as_bytes()).expect("answered");
        });
        address
    }

    #[test]
    fn only_two_hundred_means_ready() {
        assert!(is_answered(answer_once("HTTP/1.1 200 OK\r\n\r\n"), "/healthz"));
        assert!(!is_answered(answer_once("HTTP/1.1 503 Busy\r\n\r\n"), "/healthz"));
    }

    #[test]
    fn what_was_started_ends_with_its_owner() {
        let mut command = Command::new("sleep");
        command.arg("60");
        let started = Instant::now();
        drop(Served::start("sleep", command).expect("sleep starts"));
        assert!(started.elapsed() < END_MAX, "it ends when asked");
    }
}
