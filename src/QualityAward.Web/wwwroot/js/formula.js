// Formulas over named cells, as the server computes them (QualityAward.Domain.Forms.Formula): fixed-point arithmetic of twelve decimals, rounded half away
// from zero; tests/vectors/formulas.json holds both to the same results. Markup: <output data-formula="{q.a} / {q.b} * 100" data-decimals="2">.
// A name with [*] stands for a column of a growing table: sum({q.charity[*].cost}).

const SCALE = 12n;
const ONE = 10n ** SCALE;
const BOUND = 10n ** (15n + SCALE);

const size = value => (value < 0n ? -value : value);
const bounded = value => (value !== null && size(value) < BOUND ? value : null);

function divided(value, by) {
  const negative = (value < 0n) !== (by < 0n);
  const [top, bottom] = [size(value), size(by)];
  const whole = (2n * top + bottom) / (2n * bottom);
  return negative ? -whole : whole;
}

/** A number as people type it, in units of the last decimal; null when it is none. */
export function parseNumber(text) {
  const half = (text ?? '').replaceAll(/[\uff01-\uff5e]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('\u2212', '-').replaceAll(/[,\s\u3000\u00a0]/g, '');
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(half);
  if (!parts || (!parts[2] && !parts[3])) { return null; }
  const decimals = parts[3] ?? '';
  const kept = BigInt((parts[2] || '0') + decimals.slice(0, 12).padEnd(12, '0')) + (decimals.length > 12 && decimals[12] >= '5' ? 1n : 0n);
  return bounded(parts[1] === '-' ? -kept : kept);
}

/** A result as the server stores it: rounded, without zeros at the end. */
export function formatNumber(value, decimals) {
  const unit = 10n ** (SCALE - BigInt(Math.min(decimals, 12)));
  const rounded = divided(value, unit) * unit;
  const digits = size(rounded).toString().padStart(13, '0');
  const fraction = digits.slice(-12).replace(/0+$/, '');
  return `${rounded < 0n ? '-' : ''}${digits.slice(0, -12)}${fraction ? `.${fraction}` : ''}`;
}

/** Parses a formula into a function of (cell, column) that gives units or null. */
export function parseFormula(text) {
  let at = 0;
  const peek = () => {
    while (/\s/.test(text[at] ?? '')) { at++; }
    return text[at] ?? '';
  };
  const expect = sign => {
    if (peek() !== sign) { throw new SyntaxError(`${sign} at ${at} of ${text}`); }
    at++;
  };
  const reference = () => {
    expect('{');
    const end = text.indexOf('}', at);
    if (end < 0) { throw new SyntaxError(`} in ${text}`); }
    const name = text.slice(at, end);
    at = end + 1;
    return name;
  };

  const apply = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => divided(a * b, ONE),
    '/': (a, b) => (b === 0n ? null : divided(a * ONE, b)),
  };
  const chain = (signs, next) => {
    let left = next();
    while (signs.includes(peek()) && peek()) {
      const [sign, first] = [text[at++], left];
      const second = next();
      left = (cell, column) => {
        const [a, b] = [first(cell, column), second(cell, column)];
        return a === null || b === null ? null : bounded(apply[sign](a, b));
      };
    }
    return left;
  };

  const factor = () => {
    const next = peek();
    if (next === '-') {
      at++;
      const inner = factor();
      return (cell, column) => {
        const value = inner(cell, column);
        return value === null ? null : -value;
      };
    }
    if (next === '(') {
      at++;
      const inner = sum();
      expect(')');
      return inner;
    }
    if (next === '{') {
      const name = reference();
      return cell => bounded(cell(name));
    }
    const word = /^[A-Za-z0-9.]*/.exec(text.slice(at))[0];
    at += word.length;
    if (['sum', 'count', 'max', 'min'].includes(word)) {
      expect('(');
      peek();
      const name = reference();
      expect(')');
      return (_, column) => {
        const numbers = column(name).filter(value => value !== null);
        if (word === 'count') { return BigInt(numbers.length) * ONE; }
        if (numbers.length === 0) { return null; }
        return bounded(numbers.reduce((a, b) => (word === 'sum' ? a + b : (word === 'max') === (a > b) ? a : b)));
      };
    }
    const number = word ? parseNumber(word) : null;
    if (number === null) { throw new SyntaxError(`at ${at} of ${text}`); }
    return () => number;
  };
  const product = () => chain('*/', factor);
  const sum = () => chain('+-', product);

  const root = sum();
  if (peek()) { throw new SyntaxError(`${text.slice(at)} in ${text}`); }
  return root;
}

/** The text of a result; empty when there is none. */
export function compute(text, decimals, cell, column) {
  const value = parseFormula(text)(name => parseNumber(cell(name)), name => column(name).map(parseNumber));
  return value === null ? '' : formatNumber(value, decimals);
}

// A result that is not live has the attribute, too, but empty.
const LIVE = 'output[data-formula]:not([data-formula=""])';

const formulas = new WeakMap();

function valuesOf(form, name) {
  const [before, after] = name.split('[*]');
  return Array.from(form.elements)
    .filter(control => control.name?.startsWith(`${before}[`) && control.name.endsWith(`]${after}`) && /^\d+$/.test(control.name.slice(before.length + 1, control.name.length - after.length - 1)))
    .map(control => control.value);
}

function refresh(form) {
  const outputs = [...form.querySelectorAll(LIVE)];
  // Results that rest on other results settle within a few rounds.
  for (let round = 0; round < 6; round++) {
    let changed = false;
    for (const output of outputs) {
      let known = formulas.get(output);
      if (known?.text !== output.dataset.formula) {
        known = { text: output.dataset.formula, run: parseFormula(output.dataset.formula) };
        formulas.set(output, known);
      }
      const value = known.run(name => parseNumber(name ? form.elements.namedItem(name)?.value : ''), name => valuesOf(form, name).map(parseNumber));
      const text = value === null ? '' : formatNumber(value, Number(output.dataset.decimals || 2));
      if (output.value !== text) {
        output.value = text;
        changed = true;
      }
    }
    if (!changed) { return; }
  }
}

export function init(root) {
  const forms = new Set([...root.querySelectorAll(LIVE)].map(output => output.form).filter(Boolean));
  for (const form of forms) {
    if (form.dataset.formulas) { continue; }
    form.dataset.formulas = 'true';
    form.addEventListener('input', () => refresh(form));
    form.addEventListener('change', () => refresh(form));
    refresh(form);
  }
}
