//! Words that the rulebook does not know, counted without the people who told them.

use crate::store::Statement;

statements! {
    /// community, word: told once more.
    COUNT = "INSERT INTO missing_words (community, word, told) VALUES ($1, $2, 1)
        ON CONFLICT (community, word) DO UPDATE SET told = missing_words.told + 1";
    /// → community, word, told.
    ALL_WORDS = "SELECT community, word, told FROM missing_words ORDER BY community, word";
}
