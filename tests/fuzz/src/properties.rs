//! What must hold of a decoder, whatever body it is given.

use proptest::test_runner::TestCaseError;
use wufei_domain::refusal::Code;

use super::{
    bounds::outside,
    wire::{Said, Taken},
};

/// What a refusal says of the place or of the rule, in the words of the libraries below us.
const NAMES: [&str; 7] = [
    " at line ",
    "`",
    "expected",
    "query string: ",
    "a column does not fit a table of ",
    "a number of 64 bits overflows",
    " bytes of rows",
];

/// What is taken is the same when it is written and read again, and lies inside its bounds; what is
/// not is refused by a sentence that names the value, the field, the place or the rule.
pub fn reads_or_refuses(said: &Said) -> Result<(), TestCaseError> {
    match said {
        Ok(Taken { written, same: false }) => {
            fail(format!("it does not read as the same again: {written}"))
        }
        Ok(Taken { written, same: true }) => match outside(written) {
            Some(found) => fail(format!("it was taken with {found}")),
            None => Ok(()),
        },
        Err(why) if names_something(why) => Ok(()),
        Err(why) => fail(format!("the refusal says nothing: {why:?}")),
    }
}

/// Nothing that goes on too short is taken: neither a half, nor the whole without its last bracket.
pub fn refuses_less(
    read: impl Fn(&[u8]) -> Said,
    body: &[u8],
    cut: usize,
) -> Result<(), TestCaseError> {
    let whole = body.trim_ascii_end();
    if cut >= whole.len() || read(body).is_err() {
        return Ok(());
    }
    match read(&whole[..cut]) {
        Ok(taken) => fail(format!("{cut} of {} bytes were taken: {}", whole.len(), taken.written)),
        Err(_) => Ok(()),
    }
}

/// Nothing that goes on too long is taken either.
pub fn refuses_more(read: impl Fn(&[u8]) -> Said, body: &[u8]) -> Result<(), TestCaseError> {
    if read(body).is_err() {
        return Ok(());
    }
    for more in ["{}", "]", "\0", "1"] {
        if read(&[body, more.as_bytes()].concat()).is_ok() {
            return fail(format!("it was taken with {more:?} after its end"));
        }
    }
    Ok(())
}

fn names_something(why: &str) -> bool {
    NAMES.iter().any(|name| why.contains(name))
        || Code::ALL.iter().any(|code| why.contains(&format!("{} {{\"", code.as_str())))
}

fn fail(why: String) -> Result<(), TestCaseError> {
    Err(TestCaseError::fail(why))
}
