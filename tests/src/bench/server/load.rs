//! What devices send: check-ins door by door, each push made whole before the clock begins. A push of
//! many is packed and compressed as a device does it.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use wufei_api::{
    columns,
    push::{PushRequest, ROWS, Turn},
};
use wufei_domain::{ids::DoorId, visit::Outcome};

use super::town::{DOORS, Device};
use crate::harness::{Failure, now, records::visit};

/// A push, ready to be sent.
#[derive(Debug, Clone)]
pub struct Push {
    /// The bearer's token.
    pub token: String,
    /// The body.
    pub body: Vec<u8>,
    /// Whether its rows are columns, and it is compressed.
    pub packed: bool,
    /// Ids of its records.
    pub ids: Vec<String>,
}

/// The request of a device's next push of so many records. Counts its turn.
///
/// # Errors
/// Without random bytes.
pub fn request(device: &mut Device, batch: usize) -> Result<PushRequest, Failure> {
    let mut entries = Vec::with_capacity(batch);
    for number in 0..batch {
        let at = device.turn.wrapping_mul(batch as u64).wrapping_add(number as u64);
        let door = u32::try_from(at % u64::from(DOORS)).unwrap_or(0) + 1;
        let all = Outcome::ALL;
        let outcome = all.get(number % all.len()).copied().unwrap_or(Outcome::NotHome);
        entries.push(visit(device.turf, DoorId::new(device.community, door), outcome)?);
    }
    let turn = Turn { epoch: device.epoch.clone(), number: device.turn, sent_at: Some(now()) };
    device.turn += 1;
    Ok(PushRequest { device: device.id, entries, turn: Some(turn) })
}

impl Push {
    /// The next push of a device.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn next(device: &mut Device, batch: usize) -> Result<Self, Failure> {
        let request = request(device, batch)?;
        let ids = request.entries.iter().map(|record| record.id.to_string()).collect();
        let packed = batch > 1;
        let body = if packed {
            let columns = columns::pack(serde_json::to_value(&request)?, ROWS).to_string();
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(columns.as_bytes())?;
            encoder.finish()?
        } else {
            serde_json::to_vec(&request)?
        };
        Ok(Self { token: device.token.clone(), body, packed, ids })
    }
}
