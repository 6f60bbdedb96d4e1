// Shows a question when the answer it waits for is given, and hides it otherwise; what was typed stays in the form. Markup:
// <div data-when='{"field":"q.is-group","operator":"is","values":["yes"]}'>. Without JavaScript the words above the question say when it is asked.
// The server's twin is QualityAward.Domain.Forms.AskedWhen; tests/vectors/conditions.json holds both to the same results.
import { parseNumber } from './formula.js';

export function isMet(operator, values, given) {
  const bound = values.length === 1 ? parseNumber(values[0]) : null;
  const numbers = () => given.map(parseNumber).filter(number => number !== null);
  switch (operator) {
    case 'is': return given.some(value => values.includes(value));
    case 'isNot': return given.length > 0 && !given.some(value => values.includes(value));
    case 'answered': return given.length > 0;
    case 'blank': return given.length === 0;
    case 'atLeast': return bound !== null && numbers().some(number => number >= bound);
    case 'atMost': return bound !== null && numbers().some(number => number <= bound);
    default: return true;
  }
}

// A question without a condition has the attribute, too, but empty.
const WAITING = '[data-when]:not([data-when=""])';

function givenTo(form, field) {
  return Array.from(form.elements)
    .filter(control => (control.name === field || control.name?.startsWith(`${field}[`)) && control.type !== 'file' && !control.closest('[data-when][hidden]'))
    .filter(control => !['checkbox', 'radio'].includes(control.type) || control.checked)
    .map(control => control.value.trim())
    .filter(Boolean);
}

// A heading stands over the questions up to the next one; over hidden ones only it would head nothing.
export function hideEmptyGroups(headings) {
  for (const heading of headings) {
    let asks = false;
    for (let next = heading.nextElementSibling; next && !next.matches('.qa-group'); next = next.nextElementSibling) {
      asks ||= next.matches('.qa-question') && !next.hidden;
    }
    heading.hidden = !asks;
  }
}

function refresh(form) {
  settle(form);
  hideEmptyGroups(form.querySelectorAll('.qa-group'));
}

function settle(form) {
  const waiting = [...form.querySelectorAll(WAITING)];
  // What depends on a hidden answer hides too, within a few rounds.
  for (let round = 0; round < 6; round++) {
    let changed = false;
    for (const element of waiting) {
      const { field, operator, values } = JSON.parse(element.dataset.when);
      const hidden = !isMet(operator, values, givenTo(form, field));
      element.classList.remove('qa-not-asked');
      if (element.hidden !== hidden) {
        element.hidden = hidden;
        changed = true;
      }
    }
    if (!changed) { return; }
  }
}

export function init(root) {
  const forms = new Set([...root.querySelectorAll(WAITING)].map(element => element.closest('form')).filter(Boolean));
  for (const form of forms) {
    if (form.dataset.conditions) { continue; }
    form.dataset.conditions = 'true';
    form.addEventListener('input', () => refresh(form));
    form.addEventListener('change', () => refresh(form));
    refresh(form);
  }
}
