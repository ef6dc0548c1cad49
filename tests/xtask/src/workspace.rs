//! Where the tree lies, and how cargo is called in it.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX, EXE_SUFFIX};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

/// The tree this program was started in.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the root from what `cargo run` tells its program, so that no path is built in.
    pub fn find() -> Result<Self, Failure> {
        let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR")
            .ok_or_else(|| Failure::new("start this program as `cargo xtask VERB`"))?;
        Path::new(&crate_folder)
            .ancestors()
            .nth(2)
            .map(|root| Self { root: root.to_path_buf() })
            .ok_or_else(|| Failure::new("the crate xtask lies two folders below the root"))
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo in the root. There is one target folder, whatever the caller's environment says.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root).env("CARGO_TARGET_DIR", self.target());
        command
    }

    /// Builds every library, program and test with the features of the whole workspace.
    ///
    /// The suites share this one build: naming a package would choose other features and compile
    /// its dependencies once more.
    pub fn build_all(&self) -> Command {
        self.cargo(&["build", "--workspace", "--all-targets"])
    }

    /// Maven in a project of the tree, without a compiler that outlives it.
    pub fn maven(&self, project: &str) -> Command {
        let mut maven = Command::new("mvn");
        maven.args(["-B", "-q", "-Dkotlin.compiler.daemon=false"]).current_dir(self.path(project));
        maven
    }

    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// A built program; the folder is `debug` for the dev profile, or `release`.
    pub fn program(&self, folder: &str, name: &str) -> Command {
        let path = self.target().join(folder).join(format!("{name}{EXE_SUFFIX}"));
        let mut command = Command::new(path);
        command.current_dir(&self.root);
        command
    }

    /// The shared library that both shells load, as the dev profile builds it.
    pub fn library(&self) -> PathBuf {
        self.target().join("debug").join(format!("{DLL_PREFIX}wufei{DLL_SUFFIX}"))
    }
}
