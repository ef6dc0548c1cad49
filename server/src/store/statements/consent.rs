//! The consent register, appended to and read, never changed, and the vault with phone numbers.

use crate::store::Statement;

statements! {
    /// community, id, subject, purpose, word, text_version, at, channel, said_by.
    APPEND = "INSERT INTO consents (community, id, subject, purpose, word, text_version, at, channel,
        said_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// community, subject → purpose, word, text_version, at, channel, said_by, as written down.
    OF_SUBJECT = "SELECT purpose, word, text_version, at, channel, said_by FROM consents
        WHERE community = $1 AND subject = $2 ORDER BY at, id";
    /// community, subject, lookup, sealed, set_at. In the place of an older number.
    SET_PHONE = "INSERT INTO phone_vault (community, subject, lookup, sealed, set_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (community, subject) DO UPDATE SET
        lookup = excluded.lookup, sealed = excluded.sealed, set_at = excluded.set_at";
    /// lookup → community, subject.
    FIND_PHONE = "SELECT community, subject FROM phone_vault WHERE lookup = $1
        ORDER BY community, subject";
    /// community, subject → sealed, set_at.
    PHONE = "SELECT sealed, set_at FROM phone_vault WHERE community = $1 AND subject = $2";
    /// community, subject.
    ERASE_PHONE = "DELETE FROM phone_vault WHERE community = $1 AND subject = $2";
}
