// The server: express-pouchdb with what a PouchDB needs of it, each database in FOLDER.
// node serve.js FOLDER; prints its port as a line of JSON.
'use strict';

const express = require('express');
const PouchDB = require('pouchdb');

const folder = process.argv[2];
const server = express();
const handler = require('express-pouchdb')(PouchDB.defaults({ prefix: `${folder}/` }), {
  mode: 'minimumForPouchDB',
});
server.use('/', handler);
const listening = server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: listening.address().port }));
});
