//! The walking city in a browser: a server, the browser shell, a synthetic neighbourhood.
//!
//! All that is known here of the two programs is how they are called.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use tempfile::TempDir;

use super::areas::Areas;
use super::options::Options;
use super::roll::{Introduced, Person, Roll};
use super::served::Served;
use crate::failure::Failure;
use crate::process::{StopSign, must_succeed};
use crate::workspace::Workspace;

const AREAS: &str = "server/data/shaoxing-areas.csv";
const POLL: Duration = Duration::from_millis(200);

/// Where the databases lie: in a folder that goes with the program, or in one that is kept.
enum Place {
    Temporary(TempDir),
    Kept(PathBuf),
}

impl Place {
    fn make(keep: Option<&Path>) -> Result<Self, Failure> {
        let Some(folder) = keep else {
            let folder = tempfile::Builder::new()
                .prefix("wufei-demo-")
                .tempdir()
                .map_err(Failure::while_doing("make a temporary folder"))?;
            return Ok(Self::Temporary(folder));
        };
        let folder = super::absolute(folder)?;
        fs::create_dir_all(&folder).map_err(Failure::at("make", &folder))?;
        Ok(Self::Kept(folder))
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

/// Builds, imports, starts both programs and waits for Ctrl-C.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode, Failure> {
    println!("building the programs; the first time takes some minutes");
    let mut build = workspace.cargo(&["build", "--release"]);
    for program in ["wufei-server", "wufei-web", "neighbourhood"] {
        build.args(["--bin", program]);
    }
    must_succeed(build)?;

    let stop = StopSign::listen()?;
    let place = Place::make(options.keep.as_deref())?;
    let city = City {
        workspace,
        folder: place.folder(),
        web: SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)),
        server: SocketAddr::from((Ipv4Addr::LOCALHOST, options.port + 1)),
    };
    let roll = city.import()?;
    let people = city.enrol(&roll)?;
    let mut server = Served::start("wufei-server", city.serve())?;
    server.wait_ready(city.server, "/healthz", &stop)?;
    city.play_morning(&roll)?;
    let mut web = Served::start("wufei-web", city.browse())?;
    web.wait_ready(city.web, "/", &stop)?;
    city.introduce(&roll, &people);
    if let Place::Kept(folder) = &place {
        println!("数据库 databases: {}", folder.display());
    }
    println!("Ctrl-C 结束 ends it");

    while !stop.is_raised() {
        for served in [&mut server, &mut web] {
            if let Some(status) = served.ended()? {
                // Ctrl-C reaches the programs too, perhaps a moment earlier.
                std::thread::sleep(POLL);
                if stop.is_raised() {
                    return Ok(ExitCode::SUCCESS);
                }
                return Err(Failure::new(format!("{} ended with {status}", served.name())));
            }
        }
        std::thread::sleep(POLL);
    }
    println!("结束中 ending");
    Ok(ExitCode::SUCCESS)
}

struct City<'a> {
    workspace: &'a Workspace,
    folder: &'a Path,
    web: SocketAddr,
    server: SocketAddr,
}

impl City<'_> {
    fn server_program(&self, words: &[&str]) -> Command {
        let mut command = self.workspace.program("release", "wufei-server");
        let database = format!("sqlite:{}", self.folder.join("server.sqlite").display());
        command.args(words).arg("--database").arg(database);
        command
    }

    /// Areas first, then the roll: a community of the roll must be in the area table.
    fn import(&self) -> Result<Roll, Failure> {
        let mut areas = self.server_program(&["import", "areas"]);
        areas.arg(self.workspace.path(AREAS));
        must_succeed(areas)?;

        let mut neighbourhood = self.workspace.program("release", "neighbourhood");
        neighbourhood.arg("roll");
        let text = answer(neighbourhood)?;
        let path = self.folder.join("roll.json");
        fs::write(&path, &text).map_err(Failure::at("write", &path))?;
        let mut people = self.server_program(&["import", "roll"]);
        people.arg(&path);
        must_succeed(people)?;
        Roll::read(&text)
    }

    fn serve(&self) -> Command {
        let mut command = self.server_program(&["serve"]);
        command.arg("--listen").arg(self.server.to_string());
        command
    }

    fn browse(&self) -> Command {
        let mut command = self.workspace.program("release", "wufei-web");
        command.arg("--listen").arg(self.web.to_string());
        command.arg("--server").arg(format!("http://{}", self.server));
        command.arg("--folder").arg(self.folder.join("devices"));
        command
    }

    fn code(&self, person: &Person) -> Result<String, Failure> {
        let mut issue = self.server_program(&["code", "issue"]);
        issue.arg("--actor").arg(&person.actor);
        Ok(answer(issue)?.trim().to_owned())
    }

    /// Sends a made-up morning, by one attendant of each point, so that there is something to see.
    fn play_morning(&self, roll: &Roll) -> Result<(), Failure> {
        let mut morning = self.workspace.program("release", "neighbourhood");
        morning.arg("morning").arg(format!("http://{}", self.server));
        for attendant in roll.one_attendant_a_point() {
            morning.arg(self.code(attendant)?);
        }
        must_succeed(morning)
    }

    /// Issues a code for each person that is introduced; the answer is a line a person, with the
    /// address of a device of their own and the code already typed in.
    fn enrol(&self, roll: &Roll) -> Result<Vec<String>, Failure> {
        let path = self.workspace.path(AREAS);
        let table = fs::read_to_string(&path).map_err(Failure::at("read", &path))?;
        let areas = Areas::read(&table);
        let mut lines = Vec::new();
        for Introduced { device, role, person } in roll.introduced() {
            let code = self.code(person)?;
            let area = areas.full_name(&person.community);
            let address = format!("http://{}/d/{device}/?code={code}", self.web);
            lines.push(format!("{address}  {} {role}, {area}", person.label));
        }
        Ok(lines)
    }

    /// Prints the addresses and who is who.
    fn introduce(&self, roll: &Roll, people: &[String]) {
        println!();
        if roll.synthetic {
            println!("合成数据 synthetic data: {}", roll.source);
        }
        println!("公开页 public page:       http://{}/", self.server);
        println!("扫码查 for visitors:      http://{}/look-up", self.server);
        println!("谁都能查 look items up:   http://{}/d/visitor/", self.web);
        println!("一人一台设备，点“登记”即可 a device each, one press enrols it:");
        for person in people {
            println!("  {person}");
        }
    }
}

/// What a program prints; what it complains about goes to the person.
fn answer(mut command: Command) -> Result<String, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(Failure::while_doing(&format!("start {name}")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("{name} ended with {}", output.status)));
    }
    String::from_utf8(output.stdout)
        .map_err(Failure::while_doing(&format!("read what {name} says")))
}
