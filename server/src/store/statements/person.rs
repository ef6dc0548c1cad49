//! People, enrolment codes and devices.

use crate::store::Statement;

statements! {
    /// actor, label, role, community, household, point, synthetic.
    UPSERT = "INSERT INTO people (actor, label, role, community, household, point, synthetic)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (actor) DO UPDATE SET
        label = excluded.label, role = excluded.role, community = excluded.community,
        household = excluded.household, point = excluded.point, synthetic = excluded.synthetic";
    /// actor → label, role, community, household, point, synthetic.
    FIND = "SELECT label, role, community, household, point, synthetic FROM people
        WHERE actor = $1";
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
    /// token_hash → device, actor.
    FIND_DEVICE = "SELECT device, actor FROM devices
        WHERE token_hash = $1 AND revoked_at IS NULL";
}
