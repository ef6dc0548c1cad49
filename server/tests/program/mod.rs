//! The real program, serving a city in a folder with all that it may say written to a log.

use std::{
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_wufei-server");

/// The database in the folder, as an order names it.
pub fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("city.sqlite").display())
}

/// Waits until the log says so; gives the log.
pub fn said(log: &Path, wanted: &str) -> String {
    let until = Instant::now() + Duration::from_mins(1);
    loop {
        let text = fs::read_to_string(log).unwrap();
        if text.contains(wanted) {
            return text;
        }
        assert!(Instant::now() < until, "not said: {wanted}\n{text}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// A server that listens.
pub struct Serving {
    child: Child,
    pub at: SocketAddr,
    pub log: PathBuf,
}

/// Serves the database in the folder, where its log lies as well, with what the environment says over it.
pub fn serve(folder: &Path, variables: &[(&str, &str)]) -> Serving {
    let (log, port_file) = (folder.join("log"), folder.join("address"));
    let written = File::create(&log).unwrap();
    let child = Command::new(PROGRAM)
        .args(["serve", "--database", &database(folder)])
        .args(["--listen", "127.0.0.1:0", "--tick-ms", "50"])
        .arg("--port-file")
        .arg(&port_file)
        .env("RUST_LOG", "trace")
        .envs(variables.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(written.try_clone().unwrap())
        .stderr(written)
        .spawn()
        .unwrap();
    said(&log, "listening on ");
    let url = fs::read_to_string(&port_file).unwrap();
    let at = url.split("//").last().unwrap().parse().unwrap();
    Serving { child, at, log }
}

impl Serving {
    /// Asks the program to end, so that all it may have kept is in its files.
    pub fn stop(&mut self) {
        self.signal("TERM");
        assert!(self.child.wait().unwrap().success());
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }
}
