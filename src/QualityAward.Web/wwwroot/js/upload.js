// Uploads. A form with data-uploads sends chosen files at once in pieces, several files side by side, each with its progress, and goes on after a
// lost line, a fault of the server, a reload or a new login. Without JavaScript it is a plain form.
// <form data-upload data-uploads="/applications/…/uploads" data-section="quality" enctype="multipart/form-data" method="post">
import { FAULTS_RETRIED, faultWords, judge, matching, nextPiece, obstacle, percent, waitBefore, words } from './upload-queue.js';

const SIDE_BY_SIDE = 2;
const HASH_UP_TO = 64 * 1048576;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

async function hashOf(file) {
  // Not there on plain http; then name and size must do.
  if (!globalThis.crypto?.subtle || file.size > HASH_UP_TO) { return ''; }
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}

class Uploads {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.uploads;
    this.section = form.dataset.section;
    this.queue = [];
    this.open = [];
    this.turns = new Map();
    this.running = 0;
    this.said = element('p', { className: 'visually-hidden' });
    this.said.setAttribute('role', 'status');
    form.append(this.said);
    window.addEventListener('online', () => this.queue.filter(u => u.state.phase === 'broken').forEach(u => u.resume()));
    window.addEventListener('beforeunload', event => {
      if (this.queue.some(u => ['sending', 'checking', 'waiting', 'broken', 'failed'].includes(u.state.phase))) { event.preventDefault(); }
    });
  }

  get busy() { return this.queue.some(u => ['waiting', 'sending', 'checking'].includes(u.state.phase)); }

  /** A button pressed while files are on their way waits for them. */
  hold(submitter) {
    this.held = submitter;
    this.said.className = 'qa-upload-wait';
    this.said.textContent = '文件正在上传，传完后自动保存…';
    (submitter?.parentElement ?? this.form).append(this.said);
  }

  settle() {
    if (this.held === undefined || this.busy) { return; }
    const submitter = this.held;
    this.held = undefined;
    this.said.className = 'visually-hidden';
    // Whoever must decide about a file stays on the page.
    const troubled = this.queue.find(u => ['broken', 'failed', 'refused', 'paused'].includes(u.state.phase));
    if (troubled) { troubled.input.focus(); } else { this.form.requestSubmit(submitter); }
  }

  get token() { return this.form.querySelector('input[name=__RequestVerificationToken]').value; }

  async ask(handler, body, signal) {
    try {
      const headers = { 'RequestVerificationToken': this.token, 'X-Requested-With': 'XMLHttpRequest' };
      if (body instanceof Blob) { headers['Content-Type'] = 'application/octet-stream'; }
      const answer = await fetch(`${this.address}?handler=${handler}`, { method: 'POST', body, headers, signal, redirect: 'manual' });
      const json = answer.headers.get('content-type')?.includes('json') ? await answer.json() : null;
      // A redirect goes to the login page.
      return [answer.type === 'opaqueredirect' ? 401 : answer.status, json, answer.headers.get('x-error-number')];
    } catch (error) {
      if (error.name === 'AbortError') { throw error; }
      return [0, null];
    }
  }

  /** What was left unfinished on an earlier visit is shown at its field, to be gone on with or given up. */
  async takeUp() {
    const answer = await fetch(`${this.address}?section=${encodeURIComponent(this.section)}`, { headers: { 'X-Requested-With': 'XMLHttpRequest' } }).catch(() => null);
    if (!answer?.ok || !answer.headers.get('content-type')?.includes('json')) { return; }
    this.open = await answer.json();
    for (const upload of this.open) {
      const input = this.form.querySelector(`input[type=file][data-upload-question="${CSS.escape(upload.question)}"]`);
      if (input) { this.queue.push(new Upload(this, input, null, upload)); }
    }
  }

  choose(input) {
    for (const file of Array.from(input.files)) {
      const left = matching(this.open, input.dataset.uploadQuestion, file);
      const waiting = left && this.queue.find(u => u.id === left.id && u.state.phase === 'left');
      if (waiting) {
        waiting.file = file;
        waiting.start();
      } else {
        const upload = new Upload(this, input, file, null);
        this.queue.push(upload);
        const against = obstacle(file, Number(input.dataset.maxBytes || Infinity));
        if (against) { upload.show('refused', against); } else { upload.start(); }
      }
    }
    input.value = '';
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  next() {
    while (this.running < SIDE_BY_SIDE) {
      const upload = this.queue.find(u => u.state.phase === 'waiting');
      if (!upload) { return; }
      upload.run();
    }
  }

  async refresh(input) {
    const list = this.form.querySelector(`[data-files-of="${CSS.escape(input.dataset.uploadQuestion)}"]`);
    // Two files that are done at almost the same time: the answer that was asked for last knows of both, whichever comes last.
    const turn = (this.turns.get(input) ?? 0) + 1;
    this.turns.set(input, turn);
    const answer = await fetch(`${this.address}?handler=Files&section=${encodeURIComponent(this.section)}&question=${encodeURIComponent(input.dataset.uploadQuestion)}`).catch(() => null);
    const shown = answer?.ok && !answer.redirected ? await answer.text() : null;
    if (list && shown !== null && this.turns.get(input) === turn) { list.innerHTML = shown; }
  }

  drop(upload) {
    this.queue = this.queue.filter(u => u !== upload);
    this.open = this.open.filter(u => u.id !== upload.id);
  }
}

class Upload {
  constructor(all, input, file, left) {
    this.all = all;
    this.input = input;
    this.file = file;
    this.id = left?.id;
    this.chunk = left?.chunk;
    this.attempt = 0;
    this.faults = 0;
    this.state = { phase: 'waiting', received: left?.received ?? 0, length: left?.length ?? file.size };
    this.name = left?.name ?? file.name;

    this.bar = element('progress', { max: 100, value: 0 });
    this.bar.setAttribute('aria-label', `${this.name} 上传进度`);
    this.line = element('p');
    this.pauseButton = this.button('暂停', () => this.pause());
    this.resumeButton = this.button('继续', () => this.resume());
    this.cancelButton = this.button('取消上传', () => this.cancel());
    this.item = element('li', {}, element('p', { textContent: this.name }), this.bar, this.line, this.pauseButton, this.resumeButton, this.cancelButton);
    const field = input.closest('.qa-field') ?? input.parentElement;
    let list = field.querySelector('.qa-uploads');
    if (!list) {
      list = element('ul', { className: 'qa-uploads' });
      list.setAttribute('aria-label', '正在上传的文件');
      field.append(list);
    }
    list.append(this.item);
    this.show(left ? 'left' : 'waiting');
  }

  button(text, act) {
    const button = element('button', { type: 'button', className: 'btn btn-sm' }, text, element('span', { className: 'visually-hidden', textContent: this.name }));
    button.addEventListener('click', act);
    return button;
  }

  show(phase, message) {
    Object.assign(this.state, { phase, message });
    this.line.textContent = words(this.state);
    this.line.dataset.tone = ['refused', 'broken', 'failed'].includes(phase) ? 'bad' : '';
    this.bar.value = percent(this.state.received, this.state.length);
    this.bar.hidden = phase === 'refused';
    this.pauseButton.hidden = !['waiting', 'sending'].includes(phase);
    this.resumeButton.hidden = !['paused', 'broken', 'failed'].includes(phase);
    this.resumeButton.firstChild.textContent = phase === 'failed' ? '重试' : '继续';
    this.cancelButton.firstChild.textContent = phase === 'refused' ? '知道了' : '取消上传';
    this.cancelButton.hidden = phase === 'checking';
    // Progress itself is not read out, what a person must know is.
    if (['refused', 'broken', 'failed', 'paused', 'checking'].includes(phase)) { this.all.said.textContent = `${this.name}：${this.line.textContent}`; }
  }

  start() {
    this.show('waiting');
    this.all.next();
  }

  async run() {
    this.all.running++;
    this.abort = new AbortController();
    this.show('sending');
    try {
      await this.send();
    } catch (error) {
      if (error.name !== 'AbortError') {
        // The file was moved or changed since it was chosen.
        this.show('refused', `无法读取文件“${this.name}”，可能已被移动或修改，请重新选择。`);
      }
    } finally {
      this.all.running--;
      this.all.next();
      this.all.settle();
    }
  }

  /** True while the answer lets the upload go on; says by itself what keeps it from that. */
  follow([status, body, number]) {
    const verdict = judge(status, body);
    if (typeof verdict.received === 'number') { this.state.received = verdict.received; }
    switch (verdict.next) {
      case 'go':
      case 'done':
        this.attempt = 0;
        this.faults = 0;
        return true;
      case 'retry':
        this.attempt++;
        this.show('broken', verdict.message);
        this.timer = setTimeout(() => this.resume(), waitBefore(this.attempt));
        return false;
      case 'fault':
        if (++this.faults > FAULTS_RETRIED) {
          this.faults = 0;
          this.show('failed', faultWords(number));
        } else {
          this.show('broken', verdict.message);
          this.timer = setTimeout(() => this.resume(), waitBefore(this.faults));
        }
        return false;
      case 'login':
        this.show('broken', verdict.message);
        return false;
      default:
        this.show('refused', verdict.message);
        return false;
    }
  }

  async send() {
    const { signal } = this.abort;
    if (!this.id || !this.hashed) {
      // Also for an upload of an earlier visit: the server says whether this is the same file.
      const hash = await hashOf(this.file);
      const begun = await this.all.ask('Begin', new URLSearchParams({
        section: this.all.section, question: this.input.dataset.uploadQuestion, name: this.file.name, length: this.file.size, sha256: hash,
      }), signal);
      if (!this.follow(begun)) { return; }
      const body = begun[1];
      this.id = body.id;
      this.chunk = body.chunk;
      this.hashed = true;
    }

    for (;;) {
      let piece;
      while ((piece = nextPiece(this.state.received, this.state.length, this.chunk))) {
        const before = this.state.received;
        if (!this.follow(await this.all.ask(`Chunk&upload=${this.id}&offset=${piece[0]}`, this.file.slice(...piece), signal))) { return; }
        // No way forward is a line that is as good as lost.
        if (this.state.received <= before && !this.follow([0, null])) { return; }
        this.show('sending');
      }

      this.show('checking');
      const finished = await this.all.ask(`Finish&upload=${this.id}`, null, signal);
      if (!this.follow(finished)) { return; }
      if (finished[1]?.attachment) { break; }
      // Somebody else is at it, or a part is missing: then it is sent again.
      await new Promise(later => { setTimeout(later, 500); });
    }

    this.item.remove();
    this.all.drop(this);
    this.all.said.textContent = `${this.name} 已上传。`;
    await this.all.refresh(this.input);
  }

  pause() {
    this.abort?.abort();
    this.show('paused');
  }

  resume() {
    clearTimeout(this.timer);
    if (['paused', 'broken', 'failed'].includes(this.state.phase)) { this.start(); }
  }

  async cancel() {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.item.remove();
    this.all.drop(this);
    this.all.settle();
    if (this.id) { await this.all.ask(`Cancel&upload=${this.id}`, null).catch(() => null); }
    this.input.focus();
  }
}

function inPieces(form) {
  const all = new Uploads(form);
  form.addEventListener('change', event => {
    if (event.target.type === 'file' && event.target.dataset.uploadQuestion && event.target.files.length > 0) { all.choose(event.target); }
  });
  form.addEventListener('submit', event => {
    if (event.defaultPrevented || !all.busy) { return; }
    event.preventDefault();
    all.hold(event.submitter);
  });
  // Files go as soon as they are chosen: the button has nothing left to do.
  form.querySelectorAll('.qa-upload-now').forEach(button => { button.hidden = true; });
  all.takeUp();
}

export function init(root) {
  const forms = Array.from(root.querySelectorAll('form[data-upload]'));
  if (root.matches?.('form[data-upload]')) { forms.push(root); }
  for (const form of forms) {
    if (form.dataset.ready) { continue; }
    form.dataset.ready = 'true';
    if (form.dataset.uploads) { inPieces(form); }
  }
}
