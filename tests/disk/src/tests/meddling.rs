//! Takes a protection away from a store, from outside: on each connection that this thread opens
//! meanwhile, SQLite itself passes over some statements. The store's code is the one that ships.

#![expect(unsafe_code, reason = "rusqlite has no safe hook for connections that others open")]

use std::{
    cell::Cell,
    ffi::{CStr, c_char, c_int, c_void},
    ptr,
    sync::Once,
};

use rusqlite::ffi;

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// `BEGIN`, `COMMIT`, `SAVEPOINT` and the like do nothing: each statement stands alone.
    Transactions,
    /// `PRAGMA synchronous` stays at `OFF`: a commit does not wait for the disk.
    Syncs,
}

thread_local! {
    static TAKEN: Cell<Option<Without>> = const { Cell::new(None) };
}

/// Does something with the protection taken away on this thread.
pub fn without<T>(taken: Without, act: impl FnOnce() -> T) -> T {
    struct GivenBack;
    impl Drop for GivenBack {
        fn drop(&mut self) {
            TAKEN.set(None);
        }
    }
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        // SAFETY: the function lives as long as the process.
        let code = unsafe { ffi::sqlite3_auto_extension(Some(on_open)) };
        assert_eq!(code, ffi::SQLITE_OK);
    });
    TAKEN.set(Some(taken));
    let _given_back = GivenBack;
    act()
}

unsafe extern "C" fn on_open(
    db: *mut ffi::sqlite3,
    _: *mut *mut c_char,
    _: *const ffi::sqlite3_api_routines,
) -> c_int {
    let Some(taken) = TAKEN.get() else { return ffi::SQLITE_OK };
    if taken == Without::Syncs {
        let off = c"PRAGMA synchronous = OFF".as_ptr();
        // SAFETY: the connection is open and the statement a string.
        let code = unsafe { ffi::sqlite3_exec(db, off, None, ptr::null_mut(), ptr::null_mut()) };
        if code != ffi::SQLITE_OK {
            return code;
        }
    }
    // SAFETY: the connection is open, the function lives as long as the process.
    unsafe { ffi::sqlite3_set_authorizer(db, Some(pass_over), ptr::null_mut()) }
}

unsafe extern "C" fn pass_over(
    _: *mut c_void,
    action: c_int,
    name: *const c_char,
    _: *const c_char,
    _: *const c_char,
    _: *const c_char,
) -> c_int {
    let is_passed_over = match TAKEN.get() {
        Some(Without::Transactions) => {
            matches!(action, ffi::SQLITE_TRANSACTION | ffi::SQLITE_SAVEPOINT)
        }
        // SAFETY: of a pragma SQLite passes the name.
        Some(Without::Syncs) if action == ffi::SQLITE_PRAGMA => unsafe {
            CStr::from_ptr(name).to_bytes().eq_ignore_ascii_case(b"synchronous")
        },
        _ => false,
    };
    if is_passed_over { ffi::SQLITE_IGNORE } else { ffi::SQLITE_OK }
}
