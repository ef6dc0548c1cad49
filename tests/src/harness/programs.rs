//! Finds the programs of the workspace, and builds those that are missing or older than their
//! sources: a story told with yesterday's server would be worth nothing.

use std::{
    env,
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    time::SystemTime,
};

use super::failure::Failure;

/// The folders whose sources the server is made of.
const SERVER_SOURCES: [&str; 5] =
    ["server", "shared/domain", "shared/api", "shared/guide", "Cargo.lock"];

/// Two threads of a test binary must not both start cargo.
static BUILDING: Mutex<()> = Mutex::new(());

/// The root of the tree: this crate lies one folder below it.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The server's program, beside this one.
///
/// # Errors
/// When it is not there and cannot be built.
pub fn server() -> Result<PathBuf, Failure> {
    let folder = folder()?;
    let path = folder.join(format!("wufei-server{EXE_SUFFIX}"));
    let _one_at_a_time = BUILDING.lock();
    if is_current(&path) {
        return Ok(path);
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--package", "wufei-server"]).current_dir(root());
    if folder.ends_with("release") {
        build.arg("--release");
    }
    let built = build.output().map_err(Failure::while_doing("cargo builds wufei-server"))?;
    if !built.status.success() || !path.exists() {
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        return Err(Failure::new(format!("a program at {}", path.display()), said));
    }
    Ok(path)
}

/// The folder of the profile: that of this program, or the one above `deps`.
fn folder() -> Result<PathBuf, Failure> {
    let own = env::current_exe().map_err(Failure::while_doing("the place of this program"))?;
    let folder = own.parent().unwrap_or(&own);
    let above = folder.parent().unwrap_or(folder);
    Ok(if folder.ends_with("deps") { above } else { folder }.to_path_buf())
}

fn is_current(program: &Path) -> bool {
    let Some(made) = modified(program) else { return false };
    let newest = SERVER_SOURCES.iter().filter_map(|source| newest(&root().join(source))).max();
    newest.is_none_or(|newest| newest <= made)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return modified(path);
    }
    let entries = fs::read_dir(path).ok()?;
    entries.filter_map(|entry| newest(&entry.ok()?.path())).max()
}
