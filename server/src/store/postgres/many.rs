//! One statement for many rows: PostgreSQL takes each column as an array, so that a hundred rows are
//! parsed, planned and answered once.
//!
//! The text is made from the statement's own: what it does to a row is said in one place.

use tokio_postgres::types::Type;

use crate::store::Value;

/// The text of a statement that inserts one row of [`VALUES`], for any number of them; `None` for one
/// that does not. `columns` are the types of its parameters.
pub fn text_of_many(text: &str, columns: &[Type]) -> Option<String> {
    let (before, rest) = text.split_once(VALUES)?;
    let (values, after) = split_at_its_end(rest)?;
    // Outside of a row a parameter has one value, and no row may be changed twice by one statement.
    if after.contains('$') || after.contains("DO UPDATE") {
        return None;
    }
    let parameters = values.split(',').map(parameter).collect::<Option<Vec<_>>>()?;
    if parameters.len() != columns.len() || !parameters.into_iter().eq(1..=columns.len()) {
        return None;
    }
    let arrays: Vec<String> =
        columns.iter().zip(1..).map(|(column, at)| format!("${at}::{column}[]")).collect();
    let rows = format!("unnest({})", arrays.join(", "));
    Some(match (before.strip_suffix('('), after.strip_prefix(") AS new")) {
        (Some(before), Some(after)) => {
            let names: Vec<String> = (1..=columns.len()).map(|at| format!("column{at}")).collect();
            format!("{before}{rows} AS new ({}){after}", names.join(", "))
        }
        _ => format!("{before}SELECT * FROM {rows}{after}"),
    })
}

/// What stands before a row.
const VALUES: &str = "VALUES (";

/// What stands before the bracket that closes, and behind it.
fn split_at_its_end(text: &str) -> Option<(&str, &str)> {
    let mut open = 1_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some((text.get(..at)?, text.get(at + 1..)?));
        }
    }
    None
}

/// The number of a parameter: `$8`, or `CAST($8 AS BIGINT)`.
fn parameter(text: &str) -> Option<usize> {
    let text = text.trim();
    let cast = text.strip_prefix("CAST(").and_then(|text| text.strip_suffix(" AS BIGINT)"));
    cast.unwrap_or(text).strip_prefix('$')?.parse().ok()
}

/// The same rows by column.
pub fn by_column(rows: &[Vec<Value>], columns: usize) -> Vec<Vec<&Value>> {
    let of = |column| rows.iter().map(|row| row.get(column).unwrap_or(&Value::Null)).collect();
    (0..columns).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::statements::{drop_off, feed, record, roll, visit};

    #[test]
    fn a_row_becomes_many_and_the_rest_stays() {
        let types = [Type::TEXT, Type::INT8];
        let made =
            text_of_many("INSERT INTO a (b, c) VALUES ($1, $2) ON CONFLICT DO NOTHING", &types);
        let wanted = "INSERT INTO a (b, c) SELECT * FROM unnest($1::text[], $2::int8[]) \
                      ON CONFLICT DO NOTHING";
        assert_eq!(made.as_deref(), Some(wanted));
        let asked = "INSERT INTO a (b, c) SELECT * FROM (VALUES ($1,\n CAST($2 AS BIGINT))) AS new \
                     WHERE new.column2 > 1";
        let made = text_of_many(&asked.replace('\n', ""), &types);
        let wanted = "INSERT INTO a (b, c) SELECT * FROM unnest($1::text[], $2::int8[]) AS new \
                      (column1, column2) WHERE new.column2 > 1";
        assert_eq!(made.as_deref(), Some(wanted));
    }

    #[test]
    fn what_is_no_row_of_its_parameters_stays_one() {
        let types = [Type::TEXT, Type::INT8];
        for text in [
            "DELETE FROM a WHERE b = $1 AND c = $2",
            "INSERT INTO a (b, c) VALUES ($2, $1)",
            "INSERT INTO a (b, c, d) VALUES ($1, $2, 0)",
            "INSERT INTO a (b) VALUES ($1)",
            "INSERT INTO a (b, c) VALUES ($1, $2) ON CONFLICT (b) DO UPDATE SET c = excluded.c",
            "INSERT INTO a (b, c) VALUES ($1, $2) RETURNING c + $2",
        ] {
            assert_eq!(text_of_many(text, &types), None, "{text}");
        }
    }

    #[test]
    fn what_a_push_writes_goes_together() {
        for statement in [
            &record::INSERT,
            &visit::INSERT,
            &visit::INSERT_ANSWER,
            &drop_off::INSERT,
            &drop_off::INSERT_LINE,
            &feed::APPEND,
        ] {
            let many = statement.text.matches('$').map(|_| Type::TEXT).collect::<Vec<_>>();
            let made = text_of_many(statement.text, &many);
            assert!(made.is_some(), "{}: {}", statement.name, statement.text);
        }
        let alone = text_of_many(roll::FIND_SCRIPT.text, &[Type::INT8]);
        assert_eq!(alone, None);
    }
}
