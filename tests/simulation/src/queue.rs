//! The one queue of a seed: what is due, by virtual time and then in the order of asking.

use std::collections::BTreeMap;

use crux_core::Request;
use wufei_app::{Effect, effect::clock::Wait};

use crate::{
    fault::{Ease, Fault},
    wire::{Letter, Reply},
};

/// A device's place in the list of devices.
pub(crate) type DeviceNo = usize;

/// Something that will happen. `life` is the process that asked: one that has ended meanwhile hears
/// of nothing any more.
pub(crate) enum Entry {
    /// A person looks at their screen and does something.
    Tap { device: DeviceNo },
    /// The store lane comes to this question.
    Answer { device: DeviceNo, life: u32, effect: Box<Effect> },
    /// A wait is over.
    Rings { device: DeviceNo, life: u32, request: Box<Request<Wait>> },
    /// The sync lane takes its next step.
    Round { device: DeviceNo, life: u32 },
    /// A request arrives at the server.
    Arrives { letter: Box<Letter> },
    /// The server decides what has arrived.
    Decides,
    /// The server waits for news no longer.
    NewsAreOver { exchange: u64 },
    /// An answer arrives at a device.
    Returns { reply: Box<Reply> },
    /// A device waits for an answer no longer.
    GivesUp { device: DeviceNo, life: u32, exchange: u64 },
    /// The server counts standings and books what is overdue.
    Ticks,
    /// A device is switched on.
    DeviceStarts { device: DeviceNo },
    /// The server is started.
    ServerStarts,
    /// The organiser gives somebody whose token is not known any more another code.
    Helps { device: DeviceNo },
    /// The organiser makes a backup.
    BacksUp,
    /// Something goes wrong.
    Strikes { fault: Fault },
    /// Something goes wrong with a device that was made ready for it.
    Befalls { fault: Fault, device: DeviceNo },
    /// Something that went wrong is over.
    Eases { ease: Ease },
}

/// The queue.
#[derive(Default)]
pub(crate) struct Queue {
    entries: BTreeMap<(i64, u64), Entry>,
    count: u64,
}

impl Queue {
    /// Adds an entry that is due at `due_ms` since the seed began.
    pub fn push(&mut self, due_ms: i64, entry: Entry) {
        self.count += 1;
        self.entries.insert((due_ms, self.count), entry);
    }

    /// The next entry due by `end_ms`, with when it is due.
    pub fn pop(&mut self, end_ms: i64) -> Option<(i64, Entry)> {
        let (key, _) = self.entries.first_key_value()?;
        if key.0 > end_ms {
            return None;
        }
        self.entries.pop_first().map(|((due, _), entry)| (due, entry))
    }

    /// Takes out all that `is_meant`, in their order.
    pub fn take(&mut self, is_meant: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let taken = self.entries.extract_if(.., |_, entry| is_meant(entry));
        taken.map(|(_, entry)| entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_comes_by_time_and_then_by_the_order_of_asking() {
        let mut queue = Queue::default();
        for (due_ms, device) in [(20, 1), (10, 2), (20, 3), (30, 4)] {
            queue.push(due_ms, Entry::Tap { device });
        }
        let mut taken = Vec::new();
        while let Some((due_ms, entry)) = queue.pop(20) {
            let Entry::Tap { device } = entry else { panic!("another entry") };
            taken.push((due_ms, device));
        }
        assert_eq!(taken, [(10, 2), (20, 1), (20, 3)]);
        assert_eq!(queue.take(|_| true).len(), 1);
    }
}
