//! Manifests: each crate inherits the lints, and versions stand once, in the root.

use super::finding::Finding;
use super::tree::Tree;

const ROOT: &str = "Cargo.toml";

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in tree.texts() {
        if !file.path.ends_with("/Cargo.toml") {
            continue;
        }
        // A workspace of its own, excluded from ours, has no lints and versions to inherit.
        if text.lines().any(|line| line.trim() == "[workspace]") {
            continue;
        }
        let lines = sections(text);
        if !lines.iter().any(|(section, _, line)| section == "lints" && is_inherited(line)) {
            findings.push(Finding::file(
                &file.path,
                "it does not inherit the lints",
                "add `[lints]` with `workspace = true`",
            ));
        }
        for (section, number, line) in &lines {
            if is_dependencies(section) && !line.contains("workspace = true") {
                findings.push(Finding::line(
                    &file.path,
                    *number,
                    format!("`{line}` has a version of its own"),
                    format!("put it into [workspace.dependencies] of {ROOT}"),
                ));
            }
        }
    }
    findings
}

/// Section, line number and text of each line that says something.
fn sections(text: &str) -> Vec<(String, usize, &str)> {
    let mut section = String::new();
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[') {
            name.trim_matches(['[', ']']).clone_into(&mut section);
        } else if !line.is_empty() && !line.starts_with('#') {
            lines.push((section.clone(), index + 1, line));
        }
    }
    lines
}

fn is_inherited(line: &str) -> bool {
    line.replace(' ', "") == "workspace=true"
}

/// `dependencies`, `dev-dependencies`, `target.'…'.dependencies`.
fn is_dependencies(section: &str) -> bool {
    section.rsplit('.').next().is_some_and(|last| last.ends_with("dependencies"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n\n[dependencies]\n# why\n\
         serde.workspace = true\nuniffi = { workspace = true, optional = true }\n";

    #[test]
    fn an_inheriting_manifest_stands() {
        assert_eq!(find(&Tree::of(&[("web/Cargo.toml", GOOD), (ROOT, "[workspace]")])), []);
    }

    #[test]
    fn a_workspace_of_its_own_stands() {
        let peer = "[package]\nname = \"a\"\n\n[workspace]\n\n[dependencies]\nserde = \"1\"\n";
        assert_eq!(find(&Tree::of(&[("tests/peers/a/Cargo.toml", peer)])), []);
    }

    #[test]
    fn a_manifest_without_the_lints_is_refused() {
        let text = GOOD.replace("[lints]", "[lint]");
        assert_eq!(find(&Tree::of(&[("web/Cargo.toml", &text)])).len(), 1);
    }

    #[test]
    fn a_version_in_a_crate_is_refused() {
        for section in ["dependencies", "dev-dependencies", "target.'cfg(unix)'.dependencies"] {
            let text = format!("{GOOD}[{section}]\nserde = \"1\"\n");
            assert_eq!(find(&Tree::of(&[("web/Cargo.toml", &text)])).len(), 1, "{section}");
        }
    }
}
