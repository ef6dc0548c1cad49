//! What lies on the heap: an allocator that counts, once it is told to.
//!
//! It counts only in the process that measures size; elsewhere it costs a load and a branch.

#![expect(unsafe_code, reason = "an allocator is an unsafe trait")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};

struct Counting;

static IS_COUNTING: AtomicBool = AtomicBool::new(false);
static BYTES: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static HEAP: Counting = Counting;

fn taken(bytes: usize) {
    if IS_COUNTING.load(Relaxed) {
        let now = BYTES.fetch_add(bytes, Relaxed).wrapping_add(bytes);
        MOST.fetch_max(now, Relaxed);
    }
}

fn given_back(bytes: usize) {
    if IS_COUNTING.load(Relaxed) {
        // What was taken before counting began may come back: never below nothing.
        let _ = BYTES.fetch_update(Relaxed, Relaxed, |now| Some(now.saturating_sub(bytes)));
    }
}

// SAFETY: each call is the system allocator's own with the same arguments; counting touches no memory
// that it hands out.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        // SAFETY: what the caller promises is what `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        given_back(layout.size());
        // SAFETY: as above; the place came from `System`.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may lie there at once while the content moves.
        taken(size);
        given_back(layout.size());
        // SAFETY: as above.
        unsafe { System.realloc(place, layout, size) }
    }
}

/// From now on what is taken and given back counts; meant for a program of one thread.
pub fn count() {
    IS_COUNTING.store(true, Relaxed);
}

/// Bytes that lie there now.
pub fn bytes() -> usize {
    BYTES.load(Relaxed)
}

/// The most bytes that ever lay there since counting began.
pub fn most() -> usize {
    MOST.load(Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_counts() {
        count();
        let before = bytes();
        // Nothing is written into it. Other tests take and give back little beside this, some of it
        // taken before counting began.
        let taken: Vec<u8> = Vec::with_capacity(1 << 30);
        assert!(bytes() >= before + (800 << 20), "{} after {before}", bytes());
        assert!(most() >= 800 << 20);
        drop(taken);
        assert!(bytes() < before + (800 << 20));
    }
}
