// What uploads in pieces decide, without page or network: tested by tests/javascript/upload-queue.test.mjs.

/** Bytes as people read them. */
export function size(bytes) {
  if (bytes === 0) { return '0 KB'; }
  return bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

/** The piece to send next: [from, to), or null when everything has arrived. */
export function nextPiece(received, length, chunk) {
  return received >= length ? null : [received, Math.min(length, received + Math.max(1, chunk))];
}

/** Milliseconds until the next try after so many failures in a row: 1, 2, 4 … 30 seconds. */
export function waitBefore(attempt) {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, attempt - 1));
}

/** Whole percent; 100 only when it is whole. */
export function percent(received, length) {
  return length === 0 ? 0 : Math.floor(received / length * 100);
}

/** The upload under way that this file belongs to: the server then goes on with it. */
export function matching(open, question, file) {
  return open.find(upload => upload.question === question && upload.name === file.name && upload.length === file.size);
}

/** Why a file need not be sent at all; null: nothing speaks against it. */
export function obstacle(file, maxBytes) {
  if (file.size === 0) { return `文件“${file.name}”是空的，请检查后重新选择。`; }
  if (file.size > maxBytes) { return `文件“${file.name}”有 ${size(file.size)}，超过了 ${size(maxBytes)} 的上限，请压缩或拆分后再上传。`; }
  return null;
}

/** A fault of the server is tried again so often by itself; then a person decides. */
export const FAULTS_RETRIED = 2;

/**
 * What an answer of the server means: { next: 'go' | 'done' | 'retry' | 'fault' | 'login' | 'stop', received?, message? }.
 * status 0 is a lost line; an answer that is no JSON is the login page or a proxy's.
 */
export function judge(status, body) {
  if (status === 0) {
    return { next: 'retry', message: '网络中断，稍后自动继续。' };
  }
  if ([408, 429, 502, 503, 504].includes(status)) {
    return { next: 'retry', message: '服务器正忙或正在维护，已收到的部分保留在服务器上，稍后自动继续。' };
  }
  if (status >= 500) {
    return { next: 'fault', message: '服务器出错，正在自动重试，已收到的部分保留在服务器上。' };
  }
  if (status === 401 || (status >= 200 && status < 400 && !body)) {
    return { next: 'login', message: '登录已失效，请在新窗口重新登录后继续，已上传的部分不会丢失。' };
  }
  if (status === 409) {
    // Somebody else writes, or the two sides disagree: the server knows how far it has come.
    return typeof body?.received === 'number' ? { next: 'go', received: body.received } : { next: 'retry', message: body?.message };
  }
  if (status >= 200 && status < 300) {
    return typeof body.received === 'number' ? { next: 'go', received: body.received } : { next: 'done' };
  }
  if (status === 400) {
    return { next: 'stop', message: '页面已过期，请刷新页面后重新选择文件，将从已上传的位置继续。' };
  }
  return { next: 'stop', message: body?.message ?? '文件没有上传，请稍后再试。' };
}

/** What is said when the server's fault does not go away: what happened, what is kept, what to do. */
export function faultWords(number) {
  return `服务器出错，文件没有传完。已收到的部分保留在服务器上，其他内容不受影响；请点“重试”继续，仍不成功的请稍后再来，重新选择同一个文件即可接着传。${number ? `联系管理员时请报编号 ${number}。` : ''}`;
}

/** The line under a file's bar. */
export function words(state) {
  const done = `${size(state.received)} / ${size(state.length)}`;
  switch (state.phase) {
    case 'waiting': return `等待上传（${size(state.length)}）`;
    case 'sending': return `正在上传 ${percent(state.received, state.length)}%（${done}）`;
    case 'checking': return '上传完毕，正在检查文件…';
    case 'paused': return `已暂停（${done}）`;
    case 'broken': return `${state.message ?? '网络中断，稍后自动继续。'}（${done}）`;
    case 'failed': return `${state.message}（${done}）`;
    case 'left': return `上次没有传完（${done}）。重新选择同一个文件即可继续。`;
    case 'refused': return state.message;
    default: return '';
  }
}
