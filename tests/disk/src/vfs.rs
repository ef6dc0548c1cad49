//! The door to SQLite: its C table of functions, each translated into one of [`crate::disk`].
//!
//! All unsafe code of this crate is here. What SQLite promises and this relies on: a file is opened
//! into memory of the size asked for, its methods are called by one thread at a time and not after
//! it was closed, and every pointer that it passes is good for the call.
//!
//! Sleep does not wait and the clock stands still, so that a run depends on its seed alone: who
//! finds a lock held is told so after the same number of tries each time.

#![expect(unsafe_code, reason = "a file system of SQLite is a table of C functions")]

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    ptr, slice,
    sync::{
        OnceLock,
        atomic::{Ordering, fence},
    },
};

use rusqlite::ffi;

use crate::{
    chance::Chance,
    disk::{self, Code, Manner, OpenFile},
    locks::{Level, Mode, SLOTS},
};

const NAME: &CStr = c"wufei-disk";
const PATH_MAX: c_int = 512;

/// As SQLite's own file system says it, for a disk with unknown sectors.
const SECTOR_BYTES: c_int = 4_096;

/// What SQLite's own file system claims on a phone and on a server, and what a crash here keeps:
/// bytes beside a write stay. Neither writes that are whole nor an order among them is claimed.
const CLAIMS: c_int = ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE | ffi::SQLITE_IOCAP_SUBPAGE_READ;

/// 2026-09-22 in milliseconds since 4714 BC, as SQLite counts.
const STILL_CLOCK_MS: i64 = 210_866_760_000_000 + 1_790_000_000_000;
const DAY_MS: f64 = 86_400_000.0;

/// What SQLite keeps of an open file.
#[repr(C)]
struct Slot {
    base: ffi::sqlite3_file,
    handle: *mut Handle,
}

enum Handle {
    OnDisk(OpenFile),
    /// A temporary file, on no disk.
    Scratch(Vec<u8>),
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
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

/// Makes this the default file system of the process, once.
pub fn register() -> Result<(), Code> {
    static REGISTERED: OnceLock<Result<(), Code>> = OnceLock::new();
    *REGISTERED.get_or_init(|| {
        let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: c_int::try_from(size_of::<Slot>()).map_err(|_| ffi::SQLITE_INTERNAL)?,
            mxPathname: PATH_MAX,
            pNext: ptr::null_mut(),
            zName: NAME.as_ptr(),
            pAppData: ptr::null_mut(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_pathname),
            xDlOpen: Some(no_library),
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: None,
            xCurrentTimeInt64: Some(current_time_ms),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: the table and its name live as long as the process.
        match unsafe { ffi::sqlite3_vfs_register(vfs, 1) } {
            ffi::SQLITE_OK => Ok(()),
            code => Err(code),
        }
    })
}

fn code(done: Result<(), Code>) -> c_int {
    done.err().unwrap_or(ffi::SQLITE_OK)
}

/// A path or name from SQLite; `None` for null and for what is no UTF-8.
unsafe fn text<'a>(name: *const c_char) -> Option<&'a str> {
    if name.is_null() {
        return None;
    }
    // SAFETY: it is not null, so it is a string that SQLite keeps during the call.
    unsafe { CStr::from_ptr(name) }.to_str().ok()
}

/// What is behind an open file.
unsafe fn handle<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Handle {
    // SAFETY: `open` made it, `close` has not run, and no other call on this file is under way.
    unsafe { &mut *(*file.cast::<Slot>()).handle }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes memory for a file; without methods it is taken as not open.
    unsafe { (*file).pMethods = ptr::null() };
    // SAFETY: the name is null or a string.
    let opened = match unsafe { text(name) } {
        Some(path) => disk::open(path, manner(flags)).map(Handle::OnDisk),
        None if name.is_null() => Ok(Handle::Scratch(Vec::new())),
        None => Err(ffi::SQLITE_CANTOPEN),
    };
    let handle = match opened {
        Ok(handle) => Box::into_raw(Box::new(handle)),
        Err(code) => return code,
    };
    let base = ffi::sqlite3_file { pMethods: &raw const METHODS };
    // SAFETY: the memory has the size that `register` asked for.
    unsafe { file.cast::<Slot>().write(Slot { base, handle }) };
    if !out_flags.is_null() {
        // SAFETY: it is not null, so it is a place for the flags.
        unsafe { *out_flags = flags };
    }
    ffi::SQLITE_OK
}

fn manner(flags: c_int) -> Manner {
    let journal =
        ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;
    let make = flags & ffi::SQLITE_OPEN_CREATE != 0;
    Manner {
        make,
        must_make: make && flags & ffi::SQLITE_OPEN_EXCLUSIVE != 0,
        is_journal: flags & journal != 0,
    }
}

unsafe extern "C" fn delete(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_names: c_int,
) -> c_int {
    // SAFETY: the name is a string.
    let path = unsafe { text(name) };
    code(path.ok_or(ffi::SQLITE_IOERR_DELETE).and_then(|path| disk::delete(path, sync_names != 0)))
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    answer: *mut c_int,
) -> c_int {
    // SAFETY: the name is a string.
    let path = unsafe { text(name) };
    code(path.ok_or(ffi::SQLITE_IOERR_ACCESS).and_then(disk::has_content).map(|is_there| {
        // SAFETY: SQLite passes a place for the answer.
        unsafe { *answer = c_int::from(is_there) };
    }))
}

/// Paths are used as they are.
unsafe extern "C" fn full_pathname(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: the name is a string.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if usize::try_from(room).map_or(true, |room| bytes.len() > room) {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: there is room for it, and SQLite's buffer is not the name itself.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn no_library(_: *mut ffi::sqlite3_vfs, _: *const c_char) -> *mut c_void {
    ptr::null_mut()
}

/// SQLite asks once in a process, for the salt of its logs and the names of temporary files.
unsafe extern "C" fn randomness(
    _: *mut ffi::sqlite3_vfs,
    length: c_int,
    out: *mut c_char,
) -> c_int {
    let Ok(wanted) = usize::try_from(length) else { return 0 };
    // SAFETY: SQLite passes a buffer of that length.
    Chance::new(0).fill(unsafe { slice::from_raw_parts_mut(out.cast(), wanted) });
    length
}

unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, days: *mut f64) -> c_int {
    #[expect(clippy::cast_precision_loss, reason = "the number is far below 2^53")]
    let now = STILL_CLOCK_MS as f64 / DAY_MS;
    // SAFETY: SQLite passes a place for the time.
    unsafe { *days = now };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_ms(_: *mut ffi::sqlite3_vfs, ms: *mut i64) -> c_int {
    // SAFETY: SQLite passes a place for the time.
    unsafe { *ms = STILL_CLOCK_MS };
    ffi::SQLITE_OK
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
