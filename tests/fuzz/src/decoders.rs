//! Target: every decoder of [`wire::ALL`](super::wire::ALL), on the kept bodies and on changed ones.

use proptest::prelude::*;
use serde_json::Value;

use super::{
    corpus,
    properties::{reads_or_refuses, refuses_less, refuses_more},
    recipe,
    wire::{ALL, Decoder, Form, Said, Taken},
};

/// Runs all properties over a decoder's corpus, changed and cut.
fn run(folder: &str, form: Form, read: impl Fn(&[u8]) -> Said) -> Result<(), String> {
    let bodies = recipe::bodies(corpus::bodies(folder));
    let values = (bodies, any::<prop::sample::Index>());
    recipe::run(&values, |(recipe::Body(body), cut)| {
        reads_or_refuses(&read(&body))?;
        if form == Form::Query {
            return Ok(());
        }
        refuses_more(&read, &body)?;
        let cut = if body.is_empty() { 0 } else { cut.index(body.len()) };
        refuses_less(&read, &body, cut)
    })
    .map_err(|broken| format!("{folder}: {broken}"))
}

fn decoder(folder: &str) -> &'static Decoder {
    ALL.iter().find(|decoder| decoder.folder == folder).unwrap()
}

#[test]
fn each_folder_of_the_corpus_has_its_decoder() {
    let mut known: Vec<&str> = ALL.iter().map(|decoder| decoder.folder).collect();
    known.sort_unstable();
    let others = ["cursor", "intake", "question"];
    let folders = corpus::folders();
    let found: Vec<&str> =
        folders.iter().map(String::as_str).filter(|name| !others.contains(name)).collect();
    assert_eq!(found, known);
}

#[test]
fn every_kept_body_reads_or_is_refused_at_every_length() {
    for decoder in &ALL {
        for body in corpus::bodies(decoder.folder) {
            let holds = || {
                reads_or_refuses(&(decoder.read)(&body))?;
                if decoder.form == Form::Json {
                    refuses_more(decoder.read, &body)?;
                    for cut in 0..body.len() {
                        refuses_less(decoder.read, &body, cut)?;
                    }
                }
                Ok::<(), TestCaseError>(())
            };
            holds().unwrap_or_else(|broken| {
                panic!("{}: {broken} in {}", decoder.folder, body.escape_ascii())
            });
        }
    }
}

macro_rules! targets {
    ($($name:ident $folder:literal)*) => {$(
        #[test]
        fn $name() {
            let decoder = decoder($folder);
            run($folder, decoder.form, decoder.read).unwrap();
        }
    )*};
}

targets! {
    fuzz_a_push "push"
    fuzz_an_entry_of_a_push "record"
    fuzz_an_enrolment "enrol"
    fuzz_a_wish_for_a_turf "lease"
    fuzz_a_query_of_the_feed "feed_query"
    fuzz_a_query_of_the_ledger "ledger_query"
    fuzz_the_verdicts "push_response"
    fuzz_a_page_of_the_feed "feed"
    fuzz_an_identity "enrol_response"
    fuzz_the_turfs_on_offer "turfs"
    fuzz_a_lease "lease_response"
    fuzz_an_account "ledger_response"
    fuzz_a_refusal "refusal"
    fuzz_a_push_in_columns "push_columns"
    fuzz_a_page_in_columns "feed_columns"
    fuzz_a_snapshot "snapshot"
}

#[test]
fn the_bodies_are_neither_all_taken_nor_all_refused() {
    for decoder in &ALL {
        let (taken, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        recipe::run(&recipe::bodies(corpus::bodies(decoder.folder)), |recipe::Body(body)| {
            let count = if (decoder.read)(&body).is_ok() { &taken } else { &refused };
            count.set(count.get() + 1);
            Ok(())
        })
        .unwrap();
        let (taken, refused) = (taken.get(), refused.get());
        assert!(
            taken * 20 > refused && refused * 20 > taken,
            "{}: {taken} taken, {refused} refused",
            decoder.folder
        );
    }
}

/// The run over a decoder that lacks a check ends red, for that reason.
fn control(folder: &str, reason: &str, read: impl Fn(&[u8]) -> Said) {
    let broken = run(folder, Form::Json, read).expect_err("nothing was noticed");
    assert!(broken.contains(reason), "{broken}");
}

fn any_json(body: &[u8]) -> Said {
    let written: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok(Taken { written, same: true })
}

#[test]
fn control_a_decoder_without_bounds_is_noticed() {
    control("record", "it was taken with ", any_json);
    control("feed", "it was taken with ", any_json);
}

#[test]
fn control_a_decoder_that_forgets_is_noticed() {
    let forgets = |body: &[u8]| {
        let taken = (decoder("record").read)(body)?;
        let same = taken.written.pointer("/body/kind") != Some(&Value::from("visit_void"));
        Ok(Taken { same, ..taken })
    };
    control("record", "does not read as the same again", forgets);
}

#[test]
fn control_a_decoder_that_ends_early_is_noticed() {
    let first_value = |body: &[u8]| {
        let mut values = serde_json::Deserializer::from_slice(body).into_iter::<Value>();
        let first = values.next().unwrap_or(Ok(Value::Null)).map_err(|error| error.to_string())?;
        (decoder("enrol").read)(first.to_string().as_bytes())
    };
    control("enrol", "after its end", first_value);
}

#[test]
fn control_a_decoder_that_mends_a_cut_body_is_noticed() {
    let mends = |body: &[u8]| {
        let read = decoder("lease").read;
        read(body).or_else(|why| read(&[body, b"}"].concat()).map_err(|_| why))
    };
    control("lease", "bytes were taken", mends);
}

#[test]
fn control_a_refusal_that_says_nothing_is_noticed() {
    let silent = |body: &[u8]| (decoder("turfs").read)(body).map_err(|_| "no".to_owned());
    control("turfs", "the refusal says nothing", silent);
}
