//! Devices that wait for news, each on a seat. A seat is woken by name after a commit: by one of its
//! feeds, its person, its device. So a commit costs those who follow what changed, and nobody else.
//!
//! What a whole county would hear of at once wakes nobody: the feeds of communities (standings, what
//! an organiser imports) are heard of when a wait is over.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tokio::{sync::Notify, time::timeout_at};
use wufei_domain::{
    ids::DeviceId,
    refusal::{Code, Refusal},
    scope::Scope,
};

use crate::{service::news::News, store::noted::Names};

/// Seats at most, at some 500 bytes each.
pub const SEATS_MAX: usize = 10_000;

/// Seconds after which a device that found no seat, or lost it, may come back: as often as one asked
/// before there was anything to wait for.
pub(crate) const AWAY_SECONDS: u64 = 60;

/// The room with the seats.
#[derive(Clone, Default)]
pub(crate) struct Listeners(Arc<Mutex<Room>>);

#[derive(Default)]
struct Room {
    seats: BTreeMap<u64, Taken>,
    by_name: BTreeMap<String, BTreeSet<u64>>,
    by_device: BTreeMap<DeviceId, u64>,
    last: u64,
    is_closed: bool,
}

struct Taken {
    device: DeviceId,
    names: Vec<String>,
    bell: Arc<Notify>,
}

/// One who waits; the seat is free again when this goes.
pub(crate) struct Seat {
    room: Listeners,
    number: u64,
    bell: Arc<Notify>,
}

impl Listeners {
    /// A seat for a device. It has one at most: an older one ends. After the end it is none: the wait
    /// on it is over at once.
    ///
    /// # Errors
    /// [`Code::Busy`] with the seconds when all are taken.
    pub fn sit(&self, news: &News) -> Result<Seat, Refusal> {
        let mut room = self.lock();
        if let Some(older) = room.by_device.get(&news.device).copied() {
            room.leave(older);
        }
        if room.seats.len() >= SEATS_MAX {
            return Err(Refusal::new(Code::Busy).with("seconds", AWAY_SECONDS));
        }
        room.last += 1;
        let (number, bell) = (room.last, Arc::new(Notify::new()));
        let scopes = news.scopes.iter().filter(|scope| !matches!(scope, Scope::Community(_)));
        let people = [news.device.to_string(), news.actor.to_string()];
        let names: Vec<String> = people.into_iter().chain(scopes.map(Scope::to_string)).collect();
        let seat = Seat { room: self.clone(), number, bell: bell.clone() };
        if room.is_closed {
            return Ok(seat);
        }
        for name in &names {
            room.by_name.entry(name.clone()).or_default().insert(number);
        }
        room.by_device.insert(news.device, number);
        room.seats.insert(number, Taken { device: news.device, names, bell });
        Ok(seat)
    }

    /// Wakes the seats of these names, after the commit that changed them.
    pub fn wake(&self, names: &Names) {
        if names.is_empty() {
            return;
        }
        let room = self.lock();
        let numbers = names.iter().filter_map(|name| room.by_name.get(name)).flatten();
        for taken in numbers.filter_map(|number| room.seats.get(number)) {
            taken.bell.notify_one();
        }
    }

    /// How many wait.
    pub fn seated(&self) -> usize {
        self.lock().seats.len()
    }

    /// Ends every wait, now and from now on: the server stops.
    pub fn close(&self) {
        let mut room = self.lock();
        room.is_closed = true;
        let numbers: Vec<u64> = room.seats.keys().copied().collect();
        for number in numbers {
            room.leave(number);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Room> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// Frees a seat; whoever sits there is woken and finds it gone.
    fn leave(&mut self, number: u64) {
        let Some(Taken { device, names, bell }) = self.seats.remove(&number) else { return };
        for name in names {
            if let Some(numbers) = self.by_name.get_mut(&name) {
                numbers.remove(&number);
                if numbers.is_empty() {
                    self.by_name.remove(&name);
                }
            }
        }
        if self.by_device.get(&device) == Some(&number) {
            self.by_device.remove(&device);
        }
        bell.notify_one();
    }
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Woken {
    /// By name, or its time is over: it is to look once more.
    ToLook,
    /// By a newer wait of the same device.
    ByNewer,
    /// By the end of the server.
    ByEnd,
}

impl Seat {
    /// Waits to be woken, until `end` at most.
    pub async fn wait(&self, end: Instant) -> Woken {
        // Whether its time was over is seen by the clock.
        let _ = timeout_at(end.into(), self.bell.notified()).await;
        let room = self.room.lock();
        match room.seats.contains_key(&self.number) {
            true => Woken::ToLook,
            false if room.is_closed => Woken::ByEnd,
            false => Woken::ByNewer,
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.lock().leave(self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use wufei_domain::{ids::ActorId, news::NewsMark, time::UnixMs};

    use super::*;

    fn news(device: u32, scopes: &[&str]) -> News {
        let mut bytes = [0; 10];
        bytes[..4].copy_from_slice(&device.to_be_bytes());
        News {
            mark: NewsMark::new(0),
            device: DeviceId::from_stamp(UnixMs::new(1), bytes),
            actor: ActorId::from_stamp(UnixMs::new(2), bytes),
            scopes: scopes.iter().map(|scope| scope.parse().unwrap()).collect(),
        }
    }

    const VILLAGE: &str = "community:330683106273";
    const HOUSEHOLD: &str = "household:330683106273-1";

    fn names(name: &str) -> Names {
        Names::from([name.to_owned()])
    }

    /// Whether the seat is woken within a moment, and why its wait ended.
    async fn woken(seat: &Seat) -> (bool, Woken) {
        let end = Instant::now() + Duration::from_millis(200);
        let why = seat.wait(end).await;
        (Instant::now() < end, why)
    }

    #[tokio::test]
    async fn a_seat_is_woken_by_its_own_names_and_no_others() {
        let room = Listeners::default();
        let one = news(1, &[VILLAGE, HOUSEHOLD]);
        let seat = room.sit(&one).unwrap();
        for name in [HOUSEHOLD.to_owned(), one.actor.to_string(), one.device.to_string()] {
            room.wake(&names(&name));
            assert_eq!(woken(&seat).await, (true, Woken::ToLook), "{name}");
        }
        for name in [VILLAGE, "household:330683106273-2"] {
            room.wake(&names(name));
            assert_eq!(woken(&seat).await, (false, Woken::ToLook), "{name}");
        }
    }

    #[tokio::test]
    async fn a_device_has_one_seat_and_the_end_frees_all() {
        let room = Listeners::default();
        let older = room.sit(&news(1, &[HOUSEHOLD])).unwrap();
        let newer = room.sit(&news(1, &[HOUSEHOLD])).unwrap();
        assert_eq!(woken(&older).await, (true, Woken::ByNewer));
        drop(older);
        room.wake(&names(HOUSEHOLD));
        assert_eq!(woken(&newer).await, (true, Woken::ToLook), "the older one took nothing along");
        room.close();
        assert_eq!(woken(&newer).await, (true, Woken::ByEnd));
        let late = room.sit(&news(2, &[])).unwrap();
        assert_eq!(late.wait(Instant::now()).await, Woken::ByEnd, "nobody sits down any more");
    }

    #[test]
    fn the_seats_are_bounded_and_nothing_is_left_behind() {
        let room = Listeners::default();
        let many = u32::try_from(SEATS_MAX).unwrap();
        let mut seats: Vec<Seat> =
            (0..many).map(|device| room.sit(&news(device, &[HOUSEHOLD])).unwrap()).collect();
        let refusal = room.sit(&news(many, &[])).err().unwrap();
        assert_eq!((refusal.code, refusal.args["seconds"].as_str()), (Code::Busy, "60"));
        assert!(room.sit(&news(0, &[])).is_ok(), "one for another of the same device");
        seats.clear();
        let room = room.lock();
        assert!(room.seats.is_empty() && room.by_name.is_empty() && room.by_device.is_empty());
    }
}
