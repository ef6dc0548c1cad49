//! The data files that are compiled in. A new file under `data/items` must be named here; a test
//! holds that none is left out.

/// The rulebook's head, as file name and text.
pub(crate) const RULEBOOK: (&str, &str) =
    ("data/rulebook.json", include_str!("../data/rulebook.json"));

/// Shared steps and reasons.
pub(crate) const NOTES: (&str, &str) = ("data/notes.txt", include_str!("../data/notes.txt"));

/// Pairs of characters: traditional, simplified.
pub(crate) const TRADITIONAL: &str = include_str!("../data/traditional.txt");

macro_rules! items {
    ($($name:literal,)*) => {
        [$((
            concat!("data/items/", $name, ".txt"),
            include_str!(concat!("../data/items/", $name, ".txt")),
        ),)*]
    };
}

/// The items, a file a theme, in the order they are listed in.
pub(crate) const ITEMS: [(&str, &str); 19] = items![
    "kitchen",
    "fruit-and-nuts",
    "meat-and-shells",
    "drinks-and-takeaway",
    "paper",
    "plastic",
    "glass-and-metal",
    "clothes-and-textiles",
    "batteries-and-lamps",
    "medicine-and-chemicals",
    "electrical",
    "home-and-bath",
    "large-and-special",
    "festivals",
    "care-and-children",
    "village",
    "pantry",
    "parcels-and-repair",
    "roads",
];
