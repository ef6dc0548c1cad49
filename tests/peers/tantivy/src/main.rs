//! tantivy over the names of the guide, set up for Chinese: a peer of the guide's bench.
//!
//! `wufei-peer-tantivy WORK.json`; WORK holds names (name, sound, initials, item), questions,
//! strokes and runs. Prints one line of JSON: settings, milliseconds to be ready, the first three
//! items of each question, nanoseconds of each stroke in each run.

use std::{
    env,
    error::Error,
    fs,
    io::{self, Write as _},
    time::Instant,
};

use serde::{Deserialize, Serialize};
use tantivy::{
    Index, IndexReader, TantivyDocument, Term,
    collector::TopDocs,
    query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{LowerCaser, NgramTokenizer, TextAnalyzer},
};

const SHOWN: usize = 3;
/// Names are asked for, items are told: an item may own several of the first names.
const ASKED: usize = 12;

const SETTINGS: &str = "name by ngram tokenizer 1 to 2 (bigrams boosted 2), whole name, sound and \
    initials raw; exact name boosted 20, prefix with one slip from 3 letters, sound by prefix with \
    one slip from 5 letters, initials by prefix; index in memory, one segment, 12 asked for";

#[derive(Deserialize)]
struct Work {
    names: Vec<Name>,
    questions: Vec<String>,
    strokes: Vec<String>,
    runs: usize,
}

#[derive(Deserialize)]
struct Name {
    name: String,
    sound: String,
    initials: String,
    item: u64,
}

#[derive(Serialize)]
struct Told {
    settings: &'static str,
    ready_ms: f64,
    found: Vec<Vec<u64>>,
    nanoseconds: Vec<Vec<u128>>,
}

struct Search {
    reader: IndexReader,
    grams: Field,
    whole: Field,
    sound: Field,
    initials: Field,
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::args().nth(1).ok_or("wufei-peer-tantivy WORK.json")?;
    let work: Work = serde_json::from_str(&fs::read_to_string(file)?)?;
    let began = Instant::now();
    let search = Search::of(&work.names)?;
    let ready_ms = began.elapsed().as_secs_f64() * 1_000.0;
    let mut found = Vec::new();
    for question in &work.questions {
        let mut items = Vec::new();
        for item in search.items(question)? {
            if !items.contains(&item) && items.len() < SHOWN {
                items.push(item);
            }
        }
        found.push(items);
    }
    let mut nanoseconds = Vec::new();
    for _ in 0..work.runs {
        let mut run = Vec::new();
        for stroke in &work.strokes {
            let began = Instant::now();
            search.items(stroke)?;
            run.push(began.elapsed().as_nanos());
        }
        nanoseconds.push(run);
    }
    let told = Told { settings: SETTINGS, ready_ms, found, nanoseconds };
    writeln!(io::stdout().lock(), "{}", serde_json::to_string(&told)?)?;
    Ok(())
}

impl Search {
    fn of(names: &[Name]) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("grams")
            .set_index_option(IndexRecordOption::WithFreqs);
        let grams =
            schema.add_text_field("grams", TextOptions::default().set_indexing_options(indexing));
        let whole = schema.add_text_field("whole", STRING);
        let sound = schema.add_text_field("sound", STRING);
        let initials = schema.add_text_field("initials", STRING);
        let item = schema.add_u64_field("item", FAST);
        let index = Index::create_in_ram(schema.build());
        let tokenizer =
            TextAnalyzer::builder(NgramTokenizer::new(1, 2, false)?).filter(LowerCaser).build();
        index.tokenizers().register("grams", tokenizer);
        let mut writer = index.writer_with_num_threads(1, 50_000_000)?;
        for name in names {
            let mut document = TantivyDocument::default();
            document.add_text(grams, &name.name);
            document.add_text(whole, name.name.to_lowercase());
            document.add_text(sound, &name.sound);
            document.add_text(initials, &name.initials);
            document.add_u64(item, name.item);
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Self { reader: index.reader()?, grams, whole, sound, initials })
    }

    /// The items of the best names, best first, some of them twice.
    fn items(&self, query: &str) -> tantivy::Result<Vec<u64>> {
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(ASKED).order_by_score();
        let hits = searcher.search(&self.query(&query.to_lowercase()), &top)?;
        let mut items = Vec::with_capacity(hits.len());
        for (_, address) in hits {
            let segment = searcher.segment_reader(address.segment_ord);
            items.extend(segment.fast_fields().u64("item")?.first(address.doc_id));
        }
        Ok(items)
    }

    fn query(&self, query: &str) -> BooleanQuery {
        let letters: Vec<char> = query.chars().collect();
        let mut ways: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut way = |query: Box<dyn Query>, boost: f32| {
            ways.push((Occur::Should, Box::new(BoostQuery::new(query, boost))));
        };
        let term = |field: Field, text: &str| {
            Box::new(TermQuery::new(
                Term::from_field_text(field, text),
                IndexRecordOption::WithFreqs,
            ))
        };
        for (many, boost) in [(1, 1.0), (2, 2.0)] {
            for gram in letters.windows(many) {
                way(term(self.grams, &gram.iter().collect::<String>()), boost);
            }
        }
        way(term(self.whole, query), 20.0);
        let begun = |field: Field, slips: u8| {
            let term = Term::from_field_text(field, query);
            Box::new(FuzzyTermQuery::new_prefix(term, slips, true))
        };
        way(begun(self.whole, 0), 6.0);
        if letters.len() > 2 {
            way(begun(self.whole, 1), 6.0);
        }
        if query.is_ascii() {
            way(term(self.sound, query), 10.0);
            way(begun(self.sound, 0), 6.0);
            if letters.len() > 4 {
                way(begun(self.sound, 1), 4.0);
            }
            way(term(self.initials, query), 10.0);
            way(begun(self.initials, 0), 4.0);
        }
        BooleanQuery::new(ways)
    }
}
