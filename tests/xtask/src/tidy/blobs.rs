//! Large files: a repository that everyone fetches stays small.

use super::finding::Finding;
use super::tree::Tree;

const BYTES_MAX: usize = 500_000;

pub fn find(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.bytes > BYTES_MAX)
        .map(|file| {
            Finding::file(
                &file.path,
                format!("{} bytes, {BYTES_MAX} are allowed", file.bytes),
                "make it smaller, or generate it",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_refused() {
        let file = |bytes: usize| "a".repeat(bytes);
        assert_eq!(find(&Tree::of(&[("data/a.csv", &file(BYTES_MAX))])), []);
        assert_eq!(find(&Tree::of(&[("data/a.csv", &file(BYTES_MAX + 1))])).len(), 1);
    }
}
