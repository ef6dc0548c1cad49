//! Every statement of the server, prepared by a real PostgreSQL on the migrated schema: "one text
//! for both databases" can fail here.
//!
//! The cluster is made for the test: in a temporary folder, on a unix socket only, as the user
//! `postgres` when the test runs as root (PostgreSQL refuses root), ended with its owner.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use postgres::{Client, NoTls};
use tempfile::TempDir;
use wufei_server::store::{migrations, statements};
use wufei_tests::harness::{Failure, holds};

/// Where distributions keep the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";
const OWNER: &str = "postgres";
const USER: &str = "wufei";

struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    running: bool,
}

impl Cluster {
    fn start() -> Result<Self, Failure> {
        let programs = programs()?;
        // A unix socket's path has some 100 characters.
        let folder = tempfile::Builder::new().prefix("wufei-pg-").tempdir_in("/tmp")?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let mut cluster = Self { programs, folder, running: false };
        if is_root() {
            let owner = [OWNER, &cluster.path("").to_string_lossy()].map(str::to_owned);
            succeeded("chown", &Command::new("chown").args(owner).output()?)?;
        }
        let data = cluster.path("data");
        let initdb = ["-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"];
        let made = cluster.command("initdb").arg("-D").arg(&data).args(initdb).output()?;
        succeeded("initdb", &made)?;
        let options = format!(
            "-c listen_addresses= -c fsync=off -c unix_socket_directories={}",
            cluster.path("").display()
        );
        let mut start = cluster.command("pg_ctl");
        start.arg("-D").arg(&data).arg("-w").arg("-o").arg(options);
        // Not a pipe: the server keeps it open and reading would never end.
        let started = start.arg("-l").arg(cluster.path("log")).arg("start").status()?;
        cluster.running = true;
        let log = || fs::read_to_string(cluster.path("log")).unwrap_or_default();
        holds("PostgreSQL to start", started.success(), log)?;
        Ok(cluster)
    }

    fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.folder.path().to_owned() } else { self.folder.path().join(name) }
    }

    /// A program of PostgreSQL, as a user it accepts, from a folder that user may enter.
    fn command(&self, program: &str) -> Command {
        let path = self.programs.join(program);
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

    fn connect(&self) -> Result<Client, Failure> {
        let mut config = postgres::Config::new();
        config.host_path(self.folder.path()).user(USER).dbname("postgres");
        config.connect(NoTls).map_err(Failure::while_doing("a connection to PostgreSQL"))
    }

    /// A connection to the migrated schema.
    fn migrated(&self) -> Result<Client, Failure> {
        let mut client = self.connect()?;
        for migration in migrations::ALL {
            let what = format!("migration {} to be taken by PostgreSQL", migration.version);
            client.batch_execute(migration.postgres).map_err(said(what))?;
        }
        Ok(client)
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

/// PostgreSQL's own words; the library's are only "db error".
fn said(what: String) -> impl FnOnce(postgres::Error) -> Failure {
    move |error| {
        let seen = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
        Failure::new(what, seen)
    }
}

#[test]
fn every_statement_is_understood_by_postgresql() -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let mut client = cluster.migrated()?;
    let mut refused = Vec::new();
    let mut prepared = 0;
    for statement in statements::all() {
        match client.prepare(statement.text) {
            Ok(_) => prepared += 1,
            Err(error) => refused.push(said(statement.name.to_owned())(error).to_string()),
        }
    }
    holds("every statement prepared", refused.is_empty(), || refused.join("\n"))?;
    holds("some dozens of statements", prepared > 30, || prepared.to_string())
}

/// The control: were a wrong name not noticed, the test above would show nothing.
#[test]
fn a_misspelt_column_is_noticed() -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let mut client = cluster.migrated()?;
    let right = statements::record::INSERT.text;
    let wrong = right.replacen("received_at", "recieved_at", 1);
    holds("the statement to hold the column", right != wrong, || right.to_owned())?;
    client.prepare(right).map_err(said("the right text to be understood".to_owned()))?;
    let seen = client.prepare(&wrong).map(|_| ()).map_err(|error| said(String::new())(error).seen);
    match seen {
        Err(seen) if seen.contains("recieved_at") => Ok(()),
        other => Err(Failure::new("a refusal that names the column", format!("{other:?}"))),
    }
}

/// A statement that only changes its dialect, not its words, must be noticed as well.
#[test]
fn a_parameter_of_sqlite_is_noticed() -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let mut client = cluster.migrated()?;
    let text = statements::record::FIND_HASH.text.replace('$', "?");
    holds("a refusal", client.prepare(&text).is_err(), || format!("{text} was understood"))
}
