//! Reads an area table (`code,level,parent,name`): whole or not at all, broken rows listed by line.

use std::collections::HashMap;

use super::{Area, AreaCode, Level, Validity};
use crate::refusal::{Code, Refusal};

/// Reads the text of a table. Blank lines are passed over, a byte order mark too.
///
/// # Errors
/// Every broken row as [`Code::AreaRowBroken`] with its line number (the header is line 1) and what
/// is wrong with it: columns, code, level against code, name, a code twice, a parent that is not in
/// the table.
pub fn parse(text: &str) -> Result<Vec<Area>, Vec<Refusal>> {
    let mut broken = Vec::new();
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let header = lines.next().map(|(_, line)| line.trim());
    if header != Some("code,level,parent,name") {
        return Err(vec![row_broken(1, "header is not code,level,parent,name")]);
    }
    let mut areas: Vec<(usize, Area)> = Vec::new();
    let mut seen: HashMap<AreaCode, usize> = HashMap::new();
    for (index, line) in lines {
        let number = index + 1;
        if line.trim().is_empty() {
            continue;
        }
        match row(line) {
            Ok(area) => match seen.insert(area.code, number) {
                Some(first) => {
                    let detail = format!("code {} stands in line {first} too", area.code);
                    broken.push(row_broken(number, &detail));
                }
                None => areas.push((number, area)),
            },
            Err(detail) => broken.push(row_broken(number, &detail)),
        }
    }
    for (number, area) in &areas {
        if let Some(parent) = area.parent
            && !seen.contains_key(&parent)
        {
            broken.push(row_broken(*number, &format!("parent {parent} is not in the table")));
        }
    }
    if broken.is_empty() {
        Ok(areas.into_iter().map(|(_, area)| area).collect())
    } else {
        Err(broken)
    }
}

fn row_broken(line: usize, detail: &str) -> Refusal {
    Refusal::new(Code::AreaRowBroken).with("line", line).with("detail", detail)
}

fn row(line: &str) -> Result<Area, String> {
    let columns: Vec<&str> = line.trim_end_matches('\r').split(',').collect();
    let [code, level, parent, name] = columns[..] else {
        return Err(format!("has {} columns, not 4", columns.len()));
    };
    let code: AreaCode = code.parse().map_err(|_| format!("code {code} is not 12 digits"))?;
    let said = [Level::Province, Level::City, Level::County, Level::Town, Level::Village]
        .into_iter()
        .find(|l| l.code() == level)
        .ok_or_else(|| format!("level {level} is not known"))?;
    if said != code.level() {
        return Err(format!("level {level} does not fit code {code}"));
    }
    let parent = match parent {
        "" => None,
        text => Some(text.parse().map_err(|_| format!("parent {text} is not 12 digits"))?),
    };
    if parent.is_some() && parent != code.parent() {
        return Err(format!("parent does not fit code {code}"));
    }
    let name = name.trim();
    if name.is_empty() {
        return Err("name is missing".to_owned());
    }
    Ok(Area { code, level: said, parent, name: name.to_owned(), validity: Validity::default() })
}

#[cfg(test)]
mod tests;
