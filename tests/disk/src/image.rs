//! The bytes of one file, twice: as programs read them now, and as they lie on the platter.
//!
//! Between the two stands what was written and not synced. A sync brings it down in order. When
//! power goes, each change of it comes down whole, in part by sectors of 512 bytes, or not at all,
//! in no order; bytes that no change covers stay as they are. That is what
//! `SQLITE_IOCAP_POWERSAFE_OVERWRITE` promises and all that is promised.

use crate::{chance::Chance, plan::Loss};

/// The unit in which a write is torn.
pub const SECTOR: usize = 512;

#[derive(Debug)]
enum Change {
    Write { offset: usize, data: Vec<u8> },
    Resize(usize),
}

/// A file's content.
#[derive(Debug, Default)]
pub struct Image {
    now: Vec<u8>,
    synced: Vec<u8>,
    unsynced: Vec<Change>,
}

impl Image {
    /// As a program reads it.
    pub fn now(&self) -> &[u8] {
        &self.now
    }

    /// Writes; a file that was shorter has zeros in between.
    pub fn write(&mut self, offset: usize, data: &[u8]) {
        put(&mut self.now, offset, data);
        self.unsynced.push(Change::Write { offset, data: data.to_vec() });
    }

    /// Writes as many whole sectors as chance wants, as a write that breaks off does.
    pub fn write_part(&mut self, offset: usize, data: &[u8], chance: &mut Chance) {
        let pieces = sectors(offset, data).count();
        let wanted = usize::try_from(chance.below(pieces as u64 + 1)).unwrap_or(0);
        let length: usize = sectors(offset, data).take(wanted).map(|(_, piece)| piece.len()).sum();
        if length > 0 {
            self.write(offset, &data[..length]);
        }
    }

    /// Cuts the file off; it never grows by this.
    pub fn truncate(&mut self, size: usize) {
        if size < self.now.len() {
            self.now.truncate(size);
            self.unsynced.push(Change::Resize(size));
        }
    }

    /// Brings everything down.
    pub fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            match change {
                Change::Write { offset, data } => put(&mut self.synced, offset, &data),
                Change::Resize(size) => self.synced.truncate(size),
            }
        }
    }

    /// A sync that fails: part of what was written came down, and no later sync brings the rest,
    /// as on Linux, whose pages count as clean from then on. It must be written again.
    pub fn sync_in_vain(&mut self, chance: &mut Chance) {
        self.lose(Some(chance));
    }

    /// Power comes back: what did not come down is gone, for programs too.
    pub fn crash(&mut self, loss: Loss, chance: &mut Chance) {
        match loss {
            Loss::Nothing => self.sync(),
            Loss::Everything => self.lose(None),
            Loss::Chance(_) => self.lose(Some(chance)),
        }
        self.now.clone_from(&self.synced);
    }

    /// What was not synced comes down by chance, or not at all.
    fn lose(&mut self, chance: Option<&mut Chance>) {
        let changes = std::mem::take(&mut self.unsynced);
        let Some(chance) = chance else { return };
        // Some crashes keep nearly everything, some nearly nothing.
        let kept = 1 + chance.below(7);
        for change in changes {
            let torn = chance.hits(1, 5);
            let whole = chance.hits(kept, 8);
            match change {
                Change::Resize(size) => {
                    if whole {
                        self.synced.truncate(size);
                    }
                }
                Change::Write { offset, data } => {
                    for (at, piece) in sectors(offset, &data) {
                        let came_down = if torn { chance.hits(1, 2) } else { whole };
                        if came_down {
                            put(&mut self.synced, at, piece);
                        } else {
                            self.grow_by_junk(at, piece.len(), chance);
                        }
                    }
                }
            }
        }
    }

    /// The new length of a file can come down without what was written there.
    fn grow_by_junk(&mut self, at: usize, length: usize, chance: &mut Chance) {
        if at < self.synced.len() || !chance.hits(1, 4) {
            return;
        }
        let mut junk = vec![0; length];
        if chance.hits(1, 2) {
            chance.fill(&mut junk);
        }
        put(&mut self.synced, at, &junk);
    }
}

/// The pieces of a write, cut at the borders of sectors, each with its place.
fn sectors(offset: usize, data: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut rest = data;
    let mut at = offset;
    std::iter::from_fn(move || {
        let length = rest.len().min(SECTOR - at % SECTOR);
        let (piece, after) = rest.split_at(length);
        let place = at;
        rest = after;
        at += length;
        (length > 0).then_some((place, piece))
    })
}

fn put(bytes: &mut Vec<u8>, offset: usize, data: &[u8]) {
    let end = offset + data.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[offset..end].copy_from_slice(data);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synced(text: &[u8]) -> Image {
        let mut image = Image::default();
        image.write(0, text);
        image.sync();
        image
    }

    #[test]
    fn what_is_synced_stays_and_the_rest_may_go() {
        let mut image = synced(b"old");
        image.write(0, b"new");
        image.write(3, b"er");
        assert_eq!(image.now(), b"newer");
        image.crash(Loss::Everything, &mut Chance::new(1));
        assert_eq!(image.now(), b"old");
        image.write(0, b"new");
        image.crash(Loss::Nothing, &mut Chance::new(1));
        assert_eq!(image.now(), b"new");
    }

    #[test]
    fn a_cut_that_was_not_synced_may_be_undone() {
        let mut image = synced(b"long text");
        image.truncate(4);
        assert_eq!(image.now(), b"long");
        image.crash(Loss::Everything, &mut Chance::new(1));
        assert_eq!(image.now(), b"long text");
        image.truncate(4);
        image.sync();
        image.crash(Loss::Everything, &mut Chance::new(1));
        assert_eq!(image.now(), b"long");
    }

    /// Over many seeds one write of two sectors ends as none, as both, and as either one alone;
    /// nothing outside it ever changes.
    #[test]
    fn a_write_is_torn_at_sectors_and_nowhere_else() {
        let mut ends = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let mut image = synced(&[b'o'; 4 * SECTOR]);
            image.write(SECTOR, &[b'n'; 2 * SECTOR]);
            image.crash(Loss::Chance(seed), &mut Chance::new(seed));
            let sectors: Vec<&[u8]> = image.now().chunks(SECTOR).collect();
            for sector in &sectors {
                assert!(sector.iter().all(|byte| byte == &sector[0]), "seed {seed}");
            }
            ends.insert(sectors.iter().map(|sector| char::from(sector[0])).collect::<String>());
        }
        let wanted = ["onno", "onoo", "oono", "oooo"];
        assert_eq!(ends.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn a_failed_sync_is_not_made_good_by_the_next() {
        let lost = (0..50).filter(|seed| {
            let mut image = synced(b"old");
            image.write(0, b"new");
            image.sync_in_vain(&mut Chance::new(*seed));
            assert_eq!(image.now(), b"new");
            image.sync();
            image.crash(Loss::Nothing, &mut Chance::new(*seed));
            image.now() == b"old"
        });
        assert!(lost.count() > 5);
    }
}
