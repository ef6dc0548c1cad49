//! The server is put back to an older backup, with the steps of `wufei-server restore`: the backup
//! is verified, what it does not have is written down, and it is given a new epoch.
//!
//! The operator's command itself copies and renames files of the machine; here files lie on disks in
//! memory, so that its steps are taken one by one, with the epoch drawn from the seed.

use wufei_domain::record::hex;
use wufei_server::store::{Connection as _, StoreError, sqlite::Sqlite, statements::meta, text};

use super::Fault;
use crate::{
    control::Control, queue::Entry, town::SERVER_DATABASE, violation::Violation, world::World,
};

impl World<'_> {
    /// # Errors
    /// When the backup cannot be put back.
    pub(super) fn restore(&mut self) -> Result<(), Violation> {
        let seed = self.chance.next();
        let Some(backup) = &self.city.backup else { return Ok(()) };
        let (fresh, truth) = (backup.disk.copy(seed), backup.truth.clone());
        // The operator stops the server on a good disk.
        self.city.disk.spare();
        self.city.desk = None;
        self.city.inbox.clear();
        let (path, before) = (fresh.path(SERVER_DATABASE), self.city.disk.path(SERVER_DATABASE));
        Sqlite::open(&path)?.verify()?;
        Sqlite::open(&before)?.alone()?;
        let mut gaps = 0;
        if self.control != Some(Control::Gaps) {
            gaps = Sqlite::open(&path)?.write_gaps(&before, self.now())?;
        }
        if self.control != Some(Control::Epoch) {
            let mut random = [0; 8];
            self.chance.fill(&mut random);
            renew_epoch(&mut Sqlite::open(&path)?, &hex(&random))?;
        }
        Sqlite::open(&path)?.alone()?;
        self.city.disk = fresh;
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

fn renew_epoch(server: &mut Sqlite, epoch: &str) -> Result<(), StoreError> {
    server.begin()?;
    server.execute(&meta::REPLACE, &[text("epoch"), text(epoch)])?;
    server.commit()
}
