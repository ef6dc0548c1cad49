//! Who may use whom: the table of the house against `cargo metadata`.
//!
//! Normal, build and test dependencies are held alike: what one crate's tests may not reach,
//! the crate `wufei-tests` may.

use serde::Deserialize;

use super::finding::Finding;
use super::tree::Tree;

/// A package and the packages of ours it may use.
const OURS: [(&str, &[&str]); 15] = [
    ("wufei-domain", &[]),
    ("wufei-guide", &["wufei-domain"]),
    ("wufei-api", &["wufei-domain"]),
    ("wufei-app", &["wufei-domain", "wufei-guide"]),
    ("wufei-engine", &["wufei-app", "wufei-domain", "wufei-guide", "wufei-api"]),
    ("wufei-ffi", &["wufei-app", "wufei-engine"]),
    ("wufei-web", &["wufei-app", "wufei-engine"]),
    ("wufei-server", &["wufei-domain", "wufei-guide", "wufei-api"]),
    (
        "wufei-tests",
        &[
            "wufei-domain",
            "wufei-guide",
            "wufei-api",
            "wufei-app",
            "wufei-engine",
            "wufei-ffi",
            "wufei-web",
            "wufei-server",
            "wufei-disk",
        ],
    ),
    // Its library uses nothing of ours; its tests run both stores on it.
    ("wufei-disk", &["wufei-domain", "wufei-api", "wufei-app", "wufei-engine", "wufei-server"]),
    // The product in virtual time; the disk is what both databases lie on.
    (
        "wufei-simulation",
        // The guide: whoever takes a turf there knows the answers to the short quiz.
        &BOTH_ENDS,
    ),
    // Tests only, of what the server and a device read from each other, and of what people type.
    ("wufei-fuzz", &BOTH_ENDS),
    // Measures the guide alone, so that it is built without the rest.
    ("wufei-guide-bench", &["wufei-guide"]),
    ("wufei-bindgen", &[]),
    ("xtask", &[]),
];

/// What the tests use that drive device and server in one process.
const BOTH_ENDS: [&str; 7] = [
    "wufei-domain",
    "wufei-guide",
    "wufei-api",
    "wufei-app",
    "wufei-engine",
    "wufei-server",
    "wufei-disk",
];

/// Packages that do I/O, read a clock or draw random numbers.
const IMPURE: [&str; 13] = [
    "tokio",
    "rusqlite",
    "postgres",
    "sqlx",
    "reqwest",
    "rustls",
    "axum",
    "hyper",
    "getrandom",
    "rand",
    "chrono",
    "ureq",
    "tracing",
];
const PURE: [&str; 4] = ["wufei-domain", "wufei-guide", "wufei-api", "wufei-app"];

/// Who may use uniffi, and whether only behind a feature.
const UNIFFI: [(&str, bool); 4] =
    [("wufei-ffi", false), ("wufei-app", true), ("wufei-domain", true), ("wufei-bindgen", false)];
/// Who may use crux.
const CRUX: [&str; 4] = ["wufei-app", "wufei-engine", "wufei-tests", "wufei-simulation"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    #[serde(default)]
    optional: bool,
}

pub fn find(tree: &Tree) -> Vec<Finding> {
    let metadata: Metadata = match serde_json::from_str(&tree.metadata) {
        Ok(metadata) => metadata,
        Err(error) => {
            let what = format!("cargo metadata cannot be read: {error}");
            return vec![Finding::file("Cargo.toml", what, "mend the manifests")];
        }
    };
    let mut findings = Vec::new();
    for package in &metadata.packages {
        let Some((_, allowed)) = OURS.iter().find(|(name, _)| *name == package.name) else {
            findings.push(Finding::file(
                &package.name,
                "this package is not in the table of who may use whom",
                "add it to the design and to tidy/dependencies.rs",
            ));
            continue;
        };
        for dependency in &package.dependencies {
            if let Some(why) = refusal(&package.name, allowed, dependency) {
                let what = format!("it uses {}", dependency.name);
                findings.push(Finding::file(&package.name, what, why));
            }
        }
    }
    findings
}

fn refusal(package: &str, allowed: &[&str], dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    let is_ours = OURS.iter().any(|(ours, _)| *ours == name);
    if is_ours && !allowed.contains(&name) {
        return Some(if allowed.is_empty() {
            "it may use nothing of ours".to_owned()
        } else {
            format!("of ours it may use {}", allowed.join(", "))
        });
    }
    if PURE.contains(&package) && IMPURE.contains(&name) {
        return Some("keep I/O, clock and chance in engine and server".to_owned());
    }
    if name == "uniffi" {
        return match UNIFFI.iter().find(|(user, _)| *user == package) {
            Some((_, true)) if !dependency.optional => {
                Some("make it optional, behind the feature `ffi`".to_owned())
            }
            Some(_) => None,
            None => Some("only ffi, and app and domain behind a feature, know uniffi".to_owned()),
        };
    }
    if name.starts_with("crux") && !CRUX.contains(&package) {
        return Some(format!("only {} know crux", CRUX.join(", ")));
    }
    None
}

/// `links = "sqlite3"` allows one version; the lock file says how many there are.
pub fn find_second_sqlite(tree: &Tree) -> Vec<Finding> {
    let lock = tree.file("Cargo.lock").and_then(|file| file.text.as_deref()).unwrap_or_default();
    let count = lock.lines().filter(|line| *line == "name = \"libsqlite3-sys\"").count();
    if count == 1 {
        return Vec::new();
    }
    let what = format!("there are {count} versions of libsqlite3-sys");
    vec![Finding::file("Cargo.lock", what, "only rusqlite, in one version, may bring it")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(package: &str, dependency: &str, optional: bool) -> Tree {
        let mut tree = Tree::of(&[]);
        tree.metadata = format!(
            "{{\"packages\":[{{\"name\":\"{package}\",\"dependencies\":\
             [{{\"name\":\"{dependency}\",\"kind\":null,\"optional\":{optional}}}]}}]}}"
        );
        tree
    }

    #[test]
    fn edges_of_the_table_stand() {
        for (package, dependency) in [
            ("wufei-server", "wufei-domain"),
            ("wufei-web", "wufei-engine"),
            ("wufei-tests", "wufei-server"),
            ("wufei-engine", "tokio"),
            ("wufei-ffi", "uniffi"),
        ] {
            assert_eq!(find(&tree(package, dependency, false)), [], "{package} {dependency}");
        }
        assert_eq!(find(&tree("wufei-app", "uniffi", true)), []);
    }

    #[test]
    fn other_edges_are_refused() {
        for (package, dependency) in [
            ("wufei-server", "wufei-app"),
            ("wufei-domain", "wufei-api"),
            ("wufei-app", "wufei-engine"),
            ("xtask", "wufei-domain"),
            ("wufei-web", "wufei-domain"),
            ("wufei-app", "tokio"),
            ("wufei-domain", "getrandom"),
            ("wufei-server", "uniffi"),
            ("wufei-app", "uniffi"),
            ("wufei-server", "crux_core"),
            ("wufei-stranger", "serde"),
        ] {
            assert_eq!(find(&tree(package, dependency, false)).len(), 1, "{package} {dependency}");
        }
    }

    #[test]
    fn metadata_that_cannot_be_read_is_refused() {
        assert_eq!(find(&Tree::of(&[])).len(), 1);
    }

    #[test]
    fn sqlite_stands_once() {
        let entry = "[[package]]\nname = \"libsqlite3-sys\"\nversion = \"0.40.0\"\n";
        let lock = |times: usize| entry.repeat(times);
        assert_eq!(find_second_sqlite(&Tree::of(&[("Cargo.lock", &lock(1))])), []);
        assert_eq!(find_second_sqlite(&Tree::of(&[("Cargo.lock", &lock(2))])).len(), 1);
        assert_eq!(find_second_sqlite(&Tree::of(&[("Cargo.lock", &lock(0))])).len(), 1);
    }
}
