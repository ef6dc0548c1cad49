//! `cargo xtask bindgen`: the Kotlin and Swift bindings from the host's shared library.
//!
//! What is written is never committed and never edited: `android/generated` and `ios/generated`
//! are ignored by git and made anew each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::failure::Failure;
use crate::process::must_succeed;
use crate::workspace::Workspace;

const KOTLIN: &str = "android/generated";
const SWIFT: &str = "ios/generated/WufeiBindings";
/// Headers and module map, apart from the Swift sources: SwiftPM wants a target of their own.
const SWIFT_HEADERS: &str = "ios/generated/WufeiFFI";

/// Writes both bindings and says where they are.
pub fn run(workspace: &Workspace, words: &[String]) -> Result<ExitCode, Failure> {
    if !words.is_empty() {
        return Err(Failure::new("`bindgen` takes no words"));
    }
    clear(workspace)?;
    let packages = ["build", "--package", "wufei-ffi", "--package", "wufei-bindgen"];
    must_succeed(workspace.cargo(&packages))?;
    for generator in generators(workspace) {
        must_succeed(generator)?;
    }
    for (language, files) in written(workspace)? {
        println!("{language}: {} files", files.len());
        for file in files {
            println!("  {}", file.strip_prefix(workspace.root()).unwrap_or(&file).display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Removes the bindings of an earlier library, so that none of their files outlives it.
pub fn clear(workspace: &Workspace) -> Result<(), Failure> {
    for folder in [KOTLIN, SWIFT, SWIFT_HEADERS] {
        let path = workspace.path(folder);
        if path.exists() {
            fs::remove_dir_all(&path).map_err(Failure::at("clear", &path))?;
        }
        fs::create_dir_all(&path).map_err(Failure::at("make", &path))?;
    }
    Ok(())
}

/// The programs that write the bindings, once they and the library are built.
pub fn generators(workspace: &Workspace) -> [Command; 3] {
    let library = workspace.library();
    let mut kotlin = workspace.program("debug", "uniffi-bindgen");
    kotlin.args(["generate", "--no-format", "--language", "kotlin", "--out-dir", KOTLIN]);
    kotlin.arg(&library);
    let mut swift = workspace.program("debug", "uniffi-bindgen-swift");
    swift.arg(&library).args([SWIFT, "--swift-sources"]);
    let mut headers = workspace.program("debug", "uniffi-bindgen-swift");
    headers.arg(&library).args([SWIFT_HEADERS, "--headers", "--modulemap"]);
    headers.args(["--module-name", "WufeiFFI", "--modulemap-filename", "module.modulemap"]);
    [kotlin, swift, headers]
}

/// What the generators wrote, a language each. A language with no file is not in the answer.
pub fn written(workspace: &Workspace) -> Result<Vec<(&'static str, Vec<PathBuf>)>, Failure> {
    let mut languages = Vec::new();
    for (language, folder, extension) in [("kotlin", KOTLIN, "kt"), ("swift", SWIFT, "swift")] {
        let mut files = Vec::new();
        collect(&workspace.path(folder), extension, &mut files)?;
        files.sort();
        if !files.is_empty() {
            languages.push((language, files));
        }
    }
    Ok(languages)
}

fn collect(folder: &Path, extension: &str, into: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(Failure::at("read", folder))? {
        let path = entry.map_err(Failure::at("read", folder))?.path();
        if path.is_dir() {
            collect(&path, extension, into)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            into.push(path);
        }
    }
    Ok(())
}
