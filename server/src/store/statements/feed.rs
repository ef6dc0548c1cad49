//! The feed: one sequence a scope.

use crate::store::Statement;

statements! {
    /// scope, how many → the last of so many numbers, taken inside the writing transaction, then facts
    /// and digest before.
    NEXT = "INSERT INTO feed_heads (scope, seq) VALUES ($1, $2)
        ON CONFLICT (scope) DO UPDATE SET seq = feed_heads.seq + $2
        RETURNING seq, facts, digest";
    /// scope, facts, digest: what the feed holds now.
    COUNTED = "UPDATE feed_heads SET facts = $2, digest = $3 WHERE scope = $1";
    /// scope, seq, kind, key, item.
    APPEND = "INSERT INTO feed (scope, seq, kind, key, item) VALUES ($1, $2, $3, $4, $5)";
    /// scope, seq, limit → seq, item of the rows after seq.
    AFTER = "SELECT seq, item FROM feed WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// scope → the newest number, facts, digest.
    HEAD = "SELECT seq, facts, digest FROM feed_heads WHERE scope = $1";
    /// scope, kind, key → seq, item, the newest of that key. The number is found first, in the index
    /// by key: asked for in order, SQLite would walk the whole scope for a key that is not there.
    LATEST = "SELECT seq, item FROM feed WHERE scope = $1 AND seq = (
        SELECT MAX(seq) FROM feed WHERE scope = $1 AND kind = $2 AND key = $3)";
    /// scope → seq, item, key of the newest of each kind and key, in order.
    HELD = "SELECT seq, item, key FROM feed WHERE scope = $1 AND NOT EXISTS (
        SELECT 1 FROM feed newer WHERE newer.scope = feed.scope AND newer.kind = feed.kind
        AND newer.key = feed.key AND newer.seq > feed.seq) ORDER BY seq";
    /// Deletes what a newer fact of the same kind and key has replaced.
    COMPACT = "DELETE FROM feed WHERE EXISTS (
        SELECT 1 FROM feed newer WHERE newer.scope = feed.scope AND newer.kind = feed.kind
        AND newer.key = feed.key AND newer.seq > feed.seq)";
    /// → a number that rises with every fact that any feed gets.
    PULSE = "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) FROM feed_heads";
}
