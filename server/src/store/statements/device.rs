//! Devices: when they were heard of, and those that were reported lost. A device has one token that
//! counts; enrolling it again begins a new row, which is not lost.

use crate::store::Statement;

statements! {
    /// token_hash → seen_at, lost_word, told_word.
    CONTACT = "SELECT d.seen_at, d.lost_word, d.told_word, p.valid_from, p.valid_until
        FROM devices d JOIN people p ON p.actor = d.actor
        WHERE d.token_hash = $1 AND d.revoked_at IS NULL";
    /// token_hash, seen_at.
    SEEN = "UPDATE devices SET seen_at = $2 WHERE token_hash = $1";
    /// token_hash, told_at, told_word.
    TOLD = "UPDATE devices SET told_at = $2, told_word = $3, seen_at = $2 WHERE token_hash = $1";
    /// → device, label, role, last heard of, lost_at, lost_word, told_at, told_word.
    LIST = "SELECT d.device, p.label, p.role, COALESCE(d.seen_at, d.enrolled_at), d.lost_at,
        d.lost_word, d.told_at, d.told_word
        FROM devices d JOIN people p ON p.actor = d.actor
        WHERE d.revoked_at IS NULL ORDER BY p.label, d.device";
    /// → when a device was last heard of, or enrolled; nothing where there is none.
    NEWEST = "SELECT MAX(COALESCE(seen_at, enrolled_at)) FROM devices";
    /// device → community of the person it is enrolled for.
    COMMUNITY = "SELECT p.community FROM devices d JOIN people p ON p.actor = d.actor
        WHERE d.device = $1 AND d.revoked_at IS NULL";
    /// device → lost_at, told_at.
    FIND = "SELECT lost_at, told_at FROM devices WHERE device = $1 AND revoked_at IS NULL";
    /// device, lost_at, lost_word. It was lost when that was first said; the last word holds.
    LOSE = "UPDATE devices SET lost_at = COALESCE(lost_at, $2), lost_word = $3
        WHERE device = $1 AND revoked_at IS NULL";
    /// device. Not once it was told.
    RECOVER = "UPDATE devices SET lost_at = NULL, lost_word = NULL
        WHERE device = $1 AND revoked_at IS NULL AND told_at IS NULL";
}
