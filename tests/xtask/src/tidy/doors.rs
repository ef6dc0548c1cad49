//! Doors: each file of Rust opens with `//!`, saying what lives in it.

use super::finding::Finding;
use super::tree::Tree;

pub fn find(tree: &Tree) -> Vec<Finding> {
    tree.sources()
        .filter(|(_, source)| !source.has_door)
        .map(|(file, _)| {
            Finding::file(
                &file.path,
                "it has no door",
                "open it with `//!`: what lives here, and what does not",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_door_is_refused() {
        let tree = Tree::of(&[
            ("web/src/good.rs", "//! Good.\nfn a() {}"),
            ("web/src/attribute.rs", "#![allow(unused)]\n//! Good.\nfn a() {}"),
            ("web/src/comment.rs", "// Not a door.\nfn a() {}"),
            ("web/src/item.rs", "/// The door of an item only.\nfn a() {}"),
        ]);
        let findings = find(&tree);
        assert_eq!(findings.len(), 2, "{findings:?}");
    }
}
