//! The suite `targets`: the door out and all below it, checked for the phones' own targets.
//!
//! Debian's `rustc-web` brings the sources of the standard library, so that it is checked for a
//! target nobody ships it for here. C parts are not compiled: `tests/xtask/hollow` says how they
//! are passed over. What lies behind `cfg(target_os)` and `cfg(target_pointer_width)` is found.

use super::Tally;
use super::job::{Broken, Job};

/// Debian's compiler, whatever else is on the path: its sources lie beside it.
pub const RUSTC: &str = "/usr/bin/rustc";
/// Where `rust-web-src` puts the standard library.
pub const LIBRARY: &str = "/usr/lib/rustlib/src/rust/library/Cargo.toml";

/// The phone most people have; the others come with `--full`.
const ALWAYS: [&str; 1] = ["aarch64-linux-android"];
const FULL: [&str; 3] = ["aarch64-linux-android", "armv7-linux-androideabi", "aarch64-apple-ios"];

/// Counts a test a target.
pub fn targets(job: &mut Job<'_>) -> Result<Tally, Broken> {
    let mut tally = Tally::default();
    for target in if job.full { &FULL[..] } else { &ALWAYS[..] } {
        let good = check(job, target)?;
        tally = tally.add(Tally { passed: u64::from(good), failed: u64::from(!good) });
    }
    Ok(tally)
}

fn check(job: &mut Job<'_>, target: &str) -> Result<bool, Broken> {
    let hollow = job.workspace.path("tests/xtask/hollow");
    let suffix = target.replace('-', "_");
    let mut command = job.workspace.cargo(&["check", "--package", "wufei-ffi"]);
    command.args(["-Zbuild-std=std,panic_abort", "--target", target]);
    command.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1");
    command.env(format!("CC_{suffix}"), hollow.join("cc"));
    command.env(format!("AR_{suffix}"), hollow.join("ar"));
    // Asked for by what builds C for Apple; there is none, and none is needed.
    command.env("SDKROOT", &hollow);
    // Another compiler: in one folder each would throw away what the other built.
    command.env("CARGO_TARGET_DIR", job.workspace.target().join("phones"));
    let (code, _) = job.run(command)?;
    Ok(code == 0)
}
