//! Patches of the rulebook, each with the signed hash of the rulebook that it makes.

use crate::store::Statement;

statements! {
    /// base, edition, version, body, hash, signature, made_at.
    INSERT = "INSERT INTO rulebook_patches
        (base, edition, version, body, hash, signature, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// base, edition → version, body of those after that edition, in order.
    AFTER = "SELECT version, body FROM rulebook_patches WHERE base = $1 AND edition > $2
        ORDER BY edition";
    /// base → edition, hash, signature of the newest.
    NEWEST_OF = "SELECT edition, hash, signature FROM rulebook_patches WHERE base = $1
        ORDER BY edition DESC LIMIT 1";
    /// → base, edition, hash of the newest of all.
    NEWEST = "SELECT base, edition, hash FROM rulebook_patches
        ORDER BY made_at DESC, base DESC, edition DESC LIMIT 1";
}
