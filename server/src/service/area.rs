//! Names of areas as a person says them.

use wufei_domain::area::{AreaCode, Level};

use crate::store::{Connection, StoreError, statements::area, text};

/// The area's name with town and county, such as `嵊州市谷来镇马溪村`; a city's own name alone.
///
/// # Errors
/// What the database says.
pub fn full_name(connection: &mut dyn Connection, code: AreaCode) -> Result<String, StoreError> {
    name_from(connection, code, Level::County)
}

/// The area's name with its town, such as `谷来镇马溪村`: unique inside a county.
///
/// # Errors
/// What the database says.
pub fn local_name(connection: &mut dyn Connection, code: AreaCode) -> Result<String, StoreError> {
    name_from(connection, code, Level::Town)
}

fn name_from(
    connection: &mut dyn Connection,
    code: AreaCode,
    top: Level,
) -> Result<String, StoreError> {
    let mut names = Vec::new();
    let mut next = Some(code);
    while let Some(area) = next {
        if let Some(row) = connection.first(&area::NAME, &[text(area)])? {
            names.push(place(row.text(0)?));
        }
        let above = area.level() == Level::Province || area.level() == Level::City;
        next = if above || area.level() == top { None } else { area.parent() };
    }
    names.reverse();
    Ok(names.concat())
}

/// The place a committee stands for. The statistical table names village and residents' committees
/// (马溪村委会, 城南社区居委会); people say the place (马溪村, 城南社区). A residents' committee that
/// names no community (谷来居委会) is left as it is.
fn place(name: &str) -> String {
    for committee in ["村委会", "居委会", "居民委员会"] {
        let Some(rest) = name.strip_suffix(committee) else { continue };
        if rest.ends_with("社区") || rest.ends_with('村') {
            return rest.to_owned();
        }
        if committee == "村委会" && !rest.is_empty() {
            return format!("{rest}村");
        }
    }
    name.to_owned()
}

/// The county an area lies in; a city or province stands for itself.
pub fn county(code: AreaCode) -> AreaCode {
    let mut code = code;
    while matches!(code.level(), Level::Village | Level::Town) {
        match code.parent() {
            Some(parent) => code = parent,
            None => break,
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_committee_is_said_as_its_place() {
        for (table, said) in [
            ("马溪村委会", "马溪村"),
            ("大王村村委会", "大王村"),
            ("城南社区居委会", "城南社区"),
            ("城南社区居民委员会", "城南社区"),
            ("新村居委会", "新村"),
            ("谷来居委会", "谷来居委会"),
            ("北海社区", "北海社区"),
            ("村委会", "村委会"),
        ] {
            assert_eq!(place(table), said);
        }
    }
}
