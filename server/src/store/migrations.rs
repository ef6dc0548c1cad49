//! The schema's history: numbered pairs, append-only, compiled in. A file's number is the version
//! the database has after it.

/// One step, in both dialects.
#[derive(Debug)]
pub struct Migration {
    /// From 1, rising by 1.
    pub version: i64,
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL 15 and up.
    pub postgres: &'static str,
}

/// All steps, oldest first.
pub const ALL: &[Migration] = &[
    Migration {
        version: 1,
        sqlite: include_str!("../../migrations/sqlite/0001_first.sql"),
        postgres: include_str!("../../migrations/postgres/0001_first.sql"),
    },
    Migration {
        version: 2,
        sqlite: include_str!("../../migrations/sqlite/0002_point_positions.sql"),
        postgres: include_str!("../../migrations/postgres/0002_point_positions.sql"),
    },
    Migration {
        version: 3,
        sqlite: include_str!("../../migrations/sqlite/0003_restore_gaps.sql"),
        postgres: include_str!("../../migrations/postgres/0003_restore_gaps.sql"),
    },
    Migration {
        version: 4,
        sqlite: include_str!("../../migrations/sqlite/0004_feed_digests.sql"),
        postgres: include_str!("../../migrations/postgres/0004_feed_digests.sql"),
    },
    Migration {
        version: 5,
        sqlite: include_str!("../../migrations/sqlite/0005_turns.sql"),
        postgres: include_str!("../../migrations/postgres/0005_turns.sql"),
    },
    Migration {
        version: 6,
        sqlite: include_str!("../../migrations/sqlite/0006_clock_off.sql"),
        postgres: include_str!("../../migrations/postgres/0006_clock_off.sql"),
    },
    Migration {
        version: 7,
        sqlite: include_str!("../../migrations/sqlite/0007_held_records.sql"),
        postgres: include_str!("../../migrations/postgres/0007_held_records.sql"),
    },
    Migration {
        version: 8,
        sqlite: include_str!("../../migrations/sqlite/0008_lost_devices.sql"),
        postgres: include_str!("../../migrations/postgres/0008_lost_devices.sql"),
    },
    Migration {
        version: 9,
        sqlite: include_str!("../../migrations/sqlite/0009_missing_things.sql"),
        postgres: include_str!("../../migrations/postgres/0009_missing_things.sql"),
    },
    Migration {
        version: 10,
        sqlite: include_str!("../../migrations/sqlite/0010_screens.sql"),
        postgres: include_str!("../../migrations/postgres/0010_screens.sql"),
    },
    Migration {
        version: 11,
        sqlite: include_str!("../../migrations/sqlite/0011_audit_and_logins.sql"),
        postgres: include_str!("../../migrations/postgres/0011_audit_and_logins.sql"),
    },
    Migration {
        version: 12,
        sqlite: include_str!("../../migrations/sqlite/0012_consents_and_vault.sql"),
        postgres: include_str!("../../migrations/postgres/0012_consents_and_vault.sql"),
    },
    Migration {
        version: 13,
        sqlite: include_str!("../../migrations/sqlite/0013_photos.sql"),
        postgres: include_str!("../../migrations/postgres/0013_photos.sql"),
    },
    Migration {
        version: 14,
        sqlite: include_str!("../../migrations/sqlite/0014_grants.sql"),
        postgres: include_str!("../../migrations/postgres/0014_grants.sql"),
    },
];

/// The version this program works with.
pub const fn newest() -> i64 {
    ALL[ALL.len() - 1].version
}
