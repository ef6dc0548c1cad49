//! Turfs and leases.

use crate::store::Statement;

statements! {
    /// community → id, name, doors.
    OF_COMMUNITY = "SELECT t.id, t.name, (SELECT CAST(COUNT(*) AS BIGINT) FROM turf_doors d
        WHERE d.community = t.community AND d.turf = t.id)
        FROM turfs t WHERE t.community = $1 ORDER BY t.name, t.id";
    /// community, id → name, doors.
    FIND = "SELECT t.name, (SELECT CAST(COUNT(*) AS BIGINT) FROM turf_doors d
        WHERE d.community = t.community AND d.turf = t.id)
        FROM turfs t WHERE t.community = $1 AND t.id = $2";
    /// id → community.
    COMMUNITY = "SELECT community FROM turfs WHERE id = $1";
    /// community, now → turf, actor, until of the leases that run.
    LEASES = "SELECT turf, actor, until FROM leases WHERE community = $1 AND until > $2
        AND revoked_at IS NULL";
    /// community, turf, now → actor, until of the leases that run.
    LEASES_OF_TURF = "SELECT actor, until FROM leases
        WHERE community = $1 AND turf = $2 AND until > $3 AND revoked_at IS NULL";
    /// community, turf, actor, taken_at, until. Renews one's own.
    LEASE = "INSERT INTO leases (community, turf, actor, taken_at, until)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (community, turf, actor)
        DO UPDATE SET taken_at = excluded.taken_at, until = excluded.until";
    /// turf, actor → how many leases, running or not; one that was taken back counts no more.
    EVER_LEASED = "SELECT CAST(COUNT(*) AS BIGINT) FROM leases
        WHERE turf = $1 AND actor = $2 AND revoked_at IS NULL";
    /// community, turf, actor → a row if there is such a turf: how many leases, as [`EVER_LEASED`].
    HELD_BY = "SELECT (SELECT CAST(COUNT(*) AS BIGINT) FROM leases l
        WHERE l.turf = t.id AND l.actor = $3 AND l.revoked_at IS NULL)
        FROM turfs t WHERE t.community = $1 AND t.id = $2";
    /// turf, actor → revoked_at of the lease.
    REVOKED = "SELECT revoked_at FROM leases WHERE turf = $1 AND actor = $2";
    /// turf, actor, revoked_at.
    REVOKE = "UPDATE leases SET revoked_at = $3
        WHERE turf = $1 AND actor = $2 AND revoked_at IS NULL";
    /// turf, actor.
    ALLOW = "UPDATE leases SET revoked_at = NULL
        WHERE turf = $1 AND actor = $2 AND revoked_at IS NOT NULL";
    /// → community, turf, its name, actor, label, taken_at, until, revoked_at of all leases.
    ALL_LEASES = "SELECT l.community, l.turf, t.name, l.actor, p.label, l.taken_at, l.until,
        l.revoked_at
        FROM leases l JOIN turfs t ON t.community = l.community AND t.id = l.turf
        JOIN people p ON p.actor = l.actor ORDER BY l.community, t.name, l.turf, l.taken_at";
    /// actor → every turf they ever leased and nobody took back.
    EVER_LEASED_BY = "SELECT turf FROM leases WHERE actor = $1 AND revoked_at IS NULL";
    /// actor, now → turf of the leases that run.
    LEASED_NOW = "SELECT turf FROM leases
        WHERE actor = $1 AND until > $2 AND revoked_at IS NULL ORDER BY turf";
    /// community, number → number, do_not_visit of the door, turf: a row for each turf that it is in,
    /// one without a turf if it is in none.
    DOOR = "SELECT d.number, d.do_not_visit, t.turf FROM doors d
        LEFT JOIN turf_doors t ON t.community = d.community AND t.door = d.number
        WHERE d.community = $1 AND d.number = $2 ORDER BY t.turf";
    /// community, turf → the rows of [`DOOR`] for each of its doors.
    WALK = "SELECT d.number, d.do_not_visit, t.turf FROM turf_doors walked
        JOIN doors d ON d.community = walked.community AND d.number = walked.door
        JOIN turf_doors t ON t.community = d.community AND t.door = d.number
        WHERE walked.community = $1 AND walked.turf = $2 ORDER BY d.number, t.turf";
}
