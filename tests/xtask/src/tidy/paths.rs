//! Paths of one machine: nothing in the tree may know where it lies.

use super::finding::Finding;
use super::tree::Tree;

/// In two halves each, so that this file may be read as well.
const REFUSED: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in tree.texts() {
        for (index, line) in text.lines().enumerate() {
            if let Some(path) = REFUSED.iter().find(|path| begins_path(line, path)) {
                findings.push(Finding::line(
                    &file.path,
                    index + 1,
                    format!("\"{path}\" is a path of one machine"),
                    "name it from the root of the tree, or take it as a setting",
                ));
            }
        }
    }
    findings
}

/// Whether an absolute path begins there; `tests/work/a` and `site.cn/work/` are none.
fn begins_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        line.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|letter| {
            !letter.is_alphanumeric() && !matches!(letter, '.' | '-' | '_' | '}' | ')' | '/')
        }) || line.get(..at).is_some_and(|before| before.ends_with("file://"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_refused() {
        for path in REFUSED {
            for line in [format!("cd {path}x"), format!("\"{path}x\""), format!("file://{path}x")] {
                assert_eq!(find(&Tree::of(&[("README.md", &line)])).len(), 1, "{line}");
            }
        }
    }

    #[test]
    fn a_folder_of_that_name_further_down_stands() {
        for path in REFUSED {
            let line = format!("tests{path}a and example.cn{path}a");
            assert_eq!(find(&Tree::of(&[("README.md", &line)])), []);
        }
    }
}
