//! The restore drill, as it stands in the README, with a backup that the running program made by itself;
//! and a place for backups that takes none.
#![expect(
    clippy::unwrap_used,
    reason = "all of it is a test; the lint knows only marked functions"
)]

mod program;

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
};

use program::{PROGRAM, database, said, serve};

const README: &str = include_str!("../README.md");

const AREAS: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村委会
";

/// The address of a PostgreSQL, with `NAME` where the name of a database stands: the drill then takes the
/// one that is always there, in a schema of its own.
const POSTGRES: &str = "WUFEI_TEST_POSTGRES";

/// A city in a folder.
fn city() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("areas.csv");
    fs::write(&file, AREAS).unwrap();
    let mut import = Command::new(PROGRAM);
    import.args(["import", "areas", "--database", &database(folder.path())]).arg(&file);
    assert!(import.status().unwrap().success());
    folder
}

/// The commands under a heading of the README, as they stand there.
fn commands(heading: &str) -> &'static str {
    let (_, part) = README.split_once(heading).unwrap();
    part.split("```").nth(1).unwrap().strip_prefix("sh\n").unwrap()
}

/// Runs them in a folder; gives whether they went well, and all that they said.
fn run(folder: &Path, commands: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let programs = Path::new(PROGRAM).parent().unwrap().display().to_string();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-eu", "-c", commands]).current_dir(folder).env("PATH", path);
    let done = shell.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    (done.status.success(), text)
}

/// A folder with a city, and a backup that its server made.
fn backed_up() -> tempfile::TempDir {
    let folder = city();
    let photo = folder.path().join("city.sqlite.photos/330683106273/half-of-one");
    fs::create_dir_all(photo.parent().unwrap()).unwrap();
    fs::write(photo, "half").unwrap();
    fs::create_dir_all(folder.path().join("backups/photos")).unwrap();
    let mut serving = serve(folder.path(), &[("WUFEI_BACKUPS_FOLDER", "backups")]);
    said(&serving.log, "backup done: wufei-000001-");
    serving.stop();
    folder
}

#[test]
fn the_drill_of_the_readme_goes_through() {
    let folder = backed_up();
    let before = fs::read(folder.path().join("city.sqlite")).unwrap();
    let (is_well, said) = run(folder.path(), commands("### The restore drill"), &[]);
    assert!(is_well, "{said}");
    for part in ["restored: 0 records", "the audit log holds: ", "\nok\n1\n"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!folder.path().join("drill").exists());
    assert_eq!(
        fs::read(folder.path().join("city.sqlite")).unwrap(),
        before,
        "the city is as it was"
    );
}

#[test]
fn the_drill_goes_through_on_postgresql_where_one_is_named() {
    let Ok(address) = std::env::var(POSTGRES) else { return };
    let folder = backed_up();
    let variables = [("WUFEI_DATABASE", &*address.replace("NAME", "postgres"))];
    let (is_well, said) = run(folder.path(), commands("### The restore drill"), &variables);
    assert!(is_well && said.contains("restored: 0 records"), "{said}");
}

/// The control: with one row of the backup changed, the drill stops.
#[test]
fn the_drill_stops_at_a_backup_that_was_altered() {
    let folder = backed_up();
    let backup = fs::read_dir(folder.path().join("backups")).unwrap();
    let backup = backup.map(|entry| entry.unwrap().path());
    let backup =
        backup.into_iter().find(|path| path.extension().is_some_and(|end| end == "sqlite"));
    let file = rusqlite::Connection::open(backup.unwrap()).unwrap();
    file.execute("UPDATE areas SET name = '别处' WHERE code = '330683106273'", []).unwrap();
    drop(file);
    let (is_well, said) = run(folder.path(), commands("### The restore drill"), &[]);
    assert!(!is_well && said.contains("compare areas"), "{said}");
}

fn health(at: SocketAddr) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_place_that_takes_no_backup_is_said_and_the_server_goes_on() {
    let folder = city();
    // On a disk that takes nothing, as one that is mounted read-only.
    let mut serving = serve(folder.path(), &[("WUFEI_BACKUPS_FOLDER", "/proc/wufei-backups")]);
    let log = said(&serving.log, "backup failed: /proc/wufei-backups: ");
    assert!(health(serving.at).ends_with("ok"), "{log}");
    serving.stop();
}
