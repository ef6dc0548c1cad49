//! Every table, those first that others name in a foreign key: the order in which a database is
//! filled. And where the rows of each would lie if the city's data lay on several machines.

/// Where the rows of a table lie when a database is distributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// With their community, by the column `community`.
    Community,
    /// With their feed, by the column `scope`.
    Feed,
    /// Everywhere alike: small, and named by all.
    Everywhere,
}

impl Place {
    /// The column by which rows are distributed, if they are.
    pub const fn column(self) -> Option<&'static str> {
        match self {
            Self::Community => Some("community"),
            Self::Feed => Some("scope"),
            Self::Everywhere => None,
        }
    }
}

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Where its rows lie.
    pub place: Place,
}

const fn table(name: &'static str, place: Place) -> Table {
    Table { name, place }
}

/// Tables that a migration puts a row into: a new database has it.
pub const BEGUN: &[&str] = &["audit_heads"];

/// All tables.
pub const ALL: &[Table] = &[
    table("meta", Place::Everywhere),
    table("areas", Place::Everywhere),
    table("area_mergers", Place::Everywhere),
    table("communities", Place::Everywhere),
    table("points", Place::Everywhere),
    table("point_communities", Place::Everywhere),
    table("tariffs", Place::Everywhere),
    table("scripts", Place::Everywhere),
    table("people", Place::Everywhere),
    table("former_grants", Place::Everywhere),
    table("enrolment_codes", Place::Everywhere),
    table("devices", Place::Everywhere),
    table("rulebook_patches", Place::Everywhere),
    table("audit", Place::Everywhere),
    table("audit_words", Place::Everywhere),
    table("audit_heads", Place::Everywhere),
    table("logins", Place::Everywhere),
    table("sessions", Place::Everywhere),
    table("screens", Place::Everywhere),
    table("screen_openings", Place::Everywhere),
    table("households", Place::Community),
    table("doors", Place::Community),
    table("turfs", Place::Community),
    table("turf_doors", Place::Community),
    table("leases", Place::Community),
    table("records", Place::Community),
    table("waiting_records", Place::Community),
    table("held_records", Place::Community),
    table("shifts", Place::Community),
    table("drop_offs", Place::Community),
    table("drop_off_lines", Place::Community),
    table("reversals", Place::Community),
    table("visits", Place::Community),
    table("visit_answers", Place::Community),
    table("visit_voids", Place::Community),
    table("door_proposals", Place::Community),
    table("visit_photos", Place::Community),
    table("missing_words", Place::Community),
    table("missing_word_photos", Place::Community),
    table("photos", Place::Community),
    table("consents", Place::Community),
    table("phone_vault", Place::Community),
    table("erased_subjects", Place::Community),
    table("transfers", Place::Community),
    table("restore_gaps", Place::Community),
    table("feed_heads", Place::Feed),
    table("feed", Place::Feed),
];

/// The commands that distribute the tables of a migrated, empty PostgreSQL database over a Citus
/// cluster, rows of one community on one machine.
pub fn citus_script() -> String {
    let mut script = String::from("SET search_path TO wufei;\n");
    let mut first: [Option<&str>; 2] = [None, None];
    for Table { name, place } in ALL {
        let line = match place {
            Place::Everywhere => format!("SELECT create_reference_table('{name}');\n"),
            Place::Community | Place::Feed => {
                let column = place.column().unwrap_or_default();
                let first = &mut first[usize::from(*place == Place::Feed)];
                let beside = first.get_or_insert(name);
                let beside = if beside == name { "none" } else { beside };
                format!(
                    "SELECT create_distributed_table('{name}', '{column}', \
                     colocate_with => '{beside}');\n"
                )
            }
        };
        script.push_str(&line);
    }
    script
}
