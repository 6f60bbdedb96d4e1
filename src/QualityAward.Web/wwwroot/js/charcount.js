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

// A section may limit all its text together; fields that count towards that carry data-counted.
function showTotal(form) {
  const place = form?.querySelector('[data-total-limit]');
  if (!place) { return; }
  const limit = Number(place.dataset.totalLimit);
  const count = Array.from(form.querySelectorAll('[data-counted]')).reduce((sum, field) => sum + countWords(field.value), 0);
  const over = count - limit;
  place.querySelector('[data-total-words]').textContent =
    over > 0 ? `已写 ${count.toLocaleString('zh-CN')} 字，超出 ${over.toLocaleString('zh-CN')} 字` : `已写 ${count.toLocaleString('zh-CN')} 字`;
  place.classList.toggle('qa-count-over', over > 0);
}

export function init(root) {
  root.querySelectorAll('[data-limit]').forEach(show);
  root.querySelectorAll('[data-total-limit]').forEach(place => showTotal(place.closest('form')));
}

document.addEventListener('input', event => {
  if (!(event.target instanceof Element)) { return; }
  if (event.target.matches('[data-limit]')) { show(event.target); }
  if (event.target.matches('[data-counted]')) { showTotal(event.target.form); }
});
