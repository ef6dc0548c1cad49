//! The commands of the README, run in the folder of a small city as they stand there.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
};

use crate::program::{PROGRAM, database};

const README: &str = include_str!("../../README.md");

const AREAS: &str = "code,level,parent,name
330600000000,city,,绍兴市
330683000000,county,330600000000,嵊州市
330683106000,town,330683000000,谷来镇
330683106273,village,330683106000,马溪村委会
";

/// A city in a folder.
pub fn city() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("areas.csv");
    fs::write(&file, AREAS).unwrap();
    let mut import = Command::new(PROGRAM);
    import.args(["import", "areas", "--database", &database(folder.path())]).arg(&file);
    assert!(import.status().unwrap().success());
    folder
}

/// The commands under a heading of the README, as they stand there.
pub fn commands(heading: &str) -> &'static str {
    let (_, part) = README.split_once(heading).unwrap();
    part.split("```").nth(1).unwrap().strip_prefix("sh\n").unwrap()
}

/// Runs them in a folder; gives whether they went well, and all that they said.
pub fn run(folder: &Path, commands: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let programs = Path::new(PROGRAM).parent().unwrap().display().to_string();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-eu", "-c", commands]).current_dir(folder).env("PATH", path);
    let done = shell.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    (done.status.success(), text)
}

/// What a server says of its health, with its head.
pub fn health(at: SocketAddr) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
