// The evidence of a condition stands beside the list; on a small screen it stands below, and whoever asked for it is taken there.
export function init(root) {
  const panel = root.querySelector('[data-evidence-panel]') ?? root;
  document.addEventListener('htmx:afterSwap', event => {
    if (event.detail.target !== panel) { return; }
    panel.scrollTop = 0;
    const asked = event.detail.requestConfig?.elt?.matches('[data-evidence-link]');
    if (asked) { panel.querySelector('h3')?.focus({ preventScroll: window.matchMedia('(min-width: 62rem)').matches }); }
  });
}
