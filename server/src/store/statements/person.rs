//! People, enrolment codes and devices.

use crate::store::Statement;

statements! {
    /// actor, label, role, community, household, point, synthetic, valid_from, valid_until. A bound
    /// that is not said stays as it is: no roll opens again what was ended since.
    UPSERT = "INSERT INTO people (actor, label, role, community, household, point, synthetic,
        valid_from, valid_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (actor) DO UPDATE SET
        label = excluded.label, role = excluded.role, community = excluded.community,
        household = excluded.household, point = excluded.point, synthetic = excluded.synthetic,
        valid_from = COALESCE(excluded.valid_from, people.valid_from),
        valid_until = COALESCE(excluded.valid_until, people.valid_until)";
    /// actor → label, role, community, household, point, synthetic, valid_from, valid_until.
    FIND = "SELECT label, role, community, household, point, synthetic, valid_from, valid_until
        FROM people WHERE actor = $1";
    /// actor, role, community, point or an empty text, ended_at. Writes down what they were if they
    /// are to be something else.
    KEEP_FORMER = "INSERT INTO former_grants (actor, role, area, point, ended_at)
        SELECT actor, role, community, point, $5 FROM people
        WHERE actor = $1 AND (role <> $2 OR community <> $3 OR COALESCE(point, '') <> $4)
        ON CONFLICT DO NOTHING";
    /// actor → role, area, point of what they were, the last first.
    FORMER = "SELECT role, area, point FROM former_grants WHERE actor = $1
        ORDER BY ended_at DESC, role, area";
    /// actor, valid_from, valid_until.
    LIMIT = "UPDATE people SET valid_from = $2, valid_until = $3 WHERE actor = $1";
    /// → actor, label, role, community, valid_from, valid_until.
    GRANTS = "SELECT actor, label, role, community, valid_from, valid_until FROM people
        ORDER BY community, role, label, actor";
    /// hash, actor, expires_at.
    INSERT_CODE = "INSERT INTO enrolment_codes (hash, actor, expires_at) VALUES ($1, $2, $3)";
    /// hash → actor, expires_at, used_at.
    FIND_CODE = "SELECT actor, expires_at, used_at FROM enrolment_codes WHERE hash = $1";
    /// hash, used_at, used_by. Changes no row when it was used before.
    USE_CODE = "UPDATE enrolment_codes SET used_at = $2, used_by = $3
        WHERE hash = $1 AND used_at IS NULL";
    /// device, revoked_at.
    REVOKE_DEVICE = "UPDATE devices SET revoked_at = $2 WHERE device = $1 AND revoked_at IS NULL";
    /// token_hash, device, actor, enrolled_at.
    INSERT_DEVICE = "INSERT INTO devices (token_hash, device, actor, enrolled_at)
        VALUES ($1, $2, $3, $4)";
    /// token_hash → epoch, number of the next push, id of the first entry of the last.
    FIND_TURN = "SELECT turn_epoch, turn, turn_first FROM devices WHERE token_hash = $1";
    /// token_hash, then as above.
    SAVE_TURN = "UPDATE devices SET turn_epoch = $2, turn = $3, turn_first = $4
        WHERE token_hash = $1";
    /// token_hash → what [`FIND`] says of whoever has it, then device, actor.
    FIND_CALLER = "SELECT p.label, p.role, p.community, p.household, p.point, p.synthetic,
        p.valid_from, p.valid_until, d.device, d.actor
        FROM devices d JOIN people p ON p.actor = d.actor
        WHERE d.token_hash = $1 AND d.revoked_at IS NULL";
}
