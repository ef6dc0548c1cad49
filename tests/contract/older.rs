//! A PostgreSQL that is too old, as a door before a newer one has it: the number it tells of itself is
//! exchanged on its way.

use std::{
    io::{Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    thread,
};

use tempfile::TempDir;
use wufei_server::store::{self, StoreError};
use wufei_tests::harness::{Cluster, Commits, Failure, holds, same};

use crate::{sides::database, statements::said};

/// The socket's name in its folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// Copies what comes until it ends, with `told` in the place of `number`.
fn copy(mut from: UnixStream, mut to: UnixStream, number: &[u8], told: &[u8]) {
    let mut room = [0; 16 * 1024];
    while let Ok(many @ 1..) = from.read(&mut room) {
        let mut at = 0;
        while at + number.len() <= many {
            if room[at..].starts_with(number) {
                room[at..at + told.len()].copy_from_slice(told);
            }
            at += 1;
        }
        if to.write_all(&room[..many]).is_err() {
            return;
        }
    }
}

/// The address of a door before the cluster, for one session.
fn door(cluster: &Cluster, folder: &TempDir, number: &str, told: &str) -> Result<String, Failure> {
    let url = cluster.url();
    let (_, behind) = url.rsplit_once("host=").ok_or_else(|| Failure::new("a host", &url))?;
    let socket = format!("{behind}/{SOCKET}");
    let listener = UnixListener::bind(folder.path().join(SOCKET))?;
    let (number, told) = (number.as_bytes().to_vec(), told.as_bytes().to_vec());
    thread::spawn(move || {
        let Ok((front, _)) = listener.accept() else { return };
        let Ok(back) = UnixStream::connect(socket) else { return };
        let (Ok(heard), Ok(asks)) = (front.try_clone(), back.try_clone()) else { return };
        thread::spawn(move || copy(heard, asks, b"nothing at all", b""));
        copy(back, front, &number, &told);
    });
    Ok(url.replace(behind, &folder.path().display().to_string()))
}

/// What a server is told that opens the database through the door.
fn opened(cluster: &Cluster, number: &str, told: &str) -> Result<Option<StoreError>, Failure> {
    let folder = tempfile::Builder::new().prefix("wufei-pg-").tempdir_in("/tmp")?;
    let address = door(cluster, &folder, number, told)?;
    Ok(store::open(&database(&address)?).err())
}

#[test]
fn a_database_that_is_too_old_is_named_with_the_version_that_is_needed() -> Result<(), Failure> {
    let cluster = Cluster::start(Commits::StayInMemory)?;
    let asked = cluster.connect()?.query_one("SHOW server_version_num", &[]);
    let number: String = asked.map_err(said("its number".to_owned()))?.get(0);
    let older = format!("14{}", number.get(2..).unwrap_or_default());
    let error = opened(&cluster, &number, &older)?;
    let words = error.map_or_else(String::new, |error| error.to_string());
    let wanted = format!("PostgreSQL numbers itself {older}; version 15 or newer is needed");
    same("what the operator is told", &wanted, &words)?;
    // Through the same door, with nothing exchanged, it opens.
    let error = opened(&cluster, &number, &number)?;
    holds("an open database", error.is_none(), || format!("{error:?}"))
}
