//! The audit log: appended to and read, never changed.

use crate::store::Statement;

statements! {
    /// → the next number, taken inside the writing transaction, and the hash before it.
    NEXT = "UPDATE audit_heads SET seq = seq + 1 WHERE chain = 'city' RETURNING seq, hash";
    /// hash: of the row that was appended.
    HEADED = "UPDATE audit_heads SET hash = $1 WHERE chain = 'city'";
    /// → the last number and its hash.
    HEAD = "SELECT seq, hash FROM audit_heads WHERE chain = 'city'";
    /// seq, at, who, act, area, subject, detail, words_hash, before_hash, hash.
    APPEND = "INSERT INTO audit (seq, at, who, act, area, subject, detail, words_hash, before_hash,
        hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// seq, salt, words.
    KEEP_WORDS = "INSERT INTO audit_words (seq, salt, words) VALUES ($1, $2, $3)";
    /// seq, limit → seq, at, who, act, area, subject, detail, words_hash, before_hash, hash, salt,
    /// words of the rows after seq.
    AFTER = "SELECT a.seq, a.at, a.who, a.act, a.area, a.subject, a.detail, a.words_hash,
        a.before_hash, a.hash, w.salt, w.words
        FROM audit a LEFT JOIN audit_words w ON w.seq = a.seq
        WHERE a.seq > $1 ORDER BY a.seq LIMIT $2";
    /// limit → as [`AFTER`], the newest first.
    NEWEST = "SELECT a.seq, a.at, a.who, a.act, a.area, a.subject, a.detail, a.words_hash,
        a.before_hash, a.hash, w.salt, w.words
        FROM audit a LEFT JOIN audit_words w ON w.seq = a.seq ORDER BY a.seq DESC LIMIT $1";
}
