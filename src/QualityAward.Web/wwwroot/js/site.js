// Loads what a page asks for. Every page works without it.
const parts = [
  ['[data-limit], [data-total-limit]', () => import('./charcount.js')],
  ['[data-growing-table]', () => import('./growing-table.js')],
  ['output[data-formula]:not([data-formula=""])', () => import('./formula.js')],
  ['[data-when]:not([data-when=""])', () => import('./conditional.js')],
  ['form[data-autosave]', () => import('./autosave.js')],
  ['[data-presence]', () => import('./presence.js')],
  ['form[data-upload]', () => import('./upload.js')],
  ['[data-scoring]', () => import('./scoring.js')],
  ['[data-evidence-panel]', () => import('./evidence.js')],
  ['[data-chart]', () => import('./charts.js')],
];

// In this order: restored text needs its table rows, and counts need the restored text.
async function enhance(root) {
  for (const [selector, load] of parts) {
    if (root.matches?.(selector) || root.querySelector(selector)) {
      const part = await load();
      part.init(root);
    }
  }
}

function menus() {
  document.addEventListener('click', event => {
    document.querySelectorAll('details[data-menu][open]').forEach(menu => {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') { return; }
    const menu = document.querySelector('details[data-menu][open]');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
}

// A second click on a slow line must not send the form twice. The server holds anyway; this spares the confusion.
function oneSubmit() {
  document.addEventListener('submit', event => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post') { return; }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'true';
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach(form => { delete form.dataset.sent; });
  });
}

menus();
oneSubmit();
document.querySelector('[data-error-summary]')?.focus();

// A select or date inside a filter form that says so sends the form by itself; without JavaScript there is the button.
document.addEventListener('change', event => {
  const form = event.target.closest?.('form[data-submit-on-change]');
  if (form) { form.requestSubmit(); }
});

document.addEventListener('click', event => {
  if (event.target.closest?.('[data-print]')) { window.print(); }
});

// A masked number is emptied at one press; left empty, the masked one comes back.
document.querySelectorAll('[data-refill]').forEach(button => {
  const field = document.getElementById(button.dataset.refill);
  if (!field) { return; }
  const masked = field.value;
  const restore = () => { if (field.value.trim() === '') { field.value = masked; } };
  // The autosave goes by it while the field is empty.
  field.dataset.masked = masked;
  button.hidden = false;
  document.addEventListener('submit', event => { if (event.target === field.form) { restore(); } }, true);
  button.addEventListener('click', () => {
    field.value = '';
    field.focus();
  });
  field.addEventListener('blur', () => { if (document.activeElement !== button) { restore(); } });
});

// Tests wait for this, since a page is loaded before its parts have arrived.
enhance(document).then(() => { document.documentElement.dataset.enhanced = 'true'; });
document.addEventListener('htmx:load', event => {
  if (event.target !== document.body) { enhance(event.target); }
});
