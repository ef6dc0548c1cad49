//! `cargo xtask bench shells`: the border to Kotlin and Swift, beside the same without it.
//!
//! The library is built as phones get it, and so is Rust's own part. Each language tells lines of
//! JSON into `target/bench`; the program `bench` lays them side by side.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::library;
use crate::bindgen;
use crate::failure::Failure;
use crate::process::must_succeed;
use crate::workspace::Workspace;

const PROFILE: &str = "shipped";
const PROGRAMS: [&str; 3] = ["wufei-server", "neighbourhood", "bench"];
const LIBRARY: &str = "libwufei.so";

/// Measures all three and prints the tables.
pub fn run(workspace: &Workspace) -> Result<ExitCode, Failure> {
    let mut build = workspace.cargo(&["build", "--profile", PROFILE, "--lib"]);
    for package in ["wufei-ffi", "wufei-server", "wufei-tests"] {
        build.args(["--package", package]);
    }
    for program in PROGRAMS {
        build.args(["--bin", program]);
    }
    must_succeed(build)?;
    bindgen::run(workspace, &[])?;

    let folder = workspace.target().join("bench");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::at("clear", &folder))?;
    }
    let native = folder.join("native");
    fs::create_dir_all(&native).map_err(Failure::at("make", &native))?;
    for name in [LIBRARY].iter().chain(&PROGRAMS) {
        let built = workspace.target().join(PROFILE).join(name);
        fs::copy(&built, native.join(name)).map_err(Failure::at("copy", &built))?;
    }
    let bench = Bench { workspace, native, devices: folder.join("devices"), folder };
    bench.prepare()?;
    bench.rust()?;
    bench.kotlin()?;
    bench.swift()?;
    bench.program("shells-table", &bench.folder, None)?;
    library::tell(&bench.native.join(LIBRARY))?;
    Ok(ExitCode::SUCCESS)
}

struct Bench<'a> {
    workspace: &'a Workspace,
    /// The library and the programs, as built for phones.
    native: PathBuf,
    /// What every language begins with: a device's folder a role.
    devices: PathBuf,
    folder: PathBuf,
}

impl Bench<'_> {
    fn prepare(&self) -> Result<(), Failure> {
        self.program("shells-prepare", &self.devices, None)
    }

    fn rust(&self) -> Result<(), Failure> {
        self.program("shells-rust", &self.own_devices("rust")?, Some("rust"))
    }

    /// Maven compiles and says where the libraries lie; the bench itself is plain Java.
    fn kotlin(&self) -> Result<(), Failure> {
        let project = self.workspace.path("android/core");
        let classpath = self.folder.join("classpath");
        let mut maven = self.workspace.maven("android/core");
        maven.args(["test-compile", "dependency:build-classpath"]);
        maven.arg(format!("-Dmdep.outputFile={}", classpath.display()));
        must_succeed(maven)?;
        let libraries = fs::read_to_string(&classpath).map_err(Failure::at("read", &classpath))?;
        let classes = project.join("target/classes");
        let tests = project.join("target/test-classes");
        let mut java = Command::new("java");
        java.arg("-cp").arg(format!("{}:{}:{libraries}", classes.display(), tests.display()));
        let native = self.native.display();
        java.arg(format!("-Djna.library.path={native}")).arg(format!("-Dwufei.programs={native}"));
        java.arg(format!("-Dwufei.repository={}", self.workspace.root().display()));
        java.arg("org.wufei.shell.bench.ShellBench").arg(self.own_devices("kotlin")?);
        self.told(java, "kotlin")
    }

    fn swift(&self) -> Result<(), Failure> {
        let mut script = Command::new("sh");
        script.arg(self.workspace.path("ios/test-on-debian.sh"));
        script.arg(self.workspace.target().join("swift")).arg(&self.native);
        script.arg("bench").arg(&self.devices);
        self.told(script, "swift")
    }

    /// A copy that one language may write to.
    fn own_devices(&self, language: &str) -> Result<PathBuf, Failure> {
        let own = self.folder.join(format!("devices-{language}"));
        let mut copy = Command::new("cp");
        copy.arg("-R").arg(&self.devices).arg(&own);
        must_succeed(copy)?;
        Ok(own)
    }

    fn program(&self, part: &str, folder: &Path, into: Option<&str>) -> Result<(), Failure> {
        let mut bench = Command::new(self.native.join("bench"));
        bench.arg(part).arg(folder).current_dir(self.workspace.root());
        match into {
            Some(language) => self.told(bench, language),
            None => must_succeed(bench),
        }
    }

    /// Runs it with its lines written to `LANGUAGE.jsonl`.
    fn told(&self, mut command: Command, language: &str) -> Result<(), Failure> {
        println!("{language}…");
        let path = self.folder.join(format!("{language}.jsonl"));
        let lines = File::create(&path).map_err(Failure::at("write", &path))?;
        command.stdout(lines);
        must_succeed(command)
    }
}
