//! Names of rooms: a file or module says its subject, never that it holds a mix.

use super::finding::Finding;
use super::tree::Tree;

const REFUSED: [&str; 10] = [
    "util",
    "utils",
    "utility",
    "utilities",
    "helper",
    "helpers",
    "common",
    "misc",
    "manager",
    "managers",
];

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let fix = "name it after its subject";
    for file in &tree.files {
        if !(file.is("rs") || file.is("kt") || file.is("swift")) {
            continue;
        }
        for part in file.path.split('/') {
            let stem = part.split_once('.').map_or(part, |(stem, _)| stem);
            if is_refused(stem) {
                findings.push(Finding::file(&file.path, format!("\"{stem}\" says nothing"), fix));
            }
        }
        for pair in file.source.iter().flat_map(|source| source.tokens.windows(3)) {
            // Only a module with its body here: the others are files and were seen above.
            if let [keyword, name, brace] = pair
                && keyword.text == "mod"
                && brace.text == "{"
                && is_refused(&name.text)
            {
                let what = format!("module \"{}\" says nothing", name.text);
                findings.push(Finding::line(&file.path, name.line, what, fix));
            }
        }
    }
    findings
}

fn is_refused(name: &str) -> bool {
    let small = name.to_lowercase();
    REFUSED.contains(&small.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixed_room_is_refused() {
        for (path, text) in [
            ("web/src/utils.rs", "//! D"),
            ("web/src/common/bins.rs", "//! D"),
            ("android/core/src/main/kotlin/Helpers.kt", ""),
            ("web/src/lib.rs", "//! D\nmod misc { }"),
        ] {
            assert_eq!(find(&Tree::of(&[(path, text)])).len(), 1, "{path}");
        }
    }

    #[test]
    fn a_subject_stands() {
        let tree = Tree::of(&[
            ("web/src/commons.rs", "//! D\nmod bins { }"),
            ("data/common/list.csv", ""),
        ]);
        assert_eq!(find(&tree), []);
    }
}
