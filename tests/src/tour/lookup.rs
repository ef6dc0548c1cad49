//! What a resident's device answers by itself: seven items, and a word that nobody knows.

use wufei_app::view::lookup::{ItemCard, LookupResult};
use wufei_domain::stream::Stream;

use super::{Told, stage::Stage};
use crate::harness::{Failure, TestDevice, holds, same};

/// Items with their stream in Zhejiang.
const ITEMS: [(&str, Stream); 6] = [
    ("牛奶盒", Stream::Recyclable),
    ("大骨头", Stream::Residual),
    ("5号电池", Stream::Residual),
    ("过期药", Stream::Hazardous),
    ("节能灯", Stream::Hazardous),
    ("打火机", Stream::Residual),
];

/// Answered by its parts.
const BY_PARTS: &str = "奶茶";

/// Nothing that anybody throws away.
pub(super) const UNKNOWN: &str = "曲率引擎";

pub(super) fn guide(stage: &mut Stage) -> Told {
    let device = stage.world.device_at(&stage.world.front(), "resident")?;
    let answered = seven(&device);
    stage.enter("resident", device);
    answered?;
    Ok("7 items right for Zhejiang with bin, reason and source; 奶茶 by its parts".to_owned())
}

fn seven(device: &TestDevice) -> Result<(), Failure> {
    for (item, stream) in ITEMS {
        let card = found(device, item)?;
        let first = card.parts.first().and_then(|part| part.stream);
        same(item, &Some(stream), &first)?;
    }
    let card = found(device, BY_PARTS)?;
    let streams: Vec<Option<Stream>> = card.parts.iter().map(|part| part.stream).collect();
    for wanted in [None, Some(Stream::Perishable), Some(Stream::Residual)] {
        holds(&format!("a part of {BY_PARTS} for {wanted:?}"), streams.contains(&wanted), || {
            format!("{streams:?}")
        })?;
    }
    Ok(())
}

/// The answer, with a word for each bin, a reason and a source.
fn found(device: &TestDevice, item: &str) -> Result<ItemCard, Failure> {
    let LookupResult::Found { item: card } = device.look_up(item)? else {
        return Err(Failure::new(format!("an answer for {item}"), format!("{:?}", device.view()?)));
    };
    for part in &card.parts {
        let whole =
            [&part.bin_line, &part.reason, &part.source].iter().all(|text| !text.trim().is_empty());
        holds(&format!("bin, reason and source for {item}"), whole, || format!("{part:?}"))?;
    }
    Ok(card)
}

pub(super) fn unknown_item(stage: &mut Stage) -> Told {
    let device = stage.who("resident")?;
    let result = device.look_up(UNKNOWN)?;
    let LookupResult::Unknown { text, tell_us: Some(_), nearest, .. } = result else {
        return Err(Failure::new(
            "that it is not known, and a way to tell us",
            format!("{result:?}"),
        ));
    };
    holds("a plain sentence", !text.is_empty(), || text.clone())?;
    device.tell_us()?;
    same("words kept in the device's outbox", &1, &device.store()?.outbox("unknown_item")?)?;
    Ok(format!("{UNKNOWN}: \"{text}\", {} near names, the word waits on the device", nearest.len()))
}
