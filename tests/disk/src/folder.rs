//! The files of one disk, and their names, twice: as programs see them, and as they last.
//!
//! A name that was made or deleted lasts once the folder is synced, or, for a file of its own,
//! once that file is. One disk is one folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    chance::Chance,
    image::Image,
    locks::{FileLocks, HandleId, Level, SharedMemory},
    plan::Loss,
};

pub type FileId = u64;

/// A file, with a name or without one any more.
#[derive(Debug, Default)]
pub struct File {
    pub image: Image,
    pub locks: FileLocks,
    pub memory: SharedMemory,
    handles: BTreeSet<HandleId>,
}

type Names = BTreeMap<String, FileId>;

/// All files of a disk.
#[derive(Debug, Default)]
pub struct Folder {
    files: BTreeMap<FileId, File>,
    now: Names,
    lasting: Names,
    next: FileId,
}

impl Folder {
    /// The file of a name.
    pub fn find(&self, name: &str) -> Option<&File> {
        self.files.get(self.now.get(name)?)
    }

    /// The file of an open handle.
    pub fn file(&mut self, id: FileId) -> Option<&mut File> {
        self.files.get_mut(&id)
    }

    /// Opens a file for a handle; one that is not there is made if that is wanted.
    pub fn open(&mut self, name: &str, make: bool, handle: HandleId) -> Option<FileId> {
        let id = match self.now.get(name) {
            Some(id) => *id,
            None if make => {
                let id = self.add(Image::default());
                self.now.insert(name.to_owned(), id);
                id
            }
            None => return None,
        };
        self.files.get_mut(&id)?.handles.insert(handle);
        Some(id)
    }

    fn add(&mut self, image: Image) -> FileId {
        self.next += 1;
        self.files.insert(self.next, File { image, ..File::default() });
        self.next
    }

    /// Closes a handle, with all it held.
    pub fn close(&mut self, id: FileId, handle: HandleId) {
        if let Some(file) = self.files.get_mut(&id) {
            file.locks.unlock(handle, Level::None);
            file.memory.leave(handle);
            file.handles.remove(&handle);
        }
        self.forget_unused();
    }

    /// Takes a name away; the file stays for those who have it open. Says whether it was there.
    pub fn delete(&mut self, name: &str) -> bool {
        let was_there = self.now.remove(name).is_some();
        self.forget_unused();
        was_there
    }

    /// Brings a file down, with its own name.
    pub fn sync(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(&id) {
            file.image.sync();
        }
        if let Some((name, _)) = self.now.iter().find(|(_, named)| **named == id) {
            self.lasting.insert(name.clone(), id);
        }
        self.forget_unused();
    }

    /// Brings all names down.
    pub fn sync_names(&mut self) {
        self.lasting.clone_from(&self.now);
        self.forget_unused();
    }

    fn forget_unused(&mut self) {
        let (now, lasting) = (&self.now, &self.lasting);
        let is_named = |id: &FileId| now.values().chain(lasting.values()).any(|named| named == id);
        self.files.retain(|id, file| !file.handles.is_empty() || is_named(id));
    }

    /// The same names and bytes, all of it down.
    pub fn copy(&self) -> Self {
        let mut copy = Self::default();
        for (name, id) in &self.now {
            let Some(file) = self.files.get(id) else { continue };
            let mut image = Image::default();
            image.write(0, file.image.now());
            image.sync();
            let id = copy.add(image);
            copy.now.insert(name.clone(), id);
        }
        copy.sync_names();
        copy
    }

    /// Power comes back. Files are others than before: handles from before reach none of them.
    pub fn crash(&mut self, loss: Loss, chance: &mut Chance) {
        let (now, lasting) = (std::mem::take(&mut self.now), std::mem::take(&mut self.lasting));
        let all: BTreeSet<&String> = now.keys().chain(lasting.keys()).collect();
        for name in all {
            let (new, old) = (now.get(name).copied(), lasting.get(name).copied());
            let Some(id) = survivor(new, old, loss, chance) else { continue };
            let Some(file) = self.files.get_mut(&id) else { continue };
            let mut image = std::mem::take(&mut file.image);
            image.crash(loss, chance);
            let id = self.add(image);
            self.now.insert(name.clone(), id);
        }
        self.sync_names();
    }
}

/// Which file a name leads to after a crash: a deletion and a new file under the same name may both
/// have come down, none of them, or the deletion alone.
fn survivor(
    new: Option<FileId>,
    old: Option<FileId>,
    loss: Loss,
    chance: &mut Chance,
) -> Option<FileId> {
    match loss {
        Loss::Nothing => new,
        Loss::Everything => old,
        Loss::Chance(_) if new == old => new,
        Loss::Chance(_) => match chance.below(3) {
            0 => new,
            1 => old,
            _ if new.is_some() && old.is_some() => None,
            _ => old,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str) -> (Folder, FileId) {
        let mut folder = Folder::default();
        let id = folder.open(name, true, 1).unwrap();
        folder.file(id).unwrap().image.write(0, b"text");
        (folder, id)
    }

    fn content(folder: &Folder, name: &str) -> Option<Vec<u8>> {
        folder.find(name).map(|file| file.image.now().to_vec())
    }

    #[test]
    fn a_file_lasts_once_it_is_synced() {
        let (mut folder, id) = folder_with("a");
        folder.sync(id);
        folder.open("b", true, 2).unwrap();
        folder.crash(Loss::Everything, &mut Chance::new(1));
        assert_eq!(content(&folder, "a"), Some(b"text".to_vec()));
        assert_eq!(content(&folder, "b"), None);
        assert_eq!(folder.open("c", false, 3), None);
    }

    #[test]
    fn a_deletion_lasts_once_the_names_are_synced() {
        let (mut folder, id) = folder_with("a");
        folder.sync(id);
        folder.close(id, 1);
        assert!(folder.delete("a"));
        assert!(!folder.delete("a"));
        folder.crash(Loss::Everything, &mut Chance::new(1));
        assert_eq!(content(&folder, "a"), Some(b"text".to_vec()), "it came back");
        folder.delete("a");
        folder.sync_names();
        folder.crash(Loss::Everything, &mut Chance::new(1));
        assert_eq!(content(&folder, "a"), None);
        assert!(folder.files.is_empty());
    }

    #[test]
    fn a_new_file_under_an_old_name_ends_as_either_or_as_none() {
        let mut ends = BTreeSet::new();
        for seed in 0..100 {
            let (mut folder, id) = folder_with("a");
            folder.sync(id);
            folder.delete("a");
            let id = folder.open("a", true, 2).unwrap();
            folder.file(id).unwrap().image.write(0, b"new");
            folder.crash(Loss::Chance(seed), &mut Chance::new(seed));
            ends.insert(content(&folder, "a"));
        }
        assert!(ends.contains(&None), "the deletion alone");
        assert!(ends.contains(&Some(b"text".to_vec())), "neither");
        assert!(ends.contains(&Some(b"new".to_vec())), "both");
    }
}
