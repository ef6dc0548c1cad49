//! The C functions of an open file. Most only reach through to [`OpenFile`].

use std::{
    ffi::{c_int, c_void},
    ptr, slice,
    sync::atomic::{Ordering, fence},
};

use rusqlite::ffi;

use crate::{
    disk::Code,
    locks::{Level, Mode, SLOTS},
    open_file::OpenFile,
};

/// As SQLite's own file system says it, for a disk with unknown sectors.
const SECTOR_BYTES: c_int = 4_096;

/// What SQLite's own file system claims on a phone and on a server, and what a crash here keeps:
/// bytes beside a write stay. Neither writes that are whole nor an order among them is claimed.
const CLAIMS: c_int = ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE | ffi::SQLITE_IOCAP_SUBPAGE_READ;

/// What SQLite keeps of an open file.
#[repr(C)]
pub struct Slot {
    pub base: ffi::sqlite3_file,
    pub handle: *mut Handle,
}

/// What is behind an open file.
pub enum Handle {
    OnDisk(OpenFile),
    /// A temporary file, on no disk.
    Scratch(Vec<u8>),
}

/// All of them.
pub static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// What SQLite is told.
pub fn code(done: Result<(), Code>) -> c_int {
    done.err().unwrap_or(ffi::SQLITE_OK)
}

/// What is behind an open file of SQLite.
unsafe fn handle<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Handle {
    // SAFETY: `open` made it, `close` has not run, and no other call on this file is under way.
    unsafe { &mut *(*file.cast::<Slot>()).handle }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `open` made the handle with a box, and SQLite closes a file once.
    drop(unsafe { Box::from_raw((*file.cast::<Slot>()).handle) });
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    out: *mut c_void,
    length: c_int,
    offset: i64,
) -> c_int {
    let (Ok(length), Ok(offset)) = (usize::try_from(length), usize::try_from(offset)) else {
        return ffi::SQLITE_IOERR_READ;
    };
    // SAFETY: SQLite passes a buffer of that length.
    let bytes = unsafe { slice::from_raw_parts_mut(out.cast::<u8>(), length) };
    // SAFETY: the file is open.
    let found = match unsafe { handle(file) } {
        Handle::OnDisk(open) => open.read(offset, bytes),
        Handle::Scratch(content) => {
            let rest = content.get(offset..).unwrap_or_default();
            let length = rest.len().min(bytes.len());
            bytes[..length].copy_from_slice(&rest[..length]);
            Ok(length)
        }
    };
    match found {
        Ok(found) if found == length => ffi::SQLITE_OK,
        Ok(found) => {
            bytes[found..].fill(0);
            ffi::SQLITE_IOERR_SHORT_READ
        }
        Err(code) => code,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    data: *const c_void,
    length: c_int,
    offset: i64,
) -> c_int {
    let (Ok(length), Ok(offset)) = (usize::try_from(length), usize::try_from(offset)) else {
        return ffi::SQLITE_IOERR_WRITE;
    };
    // SAFETY: SQLite passes that many bytes.
    let data = unsafe { slice::from_raw_parts(data.cast::<u8>(), length) };
    // SAFETY: the file is open.
    match unsafe { handle(file) } {
        Handle::OnDisk(open) => code(open.write(offset, data)),
        Handle::Scratch(content) => {
            content.resize(content.len().max(offset + length), 0);
            content[offset..offset + length].copy_from_slice(data);
            ffi::SQLITE_OK
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let Ok(size) = usize::try_from(size) else { return ffi::SQLITE_IOERR_TRUNCATE };
    // SAFETY: the file is open.
    match unsafe { handle(file) } {
        Handle::OnDisk(open) => code(open.truncate(size)),
        Handle::Scratch(content) => {
            content.truncate(size);
            ffi::SQLITE_OK
        }
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: the file is open.
    match unsafe { handle(file) } {
        Handle::OnDisk(open) => code(open.sync()),
        Handle::Scratch(_) => ffi::SQLITE_OK,
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, answer: *mut i64) -> c_int {
    // SAFETY: the file is open.
    let size = match unsafe { handle(file) } {
        Handle::OnDisk(open) => open.size(),
        Handle::Scratch(content) => Ok(content.len()),
    };
    let size = size.and_then(|size| i64::try_from(size).map_err(|_| ffi::SQLITE_IOERR_FSTAT));
    code(size.map(|size| {
        // SAFETY: SQLite passes a place for the answer.
        unsafe { *answer = size };
    }))
}

fn level(number: c_int) -> Option<Level> {
    Some(match number {
        ffi::SQLITE_LOCK_NONE => Level::None,
        ffi::SQLITE_LOCK_SHARED => Level::Shared,
        ffi::SQLITE_LOCK_RESERVED => Level::Reserved,
        ffi::SQLITE_LOCK_PENDING => Level::Pending,
        ffi::SQLITE_LOCK_EXCLUSIVE => Level::Exclusive,
        _ => return None,
    })
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, number: c_int) -> c_int {
    let Some(level) = level(number) else { return ffi::SQLITE_IOERR_LOCK };
    // SAFETY: the file is open.
    match unsafe { handle(file) } {
        Handle::OnDisk(open) => code(open.lock(level)),
        Handle::Scratch(_) => ffi::SQLITE_OK,
    }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, number: c_int) -> c_int {
    let Some(level) = level(number) else { return ffi::SQLITE_IOERR_UNLOCK };
    // SAFETY: the file is open.
    if let Handle::OnDisk(open) = unsafe { handle(file) } {
        open.unlock(level);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(
    file: *mut ffi::sqlite3_file,
    answer: *mut c_int,
) -> c_int {
    // SAFETY: the file is open.
    let is_reserved = match unsafe { handle(file) } {
        Handle::OnDisk(open) => open.is_reserved(),
        Handle::Scratch(_) => Ok(false),
    };
    code(is_reserved.map(|is_reserved| {
        // SAFETY: SQLite passes a place for the answer.
        unsafe { *answer = c_int::from(is_reserved) };
    }))
}

unsafe extern "C" fn file_control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    SECTOR_BYTES
}

unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    CLAIMS
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    bytes: c_int,
    make: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let (Ok(region), Ok(bytes)) = (usize::try_from(region), usize::try_from(bytes)) else {
        return ffi::SQLITE_IOERR_SHMMAP;
    };
    // SAFETY: the file is open.
    let Handle::OnDisk(open) = (unsafe { handle(file) }) else { return ffi::SQLITE_IOERR_SHMMAP };
    code(open.shared_region(region, bytes, make != 0).map(|words| {
        let start = words.map_or(ptr::null_mut(), |words| words.as_ptr().cast());
        // SAFETY: SQLite passes a place for the pointer. The memory is made of atomics, which may
        // change under a shared reference, and stays until this file gives it up or is closed.
        unsafe { *out = start };
    }))
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    first: c_int,
    count: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: the file is open.
    let Handle::OnDisk(open) = (unsafe { handle(file) }) else { return ffi::SQLITE_IOERR_SHMLOCK };
    let Some(mask) = slots(first, count) else { return ffi::SQLITE_IOERR_SHMLOCK };
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        open.unlock_slots(mask);
        return ffi::SQLITE_OK;
    }
    let is_shared = flags & ffi::SQLITE_SHM_SHARED != 0;
    code(open.lock_slots(mask, if is_shared { Mode::Shared } else { Mode::Exclusive }))
}

/// One bit a slot.
fn slots(first: c_int, count: c_int) -> Option<u8> {
    let (first, count) = (u32::try_from(first).ok()?, u32::try_from(count).ok()?);
    let end = first.checked_add(count).filter(|end| *end <= SLOTS)?;
    Some((first..end).fold(0, |mask, slot| mask | 1 << slot))
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    fence(Ordering::SeqCst);
}

/// Whether it is to be deleted makes no difference: it goes with its last user.
unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: the file is open.
    if let Handle::OnDisk(open) = unsafe { handle(file) } {
        open.leave_memory();
    }
    ffi::SQLITE_OK
}
