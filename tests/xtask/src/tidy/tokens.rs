//! Rust as a flat list of tokens with their lines: comments and docs are gone, tests are marked.
//!
//! The checks ask for sequences of tokens, so that neither a comment nor a line break misleads
//! them. What is inside a macro's brackets is seen as well.

use proc_macro2::{Delimiter, LineColumn, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::finding::Finding;
use super::tree::Tree;

/// One token. A string literal keeps its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    /// Counted from 1.
    pub line: usize,
    pub in_test: bool,
}

/// A function with its place, signature and body counted, attributes and docs not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub first_line: usize,
    pub lines: usize,
}

pub struct Source {
    pub tokens: Vec<Token>,
    pub functions: Vec<Function>,
    /// The modules in files of their own that only tests see.
    pub test_modules: Vec<String>,
    /// Whether the file opens with `//!` or `#![doc = …]`.
    pub has_door: bool,
}

impl Source {
    /// `None` for what is not Rust.
    pub fn read(text: &str) -> Option<Self> {
        let parsed = syn::parse_file(text).ok()?;
        let mut finder = Finder::default();
        finder.visit_file(&parsed);
        let stream: TokenStream = text.strip_prefix('\u{feff}').unwrap_or(text).parse().ok()?;
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        for token in &mut tokens {
            token.in_test =
                finder.tests.iter().any(|(first, last)| (*first..=*last).contains(&token.line));
        }
        let has_door = parsed.attrs.iter().any(|attribute| {
            matches!(attribute.style, syn::AttrStyle::Inner(_)) && attribute.path().is_ident("doc")
        });
        let Finder { functions, test_modules, .. } = finder;
        Some(Self { tokens, functions, test_modules, has_door })
    }

    /// The lines outside tests where these tokens follow each other; `::` is one token.
    pub fn lines_with(&self, sequence: &[&str]) -> Vec<usize> {
        self.places(sequence).filter(|token| !token.in_test).map(|token| token.line).collect()
    }

    /// The first token of each place where these tokens follow each other, in tests as well.
    pub fn places(&self, sequence: &[&str]) -> impl Iterator<Item = &Token> {
        self.tokens
            .windows(sequence.len())
            .filter(move |window| {
                window.iter().zip(sequence).all(|(token, text)| token.text == *text)
            })
            .filter_map(|window| window.first())
    }

    /// String literals outside tests.
    pub fn literals(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| !token.in_test && token.text.contains('"'))
    }
}

/// Rust that this program cannot read escapes every other check, so it is refused.
pub fn unreadable(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.is("rs") && file.source.is_none())
        .map(|file| Finding::file(&file.path, "this is not Rust", "mend what rustc reports"))
        .collect()
}

fn flatten(stream: TokenStream, into: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                if is_doc(into, &group) {
                    // The hash, and the exclamation mark of an inner one, go with the doc.
                    while into.last().is_some_and(|last| matches!(last.text.as_str(), "#" | "!")) {
                        into.pop();
                    }
                    continue;
                }
                let (open, close) = brackets(group.delimiter());
                push(into, open, line);
                flatten(group.stream(), into);
                push(into, close, group.span_close().start().line);
            }
            TokenTree::Punct(punct) => {
                let colon =
                    |tree: &TokenTree| matches!(tree, TokenTree::Punct(p) if p.as_char() == ':');
                if punct.as_char() == ':' && trees.next_if(colon).is_some() {
                    push(into, "::", line);
                } else {
                    push(into, &punct.as_char().to_string(), line);
                }
            }
            other => push(into, &other.to_string(), line),
        }
    }
}

fn push(into: &mut Vec<Token>, text: &str, line: usize) {
    if !text.is_empty() {
        into.push(Token { text: text.to_owned(), line, in_test: false });
    }
}

/// A doc comment arrives as the attribute `#[doc = "…"]`.
fn is_doc(before: &[Token], group: &proc_macro2::Group) -> bool {
    let attribute = before.last().is_some_and(|last| matches!(last.text.as_str(), "#" | "!"));
    let mut inside = group.stream().into_iter();
    attribute
        && group.delimiter() == Delimiter::Bracket
        && inside.next().is_some_and(|first| first.to_string() == "doc")
        && inside.next().is_some_and(|second| second.to_string() == "=")
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[derive(Default)]
struct Finder {
    functions: Vec<Function>,
    test_modules: Vec<String>,
    /// First and last lines of what only tests see.
    tests: Vec<(usize, usize)>,
}

impl Finder {
    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.span().start();
        let LineColumn { line: last, .. } = block.brace_token.span.close().end();
        self.functions.push(Function {
            name: signature.ident.to_string(),
            first_line: first.line,
            lines: last + 1 - first.line,
        });
    }

    fn item(&mut self, attributes: &[syn::Attribute], whole: proc_macro2::Span) {
        if attributes.iter().any(is_test_mark) {
            self.tests.push((whole.start().line, whole.end().line));
        }
    }
}

/// `#[cfg(test)]`, `#[cfg(all(test, …))]`, `#[test]`, `#[tokio::test]`.
fn is_test_mark(attribute: &syn::Attribute) -> bool {
    let last = attribute.path().segments.last().map(|segment| segment.ident.to_string());
    if last.as_deref() == Some("test") {
        return true;
    }
    let syn::Meta::List(list) = &attribute.meta else { return false };
    let mut words = Vec::new();
    flatten(list.tokens.clone(), &mut words);
    let negated = words.iter().any(|word| word.text == "not" || word.text == "any");
    attribute.path().is_ident("cfg") && !negated && words.iter().any(|word| word.text == "test")
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.item(&item.attrs, item.span());
        self.function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.item(&item.attrs, item.span());
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_none() && item.attrs.iter().any(is_test_mark) {
            self.test_modules.push(item.ident.to_string());
        }
        self.item(&item.attrs, item.span());
        visit::visit_item_mod(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.item(&item.attrs, item.span());
        visit::visit_item_impl(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.item(&item.attrs, item.span());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "//! Door.\n\
        /// Speaks of SystemTime::now() in vain.\n\
        fn a() {\n    let _ = std :: time\n        :: SystemTime::now(); // Instant::now()\n}\n\
        #[cfg(test)]\nmod tests {\n    fn b() { Instant::now(); }\n}\n";

    #[test]
    fn comments_are_gone_and_spaces_do_not_matter() {
        let source = Source::read(TEXT).expect("this is Rust");
        assert_eq!(source.lines_with(&["SystemTime", "::", "now"]), [5]);
        assert!(source.has_door);
    }

    #[test]
    fn what_only_tests_see_is_marked() {
        let source = Source::read(TEXT).expect("this is Rust");
        assert_eq!(source.lines_with(&["Instant", "::", "now"]), Vec::<usize>::new());
        assert_eq!(source.places(&["Instant", "::", "now"]).count(), 1);
    }

    #[test]
    fn a_function_counts_from_its_signature_to_its_brace() {
        let source = Source::read(TEXT).expect("this is Rust");
        let first = source.functions.first().expect("there are two");
        assert_eq!((first.name.as_str(), first.first_line, first.lines), ("a", 3, 4));
    }

    #[test]
    fn what_is_not_for_tests_is_not_excused() {
        let source = Source::read("//! D\n#[cfg(not(test))]\nfn a() { dbg!(1); }").expect("Rust");
        assert_eq!(source.lines_with(&["dbg", "!"]), [3]);
    }

    #[test]
    fn broken_rust_is_refused() {
        let tree = Tree::of(&[("web/src/lib.rs", "fn ("), ("web/src/a.rs", "//! A.")]);
        assert_eq!(unreadable(&tree).len(), 1);
    }
}
