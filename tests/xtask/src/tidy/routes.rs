//! Routes: their paths stand once, as constants of the api, and the server has one table of them.

use super::finding::Finding;
use super::tree::Tree;

/// The one place with paths of the protocol.
const CONSTANTS: &str = "shared/api/src/routes.rs";
/// The one place that ties them to functions.
const TABLE: &str = "server/src/routes/mod.rs";
/// What Prometheus asks, at an address of its own where no device comes.
const FIGURES: &str = "server/src/measures/listener.rs";
const PREFIX: &str = "/v1/";

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, source) in tree.sources() {
        if file.is_test() {
            continue;
        }
        if file.path != CONSTANTS {
            for literal in source.literals().filter(|literal| literal.text.contains(PREFIX)) {
                findings.push(Finding::line(
                    &file.path,
                    literal.line,
                    format!("{} is a path of the protocol", literal.text),
                    format!("use a constant of {CONSTANTS}"),
                ));
            }
        }
        if file.is_in(&["server"]) && ![TABLE, FIGURES].contains(&file.path.as_str()) {
            for line in source.lines_with(&[".", "route", "("]) {
                findings.push(Finding::line(
                    &file.path,
                    line,
                    "a route stands outside the table",
                    format!("move it to {TABLE}"),
                ));
            }
        }
    }
    for (file, text) in tree.texts() {
        let is_shell = (file.is("kt") || file.is("swift")) && !file.is_test();
        if is_shell && text.contains(&format!("\"{PREFIX}")) {
            findings.push(Finding::file(
                &file.path,
                "a shell knows a path of the protocol",
                "only the engine speaks with the server",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn a_path_stands_in_the_api_only() {
        let text = "//! D\npub const PUSH: &str = \"/v1/push\";";
        assert_eq!(count(CONSTANTS, text), 0);
        for path in ["server/src/push.rs", "shared/engine/src/net/push.rs", "web/src/main.rs"] {
            assert_eq!(count(path, text), 1, "{path}");
        }
        assert_eq!(count("tests/tests/protocol.rs", text), 0, "a journey may ask for a wrong path");
        assert_eq!(count("server/src/a.rs", "//! D\n// \"/v1/push\" is described here"), 0);
        let joined = "//! D\nfn a() { format!(\"{base}/v1/push\"); }";
        assert_eq!(count("shared/engine/src/net/push.rs", joined), 1);
    }

    #[test]
    fn the_server_has_one_table() {
        let text = "//! D\nfn a() { router.route(PUSH, post(push)); }";
        assert_eq!(count(TABLE, text), 0);
        assert_eq!(count("server/src/routes/push.rs", text), 1);
        assert_eq!(count("web/src/pages/mod.rs", text), 0, "the browser shell has its own");
    }

    #[test]
    fn a_shell_knows_no_path() {
        assert_eq!(count("android/core/src/main/kotlin/A.kt", "val a = \"/v1/push\""), 1);
        assert_eq!(count("android/core/src/test/kotlin/A.kt", "val a = \"/v1/push\""), 0);
    }
}
