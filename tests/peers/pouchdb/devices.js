// The devices: each a PouchDB on LevelDB with its check-ins, offline until it is told to go on.
// node devices.js URL FOLDER COUNT; reads FOLDER/device-N.jsonl, says when it is ready, waits for a
// line, sends everything, then fetches everything, and says how many documents each has.
'use strict';

const fs = require('node:fs');
const readline = require('node:readline');
const PouchDB = require('pouchdb');

const [url, folder, count] = process.argv.slice(2);

function document(line) {
  const { id, ...rest } = JSON.parse(line);
  return { _id: id, ...rest };
}

async function offline(number) {
  const lines = fs.readFileSync(`${folder}/device-${number}.jsonl`, 'utf8').trim().split('\n');
  const database = new PouchDB(`${folder}/device-${number}`);
  await database.bulkDocs(lines.map(document));
  return database;
}

function complete(replication) {
  return new Promise((resolve, reject) => {
    replication.on('complete', resolve).on('error', reject).on('denied', reject);
  });
}

async function main() {
  const devices = await Promise.all([...Array(Number(count)).keys()].map(offline));
  await new PouchDB(`${url}/town`).info();
  console.log(JSON.stringify({ ready: true }));
  const told = readline.createInterface({ input: process.stdin });
  await new Promise((resolve) => told.once('line', resolve));
  await Promise.all(devices.map((device) => complete(device.replicate.to(`${url}/town`))));
  await Promise.all(devices.map((device) => complete(device.replicate.from(`${url}/town`))));
  const infos = await Promise.all(devices.map((device) => device.info()));
  console.log(JSON.stringify({ documents: infos.map((info) => info.doc_count) }));
  told.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
