import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { countWords } from '../../src/QualityAward.Web/wwwroot/js/wordcount.js';

const vectors = JSON.parse(readFileSync(new URL('../vectors/wordcount.json', import.meta.url), 'utf8'));

for (const { text, count, why } of vectors) {
  test(why, () => assert.equal(countWords(text), count));
}
