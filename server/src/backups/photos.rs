//! The copies of photos beside the backups. A photo lies under the hash of its bytes, so one copy serves
//! every backup that names it, and goes with the last of them.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use wufei_domain::photo::PhotoId;

use super::BackupError;
use crate::operate::{beside, settle};

/// `COMMUNITY/SHA-256` of each photo.
pub(super) type Photos = BTreeSet<String>;

/// Copies the whole photos of `from` that `to` has not; gives all that are whole there. Half of one is
/// left out: its bytes are not those of its name.
pub(super) fn keep(from: &Path, to: &Path) -> Result<Photos, BackupError> {
    let mut kept = Photos::new();
    for community in entries(from)? {
        let folder = to.join(&community);
        for name in entries(&from.join(&community))? {
            let copy = folder.join(&name);
            if copy.exists() || copied(&from.join(&community).join(&name), &name, &copy)? {
                kept.insert(format!("{community}/{name}"));
            }
        }
    }
    Ok(kept)
}

/// A copy under its name only once it has reached the disk; `false` for what is not the whole photo.
fn copied(photo: &Path, name: &str, copy: &Path) -> Result<bool, BackupError> {
    let bytes = match fs::read(photo) {
        // It was deleted meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        read => read.map_err(BackupError::at(photo))?,
    };
    if PhotoId::of(&bytes).as_str() != name {
        return Ok(false);
    }
    if let Some(folder) = copy.parent() {
        fs::create_dir_all(folder).map_err(BackupError::at(folder))?;
    }
    let part = beside(copy, ".part");
    fs::write(&part, &bytes).map_err(BackupError::at(&part))?;
    settle(&part, copy)?;
    Ok(true)
}

/// Removes the copies that no backup names any more.
pub(super) fn forget(folder: &Path, named: &Photos) -> Result<(), BackupError> {
    for community in entries(folder)? {
        for name in entries(&folder.join(&community))? {
            if !named.contains(&format!("{community}/{name}")) {
                let copy = folder.join(&community).join(&name);
                fs::remove_file(&copy).map_err(BackupError::at(&copy))?;
            }
        }
    }
    Ok(())
}

/// The names in a folder, sorted; none where there is no folder.
pub(super) fn entries(folder: &Path) -> Result<Vec<String>, BackupError> {
    let all = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        all => all.map_err(BackupError::at(folder))?,
    };
    let mut names = Vec::new();
    for entry in all {
        let path: PathBuf = entry.map_err(BackupError::at(folder))?.file_name().into();
        // Ours are letters, digits and signs; what is none of them belongs to somebody else.
        names.extend(path.to_str().map(str::to_owned));
    }
    names.sort();
    Ok(names)
}
