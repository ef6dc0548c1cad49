//! What a proof is: a check that is green on the product as it is, and red, for the reason named,
//! once a protection is taken away from outside.

use wufei_tests::harness::{Failure, holds};

use crate::ground::is_postgres;

/// A row of the table of requirements.
pub struct Requirement {
    pub number: u8,
    /// In a few words.
    pub words: &'static str,
    /// What the product does not do yet, if anything.
    pub missing: Option<&'static str>,
    pub shown_on: Databases,
}

/// The databases of the server that a row is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Databases {
    /// On SQLite, and once more on PostgreSQL: what the row asks is asked of the server's database.
    Both,
    /// On SQLite alone, and why. Its test stands in a module `once`, which a run on PostgreSQL leaves
    /// out.
    OnlySqlite(&'static str),
    /// On PostgreSQL alone, and why. Its test is `#[ignore]`d without one.
    OnlyPostgres(&'static str),
}

impl Databases {
    /// A cell of the table; where a row is left out, it says why.
    fn cell(self) -> String {
        let here = if is_postgres() { "PostgreSQL" } else { "SQLite" };
        match self {
            Self::Both => format!("on {here}"),
            Self::OnlySqlite(why) | Self::OnlyPostgres(why) => format!("on {here} alone: {why}"),
        }
    }

    /// A row that is shown where it says that it is not was forgotten in a list of those left out.
    fn is_here(self) -> Result<(), Failure> {
        let fits = match self {
            Self::Both => true,
            Self::OnlySqlite(_) => !is_postgres(),
            Self::OnlyPostgres(_) => is_postgres(),
        };
        holds("a row that is shown on this database", fits, || format!("{self:?}"))?;
        let thread = std::thread::current();
        // A test that runs alone is not named.
        let Some(test) = thread.name().filter(|name| name.contains("::")) else { return Ok(()) };
        let is_once = matches!(self, Self::OnlySqlite(_));
        let fits = is_once == test.contains("::once::");
        holds("in `once` what SQLite alone shows, and only that", fits, || test.to_owned())
    }
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
    requirement.shown_on.is_here()?;
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
        "| {:02} | {} | {} | {state} | red under control: {} |",
        requirement.number,
        requirement.words,
        requirement.shown_on.cell(),
        taken.join("; ")
    ))
}
