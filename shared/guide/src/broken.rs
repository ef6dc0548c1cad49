//! How broken data is named: the file, the row and the rule.

/// A row that was refused. Nothing of the guide is used then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {rule}")]
pub struct BrokenData {
    /// The file, as it was given to [`crate::Guide::read`].
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What it broke.
    pub rule: Rule,
}

/// A rule of the data files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// The rulebook is not JSON of the right shape.
    #[error("not a rulebook: {detail}")]
    NotARulebook {
        /// What the parser says.
        detail: String,
    },
    /// A date is not `YYYY-MM-DD` or `YYYY-MM`.
    #[error("\"{value}\" is no date of the form YYYY-MM-DD or YYYY-MM")]
    DateMalformed {
        /// The text.
        value: String,
    },
    /// A row's first cell is not a word of the format.
    #[error("\"{word}\" opens no row here")]
    RowUnknown {
        /// The first cell.
        word: String,
    },
    /// Too many or too few cells.
    #[error("a row \"{word}\" has {expected} cells after the word, this one {count}")]
    CellCount {
        /// The first cell.
        word: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        count: usize,
    },
    /// A cell that must say something is empty.
    #[error("cell {cell} of a row \"{word}\" is empty")]
    CellEmpty {
        /// The first cell.
        word: &'static str,
        /// Which one, from 1 after the word.
        cell: usize,
    },
    /// A row stands where it has no meaning.
    #[error("a row \"{word}\" needs {needs} before it")]
    OutOfPlace {
        /// The first cell.
        word: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// A key is not a slug.
    #[error("\"{value}\" is no key: lower-case letters, digits, single hyphens")]
    KeyMalformed {
        /// The text.
        value: String,
    },
    /// Two rows have the same key.
    #[error("the key \"{value}\" was used before")]
    KeyRepeated {
        /// The key.
        value: String,
    },
    /// A row is about an item that is not there.
    #[error("no item \"{value}\" in the rulebook")]
    ItemUnknown {
        /// Its key.
        value: String,
    },
    /// A patch's version is not a short plain word.
    #[error("\"{value}\" is no version: at most 32 letters, digits, dots and hyphens")]
    VersionMalformed {
        /// The text.
        value: String,
    },
    /// A name or alias without a letter or digit.
    #[error("\"{value}\" is no name: it has no letter or digit")]
    NameEmpty {
        /// The text.
        value: String,
    },
    /// A comma or bar of full width inside an alias.
    #[error("\"{value}\" has a full-width separator: part names by \", \"")]
    NameSeparator {
        /// The text.
        value: String,
    },
    /// A name that another item has as well.
    #[error("the name \"{value}\" belongs to \"{owner}\" already")]
    NameTaken {
        /// The name.
        value: String,
        /// The key of the item that has it.
        owner: String,
    },
    /// A name that the same item has twice.
    #[error("the name \"{value}\" stands twice in \"{owner}\"")]
    NameRepeated {
        /// The name.
        value: String,
        /// The item's key.
        owner: String,
    },
    /// No such stream or place.
    #[error("\"{value}\" is no stream and no other place")]
    DisposalUnknown {
        /// The code.
        value: String,
    },
    /// The model that judges unknown names is of another shape.
    #[error("the model of the guide is not of this version")]
    ModelMalformed,
    /// No such step.
    #[error("no step \"{value}\" in the notes")]
    StepUnknown {
        /// Its key.
        value: String,
    },
    /// No such reason.
    #[error("no reason \"{value}\" in the notes")]
    ReasonUnknown {
        /// Its key.
        value: String,
    },
    /// A step or reason that nothing uses.
    #[error("nothing uses the note \"{value}\"")]
    NoteUnused {
        /// Its key.
        value: String,
    },
    /// Not `named`, `read` or `advice` and a source.
    #[error("\"{value}\" is no citation: write named, read or advice, then a source")]
    CitationMalformed {
        /// The text.
        value: String,
    },
    /// No such source.
    #[error("no source \"{value}\" in the rulebook")]
    SourceUnknown {
        /// Its id.
        value: String,
    },
    /// A place without a name in the rulebook.
    #[error("the rulebook has no name for the place \"{value}\"")]
    PlaceUnnamed {
        /// Its code.
        value: String,
    },
    /// A basis without words in the rulebook.
    #[error("the rulebook has no words for the basis \"{value}\"")]
    BasisUnnamed {
        /// Its code.
        value: String,
    },
    /// An example that is no item.
    #[error("the example \"{value}\" is no item")]
    ExampleUnknown {
        /// The key.
        value: String,
    },
    /// A text that is no single sentence.
    #[error("\"{value}\" is not one sentence with its full stop")]
    NotOneSentence {
        /// The text.
        value: String,
    },
    /// A bin row without its reason.
    #[error("\"{item}\" has a bin without a reason")]
    ReasonMissing {
        /// The item's key.
        item: String,
    },
    /// An item or part without a bin row.
    #[error("\"{item}\" has a part or condition without a bin")]
    BinMissing {
        /// The item's key.
        item: String,
    },
    /// A part of an item that has one answer only, though it names a condition, or two answers
    /// without one.
    #[error("\"{item}\": a part has one answer without a condition, or several with one each")]
    ConditionsUneven {
        /// The item's key.
        item: String,
    },
    /// An item that has no such part or condition.
    #[error("\"{item}\" has no part or condition \"{value}\"")]
    PartUnknown {
        /// The item's key.
        item: String,
        /// The text.
        value: String,
    },
    /// Words that name several parts or conditions of an item.
    #[error("\"{item}\" has several answers for \"{value}\": name the part or condition of one")]
    PartAmbiguous {
        /// The item's key.
        item: String,
        /// The text; may be empty.
        value: String,
    },
    /// No such topic.
    #[error("\"{value}\" is no stream and no topic of a lesson")]
    TopicUnknown {
        /// Its code.
        value: String,
    },
    /// A lesson without a page.
    #[error("the lesson \"{lesson}\" has no page")]
    PageMissing {
        /// Its key.
        lesson: String,
    },
    /// A question without its explanation.
    #[error("the question \"{question}\" is not explained")]
    ExplanationMissing {
        /// Its key.
        question: String,
    },
    /// Not how many in a hundred are right.
    #[error("\"{value}\" is not how many in a hundred are right: 40 to 95, with ? if estimated")]
    PercentMalformed {
        /// The text.
        value: String,
    },
    /// A sentence that another row says.
    #[error("\"{value}\" was said before")]
    SentenceRepeated {
        /// The sentence.
        value: String,
    },
    /// An item without a bin in the whole file set.
    #[error("no item at all")]
    NoItems,
}
