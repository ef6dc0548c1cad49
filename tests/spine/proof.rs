//! What a proof is: a check that is green on the product as it is, and red, for the reason named,
//! once a protection is taken away from outside.

use wufei_tests::harness::{Failure, holds};

/// A row of the table of requirements.
pub struct Requirement {
    pub number: u8,
    /// In a few words.
    pub words: &'static str,
    /// What the product does not do yet, if anything.
    pub missing: Option<&'static str>,
}

/// A protection taken away.
pub struct Control<S> {
    /// What is taken away, in words.
    pub taken: &'static str,
    /// Takes it away.
    pub take: fn(&mut S) -> Result<(), Failure>,
    /// What the red check must say: red for another reason shows nothing.
    pub says: &'static str,
}

/// Runs `check` on a system as it is, then on one system a control. Gives back the row's line.
///
/// # Errors
/// When the check is red as it is, or green under a control, or red there for another reason.
pub fn shown<S>(
    requirement: &Requirement,
    make: impl Fn() -> Result<S, Failure>,
    check: impl Fn(&mut S) -> Result<(), Failure>,
    controls: &[Control<S>],
) -> Result<String, Failure> {
    check(&mut make()?)?;
    for Control { taken, take, says } in controls {
        let mut system = make()?;
        take(&mut system)?;
        let Err(red) = check(&mut system) else {
            return Err(Failure::new(format!("red without: {taken}"), "green"));
        };
        let expected = format!("red without: {taken}, and that it says \"{says}\"");
        holds(&expected, red.to_string().contains(says), || red.to_string())?;
    }
    let taken: Vec<&str> = controls.iter().map(|control| control.taken).collect();
    let state = requirement.missing.map_or("green".to_owned(), |what| format!("partly: {what}"));
    Ok(format!(
        "| {:02} | {} | {state} | red under control: {} |",
        requirement.number,
        requirement.words,
        taken.join("; ")
    ))
}
