import assert from 'node:assert/strict';
import test from 'node:test';
import { faultWords, judge, matching, nextPiece, obstacle, percent, size, waitBefore, words } from '../../src/QualityAward.Web/wwwroot/js/upload-queue.js';

test('a file is cut into pieces without gap or overlap', () => {
  const pieces = [];
  for (let at = 0, piece; (piece = nextPiece(at, 5000, 2048)); [, at] = piece) { pieces.push(piece); }
  assert.deepEqual(pieces, [[0, 2048], [2048, 4096], [4096, 5000]]);
});

test('nothing is sent of a file that has arrived', () => {
  assert.equal(nextPiece(5000, 5000, 2048), null);
  assert.equal(nextPiece(6000, 5000, 2048), null);
});

test('a piece is never empty', () => assert.deepEqual(nextPiece(3, 10, 0), [3, 4]));

test('the wait doubles up to half a minute', () =>
  assert.deepEqual([0, 1, 2, 3, 6, 50].map(waitBefore), [1000, 1000, 2000, 4000, 30000, 30000]));

test('100 % is shown only when the file is whole', () => {
  assert.equal(percent(9999, 10000), 99);
  assert.equal(percent(10000, 10000), 100);
  assert.equal(percent(0, 0), 0);
});

test('sizes as people read them', () => assert.deepEqual([0, 1, 1536, 1048576, 52428800].map(size), ['0 KB', '1 KB', '2 KB', '1.0 MB', '50.0 MB']));

test('the same name and size at the same question is the upload that was left', () => {
  const open = [{ id: 'a', question: 'licence', name: '证书.pdf', length: 10 }, { id: 'b', question: 'other', name: '证书.pdf', length: 10 }];
  assert.equal(matching(open, 'other', { name: '证书.pdf', size: 10 }).id, 'b');
  assert.equal(matching(open, 'other', { name: '证书.pdf', size: 11 }), undefined);
  assert.equal(matching(open, 'other', { name: '执照.pdf', size: 10 }), undefined);
});

test('a file that cannot be taken is not sent', () => {
  assert.match(obstacle({ name: 'a.pdf', size: 0 }, 100), /是空的/);
  assert.match(obstacle({ name: 'a.pdf', size: 101 }, 100), /超过了/);
  assert.equal(obstacle({ name: 'a.pdf', size: 100 }, 100), null);
  assert.equal(obstacle({ name: 'a.pdf', size: 100 }, Infinity), null);
});

for (const [status, body, next] of [
  [0, null, 'retry'], [408, null, 'retry'], [429, null, 'retry'], [502, null, 'retry'], [503, null, 'retry'], [504, null, 'retry'],
  [500, null, 'fault'], [501, null, 'fault'], [507, null, 'fault'],
  [401, null, 'login'], [200, null, 'login'], [302, null, 'login'],
  [200, { received: 5 }, 'go'], [200, { attachment: 'x' }, 'done'],
  [409, { received: 3, message: 'x' }, 'go'], [409, { message: 'x' }, 'retry'], [409, null, 'retry'],
  [400, null, 'stop'], [404, { message: '找不到' }, 'stop'], [413, null, 'stop'], [422, { message: '超过' }, 'stop'],
]) {
  test(`an answer ${status} with ${JSON.stringify(body)} means ${next}`, () => assert.equal(judge(status, body).next, next));
}

test('a lost line, a busy server and a fault of the server are told apart', () => {
  const said = [0, 503, 500].map(status => judge(status, null).message);
  assert.equal(new Set(said).size, 3);
  assert.match(said[0], /网络中断/);
  assert.match(said[1], /保留在服务器上/);
  assert.match(said[2], /服务器出错/);
});

test('a fault that stays says what is kept, what to do and which number to quote', () => {
  assert.match(faultWords('7306C983A4DE'), /没有传完.*保留在服务器上.*重试.*7306C983A4DE/);
  assert.doesNotMatch(faultWords(null), /编号/);
});

test('after a disagreement the server says how far it has come', () => assert.equal(judge(409, { received: 0 }).received, 0));

test('a refusal is shown in the words of the server', () => assert.equal(judge(422, { message: '文件过大' }).message, '文件过大'));

test('every phase has its words', () => {
  for (const phase of ['waiting', 'sending', 'checking', 'paused', 'broken', 'failed', 'left', 'refused']) {
    assert.ok(words({ phase, received: 1024, length: 4096, message: '原因' }).length > 1, phase);
  }
});
