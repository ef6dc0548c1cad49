// MiniSearch or Fuse.js over the names of the guide, each set up for Chinese.
// node search.js minisearch|fuse-tokens|fuse-whole WORK.json
// WORK: names ({name, sound, initials, item}), questions, strokes, runs.
// Prints one line of JSON: settings, milliseconds to be ready, the first three items of each
// question, nanoseconds of each stroke in each run.
'use strict';

const fs = require('node:fs');

const SHOWN = 3;
// Names are asked for, items are told: an item may own several of the first names.
const ASKED = 12;
const HAN = /\p{Script=Han}/u;

// Words of an alphabet as they are; of Chinese each character and, if wanted, each pair of neighbours.
function tokens(text, pairs) {
  const found = [];
  for (const run of text.toLowerCase().match(/\p{Script=Han}+|[\p{L}\p{N}]+/gu) ?? []) {
    if (!HAN.test(run)) {
      found.push(run);
      continue;
    }
    const letters = [...run];
    found.push(...letters);
    for (let at = 0; pairs && at + 1 < letters.length; at += 1) {
      found.push(letters[at] + letters[at + 1]);
    }
  }
  return found;
}

function minisearch(names) {
  const MiniSearch = require('minisearch');
  const isLatin = (term) => !HAN.test(term);
  const index = new MiniSearch({
    fields: ['name', 'sound', 'initials'],
    storeFields: ['item'],
    tokenize: (text) => tokens(text, true),
    processTerm: (term) => term,
    searchOptions: {
      combineWith: 'OR',
      boost: { name: 3, sound: 2, initials: 1 },
      prefix: (term, at, terms) => isLatin(term) || at === terms.length - 1,
      fuzzy: (term) => (isLatin(term) && term.length > 3 ? 0.2 : false),
    },
  });
  index.addAll(names.map((name, id) => ({ id, ...name })));
  return {
    settings: 'fields name, sound, initials (boost 3, 2, 1); characters and bigrams, joined by OR;'
      + ' prefix for latin and the last token, fuzzy 0.2 for latin from 4 letters',
    search: (query) => index.search(query).slice(0, ASKED).map((hit) => hit.item),
  };
}

// Token search looks for each character with slips inside every name: it finds much, slowly. Pairs of
// neighbours would make it half as fast and find hardly more. Whole names are compared faster, by one
// run over each, which loses what is typed in another order.
function fuse(names, own, settings) {
  const Fuse = require('fuse.js');
  const keys = [
    { name: 'name', weight: 3 }, { name: 'sound', weight: 2 }, { name: 'initials', weight: 1 },
  ];
  const index = new Fuse(names, { keys, ignoreLocation: true, ...own });
  return {
    settings: `keys name, sound, initials (weight 3, 2, 1), ignoreLocation, limit ${ASKED}; ${settings}`,
    search: (query) => index.search(query, { limit: ASKED }).map((hit) => hit.item.item),
  };
}

const SEARCHES = {
  minisearch,
  'fuse-tokens': (names) => fuse(
    names,
    { useTokenSearch: true, tokenize: (text) => tokens(text, false), threshold: 0.3 },
    'token search over characters, threshold 0.3',
  ),
  'fuse-whole': (names) => fuse(names, { threshold: 0.6 }, 'whole names, threshold 0.6'),
};

function firstItems(items) {
  return [...new Set(items)].slice(0, SHOWN);
}

const [which, file] = process.argv.slice(2);
const work = JSON.parse(fs.readFileSync(file, 'utf8'));
const began = process.hrtime.bigint();
const { settings, search } = SEARCHES[which](work.names);
const readyMs = Number(process.hrtime.bigint() - began) / 1e6;
const found = work.questions.map((question) => firstItems(search(question)));
const nanoseconds = [];
for (let run = 0; run < work.runs; run += 1) {
  nanoseconds.push(work.strokes.map((stroke) => {
    const start = process.hrtime.bigint();
    search(stroke);
    return Number(process.hrtime.bigint() - start);
  }));
}
const told = { settings, ready_ms: readyMs, found, nanoseconds };
process.stdout.write(`${JSON.stringify(told)}\n`);
