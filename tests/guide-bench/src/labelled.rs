//! Names with what is right for each: `name`, tab, stream, and what may follow.
//!
//! The file is not part of the repository and none of its rows is printed.

use std::path::Path;

use crate::{
    failure::Failure,
    streams::{self, Stream},
};

/// A name with its stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// As it was typed.
    pub name: String,
    /// What is right.
    pub stream: Stream,
}

/// Reads a file; the first wrong row is refused, and with it the whole.
pub fn read(path: &Path) -> Result<Vec<Labelled>, Failure> {
    let text = std::fs::read_to_string(path)?;
    rows(&text).map_err(|(line, rule)| Failure::Row { file: path.to_owned(), line, rule })
}

fn rows(text: &str) -> Result<Vec<Labelled>, (usize, String)> {
    let mut all = Vec::new();
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.is_empty()) {
        let mut cells = row.split('\t');
        let (Some(name), Some(stream)) = (cells.next(), cells.next()) else {
            return Err((line, "a row is a name and a stream, with a tab between".to_owned()));
        };
        let Some(stream) = streams::named(stream) else {
            let rule = format!("\"{stream}\" is none of {}", streams::ALL.join(", "));
            return Err((line, rule));
        };
        all.push(Labelled { name: name.to_owned(), stream });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_name_and_a_stream() {
        let read = rows("灯\tresidual\t2\n\n碗\trecyclable\n").unwrap();
        assert_eq!(read[0], Labelled { name: "灯".to_owned(), stream: "residual" });
        assert_eq!(read.len(), 2);
        assert_eq!(rows("灯\tresidual\n碗\n").unwrap_err().0, 2);
        assert!(rows("灯\tdry").unwrap_err().1.starts_with("\"dry\" is none of recyclable"));
    }
}
