// sharp, which is libvips: `node sharp.js PICTURE FOLDER TIMES` makes an upright JPEG of at most 1,600
// pixels a side as often, synced to the disk, and tells milliseconds, bytes and memory as JSON.
"use strict";

const fs = require("node:fs/promises");
const path = require("node:path");
const sharp = require("sharp");

const [picture, folder, times] = process.argv.slice(2);

async function main() {
  sharp.cache(false);
  const ms = [];
  let bytes = 0;
  for (let number = 0; number < Number(times); number += 1) {
    const began = process.hrtime.bigint();
    const made = await sharp(picture)
      .autoOrient()
      .resize(1600, 1600, { fit: "inside", withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .toBuffer();
    const file = await fs.open(path.join(folder, `${number}.jpg`), "w");
    await file.writeFile(made);
    await file.sync();
    await file.close();
    ms.push(Number(process.hrtime.bigint() - began) / 1e6);
    bytes = made.length;
  }
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ ms, bytes, peak }));
}

main();
