//! All that is held of one household, and what goes when it is erased.

use crate::store::Statement;

statements! {
    /// community, household → actor, label, role of its people.
    PEOPLE = "SELECT actor, label, role FROM people WHERE community = $1 AND household = $2
        ORDER BY actor";
    /// actor → device, enrolled_at, seen_at, revoked_at.
    DEVICES = "SELECT device, enrolled_at, seen_at, revoked_at FROM devices WHERE actor = $1
        ORDER BY enrolled_at, device";
    /// community, household → id, point's name, received_at, why it was taken back, body as it was sent.
    DROP_OFFS = "SELECT d.id, p.name, d.received_at, v.reason, r.body FROM drop_offs d
        JOIN points p ON p.id = d.point
        LEFT JOIN reversals v ON v.community = d.community AND v.drop_off = d.id
        LEFT JOIN records r ON r.community = d.community AND r.id = d.id
        WHERE d.community = $1 AND d.household = $2 ORDER BY d.received_at, d.id";
    /// community, household → id, source, phase, debit, credit, points, written_at.
    TRANSFERS = "SELECT id, source, phase, debit, credit, points, written_at FROM transfers
        WHERE community = $1 AND household = $2 ORDER BY written_at, id";
    /// community, subject → seq, at, act.
    ACTS = "SELECT seq, at, act FROM audit WHERE area = $1 AND subject = $2 ORDER BY seq";
    /// community, number, label, card: those of one that was erased.
    BLANK = "UPDATE households SET label = $3, card = $4 WHERE community = $1 AND number = $2";
    /// actor, label: a person of it without the household.
    BLANK_PERSON = "UPDATE people SET label = $2, household = NULL WHERE actor = $1";
    /// actor, revoked_at.
    REVOKE = "UPDATE devices SET revoked_at = $2 WHERE actor = $1 AND revoked_at IS NULL";
    /// actor.
    DROP_CODES = "DELETE FROM enrolment_codes WHERE actor = $1";
    /// key → scope of each feed that tells of it.
    TOLD_IN = "SELECT DISTINCT scope FROM feed WHERE kind = 'household' AND key = $1 ORDER BY scope";
    /// key. Deletes what a newer fact of the household has replaced.
    FORGET_OLDER = "DELETE FROM feed WHERE kind = 'household' AND key = $1 AND EXISTS (
        SELECT 1 FROM feed newer WHERE newer.scope = feed.scope AND newer.kind = feed.kind
        AND newer.key = feed.key AND newer.seq > feed.seq)";
    /// community, subject, erased_at.
    ERASED = "INSERT INTO erased_subjects (community, subject, erased_at) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING";
    /// community, subject → 1 where it was erased.
    IS_ERASED = "SELECT CAST(COUNT(*) AS BIGINT) FROM erased_subjects
        WHERE community = $1 AND subject = $2";
}
