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
    let until = Instant::now() + Duration::from_secs(30);
    while !port_file.exists() {
        assert!(Instant::now() < until, "{}", fs::read_to_string(&log).unwrap());
        thread::sleep(Duration::from_millis(20));
    }
    let url = fs::read_to_string(&port_file).unwrap();
    let at = url.trim_start_matches("http://").parse().unwrap();
    Serving { child, at, log }
}

impl Serving {
    /// Asks the program to end, so that all it may have kept is in its files.
    pub fn stop(&mut self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success() && self.child.wait().unwrap().success());
    }
}
