// Says who else is editing: an element with data-presence="<address>" asks it every data-presence-seconds while the page is seen.
//   200 {others: ["张三"]}
function words(others) {
  return others.length === 0 ? '' : `${others.join('、')}正在编辑本节；不同栏目的修改会自动合并。`;
}

function watch(line) {
  const pause = Number(line.dataset.presenceSeconds || 20) * 1000;
  const ask = async () => {
    if (document.visibilityState === 'visible') {
      try {
        const answer = await fetch(line.dataset.presence, { headers: { Accept: 'application/json', 'X-Requested-With': 'fetch' }, redirect: 'manual' });
        if (answer.ok) {
          const text = words((await answer.json()).others ?? []);
          if (line.textContent.trim() !== text) { line.textContent = text; }
        }
      } catch { /* the line is down: the form says so */ }
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}

export function init(root) {
  const lines = [...root.querySelectorAll('[data-presence]')];
  if (root.matches?.('[data-presence]')) { lines.push(root); }
  for (const line of lines) {
    if (line.dataset.presenceReady) { continue; }
    line.dataset.presenceReady = 'true';
    watch(line);
  }
}
