import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { isMet } from '../../src/QualityAward.Web/wwwroot/js/conditional.js';
import { compute, parseFormula } from '../../src/QualityAward.Web/wwwroot/js/formula.js';

const vectors = name => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));

for (const { formula, cells = {}, columns = {}, decimals, result, why } of vectors('formulas')) {
  test(`${formula}: ${why}`, () => assert.equal(compute(formula, decimals, name => cells[name], name => columns[name] ?? []), result));
}

for (const { operator, values, given, met, why } of vectors('conditions')) {
  test(`${operator}: ${why}`, () => assert.equal(isMet(operator, values, given), met));
}

for (const text of ['', '{a', '{a} +', '1 2', 'sum(1)', '({a}', 'abc', '{a} % 2']) {
  test(`${text || 'nothing'} is no formula`, () => assert.throws(() => parseFormula(text), SyntaxError));
}
