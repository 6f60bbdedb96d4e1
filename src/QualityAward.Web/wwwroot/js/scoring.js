// The scoring workspace: moving between items with the keyboard and the running total.
// <form data-scoring data-score-mode="percent|points"> holds items <section data-score-item data-points="40"> with one input [data-value]
// and optionally <output data-item-points>; totals stand in [data-total], progress in [data-scored] and <progress data-scored-bar>.

// Points in ten-thousandths, so that sums of tenths come out exactly.
const UNIT = 10000;
const show = units => (units / UNIT).toFixed(2).replace(/\.?0+$/, '') || '0';

function recount(form) {
  const percent = form.dataset.scoreMode !== 'points';
  const items = Array.from(form.querySelectorAll('[data-score-item]'));
  let total = 0;
  let scored = 0;

  for (const item of items) {
    const raw = item.querySelector('[data-value]')?.value.trim() ?? '';
    const value = Number(raw);
    const output = item.querySelector('[data-item-points]');
    const valid = raw !== '' && Number.isFinite(value);
    const units = valid ? Math.round(percent ? Number(item.dataset.points) * value * UNIT / 100 : value * UNIT) : 0;
    if (valid) { scored += 1; total += units; }
    item.toggleAttribute('data-is-scored', valid);
    if (output) { output.textContent = valid ? show(units) : '—'; }
  }

  document.querySelectorAll('[data-total]').forEach(place => { place.textContent = show(total); });
  document.querySelectorAll('[data-scored]').forEach(place => { place.textContent = `${scored} / ${items.length}`; });
  document.querySelectorAll('progress[data-scored-bar]').forEach(bar => {
    bar.max = items.length;
    bar.value = scored;
  });
}

function move(form, step) {
  const items = Array.from(form.querySelectorAll('[data-score-item]'));
  const now = items.findIndex(item => item.contains(document.activeElement));
  const next = items[now < 0 ? 0 : now + step];
  if (!next) { return; }
  next.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  if (!next.hasAttribute('tabindex')) { next.tabIndex = -1; }
  // On the field when the person was typing, on the item otherwise, so that j and k keep working.
  const typing = document.activeElement?.matches('input, textarea, select');
  (typing ? next.querySelector('[data-value]') ?? next : next).focus({ preventScroll: true });
}

export function init(root) {
  for (const form of root.querySelectorAll('[data-scoring]')) {
    if (form.dataset.ready) { continue; }
    form.dataset.ready = 'true';
    form.addEventListener('input', () => recount(form));
    recount(form);
    // Single letters only while the focus is inside the workspace and not in a field (WCAG 2.1.4).
    form.addEventListener('keydown', event => {
      const typing = event.target.matches('input, textarea, select, [contenteditable]');
      const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !typing;
      const step = (plain && event.key === 'j') || (event.altKey && event.key === 'ArrowDown') ? 1
        : (plain && event.key === 'k') || (event.altKey && event.key === 'ArrowUp') ? -1
          : 0;
      if (step !== 0) {
        event.preventDefault();
        move(form, step);
      }
    });
  }
}
