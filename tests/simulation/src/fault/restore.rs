//! The server is put back to an older backup, with the steps of `wufei-server restore`: the backup
//! is verified, what it does not have is written down, and it is given a new epoch.
//!
//! The operator's command itself copies and renames files of the machine; here files lie on disks in
//! memory, so that its steps are taken one by one, with the epoch drawn from the seed. In PostgreSQL a
//! backup is another database, and what it does not have is written down from here.

use wufei_domain::{record::hex, time::UnixMs};
use wufei_server::{
    Database,
    store::{
        self, Connection as _, Statement, StoreError, integer, sqlite::Sqlite, statements::meta,
        text,
    },
};

use super::Fault;
use crate::{
    city::Copy, control::Control, ground::Outside, queue::Entry, town::SERVER_DATABASE,
    violation::Violation, world::World,
};

impl World<'_> {
    /// # Errors
    /// When the backup cannot be put back.
    pub(super) fn restore(&mut self) -> Result<(), Violation> {
        let seed = self.chance.next();
        let Some(backup) = &self.city.backup else { return Ok(()) };
        let truth = backup.truth.clone();
        let fresh = match &backup.copy {
            Copy::Disk(disk) => Copy::Disk(disk.copy(seed)),
            Copy::Place(place) => {
                self.city.copies += 1;
                Copy::Place(place.copied(&format!("{}_{}", place.name, self.city.copies))?)
            }
        };
        // The operator stops the server on a good disk.
        self.city.disk.spare();
        self.city.desk = None;
        self.city.inbox.clear();
        let before = self.city.database()?;
        let database = match &fresh {
            Copy::Disk(disk) => Database::Sqlite(disk.path(SERVER_DATABASE)),
            Copy::Place(place) => place.database()?,
        };
        let mut gaps = 0;
        if let (Database::Sqlite(path), Database::Sqlite(before)) = (&database, &before) {
            Sqlite::open(path)?.verify()?;
            Sqlite::open(before)?.alone()?;
            if self.control != Some(Control::Gaps) {
                gaps = Sqlite::open(path)?.write_gaps(before, self.now())?;
            }
        } else if self.control != Some(Control::Gaps) {
            gaps = write_gaps(&database, &before, self.now())?;
        }
        if self.control != Some(Control::Epoch) {
            let mut random = [0; 8];
            self.chance.fill(&mut random);
            renew_epoch(&database, &hex(&random))?;
        }
        if let Database::Sqlite(path) = &database {
            Sqlite::open(path)?.alone()?;
        }
        match fresh {
            Copy::Disk(disk) => self.city.disk = disk,
            Copy::Place(place) => self.city.place = Some(place),
        }
        self.model.truth = truth;
        self.changed_ms = self.now_ms;
        self.doubt.clear();
        self.count(Fault::Restore);
        let many = self.model.truth.accepted.len();
        self.say_city(format_args!("FAULT restored to {many} records, {gaps} gaps"));
        let off_ms = self.between(500, 20_000);
        self.queue.push(self.now_ms + off_ms, Entry::ServerStarts);
        Ok(())
    }
}

const KNOWN_GAPS: Statement = Statement {
    name: "restore::KNOWN_GAPS",
    text: "SELECT community, id, kind, device, made_at, received_at, restored_at FROM restore_gaps",
};

const NEWER: Statement = Statement {
    name: "restore::NEWER",
    text: "SELECT community, id, kind, device, made_at, received_at FROM records",
};

const WRITE: Statement = Statement {
    name: "restore::WRITE",
    text: "INSERT INTO restore_gaps
        (community, id, kind, device, made_at, received_at, restored_at)
        SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT),
            CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT)
        WHERE NOT EXISTS (
            SELECT 1 FROM records WHERE community = CAST($1 AS TEXT) AND id = CAST($2 AS TEXT))
        ON CONFLICT DO NOTHING",
};

/// Writes down what only the database before has, and what an earlier restore of it had not brought
/// back by then; gives how many records that is.
fn write_gaps(fresh: &Database, before: &Database, now: UnixMs) -> Result<u64, StoreError> {
    let (fresh, before) = (Outside::open(fresh)?, Outside::open(before)?);
    let earlier = before.rows(&KNOWN_GAPS, &[])?.into_iter().map(|row| row.0);
    let newer = before.rows(&NEWER, &[])?.into_iter().map(|row| {
        let mut values = row.0;
        values.push(integer(now.value()));
        values
    });
    earlier.chain(newer).map(|values| fresh.execute(&WRITE, &values)).sum()
}

fn renew_epoch(database: &Database, epoch: &str) -> Result<(), StoreError> {
    let mut server = store::open(database)?;
    server.begin()?;
    server.execute(&meta::REPLACE, &[text("epoch"), text(epoch)])?;
    server.commit()
}
