//! The sentences that refusals are shown with.

use wufei_domain::{
    refusal::{Code, Refusal},
    words::{Language, Words},
};

use super::failure::Failure;

/// The sentence of a refusal in one language.
///
/// # Errors
/// When the words cannot be read, or the language has no sentence for the code.
pub fn sentence(language: Language, refusal: &Refusal) -> Result<String, Failure> {
    let words = Words::new(language, &[]).map_err(Failure::while_doing("readable words"))?;
    let text = words.refusal(refusal);
    if text.contains('⟨') {
        let code: Code = refusal.code;
        return Err(Failure::new(format!("a sentence for {}", code.as_str()), text));
    }
    Ok(text)
}

/// Its sentences in both languages.
///
/// # Errors
/// As [`sentence`].
pub fn sentences(refusal: &Refusal) -> Result<[String; 2], Failure> {
    let [zh, en] = Language::ALL.map(|language| sentence(language, refusal));
    Ok([zh?, en?])
}
