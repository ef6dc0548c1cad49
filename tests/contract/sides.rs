//! The two databases a story is played on.

use wufei_server::settings::Database;
use wufei_tests::harness::{Cluster, Commits, Failure, World};

/// Plays a story on SQLite, then on PostgreSQL; what failed says where.
///
/// # Errors
/// The story's.
pub fn on_both(story: fn(&mut World) -> Result<(), Failure>) -> Result<(), Failure> {
    let on = |side: &'static str| {
        move |failure: Failure| {
            Failure::new(failure.expected, format!("on {side}: {}", failure.seen))
        }
    };
    story(&mut World::new()?).map_err(on("SQLite"))?;
    let cluster = Cluster::start(Commits::ReachTheDisk)?;
    story(&mut World::on(&cluster.url())?).map_err(on("PostgreSQL"))
}

/// An address as an operator writes it.
///
/// # Errors
/// When it is none.
pub fn database(address: &str) -> Result<Database, Failure> {
    address.parse().map_err(Failure::while_doing("the address of a database"))
}
