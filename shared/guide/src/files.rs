//! The data files that are compiled in. A new file under `data/items` must be named here; a test
//! holds that none is left out.

/// The rulebook's head, as file name and text.
pub(crate) const RULEBOOK: (&str, &str) =
    ("data/rulebook.json", include_str!("../data/rulebook.json"));

/// Shared steps and reasons.
pub(crate) const NOTES: (&str, &str) = ("data/notes.txt", include_str!("../data/notes.txt"));

/// The model that judges what is in no list.
pub(crate) const MODEL: &[u8] = include_bytes!("../data/model.bin");

/// Words that ask for a place, not for a thing.
pub(crate) const PLACES: &str = include_str!("../data/places.txt");

/// Words that names are put together from.
pub(crate) const KINDS: &str = include_str!("../data/kinds.txt");

/// Pairs of words with where what they name goes.
pub(crate) const COMPOUNDS: &str = include_str!("../data/compounds.txt");

/// Groups of characters that look alike.
pub(crate) const LOOKALIKES: &str = include_str!("../data/lookalikes.txt");

/// Pairs of characters: traditional, simplified.
pub(crate) const TRADITIONAL: &str = include_str!("../data/traditional.txt");

/// The head of Shanghai's book and what it says otherwise, each as file name and text.
pub(crate) const SHANGHAI: ((&str, &str), (&str, &str)) = (
    ("data/books/shanghai/rulebook.json", include_str!("../data/books/shanghai/rulebook.json")),
    ("data/books/shanghai/differs.txt", include_str!("../data/books/shanghai/differs.txt")),
);

macro_rules! items {
    ($($name:literal,)*) => {
        [$((
            concat!("data/items/", $name, ".txt"),
            include_str!(concat!("../data/items/", $name, ".txt")),
        ),)*]
    };
}

/// The items, a file a theme, in the order they are listed in.
pub(crate) const ITEMS: [(&str, &str); 96] = items![
    "appliances-home",
    "appliances-kitchen",
    "baby-things",
    "bags-and-film",
    "bathroom",
    "batteries-and-lamps",
    "batteries-by-device",
    "batteries-by-kind",
    "beans-and-shoots",
    "beauty-chemistry",
    "bedding-and-home-cloth",
    "belief-keepsakes-smoking",
    "books-and-prints",
    "boxes-and-gifts",
    "bread-soy",
    "cans-tins-cartons",
    "caps-seals-labels",
    "care-and-children",
    "care-at-home",
    "cleaning-chemistry",
    "cleaning-things",
    "clothes",
    "clothes-and-textiles",
    "condiments",
    "creams-and-oils",
    "dangerous-finds",
    "decor",
    "dishes",
    "disposables",
    "drink-bottles",
    "drinks",
    "drinks-and-takeaway",
    "elder-care",
    "electrical",
    "electronics",
    "farm-inputs",
    "festival-things",
    "festivals",
    "film-photo-discs",
    "fruit-and-nuts",
    "fruits",
    "furniture",
    "garden-and-plants",
    "glass-and-metal",
    "glass-pieces",
    "home-and-bath",
    "kitchen",
    "kitchen-packs",
    "kitchen-things",
    "lamps",
    "large-and-special",
    "market-and-crates",
    "meat",
    "meat-and-shells",
    "medicine-and-chemicals",
    "medicine-chinese",
    "medicine-western",
    "mercury-and-gauges",
    "metal-things",
    "nuts-and-grain",
    "office-and-craft",
    "packaging-which-one",
    "paint-glue-oil",
    "pantry",
    "paper",
    "parcels",
    "parcels-and-repair",
    "pens-and-school",
    "people-and-no-waste",
    "pest-and-moth",
    "pet-things",
    "plastic",
    "plastic-pieces",
    "renovation",
    "roads",
    "sea-and-river",
    "shaoxing",
    "shoes-and-accessories",
    "site-shop-workshop",
    "snacks",
    "sport-music-outdoor",
    "takeaway-parts",
    "tea-tonics-and-others",
    "tickets-and-special-paper",
    "tools",
    "toys-and-games",
    "vegetables",
    "vehicle-chemistry",
    "vehicles",
    "village",
    "village-yard",
    "wash-and-beauty-packs",
    "water-ash-nature",
    "which-one",
    "wood-goods",
    "wood-rubber-rope",
];

/// The lessons.
pub(crate) const LESSONS: [(&str, &str); 1] =
    [("data/lessons/lessons.txt", include_str!("../data/lessons/lessons.txt"))];

/// The questions of the quiz.
pub(crate) const QUIZ: [(&str, &str); 2] = [
    ("data/lessons/quiz.txt", include_str!("../data/lessons/quiz.txt")),
    ("data/lessons/quiz-2.txt", include_str!("../data/lessons/quiz-2.txt")),
];

/// Bytes of everything above.
pub(crate) fn bytes() -> usize {
    let (head, differs) = SHANGHAI;
    let texts = [RULEBOOK, NOTES, head, differs].into_iter();
    let texts = texts.chain(ITEMS).chain(LESSONS).chain(QUIZ).map(|(_, text)| text);
    let lists = [KINDS, COMPOUNDS, LOOKALIKES, TRADITIONAL];
    texts.chain(lists).map(str::len).sum::<usize>() + MODEL.len()
}
