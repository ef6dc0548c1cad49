//! Protections taken away from outside: with each of them the same simulation must go red.

use wufei_server::store::{
    Statement,
    statements::{feed, held, record, transfer, turf},
};

use crate::rewired::Exchange;

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The server's unique indexes on records, and the clause that heeds them.
    Index,
    /// The outbox of a device: every fifth row is gone as soon as it is there.
    Outbox,
    /// The new epoch of a restored server.
    Epoch,
    /// The list of what a restore did not bring back.
    Gaps,
    /// The feed: every seventh row is not appended.
    Feed,
    /// The ledger: what is booked is not what was promised.
    Ledger,
    /// The purge of a feed that is no longer open, with the end of its scope.
    Purge,
    /// The wait for the disk in each of the server's commits.
    Sync,
    /// The question whether somebody was ever given a turf.
    Lease,
    /// The place where records wait for a lead.
    Held,
}

const RECORD_TWICE: Statement = Statement {
    name: "control::RECORD_TWICE",
    text: "INSERT INTO records
        (community, id, kind, hash, body, device, actor, made_at, received_at, clock_off_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
};
const ROW_LEFT_OUT: Statement = Statement {
    name: "control::ROW_LEFT_OUT",
    text: "INSERT INTO feed (scope, seq, kind, key, item)
        SELECT $1, $2, $3, $4, $5 WHERE $2 % 7 <> 0",
};
const BOOKED_WRONG: Statement = Statement {
    name: "control::BOOKED_WRONG",
    text: "INSERT INTO transfers (community, id, source, phase, resolves, debit, credit, points,
        tariff_version, formula_version, household, written_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8 + ($4 = 'post'), $9, $10, $11, $12)",
};

const ALWAYS_LEASED: Statement = Statement {
    name: "control::ALWAYS_LEASED",
    text: "SELECT 1 WHERE $1 IS NOT NULL AND $2 IS NOT NULL",
};
const HELD_NOWHERE: Statement = Statement {
    name: "control::HELD_NOWHERE",
    text: "INSERT INTO held_records (community, id, kind, turf, hash, body, device, actor,
        made_at, received_at, clock_off_ms)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 WHERE 0",
};
const DO_NOT_WAIT: Statement =
    Statement { name: "control::DO_NOT_WAIT", text: "PRAGMA synchronous = OFF" };

impl Control {
    /// All controls.
    pub const ALL: [Self; 10] = [
        Self::Index,
        Self::Outbox,
        Self::Epoch,
        Self::Gaps,
        Self::Feed,
        Self::Ledger,
        Self::Purge,
        Self::Sync,
        Self::Lease,
        Self::Held,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Outbox => "outbox",
            Self::Epoch => "epoch",
            Self::Gaps => "gaps",
            Self::Feed => "feed",
            Self::Ledger => "ledger",
            Self::Purge => "purge",
            Self::Sync => "sync",
            Self::Lease => "lease",
            Self::Held => "held",
        }
    }

    /// The control of that name, if there is one.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|control| control.name() == name)
    }

    /// Rules that must be broken: red for another reason would show nothing.
    pub const fn breaks(self) -> &'static [&'static str] {
        match self {
            Self::Index => &[
                "a record is new to the server once, and a repeat ever after",
                "the server has each record it took, once",
                "every outbox drains after the last fault",
            ],
            Self::Outbox => &["a record waits and is in the outbox, or neither"],
            Self::Epoch => &[
                "what a device takes for sent is at the server in the end",
                "a device has its feeds as the server has them",
            ],
            Self::Gaps => &["what was acknowledged is there, or listed as a gap"],
            Self::Feed => &[
                "a feed has every number up to its head",
                "a page has every number, and its cursor stands after the last",
            ],
            Self::Ledger => &["each household has the points the model says"],
            Self::Purge => &[
                "a device has no row outside its scopes",
                "a device follows no feed its person was never given",
            ],
            Self::Sync => &[
                "what was acknowledged is there, or listed as a gap",
                "what the server took since its last restore is there",
                "the server has each record it took, once",
            ],
            Self::Lease => &["a device follows only what its person may read"],
            Self::Held => &["every outbox drains after the last fault"],
        }
    }

    /// Statements of the server that are exchanged.
    pub(crate) fn exchanged(self) -> &'static [Exchange] {
        match self {
            Self::Index => const { &[(record::INSERT.name, &RECORD_TWICE)] },
            Self::Feed => const { &[(feed::APPEND.name, &ROW_LEFT_OUT)] },
            Self::Ledger => const { &[(transfer::INSERT.name, &BOOKED_WRONG)] },
            Self::Lease => const { &[(turf::EVER_LEASED.name, &ALWAYS_LEASED)] },
            Self::Held => const { &[(held::INSERT.name, &HELD_NOWHERE)] },
            Self::Outbox | Self::Epoch | Self::Gaps | Self::Purge | Self::Sync => &[],
        }
    }

    /// What the server's connection is told when it is opened, if anything.
    pub(crate) const fn on_opening(self) -> Option<&'static Statement> {
        match self {
            Self::Sync => Some(&DO_NOT_WAIT),
            _ => None,
        }
    }

    /// What is done to the server's database before a seed begins.
    pub(crate) const fn on_server(self) -> &'static [&'static str] {
        match self {
            Self::Index => &["DROP INDEX records_by_community_and_id", "DROP INDEX records_by_id"],
            _ => &[],
        }
    }

    /// What is done to each device's database before it is first opened.
    pub(crate) const fn on_device(self) -> &'static str {
        match self {
            Self::Outbox => {
                "CREATE TRIGGER meddling AFTER INSERT ON outbox WHEN NEW.position % 5 = 0
                 BEGIN DELETE FROM outbox WHERE id = NEW.id; END;"
            }
            Self::Purge => {
                "CREATE TRIGGER meddling BEFORE DELETE ON scopes
                 BEGIN SELECT RAISE(IGNORE); END;
                 CREATE TRIGGER keeping BEFORE DELETE ON facts
                 BEGIN SELECT RAISE(IGNORE); END;"
            }
            _ => "",
        }
    }
}
