//! The library as a phone gets it: its size, and whether it shows anything but uniffi's own names.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;

/// What a phone's package may grow by, in bytes.
const BYTES_AIM: u64 = 8_000_000;

/// Prints both for the library at `path`.
pub fn tell(path: &Path) -> Result<(), Failure> {
    let bytes = fs::metadata(path).map_err(Failure::at("read", path))?.len();
    let stripped = stripped(path)?;
    let tenths = |bytes: u64| format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000);
    println!(
        "library, profile `shipped`, {}: {} MB, {} MB without its symbol table (aim: below {} MB)",
        std::env::consts::ARCH,
        tenths(bytes),
        tenths(stripped),
        tenths(BYTES_AIM)
    );
    let symbols = exported(path)?;
    let (ours, others): (Vec<_>, Vec<_>) = symbols.iter().partition(|name| of_uniffi(name));
    println!("exported symbols: {} of uniffi, {} others {others:?}", ours.len(), others.len());
    Ok(())
}

/// The names that the scaffolding of uniffi gives to what it exports.
fn of_uniffi(name: &str) -> bool {
    ["uniffi_", "ffi_", "UNIFFI_META_"].iter().any(|prefix| name.starts_with(prefix))
        || name.ends_with("_uniffi_reexport_hack")
}

/// The names that another program could call, as `nm` lists them.
fn exported(path: &Path) -> Result<Vec<String>, Failure> {
    let mut nm = Command::new("nm");
    nm.args(["--dynamic", "--defined-only", "--format=just-symbols"]).arg(path);
    let listed = nm.output().map_err(Failure::while_doing("nm, of Debian's binutils"))?;
    if !listed.status.success() {
        return Err(Failure::new(String::from_utf8_lossy(&listed.stderr).into_owned()));
    }
    Ok(String::from_utf8_lossy(&listed.stdout).lines().map(str::to_owned).collect())
}

/// Bytes after `strip`, which both phones' packagers do.
fn stripped(path: &Path) -> Result<u64, Failure> {
    let copy = path.with_extension("stripped");
    let mut strip = Command::new("strip");
    strip.arg("--strip-unneeded").arg("-o").arg(&copy).arg(path);
    let status = strip.status().map_err(Failure::while_doing("strip, of Debian's binutils"))?;
    if !status.success() {
        return Err(Failure::new("strip does not take the library"));
    }
    let bytes = fs::metadata(&copy).map_err(Failure::at("read", &copy))?.len();
    fs::remove_file(&copy).map_err(Failure::at("remove", &copy))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::of_uniffi;

    #[test]
    fn only_the_names_of_uniffi_are_its_own() {
        assert!(of_uniffi("uniffi_wufei_fn_method_wufeicore_send"));
        assert!(of_uniffi("ffi_wufei_rustbuffer_alloc"));
        assert!(!of_uniffi("sqlite3_open") && !of_uniffi("rust_eh_personality"));
    }
}
