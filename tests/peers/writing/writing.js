// How names are typed by people, from tables that the guide does not know: sounds in their context
// (pinyin-pro), traditional characters (OpenCC), characters that share their larger half (hanzi),
// common characters of a sound (the first level of GB 2312).
// node writing.js NAMES.json: a list of names; prints one line of JSON.
'use strict';

const fs = require('node:fs');
// hanzi tells what it does on the way.
console.log = console.error;
const { pinyin } = require('pinyin-pro');
const { Converter } = require('opencc-js');
const hanzi = require('hanzi');

// A half that more characters share than this is a mere radical: it makes nobody take one for the other.
const SHARERS_MAX = 24;

function soundsOf(name) {
  const sounds = pinyin(name, { toneType: 'none', type: 'array', v: true });
  const letters = [...name];
  if (sounds.length !== letters.length) return null;
  return sounds.map((sound, at) => (sound === letters[at] ? '' : sound));
}

// The 3,755 characters of rows 16 to 55 of GB 2312.
function commonCharacters() {
  const decoder = new TextDecoder('gb18030');
  const all = [];
  for (let row = 0xb0; row <= 0xd7; row += 1) {
    for (let cell = 0xa1; cell <= (row === 0xd7 ? 0xf9 : 0xfe); cell += 1) {
      all.push(decoder.decode(Uint8Array.from([row, cell])));
    }
  }
  return all;
}

function bySound(characters) {
  const groups = {};
  for (const character of characters) {
    const [sound] = soundsOf(character) ?? [''];
    if (sound) groups[sound] = (groups[sound] ?? '') + character;
  }
  return groups;
}

function alike(characters) {
  hanzi.start();
  const sharers = new Map();
  const halves = new Map();
  for (const character of characters) {
    const parts = hanzi.decompose(character, 1)?.components ?? [];
    const known = parts.length === 2 ? parts.filter((part) => !/^[\x00-\x7f]/.test(part)) : [];
    halves.set(character, known);
    for (const half of known) {
      sharers.set(half, [...(sharers.get(half) ?? []), character]);
    }
  }
  const groups = {};
  for (const [character, known] of halves) {
    const others = new Set();
    for (const half of known) {
      const many = sharers.get(half);
      if (many.length <= SHARERS_MAX) many.forEach((other) => others.add(other));
    }
    others.delete(character);
    if (others.size > 0) groups[character] = [...others].join('');
  }
  return groups;
}

const names = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const traditional = Converter({ from: 'cn', to: 'tw' });
const common = commonCharacters();
const told = {
  sounds: names.map(soundsOf),
  traditional: names.map((name) => traditional(name)),
  alike: alike(common),
  common: bySound(common),
};
process.stdout.write(`${JSON.stringify(told)}\n`);
