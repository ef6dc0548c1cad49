//! What the suites need from outside, and how to get it.
//!
//! On Debian as root what is missing is installed from Debian's packages, after saying so.
//! Elsewhere nothing is installed: a suite without its tool is left out and named.

use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::job::{Broken, Job};
use super::targets;
use crate::failure::Failure;
use crate::process::StopSign;
use crate::workspace::Workspace;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Rustfmt,
    Clippy,
    Git,
    Java,
    Maven,
    Postgres,
    /// With what makes environments of packages.
    Python,
    Chromium,
    /// A compiler with the standard library's sources.
    RustSources,
    /// What draws Compose without a display, with Chinese letters.
    Drawing,
    /// What links Android's resources.
    Aapt,
    /// What gives a program another clock.
    FakeTime,
    /// Debian with its apt, as root: Swift runs in a newer Debian of its own.
    DebianRoot,
}

impl Tool {
    /// What a person calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Rustfmt => "rustfmt",
            Self::Clippy => "clippy",
            Self::Git => "git",
            Self::Java => "a Java development kit (17 or later)",
            Self::Maven => "Maven",
            Self::Postgres => "PostgreSQL's initdb",
            Self::Python => "Python 3.10 or later with venv",
            Self::Chromium => "Chromium with its driver",
            Self::RustSources => "a Rust compiler with the standard library's sources",
            Self::Drawing => "libGL, libX11, fontconfig and a Chinese font",
            Self::Aapt => "aapt2",
            Self::FakeTime => "libfaketime",
            Self::DebianRoot => "Debian's apt, as root",
        }
    }

    /// Debian's packages. The parts of the Rust toolchain come with the toolchain.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Rustfmt | Self::Clippy => &[],
            Self::Git => &["git"],
            Self::Java => &["default-jdk-headless"],
            Self::Maven => &["maven"],
            Self::Postgres => &["postgresql"],
            Self::Python => &["python3-venv"],
            Self::Chromium => &["chromium-driver"],
            Self::RustSources => &["rustc-web", "rust-web-src"],
            Self::Drawing => &["libgl1", "libx11-6", "libfontconfig1", "fonts-noto-cjk"],
            Self::Aapt => &["aapt"],
            Self::FakeTime => &["libfaketime"],
            Self::DebianRoot => &["util-linux"],
        }
    }

    /// How to get it where nothing is installed by itself.
    fn advice(self) -> String {
        match self.packages() {
            [] => format!("`rustup component add {}`", self.name()),
            [package] => format!("Debian's package is {package}"),
            packages => format!("Debian's packages are {}", packages.join(" ")),
        }
    }

    fn is_here(self, workspace: &Workspace) -> bool {
        match self {
            Self::Rustfmt => answers(workspace.cargo(&["fmt", "--version"])),
            Self::Clippy => answers(workspace.cargo(&["clippy", "--version"])),
            Self::Git => on_path("git"),
            Self::Java => on_path("javac"),
            Self::Maven => on_path("mvn"),
            Self::Postgres => on_path("initdb") || debian_initdb(),
            Self::Python => answers({
                let mut python = Command::new("python3");
                python.args(["-c", "import ensurepip, venv"]);
                python
            }),
            Self::Chromium => on_path("chromedriver") && on_path("chromium"),
            Self::RustSources => {
                is_program(Path::new(targets::RUSTC)) && Path::new(targets::LIBRARY).exists()
            }
            Self::Drawing | Self::FakeTime => {
                self.packages().iter().all(|package| is_installed(package))
            }
            Self::Aapt => on_path("aapt2"),
            Self::DebianRoot => is_debian() && is_root() && on_path("unshare"),
        }
    }
}

/// How long installing may take.
pub const LIMIT_SECONDS: u64 = 300;

/// Installs what it may and answers which tools are still missing.
pub fn provide<'a>(
    workspace: &Workspace,
    stop: &StopSign,
    wanted: impl Iterator<Item = &'a Tool>,
) -> Result<Vec<Tool>, Failure> {
    let mut missing: Vec<Tool> = Vec::new();
    for tool in wanted {
        if !missing.contains(tool) && !tool.is_here(workspace) {
            missing.push(*tool);
        }
    }
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages()).copied().collect();
    if !packages.is_empty() && is_debian() && is_root() {
        println!("packages  installing from Debian's packages: {}", packages.join(" "));
        let deadline = Instant::now() + Duration::from_secs(LIMIT_SECONDS);
        let mut job = Job::begin(workspace, "packages", false, deadline, stop)?;
        // What could not be installed is missing; the suites that do without it still run.
        if let Err(Broken { reason, .. }) = install(&mut job, &packages) {
            job.show_end();
            println!("packages  {reason}");
        }
        missing.retain(|tool| !tool.is_here(workspace));
    }
    Ok(missing)
}

/// The sentence about a suite that was left out.
pub fn left_out(suite: &str, lacking: &[Tool]) -> String {
    let reasons: Vec<String> =
        lacking.iter().map(|tool| format!("{} ({})", tool.name(), tool.advice())).collect();
    format!("{suite:<9} left out: it needs {}", reasons.join(" and "))
}

fn install(job: &mut Job<'_>, packages: &[&str]) -> Result<(), Broken> {
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(["--quiet", "--option", "Dpkg::Use-Pty=0"]);
        command.args(["--option", "DPkg::Lock::Timeout=120"]).args(words);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    job.must_succeed(apt(&["update"]))?;
    let mut command = apt(&["install", "--yes", "--no-install-recommends"]);
    command.args(packages);
    job.must_succeed(command)
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && on_path("apt-get")
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn answers(mut command: Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| in_folders(&path, program))
}

fn in_folders(path: &OsStr, program: &str) -> bool {
    std::env::split_paths(path).any(|folder| is_program(&folder.join(program)))
}

/// Elsewhere than on Debian nobody can tell, and nothing is installed either.
fn is_installed(package: &str) -> bool {
    !is_debian()
        || answers({
            let mut command = Command::new("dpkg");
            command.args(["--status", package]);
            command
        })
}

/// Debian keeps the programs of each version in a folder that is not on the path.
fn debian_initdb() -> bool {
    std::fs::read_dir("/usr/lib/postgresql").is_ok_and(|folders| {
        folders.flatten().any(|folder| is_program(&folder.path().join("bin/initdb")))
    })
}

fn is_program(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.is_file() && found.mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_a_file_that_may_be_run() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("mvn"), "not a program").expect("written");
        assert!(!in_folders(folder.path().as_os_str(), "mvn"));
        assert!(!in_folders(folder.path().as_os_str(), "javac"));
        assert!(on_path("sh"), "every machine these tests run on has a shell");
    }

    #[test]
    fn a_left_out_suite_says_how_to_get_its_tools() {
        let sentence = left_out("kotlin", &[Tool::Java, Tool::Maven]);
        assert!(sentence.contains("default-jdk-headless"), "{sentence}");
        assert!(sentence.contains("package is maven"), "{sentence}");
        assert!(left_out("clippy", &[Tool::Clippy]).contains("rustup component add clippy"));
    }
}
