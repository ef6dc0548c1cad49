//! Who logs in at the console, and their sessions.

use crate::store::Statement;

statements! {
    /// actor, name, password_hash, totp_sealed, added_at. Changes no row when the person or the name
    /// is there.
    ADD = "INSERT INTO logins (actor, name, password_hash, totp_sealed, totp_step, failed,
        locked_until, added_at) VALUES ($1, $2, $3, $4, 0, 0, 0, $5) ON CONFLICT DO NOTHING";
    /// actor, password_hash, totp_sealed. What was tried before is forgotten.
    RESET = "UPDATE logins SET password_hash = $2, totp_sealed = $3, totp_step = 0, failed = 0,
        locked_until = 0 WHERE actor = $1";
    /// actor → name.
    NAME = "SELECT name FROM logins WHERE actor = $1";
    /// → actor, label, role, community, name, added_at, locked_until.
    LIST = "SELECT l.actor, p.label, p.role, p.community, l.name, l.added_at, l.locked_until
        FROM logins l JOIN people p ON p.actor = l.actor ORDER BY l.added_at, l.actor";
    /// name → actor, password_hash, totp_sealed.
    KEPT = "SELECT actor, password_hash, totp_sealed FROM logins WHERE name = $1";
    /// actor → password_hash, totp_step, failed, locked_until.
    STANDING = "SELECT password_hash, totp_step, failed, locked_until FROM logins
        WHERE actor = $1";
    /// actor, failed, locked_until.
    FAILED = "UPDATE logins SET failed = $2, locked_until = $3 WHERE actor = $1";
    /// actor, totp_step.
    ENTERED = "UPDATE logins SET totp_step = $2, failed = 0, locked_until = 0 WHERE actor = $1";
    /// token_hash, actor, created_at.
    BEGIN_SESSION = "INSERT INTO sessions (token_hash, actor, created_at, seen_at)
        VALUES ($1, $2, $3, $3)";
    /// token_hash → actor, created_at, seen_at.
    SESSION = "SELECT actor, created_at, seen_at FROM sessions WHERE token_hash = $1";
    /// token_hash, seen_at.
    SEEN = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1";
    /// token_hash.
    END_SESSION = "DELETE FROM sessions WHERE token_hash = $1";
    /// actor.
    END_SESSIONS_OF = "DELETE FROM sessions WHERE actor = $1";
    /// created_at, seen_at: those from before go.
    SWEEP_SESSIONS = "DELETE FROM sessions WHERE created_at <= $1 OR seen_at <= $2";
}
