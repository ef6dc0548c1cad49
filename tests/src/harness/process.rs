//! The server as a process of its own: it can be killed as a power cut does, and started again on
//! the same port and database.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags};
use rustix::process::{Pid, Signal, kill_process};
use wufei_api::{roll::Roll, routes};
use wufei_domain::ids::ActorId;
use wufei_server::{city_key, settings::PREFIX, store::postgres::SCHEMA, vault};

use super::{Http, PATIENCE, failure::Failure, programs};

/// Milliseconds between two rounds of counting: short, so that a story need not wait.
const TICK_MS: u64 = 200;

/// The name of the database's file.
const FILE: &str = "server.sqlite";

const POLL: Duration = Duration::from_millis(20);

/// A code as `code issue` prints it, with the words after the actor.
pub type CodeIssue<'a> = &'a [&'a str];

/// The server.
pub struct ServerProcess {
    program: PathBuf,
    folder: PathBuf,
    /// The address of its database: the file in the folder, or a PostgreSQL.
    database: String,
    port: u16,
    tick_ms: u64,
    behind_a_proxy: bool,
    child: Option<Child>,
}

impl ServerProcess {
    /// A server that is not started yet, with its database in `folder`.
    ///
    /// # Errors
    /// When its program is not to be had.
    pub fn new(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder)?;
        let folder = folder.to_path_buf();
        let database = format!("sqlite:{}", folder.join(FILE).display());
        let program = programs::server()?;
        Ok(Self {
            program,
            folder,
            database,
            port: 0,
            tick_ms: TICK_MS,
            behind_a_proxy: false,
            child: None,
        })
    }

    /// As [`Self::new`], with its data in the PostgreSQL of that address.
    ///
    /// # Errors
    /// When its program is not to be had.
    pub fn on(folder: &Path, database: &str) -> Result<Self, Failure> {
        let mut server = Self::new(folder)?;
        database.clone_into(&mut server.database);
        Ok(server)
    }

    /// Its program.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The same with another time between two rounds of counting, in milliseconds.
    #[must_use]
    pub fn ticking(mut self, tick_ms: u64) -> Self {
        self.tick_ms = tick_ms;
        self
    }

    /// The same with whoever asks from this machine trusted to say for whom it asks, as a proxy does.
    #[must_use]
    pub const fn behind_a_proxy(mut self) -> Self {
        self.behind_a_proxy = true;
        self
    }

    /// Its database file.
    pub fn database(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// The program, without what a suite is told by the environment: the server refuses what it does
    /// not know, and a suite's keys are its own.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        let keys = [vault::VARIABLE, city_key::VARIABLE];
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with(PREFIX) && !keys.contains(&name.as_ref()) {
                command.env_remove(name.as_ref());
            }
        }
        command
    }

    /// Runs an operator's command on the database; gives back what it prints.
    ///
    /// # Errors
    /// When it ends with another status than 0: with what it says.
    pub fn operate(&self, words: &[&str]) -> Result<String, Failure> {
        let mut command = self.command();
        command.args(words).arg("--database").arg(&self.database);
        let output = command.stdin(Stdio::null()).output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() {
            return Ok(text(&output.stdout));
        }
        let expected = format!("wufei-server {} to end well", words.join(" "));
        Err(Failure::new(expected, format!("{}: {}", output.status, text(&output.stderr))))
    }

    /// Imports Shaoxing's area table; gives back what the command prints.
    ///
    /// # Errors
    /// When it is refused.
    pub fn import_areas(&self) -> Result<String, Failure> {
        let table = programs::root().join("server/data/shaoxing-areas.csv");
        self.operate(&["import", "areas", &table.to_string_lossy()])
    }

    /// Imports a roll; gives back what the command prints.
    ///
    /// # Errors
    /// When it is refused.
    pub fn import_roll(&self, roll: &Roll) -> Result<String, Failure> {
        let path = self.folder.join("roll.json");
        fs::write(&path, serde_json::to_vec(roll)?)?;
        self.operate(&["import", "roll", &path.to_string_lossy()])
    }

    /// A one-time code for somebody, with further words such as how long it is valid.
    ///
    /// # Errors
    /// When there is no such person.
    pub fn issue_code(&self, actor: ActorId, more: CodeIssue<'_>) -> Result<String, Failure> {
        let actor = actor.to_string();
        let mut words = vec!["code", "issue", "--actor", &actor];
        words.extend(more);
        self.operate(&words)
    }

    /// Its process, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Where devices find it, once it was started.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts it: the first time on a free port, afterwards on the same one.
    ///
    /// # Errors
    /// When it does not answer in time.
    pub fn start(&mut self) -> Result<(), Failure> {
        let port_file = self.folder.join("address");
        if self.port == 0 && port_file.exists() {
            fs::remove_file(&port_file)?;
        }
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut command = self.command();
        command
            .args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)])
            .args(["--tick-ms", &self.tick_ms.to_string()])
            .arg("--port-file")
            .arg(&port_file)
            .arg("--database")
            .arg(&self.database)
            .arg("--photos")
            .arg(self.folder.join("photos"))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        if self.behind_a_proxy {
            command.args(["--trusted-proxy", "127.0.0.1"]);
        }
        self.child = Some(command.spawn()?);
        let deadline = Instant::now() + PATIENCE;
        while self.port == 0 {
            self.port = fs::read_to_string(&port_file)
                .ok()
                .and_then(|address| address.trim().rsplit_once(':')?.1.parse().ok())
                .unwrap_or(0);
            self.wait_a_little(deadline)?;
        }
        let http = Http::new(&self.address())?;
        while !http.get(routes::HEALTH, None).is_ok_and(|answer| answer.status == 200) {
            self.wait_a_little(deadline)?;
        }
        Ok(())
    }

    fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    fn wait_a_little(&mut self, deadline: Instant) -> Result<(), Failure> {
        let ended = self.child.as_mut().map_or(Ok(None), Child::try_wait)?;
        if let Some(status) = ended {
            let log = fs::read_to_string(self.log()).unwrap_or_default();
            return Err(Failure::new("a server that runs", format!("{status}: {log}")));
        }
        if Instant::now() >= deadline {
            let log = fs::read_to_string(self.log()).unwrap_or_default();
            return Err(Failure::new("a server that answers in time", format!("its log: {log}")));
        }
        thread::sleep(POLL);
        Ok(())
    }

    /// Ends it at once, as a power cut does (`SIGKILL`).
    ///
    /// # Errors
    /// When it was not running.
    pub fn kill(&mut self) -> Result<(), Failure> {
        let mut child = self.running()?;
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Asks it to end (`SIGTERM`) and waits for it.
    ///
    /// # Errors
    /// When it does not end well in time.
    pub fn stop(&mut self) -> Result<(), Failure> {
        let mut child = self.running()?;
        if let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
            kill_process(id, Signal::TERM).map_err(io::Error::from)?;
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            match child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => {
                    return Err(Failure::new("a server that ends well", status.to_string()));
                }
                None if Instant::now() >= deadline => {
                    child.kill()?;
                    child.wait()?;
                    return Err(Failure::new("a server that ends when asked", "one that runs on"));
                }
                None => thread::sleep(POLL),
            }
        }
    }

    fn running(&mut self) -> Result<Child, Failure> {
        self.child.take().ok_or_else(|| Failure::new("a server that runs", "none"))
    }

    /// Its database, read only, beside the running server.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn read(&self) -> Result<Connection, Failure> {
        let connection =
            Connection::open_with_flags(self.database(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    }

    /// One number that a statement counts in its database.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn count(&self, statement: &str, values: impl rusqlite::Params) -> Result<i64, Failure> {
        Ok(self.read()?.query_row(statement, values, |row| row.get(0))?)
    }

    /// One number that a statement counts, whatever the database is.
    ///
    /// # Errors
    /// What the database says.
    pub fn counted(&self, statement: &str) -> Result<i64, Failure> {
        let statement = format!("SELECT CAST(({statement}) AS BIGINT)");
        if self.database.starts_with("sqlite:") {
            return self.count(&statement, []);
        }
        let failed = |error: postgres::Error| {
            let seen = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
            Failure::new("a count by PostgreSQL", seen)
        };
        let mut client =
            postgres::Client::connect(&self.database, postgres::NoTls).map_err(failed)?;
        client.batch_execute(&format!("SET search_path TO {SCHEMA}")).map_err(failed)?;
        Ok(client.query_one(&statement, &[]).map_err(failed)?.get(0))
    }

    /// Brings the write-ahead log into the file, so that the file alone is the database. The
    /// server must not run.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn checkpoint(&self) -> Result<(), Failure> {
        let connection = Connection::open(self.database())?;
        connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(())
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Nothing more can be done when it has ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
