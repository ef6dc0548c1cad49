//! Standings: counted from the drop-offs that count, published into the communities' feeds when
//! something changed. Ranks and what is held back are decided by [`wufei_domain::standing`].

use std::collections::{BTreeMap, BTreeSet};

use wufei_api::feed::{FeedItem, StandingFact, StandingRow, SuppressedRow};
use wufei_domain::{
    area::{AreaCode, Merger, successor},
    scope::Scope,
    standing::{Tally, table},
    time::UnixMs,
};

use super::{Service, area, feed};
use crate::store::{
    Connection, StoreError,
    statements::{area as areas, feed as feeds, standing},
};

/// The standings of all counties with a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// By the county's code.
    pub counties: Vec<CountyStanding>,
    /// Villages in force without a roll: not ranked, not guessed.
    pub without_roll: u32,
}

/// The standings of one county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountyStanding {
    /// Which county.
    pub county: AreaCode,
    /// Its name.
    pub name: String,
    /// The table as published.
    pub fact: StandingFact,
    /// Where the rolls come from, with their dates.
    pub sources: Vec<(String, UnixMs)>,
    /// Its communities whose data is made up.
    pub synthetic: BTreeSet<AreaCode>,
}

/// A community with a roll.
struct Unit {
    county: AreaCode,
    name: String,
    synthetic: bool,
    source: (String, UnixMs),
}

impl Service {
    /// The standings; counted anew when any feed moved since the last count.
    pub(super) fn published(
        &mut self,
        connection: &mut dyn Connection,
        now: UnixMs,
    ) -> Result<Published, StoreError> {
        let pulse = pulse(connection)?;
        if let Some((counted_at, published)) = &self.published
            && *counted_at == pulse
        {
            return Ok(published.clone());
        }
        let published = count(connection, now)?;
        self.published = Some((pulse, published.clone()));
        Ok(published)
    }

    /// Tells the communities of each county whose table changed.
    pub(super) fn publish(
        &mut self,
        connection: &mut dyn Connection,
        now: UnixMs,
    ) -> Result<(), StoreError> {
        let known = self.published.as_ref().map(|(counted_at, _)| *counted_at);
        if known == Some(pulse(connection)?) {
            return Ok(());
        }
        let published = self.published(connection, now)?;
        let mut facts = Vec::new();
        for county in &published.counties {
            let rows = county.fact.rows.iter().map(|row| row.community);
            let suppressed = county.fact.suppressed.iter().map(|row| row.community);
            for code in rows.chain(suppressed) {
                let scope = Scope::Community(code);
                let before = feed::latest(connection, scope, "standing", "table")?;
                if !same_table(before.as_ref(), &county.fact) {
                    facts.push((scope, FeedItem::Standing(county.fact.clone())));
                }
            }
        }
        feed::append(connection, facts)?;
        // What was just told is no news to count again.
        self.published = Some((pulse(connection)?, published));
        Ok(())
    }
}

fn pulse(connection: &mut dyn Connection) -> Result<i64, StoreError> {
    connection.first(&feeds::PULSE, &[])?.map_or(Ok(0), |row| row.integer(0))
}

fn same_table(before: Option<&FeedItem>, now: &StandingFact) -> bool {
    match before {
        Some(FeedItem::Standing(before)) => {
            before.rows == now.rows && before.suppressed == now.suppressed
        }
        _ => false,
    }
}

fn count(connection: &mut dyn Connection, now: UnixMs) -> Result<Published, StoreError> {
    let units = units(connection)?;
    let mut by_county: BTreeMap<AreaCode, Vec<Tally>> = BTreeMap::new();
    for (code, tally) in tallies(connection, now)? {
        if let Some(unit) = units.get(&code) {
            by_county.entry(unit.county).or_default().push(tally);
        }
    }
    let mut counties = Vec::new();
    for (county, tallies) in by_county {
        let here = || units.iter().filter(|(_, unit)| unit.county == county);
        let sources: BTreeSet<_> = here().map(|(_, unit)| unit.source.clone()).collect();
        let synthetic = here().filter(|(_, unit)| unit.synthetic).map(|(code, _)| *code);
        counties.push(CountyStanding {
            county,
            name: area::full_name(connection, county)?,
            fact: fact(&tallies, &units, now),
            sources: sources.into_iter().collect(),
            synthetic: synthetic.collect(),
        });
    }
    let without_roll = connection.first(&standing::WITHOUT_ROLL, &[])?;
    let without_roll = without_roll.map_or(Ok(0), |row| row.integer(0))?;
    Ok(Published { counties, without_roll })
}

fn units(connection: &mut dyn Connection) -> Result<BTreeMap<AreaCode, Unit>, StoreError> {
    let mut units = BTreeMap::new();
    for row in connection.query(&standing::COMMUNITIES, &[])? {
        let unit = Unit {
            county: row.read(1)?,
            name: row.text(2)?.to_owned(),
            synthetic: row.integer::<i64>(3)? == 1,
            source: (row.text(4)?.to_owned(), UnixMs::new(row.integer(5)?)),
        };
        units.insert(row.read(0)?, unit);
    }
    Ok(units)
}

/// Tallies by the unit that answers for them today: a merged unit's are added to its successor's.
fn tallies(
    connection: &mut dyn Connection,
    now: UnixMs,
) -> Result<BTreeMap<AreaCode, Tally>, StoreError> {
    let mut mergers = Vec::new();
    for row in connection.query(&areas::MERGERS, &[])? {
        let at = UnixMs::new(row.integer(2)?);
        mergers.push(Merger { from: row.read(0)?, into: row.read(1)?, at });
    }
    let mut tallies: BTreeMap<AreaCode, Tally> = BTreeMap::new();
    for row in connection.query(&standing::TALLIES, &[])? {
        let community = successor(row.read(0)?, now, &mergers);
        let empty = Tally { community, registered: 0, contributing: 0, grams: 0 };
        let tally = tallies.entry(community).or_insert(empty);
        tally.registered = tally.registered.saturating_add(row.integer(1)?);
        tally.contributing = tally.contributing.saturating_add(row.integer(2)?);
        tally.grams = tally.grams.saturating_add(row.integer(3)?);
    }
    Ok(tallies)
}

fn fact(tallies: &[Tally], units: &BTreeMap<AreaCode, Unit>, now: UnixMs) -> StandingFact {
    let table = table(tallies);
    let name = |code: &AreaCode| units.get(code).map_or_else(String::new, |u| u.name.clone());
    let synthetic = |code: &AreaCode| units.get(code).is_some_and(|unit| unit.synthetic);
    let rows = table.ranked.iter().map(|ranked| StandingRow {
        community: ranked.community,
        name: name(&ranked.community),
        rank: ranked.rank,
        grams_per_household: ranked.grams_per_household,
        participation_permille: ranked.participation_permille,
        synthetic: synthetic(&ranked.community),
    });
    let suppressed = table.suppressed.iter().map(|(community, why)| SuppressedRow {
        community: *community,
        name: name(community),
        why: *why,
    });
    StandingFact { as_of: now, rows: rows.collect(), suppressed: suppressed.collect() }
}
