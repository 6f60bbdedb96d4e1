// Saves a form with data-autosave="<address>" while it is being filled in. The address takes the form's own fields by POST and answers JSON:
//   200 {version, savedAt, problems: [{field, message}], mergedWith, merged: [{id, label, theirs}]}   saved, with what others changed elsewhere
//   409 {conflict: true, version, savedBy, fields: [{id, label, yours, theirs}], merged}             somebody else changed the same field
//   422 {problems: [{field, message}]}                                                               not saved, and why
//   403 {message}, 404                                                                               not allowed any more
// Typed text also waits in localStorage until the server has confirmed it.
// With data-warnings="<address>" the doubts of the section are asked for after each save (HTML of _SectionDoubts) and shown without a reload.
import { ensureField } from './growing-table.js';

const PAUSE = 2500;
// How long a pressed button waits for a save that is on its way.
const PATIENCE = 5000;
// Characters of a text that is sent escaped.
const SHORT = 15000;
const TOKEN = '__RequestVerificationToken';

const chinaClock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

function clock(savedAt) {
  if (/^\d\d:\d\d:\d\d$/.test(savedAt ?? '')) { return savedAt; }
  const moment = new Date(savedAt ?? Date.now());
  return chinaClock.format(Number.isNaN(moment.getTime()) ? new Date() : moment);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) { made.className = className; }
  if (text !== undefined) { made.textContent = text; }
  return made;
}

// Files cannot be kept, passwords and tokens must not be.
function controlsOf(form) {
  return Array.from(form.elements).filter(control =>
    control.name && control.name !== TOKEN && control.name !== versionName(form) && !control.disabled
    && !['file', 'password', 'submit', 'button', 'reset', 'image'].includes(control.type) && control.tagName !== 'FIELDSET');
}

const versionName = form => form.dataset.versionField || 'version';
const versionInput = form => form.elements.namedItem(versionName(form));

function valuesOf(form, isChecked, isSelected, textOf) {
  const values = [];
  for (const control of controlsOf(form)) {
    if (control.type === 'checkbox' || control.type === 'radio') {
      if (isChecked(control)) { values.push([control.name, control.value]); }
    } else if (control instanceof HTMLSelectElement) {
      const options = Array.from(control.options);
      const chosen = options.filter(isSelected);
      // A list without a chosen line shows its first one.
      for (const option of chosen.length > 0 || control.multiple ? chosen : options.filter(o => !o.disabled).slice(0, 1)) { values.push([control.name, option.value]); }
    } else {
      values.push([control.name, textOf(control).replaceAll('\r\n', '\n')]);
    }
  }
  return values;
}

// A masked number that was emptied to be typed anew counts as masked until something stands there: else the stored one would be lost on the way.
const typedIn = form => valuesOf(form, control => control.checked, option => option.selected, control => control.value || control.dataset.masked || '');

// What the server sent, as the browser shows it: a person on a slow line types before this script is there.
function served(control) {
  if (!(control instanceof HTMLInputElement)) { return control.defaultValue ?? control.value; }
  if (control.type === 'hidden') { return control.value; }
  const fresh = document.createElement('input');
  fresh.type = control.type;
  fresh.value = control.defaultValue;
  return fresh.value;
}

const servedIn = form => valuesOf(form, control => control.defaultChecked, option => option.defaultSelected, served);

function putBack(form, values) {
  const byName = new Map();
  for (const [name, value] of values) {
    ensureField(form, name);
    byName.set(name, [...(byName.get(name) ?? []), value]);
  }
  const nth = new Map();
  for (const control of controlsOf(form)) {
    const kept = byName.get(control.name) ?? [];
    if (control.type === 'checkbox' || control.type === 'radio') {
      control.checked = kept.includes(control.value);
    } else if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) { option.selected = kept.includes(option.value); }
    } else if (control.type !== 'hidden' && byName.has(control.name)) {
      const index = nth.get(control.name) ?? 0;
      nth.set(control.name, index + 1);
      if (kept[index] !== undefined) { control.value = kept[index]; }
    }
    control.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** Puts fresh doubts into the page; what somebody types into stays. Returns how many there are now and were before. */
function putDoubts(form, fresh) {
  const typed = new Map();
  for (const control of controlsOf(form)) {
    if (control.name.includes('.explain.') && control.value.trim()) { typed.set(control.name, control.value); }
  }
  const before = form.querySelectorAll('.qa-doubt').length;
  for (const place of form.querySelectorAll('[data-doubts]')) {
    const now = fresh.querySelector(`[data-doubts="${CSS.escape(place.dataset.doubts)}"]`);
    if (!now || now.dataset.doubtsState === place.dataset.doubtsState) { continue; }
    const focused = place.contains(document.activeElement) ? document.activeElement.name : null;
    if (focused && Array.from(now.querySelectorAll('textarea'), text => text.name).includes(focused)) { continue; }
    place.replaceWith(document.importNode(now, true));
  }
  for (const name of ['[data-doubts-idle]', '[data-doubts-elsewhere]']) {
    const now = fresh.querySelector(name);
    if (now) { form.querySelector(name)?.replaceWith(document.importNode(now, true)); }
  }
  // Typed while the answer was on its way: nothing of it is lost, even where the doubt itself is gone.
  for (const [name, value] of typed) {
    const control = form.elements.namedItem(name);
    if (control && 'value' in control) {
      control.value = value;
    } else if (!control) {
      const kept = element('input');
      kept.type = 'hidden';
      kept.name = name;
      kept.value = value;
      form.querySelector('[data-doubts-idle]')?.append(kept);
    }
  }
  return { before, now: form.querySelectorAll('.qa-doubt').length };
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    // One computer, several people: nobody is shown the text of another.
    this.key = `qa-draft:${document.body.dataset.user ?? ''}:${new URL(this.url, location.href).pathname}${new URL(this.url, location.href).search}`;
    this.saved = JSON.stringify(servedIn(form));
    this.timer = 0;
    this.retries = 0;
    // The request on its way, as a promise.
    this.saving = null;
    this.stopped = false;
    this.lines = this.makeStatus();
    this.restore();
    if (!this.restored) { this.touched(); }

    form.addEventListener('input', () => this.touched());
    form.addEventListener('change', () => { this.touched(); this.soon(0); });
    form.addEventListener('focusout', () => { if (this.isDirty()) { this.soon(0); } });
    // Before any other listener, so that none sees a form that is still held back.
    form.addEventListener('submit', event => this.submitting(event), true);
    window.addEventListener('online', () => { if (this.isDirty()) { this.soon(0); } });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.isDirty()) { this.save(true); }
    });
    window.addEventListener('beforeunload', event => {
      // Only where the browser could not keep the text either.
      if (this.isDirty() && !this.kept && !this.leaving) { event.preventDefault(); }
    });
  }

  makeStatus() {
    let line = this.form.querySelector('[data-autosave-status]');
    if (!line) {
      line = element('p', 'qa-autosave');
      line.setAttribute('data-autosave-status', '');
      this.form.append(line);
    }
    line.setAttribute('role', 'status');
    const panel = element('div', 'qa-autosave-panel');
    this.form.prepend(panel);
    return { line, panel };
  }

  isDirty() { return JSON.stringify(typedIn(this.form)) !== this.saved; }

  show(state, text) {
    if (this.lines.line.textContent !== text) { this.lines.line.textContent = text; }
    this.lines.line.dataset.state = state;
  }

  notice(tone, text, ...more) {
    const box = element('div', `qa-notice qa-notice-${tone}`);
    box.setAttribute('role', tone === 'info' ? 'status' : 'alert');
    const inner = element('div');
    inner.append(element('p', '', text), ...more);
    box.append(inner);
    this.lines.panel.replaceChildren(box);
    return box;
  }

  keep(extra) {
    // An ID number is never left on the computer: it waits on the page only.
    const secret = new Set(Array.from(this.form.querySelectorAll('[data-secret]'), control => control.name));
    const draft = { values: typedIn(this.form).filter(([name]) => !secret.has(name)), version: versionInput(this.form)?.value ?? null, ...extra };
    try {
      localStorage.setItem(this.key, JSON.stringify(draft));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }

  forget() {
    try { localStorage.removeItem(this.key); } catch { /* storage switched off: nothing is kept there either */ }
  }

  restore() {
    let draft = null;
    try { draft = JSON.parse(localStorage.getItem(this.key)); } catch { /* unreadable: as if there were none */ }
    if (!Array.isArray(draft?.values)) { return; }

    const version = versionInput(this.form);
    const sentAndTaken = draft.sent && version && draft.version !== version.value;
    if (sentAndTaken || JSON.stringify(draft.values) === this.saved) {
      this.forget();
      return;
    }

    putBack(this.form, draft.values);
    if (!this.isDirty()) {
      this.forget();
      return;
    }
    // With the version it was typed against: if somebody has saved since, the server shows both texts.
    if (version && draft.version !== null) { version.value = draft.version; }
    this.keep();
    this.restored = true;
    this.notice('info', '已恢复未保存的内容。');
    this.soon(0);
  }

  touched() {
    if (!this.isDirty()) { return; }
    this.keep();
    this.show('dirty', this.kept ? '有未保存的修改' : '有未保存的修改，请不要关闭页面');
    this.soon(PAUSE);
  }

  soon(delay) {
    if (this.stopped) { return; }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  submitting(event) {
    clearTimeout(this.timer);
    if (this.saving && !this.waited) {
      // Two saves of one person on their way at once would meet as a conflict.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!this.held) { this.submitAfterSaving(event.submitter); }
      return;
    }
    this.leaving = true;
    if (this.isDirty()) { this.keep({ sent: true }); }
    // The answer may be the same page with errors, which the browser shows anew; until then no second saver.
    this.stopped = true;
    setTimeout(() => { this.stopped = false; this.leaving = false; }, 15000);
  }

  async submitAfterSaving(submitter) {
    this.held = true;
    await Promise.race([this.saving, new Promise(resolve => { setTimeout(resolve, PATIENCE); })]);
    this.held = false;
    // Stopped: somebody else's text stands beside this one, and the person must choose first.
    if (this.stopped) { return; }
    this.waited = true;
    this.form.requestSubmit(submitter);
    this.waited = false;
  }

  save(closing = false) {
    if (this.saving || this.stopped || !this.isDirty()) { return; }
    clearTimeout(this.timer);
    this.saving = this.send(closing);
  }

  async send(closing) {
    const sent = JSON.stringify(typedIn(this.form));
    this.show('saving', '正在保存…');

    const fields = new FormData(this.form);
    for (const [name, value] of [...fields.entries()]) {
      if (value instanceof File) { fields.delete(name); }
    }
    // Short texts go as a plain form, which costs the server least; escaped, long Chinese ones would be three times as long.
    const body = sent.length < SHORT && !closing ? new URLSearchParams(fields) : fields;

    let again = true;
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        body,
        redirect: 'manual',
        // The browser allows 64 KB for requests that outlive the page; longer text waits in localStorage.
        keepalive: closing && sent.length < SHORT,
        headers: { Accept: 'application/json', 'X-Requested-With': 'fetch' },
      });
      again = await this.answered(answer, sent);
      this.retries = 0;
    } catch {
      this.failed();
    } finally {
      this.saving = null;
    }
    if (again && this.isDirty() && this.retries === 0) { this.soon(PAUSE); }
  }

  /** Returns whether saving may go on by itself. */
  async answered(answer, sent) {
    if (answer.type === 'opaqueredirect' || answer.status === 401) {
      this.loggedOut();
      return false;
    }
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    const result = isJson ? await answer.json() : null;

    const isAsSent = JSON.stringify(typedIn(this.form)) === sent;
    if (answer.status === 409 && result?.conflict) {
      // Still typing: asked again when the person pauses, against the version that the page began from.
      if (!isAsSent) {
        this.show('dirty', '有未保存的修改');
        return true;
      }
      this.conflict(result);
      return false;
    }
    if (answer.status === 422 && result) {
      this.problems(result.problems ?? []);
      this.show('failed', '未保存，已保留在本机');
      return false;
    }
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) { throw new Error(String(answer.status)); }
    if (answer.status === 403 || answer.status === 404) {
      this.refused(result?.message);
      return false;
    }
    if (!answer.ok || !result) {
      this.show('failed', '未保存，已保留在本机');
      const link = element('a', '', '刷新页面');
      link.href = location.href;
      this.notice('warning', '服务器没有接受这次保存（页面可能打开太久，或填写时间已经截止）。您填写的内容保留在本机，刷新后会恢复。', link);
      return false;
    }

    this.saved = sent;
    const merged = result.merged ?? [];
    if (merged.length === 0 || isAsSent) {
      for (const field of merged) { this.put(field.id, field.theirs); }
      clearTimeout(this.timer);
      if (isAsSent) { this.saved = JSON.stringify(typedIn(this.form)); }
      const version = versionInput(this.form);
      if (version && result.version !== undefined) { version.value = result.version; }
    }
    // Else the page does not show yet what others wrote, and goes on against the version that it began from: the next save merges again.
    if (this.isDirty()) { this.keep(); } else { this.forget(); }
    // Saved within a moment: without this the person would not have seen that something came back.
    if (this.restored) {
      this.restored = false;
      this.notice('info', '已恢复上次未保存的内容，并已保存。');
    } else if (merged.length > 0 && isAsSent) {
      this.notice('info', `${result.mergedWith || '另一位填报人'}刚刚修改了${merged.map(field => `“${field.label}”`).join('、')}，已合并并显示在本页。`);
    } else {
      this.lines.panel.replaceChildren();
    }
    this.show('saved', `已保存 ${clock(result.savedAt)}`);
    this.problems(result.problems ?? []);
    this.form.dispatchEvent(new CustomEvent('qa:saved', { bubbles: true, detail: result }));
    if (this.form.dataset.warnings) { this.doubts(); }
    return true;
  }

  /** Asks what is doubtful now. Best effort: the page that is opened next shows it in any case. */
  async doubts() {
    let fresh = null;
    try {
      const answer = await fetch(this.form.dataset.warnings, { redirect: 'manual', headers: { 'X-Requested-With': 'fetch' } });
      if (!answer.ok) { return; }
      fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    } catch { return; }
    // A later save asks again.
    if (this.saving || this.leaving || this.stopped) { return; }
    const wasClean = !this.isDirty();
    const { before, now } = putDoubts(this.form, fresh);
    if (wasClean) { this.saved = JSON.stringify(typedIn(this.form)); }
    const said = this.form.querySelector('[data-doubts-said]');
    if (said && before !== now) { said.textContent = now > 0 ? `本节现有 ${now} 条核对提示。` : '本节没有核对提示。'; }
  }

  failed() {
    this.retries += 1;
    const wait = Math.min(60, 2 ** this.retries);
    this.show('failed', this.kept ? `未保存，已保留在本机（${wait} 秒后重试）` : `未保存，请不要关闭页面（${wait} 秒后重试）`);
    this.soon(wait * 1000);
  }

  loggedOut() {
    this.show('failed', '未保存，已保留在本机');
    const login = element('a', 'btn btn-sm', '在新窗口登录');
    login.href = '/account/login';
    login.target = '_blank';
    login.rel = 'noopener';
    const again = element('button', 'btn btn-sm btn-primary', '我已登录，继续保存');
    again.type = 'button';
    again.addEventListener('click', () => this.save());
    const buttons = element('div', 'qa-buttons');
    buttons.append(login, again);
    this.notice('warning', '登录已过期。您填写的内容保留在本机；请在新窗口重新登录，然后回到本页继续保存。', buttons);
  }

  /** Puts a value into the field, as if it had been typed. */
  put(id, value) {
    ensureField(this.form, id);
    const control = document.getElementById(id) ?? this.form.elements.namedItem(id);
    if (control?.type === 'checkbox') {
      control.checked = Boolean(value);
    } else if (control && 'value' in control) {
      control.value = value ?? '';
    }
    control?.dispatchEvent?.(new Event('input', { bubbles: true }));
  }

  /** The right to edit is gone; what was typed is not. */
  refused(message) {
    this.stopped = true;
    this.keep();
    this.show('failed', '未保存，已保留在本机');
    this.notice('warning', message || '您已不能编辑这份申报（权限可能已被申报负责人收回，或申报已经撤回）。您填写的内容没有保存，仍保留在本机和本页上，可以复制出来交给申报负责人。');
  }

  conflict(result) {
    this.stopped = true;
    // What does not clash is merged; the version stays until the person has chosen.
    for (const field of result.merged ?? []) { this.put(field.id, field.theirs); }
    this.show('failed', '未保存，已保留在本机');
    const list = element('div', 'qa-conflict');
    const choices = [];

    for (const field of result.fields ?? []) {
      const box = element('fieldset', 'qa-conflict-field');
      box.append(element('legend', '', field.label));
      const name = `qa-conflict-${choices.length}`;
      for (const [side, title, text] of [['yours', '保留我的', field.yours], ['theirs', '采用对方的', field.theirs]]) {
        const label = element('label', 'qa-conflict-side');
        const radio = element('input', 'form-check-input');
        radio.type = 'radio';
        radio.name = name;
        radio.value = side;
        radio.checked = side === 'yours';
        // Not a part of the form that is being saved.
        radio.setAttribute('form', 'qa-no-form');
        label.append(radio, element('span', 'qa-conflict-title', title), element('span', 'qa-conflict-text', text || '（空白）'));
        box.append(label);
      }
      choices.push({ field, box, name });
      list.append(box);
    }

    const done = element('button', 'btn btn-primary', '按以上选择保存');
    done.type = 'button';
    done.addEventListener('click', () => {
      for (const { field, box } of choices) {
        if (box.querySelector('input:checked')?.value !== 'theirs') { continue; }
        this.put(field.id, field.theirs);
      }
      const version = versionInput(this.form);
      if (version && result.version !== undefined) { version.value = result.version; }
      this.stopped = false;
      this.saved = '';
      this.keep();
      this.save();
    });
    list.append(done);
    const box = this.notice('warning', `${result.savedBy || '另一位填报人'}已经先改了同一处内容。请逐项选择保留哪一份；您填写的内容没有丢失，其余各项的修改已经合并。`, list);
    box.tabIndex = -1;
    box.focus();
  }

  problems(problems) {
    this.form.querySelectorAll('[data-autosave-problem]').forEach(place => {
      place.textContent = '';
      place.removeAttribute('data-autosave-problem');
    });
    this.form.querySelectorAll('[data-autosave-invalid]').forEach(control => {
      control.classList.remove('is-invalid');
      control.removeAttribute('aria-invalid');
      control.removeAttribute('data-autosave-invalid');
    });
    for (const { field, message } of problems) {
      const named = this.form.elements.namedItem(field) ?? document.getElementById(field);
      const control = named instanceof RadioNodeList ? named[0] : named;
      const place = this.form.querySelector(`[data-error-for="${CSS.escape(control?.name ?? field)}"]`);
      if (place) {
        place.textContent = place.textContent ? `${place.textContent} ${message}` : message;
        place.setAttribute('data-autosave-problem', '');
      }
      if (control) {
        control.classList.add('is-invalid');
        control.setAttribute('aria-invalid', 'true');
        control.setAttribute('data-autosave-invalid', '');
        const described = (control.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
        if (place?.id && !described.includes(place.id)) { control.setAttribute('aria-describedby', [...described, place.id].join(' ')); }
      }
    }
  }
}

export function init(root) {
  const forms = [...root.querySelectorAll('form[data-autosave]')];
  if (root.matches?.('form[data-autosave]')) { forms.push(root); }
  for (const form of forms) {
    if (!form.dataset.autosaveReady) {
      form.dataset.autosaveReady = 'true';
      new Autosave(form);
    }
  }
}
