//! Screens and posters, and how often their codes were opened.

use crate::store::Statement;

statements! {
    /// code, area, place, added_day. Changes no row when the code is taken.
    ADD = "INSERT INTO screens (code, area, place, added_day) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    /// code → code, if there is such a screen.
    FIND = "SELECT code FROM screens WHERE code = $1";
    /// code, day. Changes no row when there is no such screen.
    OPENED = "INSERT INTO screen_openings (code, day, opened)
        SELECT code, CAST($2 AS BIGINT), 1 FROM screens WHERE code = $1
        ON CONFLICT (code, day) DO UPDATE SET opened = screen_openings.opened + 1";
    /// → code, area, place, and a day with how often it was opened then, if it was.
    LIST = "SELECT s.code, s.area, s.place, o.day, o.opened FROM screens s
        LEFT JOIN screen_openings o ON o.code = s.code
        ORDER BY s.area, s.place, s.code, o.day";
}
