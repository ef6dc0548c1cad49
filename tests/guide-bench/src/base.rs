//! The names of a guide, each with the item it belongs to: what is searched, and what baselines learn.

use std::collections::HashMap;

use wufei_guide::{Guide, normalise};

use crate::streams::{self, Stream};

/// A name in Chinese or another name, as `wufei-guide names` prints them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As names are compared.
    pub normal: String,
    /// The place of its item in [`Guide::items`].
    pub item: usize,
    /// Where that item usually goes.
    pub stream: Stream,
}

impl Name {
    /// Letters of the name as compared.
    pub fn letters(&self) -> Vec<char> {
        self.normal.chars().collect()
    }
}

/// A guide with its names.
#[derive(Debug)]
pub struct Base<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// Shown names and aliases, in the order of the items.
    pub names: Vec<Name>,
    owners: HashMap<String, usize>,
}

impl<'a> Base<'a> {
    /// Collects the names.
    pub fn of(guide: &'a Guide) -> Self {
        let mut names = Vec::new();
        for (place, item) in guide.items().iter().enumerate() {
            let stream = streams::usual(item);
            for text in std::iter::once(&item.name.zh).chain(&item.aliases) {
                names.push(Name { normal: normalise(text), item: place, stream });
            }
        }
        let owners = names.iter().map(|name| (name.normal.clone(), name.item)).collect();
        Self { guide, names, owners }
    }

    /// The item that has this name, as compared.
    pub fn owner(&self, normal: &str) -> Option<usize> {
        self.owners.get(normal).copied()
    }

    /// The places of the first items that the search finds, best first.
    pub fn found(&self, query: &str, many: usize) -> Vec<usize> {
        let items = self.guide.items();
        let place = |found: &wufei_guide::Item| {
            items.iter().position(|item| std::ptr::eq(item, found)).unwrap_or(items.len())
        };
        self.guide.search(query, many).into_iter().map(|(item, _)| place(item)).collect()
    }
}
