//! Migrations are append-only: the hash of each stands in a list that is committed with it.
//!
//! `cargo xtask tidy --accept-new` adds new ones to the list; it never changes a line that is
//! there. The server's migrations come in pairs, one text for each database.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use sha2::{Digest, Sha256};

use super::finding::Finding;
use super::tree::{File, Tree};
use crate::failure::Failure;
use crate::workspace::Workspace;

/// One line a migration: hash, two spaces, path.
const LIST: &str = "tests/xtask/migrations.sha256";
const FOLDERS: [&str; 2] = ["server/migrations", "shared/engine/migrations"];
/// The folders whose files have the same names.
const PAIR: [&str; 2] = ["server/migrations/sqlite", "server/migrations/postgres"];

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let listed = list(tree);
    let present: BTreeMap<&str, String> =
        migrations(tree).map(|(file, text)| (file.path.as_str(), hash(text))).collect();
    for (path, hash) in &listed {
        match present.get(path.as_str()) {
            None => findings.push(Finding::file(
                path,
                "this migration is gone",
                "bring it back: databases out there have run it",
            )),
            Some(found) if found != hash => findings.push(Finding::file(
                path,
                "this migration was changed",
                "bring the old text back and write a new migration",
            )),
            Some(_) => {}
        }
    }
    for path in present.keys().filter(|path| !listed.contains_key(**path)) {
        findings.push(Finding::file(
            path,
            "this migration is not in the list",
            "run `cargo xtask tidy --accept-new` when its text is final",
        ));
    }
    findings.extend(unpaired(tree));
    findings
}

/// Adds what is new; changed or missing ones stay refused.
pub fn accept_new(workspace: &Workspace, tree: &Tree) -> Result<ExitCode, Failure> {
    let mut listed = list(tree);
    for (file, text) in migrations(tree) {
        if !listed.contains_key(&file.path) {
            println!("accepted {}", file.path);
            listed.insert(file.path.clone(), hash(text));
        }
    }
    let path = workspace.path(LIST);
    std::fs::write(&path, written(&listed)).map_err(Failure::at("write", &path))?;
    Ok(ExitCode::SUCCESS)
}

fn migrations(tree: &Tree) -> impl Iterator<Item = (&File, &str)> {
    tree.texts().filter(|(file, _)| file.is_in(&FOLDERS) && file.is("sql"))
}

fn list(tree: &Tree) -> BTreeMap<String, String> {
    tree.file(LIST)
        .and_then(|file| file.text.as_deref())
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(hash, path)| (path.to_owned(), hash.to_owned()))
        .collect()
}

fn written(listed: &BTreeMap<String, String>) -> String {
    let lines: Vec<String> =
        listed.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
    lines.concat()
}

fn hash(text: &str) -> String {
    let bytes: Vec<String> =
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.concat()
}

fn unpaired(tree: &Tree) -> Vec<Finding> {
    let [one, other] = PAIR.map(|folder| {
        tree.files
            .iter()
            .filter_map(|file| file.path.strip_prefix(folder)?.strip_prefix('/'))
            .collect::<BTreeSet<&str>>()
    });
    let [sqlite, postgres] = PAIR;
    let lacks = |names: BTreeSet<&str>, there: &str, here: &str| {
        names
            .into_iter()
            .map(|name| {
                let path = format!("{there}/{name}");
                Finding::file(&path, "it has no pair", format!("write {here}/{name} as well"))
            })
            .collect::<Vec<_>>()
    };
    let mut findings = lacks(&one - &other, sqlite, postgres);
    findings.extend(lacks(&other - &one, postgres, sqlite));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "shared/engine/migrations/0001_records.sql";
    const TEXT: &str = "CREATE TABLE records (id BLOB PRIMARY KEY) STRICT;";

    fn findings(list: &str, files: &[(&str, &str)]) -> Vec<String> {
        let mut all = vec![(LIST, list)];
        all.extend_from_slice(files);
        find(&Tree::of(&all)).iter().map(ToString::to_string).collect()
    }

    fn line(path: &str, text: &str) -> String {
        written(&BTreeMap::from([(path.to_owned(), hash(text))]))
    }

    #[test]
    fn the_hash_is_sha256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hash(""), empty);
    }

    #[test]
    fn a_listed_migration_stands() {
        assert_eq!(findings(&line(PATH, TEXT), &[(PATH, TEXT)]), Vec::<String>::new());
    }

    #[test]
    fn a_changed_a_missing_and_an_unlisted_one_are_refused() {
        let list = line(PATH, TEXT);
        let changed = findings(&list, &[(PATH, "CREATE TABLE records (id BLOB) STRICT;")]);
        assert!(matches!(changed.as_slice(), [one] if one.contains("was changed")), "{changed:?}");
        let missing = findings(&list, &[]);
        assert!(matches!(missing.as_slice(), [one] if one.contains("is gone")), "{missing:?}");
        let unlisted = findings("", &[(PATH, TEXT)]);
        assert!(matches!(unlisted.as_slice(), [one] if one.contains("accept-new")), "{unlisted:?}");
    }

    #[test]
    fn a_server_migration_without_its_pair_is_refused() {
        let [sqlite, postgres] = PAIR.map(|folder| format!("{folder}/0001_areas.sql"));
        let list = line(&sqlite, TEXT) + &line(&postgres, TEXT);
        let both = findings(&list, &[(&sqlite, TEXT), (&postgres, TEXT)]);
        assert_eq!(both, Vec::<String>::new());
        let single = findings(&line(&sqlite, TEXT), &[(&sqlite, TEXT)]);
        assert!(matches!(single.as_slice(), [one] if one.contains("no pair")), "{single:?}");
    }
}
