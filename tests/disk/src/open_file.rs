//! An open file on a disk, and what is done by name: what SQLite's file system must answer, as plain
//! functions. [`crate::vfs`] only translates. Every error is SQLite's own code.

use std::{
    ptr::NonNull,
    sync::{Arc, Mutex, atomic::AtomicU64},
};

use rusqlite::ffi;

use crate::{
    disk::{Code, State, held, mounted},
    folder::{File, FileId},
    locks::{HandleId, Held, Level, Mode},
    plan::{Call, Fault},
};

/// How a file is to be opened.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub make: bool,
    /// It must not be there yet.
    pub must_make: bool,
    /// A journal or a log: its first sync also syncs the names, as SQLite's own file system does.
    pub is_journal: bool,
}

/// Opens a file on a disk.
///
/// # Errors
/// `SQLITE_CANTOPEN`.
pub fn open(path: &str, manner: Manner) -> Result<OpenFile, Code> {
    let (disk, name) = mounted(path).ok_or(ffi::SQLITE_CANTOPEN)?;
    let mut state = held(&disk);
    if state.is_off || state.meets(Call::Open).is_some() {
        return Err(ffi::SQLITE_CANTOPEN);
    }
    if manner.must_make && state.folder.find(name).is_some() {
        return Err(ffi::SQLITE_CANTOPEN);
    }
    state.handles += 1;
    let (handle, crashes) = (state.handles, state.crashes);
    let file = state.folder.open(name, manner.make, handle).ok_or(ffi::SQLITE_CANTOPEN)?;
    drop(state);
    let syncs_names = manner.make && manner.is_journal;
    Ok(OpenFile { disk, file, handle, crashes, syncs_names })
}

/// Deletes a file; `lasts` when that is to survive a crash.
///
/// # Errors
/// `SQLITE_IOERR_DELETE`, `SQLITE_IOERR_DELETE_NOENT`.
pub fn delete(path: &str, lasts: bool) -> Result<(), Code> {
    let (disk, name) = mounted(path).ok_or(ffi::SQLITE_IOERR_DELETE_NOENT)?;
    let mut state = held(&disk);
    if state.is_off {
        return Err(ffi::SQLITE_IOERR_DELETE);
    }
    match state.meets(Call::Delete) {
        Some(Fault::Error | Fault::Full) => return Err(ffi::SQLITE_IOERR_DELETE),
        Some(Fault::PowerOff) => {
            state.folder.delete(name);
            return Err(ffi::SQLITE_IOERR_DELETE);
        }
        None => {}
    }
    if !state.folder.delete(name) {
        return Err(ffi::SQLITE_IOERR_DELETE_NOENT);
    }
    if lasts {
        state.folder.sync_names();
    }
    Ok(())
}

/// Whether there is something in the file; an empty one counts as none, as in SQLite's own file
/// system.
///
/// # Errors
/// `SQLITE_IOERR_ACCESS`.
pub fn has_content(path: &str) -> Result<bool, Code> {
    let Some((disk, name)) = mounted(path) else { return Ok(false) };
    let state = held(&disk);
    if state.is_off {
        return Err(ffi::SQLITE_IOERR_ACCESS);
    }
    Ok(state.folder.find(name).is_some_and(|file| !file.image.now().is_empty()))
}

/// A file that is open. After a crash it reaches nothing any more.
#[derive(Debug)]
pub struct OpenFile {
    disk: Arc<Mutex<State>>,
    file: FileId,
    handle: HandleId,
    /// How often the disk had crashed when this was opened.
    crashes: u64,
    syncs_names: bool,
}

impl OpenFile {
    /// Does something with the disk while it has power; else it is the error `off`.
    fn with<T>(
        &self,
        off: Code,
        act: impl FnOnce(&mut State) -> Result<T, Code>,
    ) -> Result<T, Code> {
        let mut state = held(&self.disk);
        if state.is_off || state.crashes != self.crashes { Err(off) } else { act(&mut state) }
    }

    /// As [`OpenFile::with`], with the file.
    fn with_file<T>(&self, off: Code, act: impl FnOnce(&mut File) -> T) -> Result<T, Code> {
        self.with(off, |state| Ok(act(state.folder.file(self.file).ok_or(off)?)))
    }

    /// Reads; gives how many bytes there were.
    ///
    /// # Errors
    /// `SQLITE_IOERR_READ`.
    pub fn read(&self, offset: usize, bytes: &mut [u8]) -> Result<usize, Code> {
        self.with_file(ffi::SQLITE_IOERR_READ, |file| {
            let rest = file.image.now().get(offset..).unwrap_or_default();
            let length = rest.len().min(bytes.len());
            bytes[..length].copy_from_slice(&rest[..length]);
            length
        })
    }

    /// Writes.
    ///
    /// # Errors
    /// `SQLITE_IOERR_WRITE`, `SQLITE_FULL`.
    pub fn write(&self, offset: usize, data: &[u8]) -> Result<(), Code> {
        let off = ffi::SQLITE_IOERR_WRITE;
        self.with(off, |state| {
            let fault = state.meets(Call::Write);
            let State { folder, chance, .. } = state;
            let image = &mut folder.file(self.file).ok_or(off)?.image;
            match fault {
                None | Some(Fault::PowerOff) => image.write(offset, data),
                Some(Fault::Error | Fault::Full) => image.write_part(offset, data, chance),
            }
            match fault {
                None => Ok(()),
                Some(Fault::Full) => Err(ffi::SQLITE_FULL),
                Some(Fault::Error | Fault::PowerOff) => Err(off),
            }
        })
    }

    /// Cuts the file off.
    ///
    /// # Errors
    /// `SQLITE_IOERR_TRUNCATE`.
    pub fn truncate(&self, size: usize) -> Result<(), Code> {
        let off = ffi::SQLITE_IOERR_TRUNCATE;
        self.with(off, |state| {
            let fault = state.meets(Call::Truncate);
            if matches!(fault, None | Some(Fault::PowerOff)) {
                state.folder.file(self.file).ok_or(off)?.image.truncate(size);
            }
            fault.map_or(Ok(()), |_| Err(off))
        })
    }

    /// Brings down what was written.
    ///
    /// # Errors
    /// `SQLITE_IOERR_FSYNC`.
    pub fn sync(&mut self) -> Result<(), Code> {
        let off = ffi::SQLITE_IOERR_FSYNC;
        self.with(off, |state| {
            match state.meets(Call::Sync) {
                None => {}
                // How much came down is decided by the crash.
                Some(Fault::PowerOff) => return Err(off),
                Some(Fault::Error | Fault::Full) => {
                    let State { folder, chance, .. } = state;
                    folder.file(self.file).ok_or(off)?.image.sync_in_vain(chance);
                    return Err(off);
                }
            }
            state.folder.sync(self.file);
            if self.syncs_names {
                state.folder.sync_names();
            }
            Ok(())
        })?;
        self.syncs_names = false;
        Ok(())
    }

    /// How long the file is.
    ///
    /// # Errors
    /// `SQLITE_IOERR_FSTAT`.
    pub fn size(&self) -> Result<usize, Code> {
        self.with_file(ffi::SQLITE_IOERR_FSTAT, |file| file.image.now().len())
    }

    /// Raises its lock.
    ///
    /// # Errors
    /// `SQLITE_BUSY`, `SQLITE_IOERR_LOCK`.
    pub fn lock(&self, level: Level) -> Result<(), Code> {
        self.with_file(ffi::SQLITE_IOERR_LOCK, |file| file.locks.lock(self.handle, level))?
            .map_err(|Held| ffi::SQLITE_BUSY)
    }

    /// Lowers its lock. Nothing is held on a disk without power, so that this never fails.
    pub fn unlock(&self, level: Level) {
        if let Some(file) = held(&self.disk).folder.file(self.file) {
            file.locks.unlock(self.handle, level);
        }
    }

    /// Whether anybody means to write.
    ///
    /// # Errors
    /// `SQLITE_IOERR_CHECKRESERVEDLOCK`.
    pub fn is_reserved(&self) -> Result<bool, Code> {
        self.with_file(ffi::SQLITE_IOERR_CHECKRESERVEDLOCK, |file| file.locks.is_reserved())
    }

    /// A region of the memory shared with other connections; see
    /// [`crate::locks::SharedMemory::map`].
    ///
    /// # Errors
    /// `SQLITE_IOERR_SHMMAP`.
    pub fn shared_region(
        &self,
        region: usize,
        bytes: usize,
        make: bool,
    ) -> Result<Option<NonNull<AtomicU64>>, Code> {
        self.with_file(ffi::SQLITE_IOERR_SHMMAP, |file| {
            let words = file.memory.map(self.handle, region, bytes, make)?;
            NonNull::new(words.as_ptr().cast_mut())
        })
    }

    /// Locks slots of it.
    ///
    /// # Errors
    /// `SQLITE_BUSY`, `SQLITE_IOERR_SHMLOCK`.
    pub fn lock_slots(&self, mask: u8, mode: Mode) -> Result<(), Code> {
        let lock = |file: &mut File| file.memory.lock(self.handle, mask, mode);
        self.with_file(ffi::SQLITE_IOERR_SHMLOCK, lock)?.map_err(|Held| ffi::SQLITE_BUSY)
    }

    /// Lets slots of it go.
    pub fn unlock_slots(&self, mask: u8) {
        if let Some(file) = held(&self.disk).folder.file(self.file) {
            file.memory.unlock(self.handle, mask);
        }
    }

    /// Has no more use for it.
    pub fn leave_memory(&self) {
        if let Some(file) = held(&self.disk).folder.file(self.file) {
            file.memory.leave(self.handle);
        }
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        held(&self.disk).folder.close(self.file, self.handle);
    }
}
