// Rows are added from a <template>, removed, and filled by pasting from a spreadsheet. Markup:
// <div data-growing-table data-prefix="Input.Rows" data-max="20"><table>…<tbody>…</tbody></table>
// <template><tr>… name="Input.Rows[__i__].Name" …</tr></template><button data-add-row name="…">增加一行</button></div>
// A row's remove button carries data-remove-row. Without JavaScript both buttons submit the form.

const idOf = prefix => prefix.replaceAll(/[.[\]]/g, '_');
const bodyOf = table => table.querySelector('tbody');
const rowsOf = table => Array.from(bodyOf(table).rows).filter(row => !row.matches('[data-no-row]'));
const cellsOf = row => Array.from(row.querySelectorAll('input:not([type=hidden]):not([type=file]), select, textarea'));

function changed(table) {
  table.dispatchEvent(new Event('input', { bubbles: true }));
  table.dispatchEvent(new Event('change', { bubbles: true }));
}

function say(table, text) {
  let status = table.querySelector('[data-table-status]');
  if (!status) {
    status = document.createElement('p');
    status.className = 'qa-table-status';
    status.setAttribute('role', 'status');
    status.setAttribute('data-table-status', '');
    table.append(status);
  }
  status.textContent = text;
}

// Model binding reads rows 0, 1, 2 … and stops at the first gap.
function renumber(table) {
  const prefix = table.dataset.prefix;
  const id = idOf(prefix);
  const max = Number(table.dataset.max || Infinity);
  const rows = rowsOf(table);

  rows.forEach((row, index) => {
    row.querySelectorAll('*').forEach(element => {
      for (const attribute of element.attributes) {
        if (attribute.value.includes(prefix + '[')) {
          // A formula names several cells of its row; [*] is a whole column.
          attribute.value = attribute.value.split(prefix + '[').map((rest, at) => (at === 0 ? rest : rest.replace(/^(?:\d+|__i__)\]/, `${index}]`))).join(prefix + '[');
        }
        if (attribute.value.includes(id + '_')) {
          attribute.value = attribute.value.replaceAll(new RegExp(`${id}_(?:\\d+|__i__)_`, 'g'), `${id}_${index}_`);
        }
      }
    });
    row.querySelectorAll('[data-column]').forEach(control => { control.setAttribute('aria-label', `第${index + 1}行 ${control.dataset.column}`); });
    row.querySelectorAll('[data-row-number]').forEach(cell => { cell.textContent = String(index + 1); });
  });

  const add = table.querySelector('[data-add-row]');
  if (add) { add.hidden = rows.length >= max; }
}

function addRow(table) {
  const rows = rowsOf(table);
  if (rows.length >= Number(table.dataset.max || Infinity)) {
    say(table, `最多 ${table.dataset.max} 行`);
    return null;
  }
  const copy = table.querySelector('template').content.cloneNode(true);
  bodyOf(table).append(copy);
  renumber(table);
  return rowsOf(table).at(-1);
}

function removeRow(table, row) {
  const rows = rowsOf(table);
  const index = rows.indexOf(row);
  if (rows.length <= Number(table.dataset.min || 0)) {
    say(table, `至少保留 ${table.dataset.min} 行`);
    return;
  }
  row.remove();
  renumber(table);
  changed(table);
  say(table, `已删除第 ${index + 1} 行`);
  const left = rowsOf(table);
  const next = left[Math.min(index, left.length - 1)];
  (next ? cellsOf(next)[0] : table.querySelector('[data-add-row]'))?.focus();
}

// Tab-separated text as spreadsheets put it on the clipboard: cells with line breaks or quotes are quoted.
export function parseTable(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '"' && text[i + 1] === '"') { cell += '"'; i++; }
      else if (character === '"') { quoted = false; }
      else { cell += character; }
    } else if (character === '"' && cell === '') {
      quoted = true;
    } else if (character === '\t') {
      rows.at(-1).push(cell);
      cell = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[i + 1] === '\n') { i++; }
      rows.at(-1).push(cell);
      cell = '';
      rows.push([]);
    } else {
      cell += character;
    }
  }
  rows.at(-1).push(cell);
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === '') { rows.pop(); }
  return rows;
}

function fill(control, text) {
  const value = text.trim();
  if (control instanceof HTMLSelectElement) {
    const option = Array.from(control.options).find(o => o.value === value || o.text.trim() === value);
    if (option) { control.value = option.value; }
  } else if (control.type === 'checkbox') {
    control.checked = ['是', '√', '1', 'true', 'TRUE'].includes(value);
  } else if (control.type === 'number' || control.hasAttribute('data-number')) {
    control.value = value.replaceAll(/[,，\s]/g, '');
  } else if (control.type === 'date') {
    const parts = value.match(/^(\d{4})\D(\d{1,2})\D(\d{1,2})/);
    control.value = parts ? `${parts[1]}-${parts[2].padStart(2, '0')}-${parts[3].padStart(2, '0')}` : '';
  } else {
    control.value = value;
  }
  control.dispatchEvent(new Event('input', { bubbles: true }));
}

function paste(event, table) {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  const cells = parseTable(text);
  const isTable = cells.length > 1 || cells[0].length > 1;
  // Several lines without a tab are a paragraph when they go into a text box.
  if (!isTable || (event.target instanceof HTMLTextAreaElement && !text.includes('\t'))) { return; }

  const start = rowsOf(table).findIndex(row => row.contains(event.target));
  const column = start < 0 ? -1 : cellsOf(rowsOf(table)[start]).indexOf(event.target);
  if (column < 0) { return; }
  event.preventDefault();

  let pasted = 0;
  for (const [offset, line] of cells.entries()) {
    const row = rowsOf(table)[start + offset] ?? addRow(table);
    if (!row) { break; }
    const controls = cellsOf(row).slice(column);
    line.forEach((value, index) => { if (controls[index] && !controls[index].readOnly) { fill(controls[index], value); } });
    pasted++;
  }
  changed(table);
  say(table, pasted < cells.length
    ? `已粘贴 ${pasted} 行，另有 ${cells.length - pasted} 行超出行数上限，没有粘贴`
    : `已粘贴 ${pasted} 行`);
}

/** Adds rows until the form has a field of this name; used when restoring typed text. */
export function ensureField(form, name) {
  for (const table of form.querySelectorAll('[data-growing-table]')) {
    const prefix = table.dataset.prefix + '[';
    if (!name.startsWith(prefix)) { continue; }
    const wanted = Number.parseInt(name.slice(prefix.length), 10);
    while (rowsOf(table).length <= wanted && addRow(table)) { /* one more */ }
  }
}

export function init(root) {
  const tables = [...root.querySelectorAll('[data-growing-table]')];
  if (root.matches?.('[data-growing-table]')) { tables.push(root); }
  for (const table of tables) {
    if (table.dataset.ready) { continue; }
    table.dataset.ready = 'true';
    renumber(table);
    table.addEventListener('click', event => {
      const add = event.target.closest('[data-add-row]');
      const remove = event.target.closest('[data-remove-row]');
      if (add) {
        event.preventDefault();
        const row = addRow(table);
        if (row) {
          changed(table);
          cellsOf(row)[0]?.focus();
        }
      } else if (remove) {
        event.preventDefault();
        removeRow(table, remove.closest('tr'));
      }
    });
    table.addEventListener('paste', event => paste(event, table));
  }
}
