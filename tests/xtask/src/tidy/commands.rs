//! Commands in readmes: what a reader is told to type is a verb of this program.

use super::finding::Finding;
use super::tree::Tree;
use crate::verbs::VERBS;

const COMMAND: &str = "cargo xtask ";

pub fn find(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, text) in tree.texts().filter(|(file, _)| file.is("md")) {
        for (index, line) in text.lines().enumerate() {
            for verb in line.split(COMMAND).skip(1).map(first_word) {
                if !VERBS.iter().any(|known| known.name == verb) {
                    let names: Vec<_> = VERBS.iter().map(|verb| verb.name).collect();
                    findings.push(Finding::line(
                        &file.path,
                        index + 1,
                        format!("`{COMMAND}{verb}` does not exist"),
                        format!("the verbs are {}", names.join(", ")),
                    ));
                }
            }
        }
    }
    findings
}

fn first_word(text: &str) -> &str {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_does_not_exist_is_refused() {
        let tree = Tree::of(&[
            ("README.md", "```\ncargo xtask demo\n```\nand `cargo xtask test`, twice"),
            ("ios/README.md", "`cargo xtask demo` then `cargo xtask iphone`"),
        ]);
        let findings = find(&tree);
        assert_eq!(findings.len(), 1, "{findings:?}");
    }
}
