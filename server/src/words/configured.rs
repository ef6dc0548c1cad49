//! The words that read a configuration: `serve`, `config show`, and `--config` in the place of
//! `--database` of any other order.

use std::path::PathBuf;

use wufei_server::{
    Database,
    settings::{Configuration, KEYS, Key, Told},
};

use super::{CONFIG, Order, WordsError, options::Options};

/// Reads `serve`.
pub(super) fn serve(options: &Options<'_>) -> Result<Order, WordsError> {
    let all = configuration(options)?;
    Ok(Order::Serve { settings: all.settings()?, port_file: all.port_file()? })
}

/// Reads `config show`, which takes every word that `serve` takes. Values that do not fit are shown as
/// well as refused.
pub(super) fn show(options: &Options<'_>) -> Result<Order, WordsError> {
    Ok(Order::ShowConfiguration(Box::new(configuration(options)?)))
}

/// The database of another order, which was given a file or finds it in the environment.
pub(super) fn database(options: &Options<'_>) -> Result<Database, WordsError> {
    Ok(beside(options)?.database()?)
}

/// As [`database`], the folder of photos.
pub(super) fn photos(options: &Options<'_>) -> Result<Option<PathBuf>, WordsError> {
    Ok(beside(options)?.photos()?)
}

/// What an order finds that takes no key as a word.
fn beside(options: &Options<'_>) -> Result<Configuration, WordsError> {
    let file = options.value(CONFIG).map(PathBuf::from);
    let told = Told { file, variables: variables(), words: Vec::new() };
    Ok(Configuration::read(&told)?)
}

fn configuration(options: &Options<'_>) -> Result<Configuration, WordsError> {
    let words: Vec<String> = KEYS.iter().map(Key::word).collect();
    let mut names: Vec<&str> = words.iter().map(String::as_str).collect();
    names.push(CONFIG);
    options.allow(&names, 0)?;
    let said = words
        .iter()
        .filter_map(|word| options.value(word).map(|value| (word.clone(), value.to_owned())));
    let file = options.value(CONFIG).map(PathBuf::from);
    Ok(Configuration::read(&Told { file, variables: variables(), words: said.collect() })?)
}

/// The environment. What is not Unicode is no value of ours; its name is still refused.
fn variables() -> Vec<(String, String)> {
    std::env::vars_os()
        .map(|(name, value)| (name.to_string_lossy().into(), value.to_string_lossy().into()))
        .collect()
}
