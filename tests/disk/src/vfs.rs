//! The door to SQLite: its C table of functions, each translated into one of [`crate::open_file`].
//!
//! All unsafe code of this crate is here and in `methods`, those of an open file. What SQLite promises and this relies on: a file is opened
//! into memory of the size asked for, its methods are called by one thread at a time and not after
//! it was closed, and every pointer that it passes is good for the call.
//!
//! Sleep does not wait and the clock stands still, so that a run depends on its seed alone: who
//! finds a lock held is told so after the same number of tries each time.

#![expect(unsafe_code, reason = "a file system of SQLite is a table of C functions")]

mod methods;

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    ptr, slice,
    sync::OnceLock,
};

use rusqlite::ffi;

use crate::{
    chance::Chance,
    disk::Code,
    open_file::{self, Manner},
};
use methods::{Handle, METHODS, Slot, code};

const NAME: &CStr = c"wufei-disk";
const PATH_MAX: c_int = 512;

/// 2026-09-22 in milliseconds since 4714 BC, as SQLite counts.
const STILL_CLOCK_MS: i64 = 210_866_760_000_000 + 1_790_000_000_000;
const DAY_MS: f64 = 86_400_000.0;

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

/// A path or name from SQLite; `None` for null and for what is no UTF-8.
unsafe fn text<'a>(name: *const c_char) -> Option<&'a str> {
    if name.is_null() {
        return None;
    }
    // SAFETY: it is not null, so it is a string that SQLite keeps during the call.
    unsafe { CStr::from_ptr(name) }.to_str().ok()
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
        Some(path) => open_file::open(path, manner(flags)).map(Handle::OnDisk),
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
    code(
        path.ok_or(ffi::SQLITE_IOERR_DELETE)
            .and_then(|path| open_file::delete(path, sync_names != 0)),
    )
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    answer: *mut c_int,
) -> c_int {
    // SAFETY: the name is a string.
    let path = unsafe { text(name) };
    code(path.ok_or(ffi::SQLITE_IOERR_ACCESS).and_then(open_file::has_content).map(|is_there| {
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
