// Fails when the first load or a lazy route ships more gzipped script than the budget allows.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_KB = 250;
const LAZY_ROUTE_KB = 150;
const dist = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

const sizes = new Map();
const gzipKb = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file))).length / 1000);
  return sizes.get(file);
};

/** All script files that a manifest entry loads at once. */
function scripts(key, seen = new Set()) {
  const entry = manifest[key];
  if (!entry || seen.has(entry.file)) return seen;
  if (entry.file.endsWith(".js")) seen.add(entry.file);
  for (const next of entry.imports ?? []) scripts(next, seen);
  return seen;
}

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = scripts(entryKey);
const total = (files) => [...files].reduce((sum, file) => sum + gzipKb(file), 0);
// Nothing is shown before the texts of the reader's language are there, so the longest of them counts.
const texts = Object.keys(manifest).filter((key) => /^src\/i18n\/\w+\.ts$/.test(key));
const language = Math.max(...texts.map((key) => total(scripts(key))));
const rows = [["first load with its texts", total(first) + language, FIRST_LOAD_KB]];
// The frame is there before any screen in it is asked for.
const frame = Object.keys(manifest).find((key) => key.endsWith("app/Workplace.tsx"));
const there = scripts(frame, new Set(first));
for (const [key, entry] of Object.entries(manifest)) {
  if (!entry.isDynamicEntry) continue;
  const known = key === frame ? first : there;
  const own = [...scripts(key)].filter((file) => !known.has(file));
  rows.push([key, total(own), LAZY_ROUTE_KB]);
}

let failed = false;
for (const [name, kb, limit] of rows) {
  const over = kb > limit;
  failed ||= over;
  console.log(`${over ? "TOO BIG" : "ok     "} ${kb.toFixed(1).padStart(7)} kB of ${limit}  ${name}`);
}
process.exit(failed ? 1 : 0);
