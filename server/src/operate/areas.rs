//! Import of an area table. A code that a newer table no longer has is kept and ends: records were
//! made under it.

use std::{collections::BTreeSet, fmt};

use wufei_domain::{
    area::{Area, AreaCode, Level, table},
    audit::AuditAct,
    time::UnixMs,
};

use super::{OperateError, in_transaction};
use crate::{
    service::audit::Entry,
    settings::Database,
    store::{Connection, StoreError, integer, optional_text, statements::area, text},
};

/// What a table had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaCounts {
    /// 区、县、县级市.
    pub counties: usize,
    /// 乡镇、街道.
    pub towns: usize,
    /// 村、社区.
    pub villages: usize,
}

impl fmt::Display for AreaCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { counties, towns, villages } = self;
        write!(f, "{counties} counties, {towns} towns, {villages} villages and communities")
    }
}

/// Imports the text of an area table (`code,level,parent,name`).
///
/// # Errors
/// Every broken row by its line; then nothing is imported. What the database says.
pub fn import_areas(
    database: &Database,
    table: &str,
    now: UnixMs,
) -> Result<AreaCounts, OperateError> {
    let areas = table::parse(table).map_err(OperateError::Refused)?;
    in_transaction(database, |connection| {
        write(connection, &areas, now)?;
        Entry::by_operator(AuditAct::AreasImported)
            .with("areas", areas.len())
            .append(connection, now)?;
        Ok(())
    })?;
    let count = |level| areas.iter().filter(|area| area.level == level).count();
    Ok(AreaCounts {
        counties: count(Level::County),
        towns: count(Level::Town),
        villages: count(Level::Village),
    })
}

fn write(connection: &mut dyn Connection, areas: &[Area], now: UnixMs) -> Result<(), StoreError> {
    let mut ended: BTreeSet<AreaCode> = BTreeSet::new();
    for row in connection.query(&area::CURRENT, &[])? {
        ended.insert(row.read(0)?);
    }
    for area in areas {
        ended.remove(&area.code);
        let values = [
            text(area.code),
            text(area.level.code()),
            optional_text(area.parent),
            text(&area.name),
        ];
        connection.execute(&area::UPSERT, &values)?;
    }
    for code in ended {
        connection.execute(&area::END, &[text(code), integer(now.value())])?;
    }
    Ok(())
}
