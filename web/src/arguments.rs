//! The program's arguments.

use std::net::SocketAddr;
use std::path::PathBuf;

use wufei_web::Settings;

pub const USAGE: &str = "usage: wufei-web --folder DIR [--listen 127.0.0.1:8788] [--server URL]
                 [--city 330600000000] [--port-file FILE] [--allow-remote]";

#[derive(Debug, Clone)]
pub struct Arguments {
    pub settings: Settings,
    /// Where to write the port, for whoever started the program with port 0.
    pub port_file: Option<PathBuf>,
}

impl Arguments {
    /// `None` when only the usage is asked for.
    pub fn read(words: Vec<String>) -> Result<Option<Self>, String> {
        let mut folder = None;
        let mut listen = "127.0.0.1:8788".to_owned();
        let mut server = "http://127.0.0.1:8787".to_owned();
        let mut city = "330600000000".to_owned();
        let mut port_file = None;
        let mut allow_remote = false;
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            if word == "--help" {
                return Ok(None);
            }
            if word == "--allow-remote" {
                allow_remote = true;
                continue;
            }
            let value = words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--folder" => folder = Some(PathBuf::from(value?)),
                "--listen" => listen = value?,
                "--server" => server = value?,
                "--city" => city = value?,
                "--port-file" => port_file = Some(PathBuf::from(value?)),
                _ => return Err(format!("{word} is unknown")),
            }
        }
        let listen: SocketAddr =
            listen.parse().map_err(|_| format!("--listen {listen} is not ADDRESS:PORT"))?;
        let city = city.parse().map_err(|_| format!("--city {city} is not a 12-digit code"))?;
        let folder = folder.ok_or("--folder is missing")?;
        let settings = Settings { listen, server, folder, city, allow_remote };
        Ok(Some(Self { settings, port_file }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Arguments>, String> {
        Arguments::read(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn all_arguments_are_read() {
        let line = "--listen 127.0.0.1:0 --server http://127.0.0.1:1 --folder a --port-file p \
                    --city 330683000000 --allow-remote";
        let read = read(line).unwrap().unwrap();
        assert_eq!(read.settings.listen.port(), 0);
        assert_eq!(read.settings.server, "http://127.0.0.1:1");
        assert_eq!(read.settings.folder, PathBuf::from("a"));
        assert_eq!(read.settings.city.to_string(), "330683000000");
        assert!(read.settings.allow_remote);
        assert_eq!(read.port_file, Some(PathBuf::from("p")));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, word) in [
            ("", "--folder"),
            ("--folder", "--folder"),
            ("--folder a --listen here", "here"),
            ("--folder a --city 33", "33"),
            ("--folder a --speed 3", "--speed"),
        ] {
            assert!(read(line).unwrap_err().contains(word), "{line}");
        }
        assert!(read("--help").unwrap().is_none());
    }
}
