//! Small rooms: 400 lines a file, 70 a function; the door out to the phones 300 in all.

use super::finding::Finding;
use super::tree::Tree;

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
/// The crate that adapts the device for uniffi: no rule and no wiring may gather there.
const DOOR: &str = "shared/ffi/src";
const DOOR_LINES_MAX: usize = 300;

pub fn find_files(tree: &Tree) -> Vec<Finding> {
    let mut findings = long_files(tree);
    let door = tree.texts().filter(|(file, _)| file.is_in(&[DOOR]) && !file.is_test());
    let lines: usize = door.map(|(_, text)| text.lines().count()).sum();
    if lines > DOOR_LINES_MAX {
        findings.push(Finding::file(
            DOOR,
            format!("{lines} lines in all, {DOOR_LINES_MAX} are allowed"),
            "move rules to domain, wiring to engine",
        ));
    }
    findings
}

fn long_files(tree: &Tree) -> Vec<Finding> {
    tree.texts()
        .filter(|(file, _)| file.is("rs") || file.is("kt") || file.is("swift"))
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > FILE_LINES_MAX)
        .map(|(file, lines)| {
            Finding::file(
                &file.path,
                format!("{lines} lines, {FILE_LINES_MAX} are allowed"),
                "split it by verb or by screen, move long tests to a tests.rs beside",
            )
        })
        .collect()
}

pub fn find_functions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, source) in tree.sources() {
        for function in &source.functions {
            if function.lines > FUNCTION_LINES_MAX {
                findings.push(Finding::line(
                    &file.path,
                    function.first_line,
                    format!(
                        "`{}` has {} lines, {FUNCTION_LINES_MAX} are allowed",
                        function.name, function.lines
                    ),
                    "keep the control flow here and move the leaves out",
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    work();\n".repeat(lines - 2))
    }

    #[test]
    fn a_file_may_have_four_hundred_lines() {
        for name in ["a.rs", "A.kt", "A.swift"] {
            let lines = |count: usize| "// line\n".repeat(count);
            assert_eq!(find_files(&Tree::of(&[(name, &lines(FILE_LINES_MAX))])), []);
            assert_eq!(find_files(&Tree::of(&[(name, &lines(FILE_LINES_MAX + 1))])).len(), 1);
        }
    }

    #[test]
    fn the_door_out_is_measured_as_a_whole() {
        let half = "// line\n".repeat(DOOR_LINES_MAX / 2);
        let (one, other) = (format!("{DOOR}/lib.rs"), format!("{DOOR}/error.rs"));
        assert_eq!(find_files(&Tree::of(&[(&one, &half), (&other, &half)])), []);
        let more = format!("{half}// line\n");
        assert_eq!(find_files(&Tree::of(&[(&one, &half), (&other, &more)])).len(), 1);
    }

    #[test]
    fn a_function_may_have_seventy_lines() {
        let tree = |text: &str| Tree::of(&[("web/src/a.rs", text)]);
        assert_eq!(find_functions(&tree(&body(FUNCTION_LINES_MAX))), []);
        assert_eq!(find_functions(&tree(&body(FUNCTION_LINES_MAX + 1))).len(), 1);
    }

    #[test]
    fn a_function_is_found_wherever_it_stands() {
        let long = body(FUNCTION_LINES_MAX + 1);
        for text in [
            format!("impl A {{\n{long}}}"),
            format!("trait A {{\n{long}}}"),
            format!("mod a {{\n{long}}}"),
            format!("fn outer() {{\n{long}}}"),
        ] {
            let findings = find_functions(&Tree::of(&[("web/src/a.rs", &text)]));
            assert!(
                findings.iter().any(|finding| finding.to_string().contains("`long`")),
                "{text}"
            );
        }
    }
}
