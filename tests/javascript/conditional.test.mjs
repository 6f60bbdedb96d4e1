// Headings of groups go with their questions.
import assert from 'node:assert/strict';
import test from 'node:test';
import { hideEmptyGroups } from '../../src/QualityAward.Web/wwwroot/js/conditional.js';

// As the section page has them: headings and questions beside one another.
function page(...kinds) {
  const elements = kinds.map(kind => ({ kind, hidden: kind === 'hidden', matches: selector => selector === (kind === 'heading' ? '.qa-group' : kind === 'other' ? '.else' : '.qa-question') }));
  elements.forEach((element, index) => { element.nextElementSibling = elements[index + 1] ?? null; });
  return elements.filter(element => element.kind === 'heading');
}

test('a heading over hidden questions only is hidden, and comes back with them', () => {
  const headings = page('question', 'heading', 'hidden', 'hidden', 'heading', 'hidden', 'question', 'heading', 'hidden', 'other');

  hideEmptyGroups(headings);
  assert.deepEqual(headings.map(heading => heading.hidden), [true, false, true]);

  headings[2].nextElementSibling.hidden = false;
  hideEmptyGroups(headings);
  assert.deepEqual(headings.map(heading => heading.hidden), [true, false, false]);
});
