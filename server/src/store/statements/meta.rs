//! The server's own facts: epoch and the key that signs cursors.

use crate::store::Statement;

statements! {
    /// name → value.
    FIND = "SELECT value FROM meta WHERE name = $1";
    /// name, value. Keeps what is there.
    PUT = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    /// name, value. Replaces what is there.
    REPLACE = "UPDATE meta SET value = $2 WHERE name = $1";
    /// → 1, when the database answers.
    PING = "SELECT CAST(COUNT(*) AS BIGINT) FROM meta";
    /// name.
    REMOVE = "DELETE FROM meta WHERE name = $1";
}
