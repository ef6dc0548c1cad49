//! The files that git knows or would take: tracked, and untracked but not ignored.
//!
//! Generated and built files are ignored by git and so are not part of the tree.

use std::process::Command;

use super::tokens::Source;
use crate::failure::Failure;
use crate::workspace::Workspace;

pub struct File {
    /// From the root, with `/`.
    pub path: String,
    pub bytes: usize,
    /// `None` for what is not text.
    pub text: Option<String>,
    /// Rust as tokens; `None` for another language or for Rust that cannot be read.
    pub source: Option<Source>,
    is_test: bool,
}

impl File {
    fn new(path: String, content: Vec<u8>) -> Self {
        let bytes = content.len();
        let text = String::from_utf8(content).ok();
        let source = match &text {
            Some(text) if has_extension(&path, "rs") => Source::read(text),
            _ => None,
        };
        let is_test =
            path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "test" | "Tests"));
        Self { path, bytes, text, source, is_test }
    }

    pub fn is(&self, extension: &str) -> bool {
        has_extension(&self.path, extension)
    }

    /// Tests as a whole: `tests.rs`, all below a `tests` folder, the crate of tests, and modules
    /// declared with `#[cfg(test)]`.
    pub fn is_test(&self) -> bool {
        self.is_test
    }

    /// The folder where this file's modules lie.
    fn folder_of_modules(&self) -> &str {
        let stem = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        match stem.rsplit_once('/') {
            Some((folder, "mod" | "lib" | "main")) => folder,
            _ => stem,
        }
    }

    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders
            .iter()
            .any(|folder| self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

pub struct Tree {
    pub files: Vec<File>,
    /// What `cargo metadata --no-deps` prints.
    pub metadata: String,
}

impl Tree {
    pub fn read(workspace: &Workspace) -> Result<Self, Failure> {
        let mut git = Command::new("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = output(git.current_dir(workspace.root()))?;
        let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        let mut files = Vec::new();
        for path in paths {
            let place = workspace.path(path);
            // A tracked file that was removed, or a link to nowhere, is not in the tree.
            if place.is_file() {
                let content = std::fs::read(&place).map_err(Failure::at("read", &place))?;
                files.push(File::new(path.to_owned(), content));
            }
        }
        mark_test_modules(&mut files);
        let metadata =
            output(&mut workspace.cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
        Ok(Self { files, metadata })
    }

    /// The file with exactly this path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Every text file with its text.
    pub fn texts(&self) -> impl Iterator<Item = (&File, &str)> {
        self.files.iter().filter_map(|file| file.text.as_deref().map(|text| (file, text)))
    }

    /// Every file of Rust with its tokens.
    pub fn sources(&self) -> impl Iterator<Item = (&File, &Source)> {
        self.files.iter().filter_map(|file| file.source.as_ref().map(|source| (file, source)))
    }

    /// A tree out of texts, for the tests of the checks.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut files: Vec<File> = files
            .iter()
            .map(|(path, text)| File::new((*path).to_owned(), text.as_bytes().to_vec()))
            .collect();
        mark_test_modules(&mut files);
        Self { files, metadata: String::new() }
    }
}

/// Marks the files of modules that only tests see, with what lies below them.
fn mark_test_modules(files: &mut [File]) {
    let mut modules = Vec::new();
    for file in files.iter() {
        let names = file.source.iter().flat_map(|source| &source.test_modules);
        modules.extend(names.map(|name| format!("{}/{name}", file.folder_of_modules())));
    }
    for file in files {
        let stem = file.path.strip_suffix(".rs").unwrap_or(&file.path);
        let is_test = modules.iter().any(|module| stem == module || file.is_in(&[module]));
        file.is_test |= is_test;
    }
}

fn output(command: &mut Command) -> Result<String, Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(Failure::while_doing(&format!("start {name}")))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("{name} ended with {}: {}", output.status, told.trim())));
    }
    String::from_utf8(output.stdout)
        .map_err(Failure::while_doing(&format!("read what {name} says")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_tests_is_known_by_its_path() {
        let tree = Tree::of(&[
            ("shared/domain/src/points/tests.rs", "//! t"),
            ("tests/src/lib.rs", "//! t"),
            ("shared/domain/src/points.rs", "//! t"),
        ]);
        let tests: Vec<bool> = tree.files.iter().map(File::is_test).collect();
        assert_eq!(tests, [true, true, false]);
    }

    #[test]
    fn a_module_for_tests_is_known_by_its_declaration() {
        let tree = Tree::of(&[
            ("web/src/lib.rs", "#[cfg(test)]\nmod samples;\nmod sample;"),
            ("web/src/samples.rs", ""),
            ("web/src/samples/people.rs", ""),
            ("web/src/sample.rs", "#[cfg(test)]\nmod small;"),
            ("web/src/sample/small.rs", ""),
        ]);
        let tests: Vec<bool> = tree.files.iter().map(File::is_test).collect();
        assert_eq!(tests, [false, true, true, false, true]);
    }

    #[test]
    fn a_folder_is_matched_by_its_whole_name() {
        let tree = Tree::of(&[("shared/app/src/lib.rs", ""), ("shared/apple/src/lib.rs", "")]);
        let inside: Vec<bool> = tree.files.iter().map(|file| file.is_in(&["shared/app"])).collect();
        assert_eq!(inside, [true, false]);
    }
}
