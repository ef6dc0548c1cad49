//! Words the guide does not know: counted by community and rulebook, never by person.

use wufei_domain::{area::AreaCode, record::UnknownItem};

use crate::{
    service::{Failure, feed::Facts},
    store::{Connection, statements::record, text},
};

pub fn take(
    connection: &mut dyn Connection,
    body: &UnknownItem,
    community: AreaCode,
) -> Result<Facts, Failure> {
    let values = [text(community), text(body.typed.trim()), text(&body.rulebook)];
    connection.execute(&record::COUNT_UNKNOWN_ITEM, &values)?;
    Ok(Vec::new())
}
