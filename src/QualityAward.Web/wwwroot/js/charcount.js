// Live 字数 below a field with data-limit. Never cuts anything off: the server says what is too long.
import { countWords } from './wordcount.js';

function show(field) {
  const output = document.querySelector(`[data-count-for="${CSS.escape(field.id)}"]`);
  if (!output) { return; }
  const limit = Number(field.dataset.limit);
  const count = countWords(field.value);
  const over = count - limit;
  output.textContent = over > 0 ? `已写 ${count} 字，超出 ${over} 字（限 ${limit} 字）` : `已写 ${count} 字，限 ${limit} 字`;
  output.classList.toggle('qa-count-over', over > 0);
  output.classList.toggle('qa-count-near', over <= 0 && count >= limit * 0.9);
}

export function init(root) {
  root.querySelectorAll('[data-limit]').forEach(show);
}

document.addEventListener('input', event => {
  if (event.target instanceof Element && event.target.matches('[data-limit]')) { show(event.target); }
});
