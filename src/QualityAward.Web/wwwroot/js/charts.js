// Draws <figure data-chart aria-label="…"><script type="application/json">{ECharts option}</script>
// <div data-chart-area></div><details><summary>查看数据表</summary>…</details></figure>.
// The block of data is never executed, so the content security policy lets it stand in the page.
import * as echarts from '../lib/echarts.esm.min.js';

const style = getComputedStyle(document.documentElement);
const colour = name => style.getPropertyValue(name).trim();
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;

function options(given) {
  const ink = colour('--qa-ink');
  const text = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  return {
    color: ['--qa-blue', '--qa-gold', '--qa-teal', '--qa-plum', '--qa-green', '--qa-slate'].map(colour),
    animation: !calm,
    textStyle: text,
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    ...given,
    // Tooltips made of HTML carry style attributes, which the content security policy forbids.
    tooltip: { confine: true, ...given.tooltip, renderMode: 'richText' },
  };
}

export function init(root) {
  const figures = [...root.querySelectorAll('[data-chart]')];
  if (root.matches?.('[data-chart]')) { figures.push(root); }
  for (const figure of figures) {
    const data = figure.querySelector('script[type="application/json"]');
    const area = figure.querySelector('[data-chart-area]');
    if (!data || !area || figure.dataset.ready) { continue; }
    figure.dataset.ready = 'true';
    area.classList.add('qa-chart-area');
    area.setAttribute('role', 'img');
    area.setAttribute('aria-label', figure.getAttribute('aria-label') ?? figure.querySelector('figcaption')?.textContent.trim() ?? '统计图');
    const chart = echarts.init(area, null, { renderer: 'canvas' });
    chart.setOption(options(JSON.parse(data.textContent)));
    new ResizeObserver(() => chart.resize()).observe(area);
  }
}
