//! Target: bodies nested ten thousand deep, in every place of every kept body, read on a stack as
//! small as a phone gives a thread. An overflow would end the process, so it cannot pass unseen.

use std::thread;

use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::{
    corpus,
    recipe::places,
    wire::{ALL, Form, Said, Taken},
};

const DEPTH: usize = 10_000;

/// iOS gives a thread that is not the main one 512 KiB.
const STACK_BYTES: usize = 512 * 1024;

/// Stands where the nest will be; no body holds such a text.
const MARK: &str = "@nest@";

/// Nests that end, and one that never does.
fn nests() -> [String; 3] {
    let closed = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(DEPTH), close.repeat(DEPTH))
    };
    [closed("[", "", "]"), closed("{\"kind\":", "1", "}"), "[".repeat(DEPTH)]
}

/// What a body becomes with a nest where the mark is.
fn nested(marked: &Value) -> impl Iterator<Item = String> {
    let text = marked.to_string();
    nests().into_iter().map(move |nest| text.replacen(&format!("\"{MARK}\""), &nest, 1))
}

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap();
}

/// How many nested bodies a decoder took, of how many: a nest in the place of each value.
fn taken(folder: &str, read: fn(&[u8]) -> Said) -> (usize, usize) {
    let (mut taken, mut tried) = (0, 0);
    for body in corpus::bodies(folder) {
        let whole: Value = serde_json::from_slice(&body).unwrap();
        for place in places(&whole, |_| true) {
            let mut marked = whole.clone();
            *marked.pointer_mut(&place).unwrap() = json!(MARK);
            for body in nested(&marked) {
                tried += 1;
                taken += usize::from(read(body.as_bytes()).is_ok());
            }
        }
    }
    (taken, tried)
}

#[test]
fn fuzz_a_nest_in_every_place() {
    on_a_small_stack(|| {
        for decoder in ALL.iter().filter(|decoder| decoder.form == Form::Json) {
            let (taken, tried) = taken(decoder.folder, decoder.read);
            assert!(tried >= 6, "{}: {tried}", decoder.folder);
            assert_eq!(taken, 0, "{}: {taken} of {tried} were taken", decoder.folder);
        }
    });
}

/// A field of a later version is read over: its nest either is, too, or is refused.
#[test]
fn fuzz_a_nest_in_a_field_of_a_later_version() {
    on_a_small_stack(|| {
        for decoder in ALL.iter().filter(|decoder| decoder.form == Form::Json) {
            for body in corpus::bodies(decoder.folder) {
                let mut marked: Value = serde_json::from_slice(&body).unwrap();
                marked.as_object_mut().unwrap().insert("later".to_owned(), json!(MARK));
                let plain = (decoder.read)(&body).map(|taken| taken.written);
                for body in nested(&marked) {
                    if let Ok(Taken { written, .. }) = (decoder.read)(body.as_bytes()) {
                        assert_eq!(Ok(written), plain, "{}", decoder.folder);
                    }
                }
            }
        }
    });
}

/// A reader that passes over what it does not want takes every nest that ends.
#[test]
fn control_a_decoder_that_passes_over_nests_is_noticed() {
    let passes_over = |body: &[u8]| {
        serde_json::from_slice::<IgnoredAny>(body)
            .map(|_| Taken { written: Value::Null, same: true })
            .map_err(|error| error.to_string())
    };
    on_a_small_stack(move || {
        let (taken, tried) = taken("push", passes_over);
        assert_eq!(taken * 3, tried * 2);
    });
}
