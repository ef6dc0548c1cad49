//! A PostgreSQL of its own: in a temporary folder, on a unix socket only, as the user `postgres`
//! when this runs as root (PostgreSQL refuses root), ended with its owner.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use postgres::{Client, NoTls};
use tempfile::TempDir;

use super::failure::{Failure, holds};

/// Where distributions keep the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";
const OWNER: &str = "postgres";
const USER: &str = "wufei";

/// Whether a commit waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commits {
    /// As PostgreSQL ships.
    ReachTheDisk,
    /// For tests that only ask what is understood.
    StayInMemory,
}

/// The cluster.
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    /// What its server is started with.
    options: String,
    running: bool,
}

impl Cluster {
    /// Makes and starts it.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start(commits: Commits) -> Result<Self, Failure> {
        let programs = programs()?;
        // A unix socket's path has some 100 characters.
        let folder = tempfile::Builder::new().prefix("wufei-pg-").tempdir_in("/tmp")?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let options = String::new();
        let mut cluster = Self { programs, folder, options, running: false };
        if is_root() {
            let owner = [OWNER, &cluster.path("").to_string_lossy()].map(str::to_owned);
            succeeded("chown", &Command::new("chown").args(owner).output()?)?;
        }
        let data = cluster.path("data");
        let initdb = ["-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"];
        let made = cluster.command("initdb").arg("-D").arg(&data).args(initdb).output()?;
        succeeded("initdb", &made)?;
        let fsync = if commits == Commits::ReachTheDisk { "on" } else { "off" };
        let options = format!(
            "-c listen_addresses= -c fsync={fsync} -c unix_socket_directories={}",
            cluster.path("").display()
        );
        cluster.running = true;
        cluster.options = options;
        cluster.control(&["start"])?;
        Ok(cluster)
    }

    fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.folder.path().to_owned() } else { self.folder.path().join(name) }
    }

    /// A program of PostgreSQL, as a user it accepts, from a folder that user may enter.
    fn command(&self, program: &str) -> Command {
        self.command_of(&self.programs.join(program).to_string_lossy())
    }

    fn command_of(&self, path: &str) -> Command {
        let mut command = if is_root() {
            let mut as_owner = Command::new("setpriv");
            let user = format!("--reuid={OWNER}");
            let group = format!("--regid={OWNER}");
            as_owner.args([user.as_str(), group.as_str(), "--clear-groups"]).arg(path);
            as_owner
        } else {
            Command::new(path)
        };
        command.current_dir(self.folder.path());
        command
    }

    /// A connection to its database `postgres`.
    ///
    /// # Errors
    /// When it is refused.
    pub fn connect(&self) -> Result<Client, Failure> {
        self.connect_to("postgres")
    }

    /// A connection to one of its databases.
    ///
    /// # Errors
    /// When it is refused.
    pub fn connect_to(&self, name: &str) -> Result<Client, Failure> {
        let mut config = postgres::Config::new();
        config.host_path(self.folder.path()).user(USER).dbname(name);
        config.connect(NoTls).map_err(Failure::while_doing("a connection to PostgreSQL"))
    }

    /// Makes an empty database.
    ///
    /// # Errors
    /// When it is refused.
    pub fn create(&self, name: &str) -> Result<(), Failure> {
        let made = self.connect()?.batch_execute(&format!("CREATE DATABASE {name}"));
        made.map_err(Failure::while_doing("an empty database"))
    }

    /// The address of its database `postgres`, for libpq.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of one of its databases, for libpq.
    pub fn url_of(&self, name: &str) -> String {
        format!("postgresql:///{name}?user={USER}&host={}", self.folder.path().display())
    }

    /// Ends it as a power cut does, and starts it again.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn cut(&self) -> Result<(), Failure> {
        self.control(&["-m", "immediate", "restart"])
    }

    /// Ends it, and starts it again on a timeline of its own, as after a replica's promotion or when it
    /// was put back to a moment of its past.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn put_back(&self) -> Result<(), Failure> {
        self.control(&["-m", "fast", "stop"])?;
        let data = self.path("data");
        // It may be written by the owner of the folder only.
        let ask = format!(
            "touch '{0}/recovery.signal' && echo \"restore_command = 'false'\" >> '{0}/postgresql.auto.conf'",
            data.display()
        );
        let mut shell = self.command_of("sh");
        succeeded("recovery.signal", &shell.arg("-c").arg(ask).output()?)?;
        self.control(&["start"])?;
        let deadline = Instant::now() + super::PATIENCE;
        loop {
            // It answers a little before it takes what is written.
            let asked = self.connect()?.query_one("SELECT pg_is_in_recovery()", &[]);
            match asked.map(|row| row.get(0)) {
                Ok(false) => return Ok(()),
                _ if Instant::now() >= deadline => {
                    return Err(Failure::new("a cluster that is put back", "one still at it"));
                }
                _ => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Starts it again.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn begin(&self) -> Result<(), Failure> {
        self.control(&["start"])
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it does not.
    pub fn stop(&self) -> Result<(), Failure> {
        self.control(&["-m", "fast", "stop"])
    }

    fn control(&self, words: &[&str]) -> Result<(), Failure> {
        let mut control = self.command("pg_ctl");
        control.arg("-D").arg(self.path("data")).arg("-w").arg("-l").arg(self.path("log"));
        // Not a pipe: the server keeps it open and reading would never end.
        control.arg("-o").arg(&self.options).args(words).stdout(Stdio::null());
        let log = || fs::read_to_string(self.path("log")).unwrap_or_default();
        holds(&format!("pg_ctl {}", words.join(" ")), control.status()?.success(), log)
    }

    /// Its first process.
    ///
    /// # Errors
    /// When it does not run.
    pub fn id(&self) -> Result<u32, Failure> {
        let file = fs::read_to_string(self.path("data").join("postmaster.pid"))?;
        let id = file.lines().next().and_then(|line| line.trim().parse().ok());
        id.ok_or_else(|| Failure::new("the id of PostgreSQL's process", file))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.running {
            let data = self.path("data");
            let mut stop = self.command("pg_ctl");
            // Nothing more can be done when it has ended by itself.
            let _ = stop.arg("-D").arg(data).args(["-m", "immediate", "-w", "stop"]).output();
        }
    }
}

/// The owner of this process, as Linux shows it.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The programs of the newest version, or those on the path.
fn programs() -> Result<PathBuf, Failure> {
    let mut folders: Vec<PathBuf> = fs::read_dir(VERSIONS)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    folders.sort_by_key(|folder| version(folder));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found = folders.into_iter().rev().chain(std::env::split_paths(&path));
    found
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
        .ok_or_else(|| {
            let seen = format!("neither below {VERSIONS} nor on the path");
            Failure::new(
                "PostgreSQL's initdb and pg_ctl (Debian: apt-get install postgresql)",
                seen,
            )
        })
}

fn version(folder: &Path) -> u32 {
    let name = folder.parent().and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().parse().unwrap_or(0)
}

fn succeeded(what: &str, output: &Output) -> Result<(), Failure> {
    holds(&format!("{what} to end well"), output.status.success(), || {
        String::from_utf8_lossy(&output.stderr).into_owned()
    })
}
