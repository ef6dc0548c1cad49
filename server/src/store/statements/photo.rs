//! Photos: who names them, and how much of each is there. The bytes lie in files.

use crate::store::Statement;

statements! {
    /// community, visit, photo.
    NAME_OF_VISIT = "INSERT INTO visit_photos (community, visit, photo) VALUES ($1, $2, $3)
        ON CONFLICT (community, visit, photo) DO NOTHING";
    /// community, word, photo.
    NAME_OF_WORD = "INSERT INTO missing_word_photos (community, word, photo) VALUES ($1, $2, $3)
        ON CONFLICT (community, photo, word) DO NOTHING";
    /// community, photo → the same photo, if anything that arrived names it.
    NAMED = "SELECT photo FROM visit_photos WHERE community = $1 AND photo = $2
        UNION SELECT photo FROM missing_word_photos WHERE community = $1 AND photo = $2";
    /// → community, word, photo, is_whole (0 as well when nothing of it came), whole ones first.
    OF_WORDS = "SELECT m.community, m.word, m.photo, COALESCE(p.is_whole, 0)
        FROM missing_word_photos m
        LEFT JOIN photos p ON p.community = m.community AND p.id = m.photo
        WHERE m.word <> '' ORDER BY 4 DESC, m.community, m.photo";
    /// community, photo, device → the same photo, if a visit that this device sent names it.
    SENT_FROM = "SELECT v.photo FROM visit_photos v
        JOIN records r ON r.community = v.community AND r.id = v.visit
        WHERE v.community = $1 AND v.photo = $2 AND r.device = $3";
    /// community, id → bytes, received, is_whole, expires_at.
    FIND = "SELECT bytes, received, is_whole, expires_at FROM photos
        WHERE community = $1 AND id = $2";
    /// community, id, bytes, expires_at: from its beginning.
    BEGIN = "INSERT INTO photos (community, id, bytes, received, is_whole, expires_at)
        VALUES ($1, $2, $3, 0, 0, $4)
        ON CONFLICT (community, id) DO UPDATE
        SET bytes = $3, received = 0, is_whole = 0, expires_at = $4";
    /// community, id, received before, received now, expires_at.
    GROW = "UPDATE photos SET received = $4, expires_at = $5
        WHERE community = $1 AND id = $2 AND received = $3 AND is_whole = 0";
    /// community, id, received before: the rest is there too.
    FINISH = "UPDATE photos SET received = bytes, is_whole = 1, expires_at = NULL
        WHERE community = $1 AND id = $2 AND received = $3 AND is_whole = 0";
    /// before → community, id of some that expired.
    EXPIRED = "SELECT community, id FROM photos WHERE expires_at <= $1
        ORDER BY expires_at LIMIT 50";
    /// community, id, before.
    FORGET = "DELETE FROM photos WHERE community = $1 AND id = $2 AND expires_at <= $3";
}
