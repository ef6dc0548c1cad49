//! How the villages stand, on the public page and in the server's view, and who is not shown.

use std::time::Instant;

use wufei_api::routes;
use wufei_domain::{
    standing::{THRESHOLD, Tally, table},
    units::WeightUnit,
};

use super::{Told, stage::Stage};
use crate::{
    harness::{Failure, PATIENCE, holds, same},
    neighbourhood::units::{MAXI, XIBAO, YANXI, YUEXIU},
};

/// The shown units with the households on their rolls.
const SHOWN: [(&str, u32); 3] = [(MAXI, 160), (XIBAO, 48), (YUEXIU, 120)];

/// The page as text: what stood in tags is gone, rows of the table are lines.
fn page(stage: &Stage) -> Result<String, Failure> {
    let answer = stage.world.http.get(routes::BOARD, None)?;
    same("status of the public page", &200, &answer.status)?;
    let rows = answer.text.replace("<tr>", "\n").replace("<li>", "\n").replace("</li>", "\n");
    let mut text = String::new();
    let mut in_tag = false;
    for letter in rows.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    Ok(text)
}

/// The page once it holds what is looked for: it is counted anew a few times a second.
fn page_until(stage: &Stage, what: &str, holds: impl Fn(&str) -> bool) -> Result<String, Failure> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let text = page(stage)?;
        if holds(&text) {
            return Ok(text);
        }
        if Instant::now() >= deadline {
            return Err(Failure::new(what, text));
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

/// A unit's name as the server has it.
fn name(stage: &Stage, code: &str) -> Result<String, Failure> {
    let local = "SELECT local_name FROM communities WHERE code = ?1";
    Ok(stage.world.server.read()?.query_row(local, [code], |row| row.get(0))?)
}

/// What the page should show, from what was typed at the scales: code, rank, grams a household.
fn expected(stage: &Stage) -> Result<Vec<(String, u32, u64)>, Failure> {
    let mut tallies = Vec::new();
    for (unit, registered) in SHOWN {
        let grams = stage.grams.get(unit).copied();
        let grams = grams.ok_or_else(|| Failure::new("drop-offs", "none: the step failed"))?;
        tallies.push(Tally { community: unit.parse()?, registered, contributing: 12, grams });
    }
    let rows = table(&tallies).ranked.into_iter();
    Ok(rows.map(|row| (row.community.to_string(), row.rank, row.grams_per_household)).collect())
}

pub(super) fn standing(stage: &mut Stage) -> Told {
    let mut wanted = Vec::new();
    let mut told = Vec::new();
    for (code, rank, grams) in expected(stage)? {
        let name = name(stage, &code)?;
        let weight = stage.words.weight_in(grams, WeightUnit::Kilogram);
        told.push(format!("{rank}. {name} {weight}"));
        wanted.push((rank.to_string(), name, weight));
        let grams: i64 = stage.world.server.count(
            "SELECT grams / registered FROM v_standings WHERE community = ?1 AND shown = 1",
            [&code],
        )?;
        let typed = stage.grams.get(code.as_str()).copied().unwrap_or(0);
        let registered = SHOWN.iter().find(|(unit, _)| *unit == code).map_or(1, |(_, n)| *n);
        let per_household = i64::try_from(typed / u64::from(registered)).unwrap_or(0);
        same("grams a household in v_standings", &per_household, &grams)?;
    }
    page_until(stage, &format!("on the public page: {}", told.join(", ")), |text| {
        let mut lines = text.lines();
        wanted.iter().all(|(rank, name, weight)| {
            lines.any(|line| {
                line.trim_start().starts_with(rank.as_str())
                    && line.contains(name.as_str())
                    && line.contains(weight.as_str())
            })
        })
    })?;
    let resident = stage.who("resident")?;
    resident.standing("the same three villages in the same places", |view| {
        let mut places = wanted.iter().zip(&view.rows);
        view.rows.len() == wanted.len() && places.all(|((_, name, _), row)| row.name.contains(name))
    })?;
    Ok(format!("{} (public page, v_standings and a device agree)", told.join(", ")))
}

pub(super) fn suppressed(stage: &mut Stage) -> Told {
    let name = name(stage, YANXI)?;
    let threshold = THRESHOLD.to_string();
    let text = page_until(stage, &format!("{name} on the page, not shown"), |text| {
        text.lines().any(|line| line.contains(&name) && line.contains(&threshold))
    })?;
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(&name)).collect();
    let [line] = lines[..] else {
        return Err(Failure::new(format!("one line of {name}"), lines.join(" | ")));
    };
    let figures = line.replace(&threshold, "");
    holds("no figure but the threshold", !figures.contains(|c: char| c.is_ascii_digit()), || {
        line.to_owned()
    })?;
    let seen: (i64, i64, i64) = stage.world.server.read()?.query_row(
        "SELECT registered, contributing, shown FROM v_standings WHERE community = ?1",
        [YANXI],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    same("registered, contributing, shown in v_standings", &(8, 8, 0), &seen)?;
    Ok(line.split_whitespace().collect::<Vec<_>>().join(" "))
}
