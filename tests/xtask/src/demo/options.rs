//! The words after `demo`.

use std::path::PathBuf;

use crate::failure::Failure;

/// The browser shell's port when none is asked for.
pub const PORT: u16 = 8788;

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Play the story without a browser.
    pub tour: bool,
    /// Break one thing on purpose; only with `tour`.
    pub sabotage: bool,
    /// Keep the databases here; without it they go with the program.
    pub keep: Option<PathBuf>,
    /// Where the browser shell listens; the server takes the next port.
    pub port: u16,
}

impl Options {
    pub fn read(words: &[String]) -> Result<Self, Failure> {
        let mut options = Self { tour: false, sabotage: false, keep: None, port: PORT };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--tour" => options.tour = true,
                "--sabotage" => options.sabotage = true,
                "--keep" => {
                    let folder = words.next().ok_or_else(|| needs_value(word, "a folder"))?;
                    options.keep = Some(PathBuf::from(folder));
                }
                "--port" => {
                    options.port = words
                        .next()
                        .and_then(|port| port.parse().ok())
                        .filter(|port| (1..u16::MAX).contains(port))
                        .ok_or_else(|| needs_value(word, "a number from 1 to 65534"))?;
                }
                other => return Err(Failure::new(format!("`demo` does not know \"{other}\""))),
            }
        }
        if options.sabotage && !options.tour {
            return Err(Failure::new("--sabotage goes with --tour"));
        }
        Ok(options)
    }
}

fn needs_value(word: &str, value: &str) -> Failure {
    Failure::new(format!("after {word} there must be {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Options, Failure> {
        Options::read(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn the_words_are_read() {
        let options = read(&["--tour", "--sabotage", "--keep", "out"]).expect("all are known");
        assert_eq!(
            options,
            Options { tour: true, sabotage: true, keep: Some("out".into()), port: PORT }
        );
        assert_eq!(read(&["--port", "9000"]).map(|options| options.port).ok(), Some(9000));
    }

    #[test]
    fn wrong_words_are_refused() {
        for words in [
            ["--sabotage"].as_slice(),
            &["--keep"],
            &["--port"],
            &["--port", "0"],
            &["--port", "65535"],
            &["--turbo"],
        ] {
            assert!(read(words).is_err(), "{words:?}");
        }
    }
}
