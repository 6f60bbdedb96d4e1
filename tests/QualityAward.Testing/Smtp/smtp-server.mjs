// A mail server for tests (RFC 5321, AUTH PLAIN and LOGIN, STARTTLS), in a process of its own. Settings come as JSON in SMTP_SETTINGS; what happens goes to standard
// output, one JSON object a line. With "implicit" it speaks TLS from the first byte. What an address begins with decides its fate: gone (550), busy (451 at the first try), cut (the line breaks after the text was taken).
import net from 'node:net';
import tls from 'node:tls';
import { readFileSync } from 'node:fs';

const settings = JSON.parse(process.env.SMTP_SETTINGS ?? '{}');
const secure = settings.cert ? tls.createSecureContext({ cert: readFileSync(settings.cert), key: readFileSync(settings.key) }) : null;
const tried = new Set();
const say = what => process.stdout.write(JSON.stringify(what) + '\n');

function serve(socket, encrypted) {
  let buffer = '';
  let mail = null;
  let text = null;
  let auth = null;
  let known = !settings.user;
  const reply = line => { if (!socket.destroyed) { socket.write(line + '\r\n'); } };
  const check = (user, password) => {
    known = user === settings.user && password === settings.password;
    say({ login: known });
    reply(known ? '235 2.7.0 welcome' : '535 5.7.8 wrong');
  };
  const decode = value => Buffer.from(value, 'base64').toString('utf8');

  function command(line) {
    if (auth) {
      const step = auth;
      auth = null;
      step(line);
      return;
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') {
      const lines = ['tests'];
      if (secure && !encrypted) { lines.push('STARTTLS'); }
      if (settings.user) { lines.push('AUTH LOGIN PLAIN'); }
      lines.forEach((l, i) => reply(`250${i < lines.length - 1 ? '-' : ' '}${l}`));
    } else if (line.toUpperCase() === 'STARTTLS' && secure) {
      reply('220 go ahead');
      socket.removeAllListeners('data');
      const wrapped = new tls.TLSSocket(socket, { isServer: true, secureContext: secure });
      wrapped.on('error', () => say({ handshake: false }));
      wrapped.on('secure', () => say({ handshake: true }));
      serve(wrapped, true);
    } else if (/^AUTH LOGIN/i.test(line)) {
      const given = line.split(' ')[2];
      const password = user => { auth = value => check(user, decode(value)); reply('334 UGFzc3dvcmQ6'); };
      if (given) { password(decode(given)); } else { auth = value => password(decode(value)); reply('334 VXNlcm5hbWU6'); }
    } else if (/^AUTH PLAIN/i.test(line)) {
      const [, user, password] = decode(line.split(' ')[2] ?? '').split('\0');
      check(user, password);
    } else if (!known && /^MAIL/i.test(line)) {
      reply('530 5.7.0 log in first');
    } else if (/^MAIL FROM:/i.test(line)) {
      mail = { from: line.slice(10).replace(/[<>]/g, '').split(' ')[0], to: [] };
      reply('250 ok');
    } else if (/^RCPT TO:/i.test(line)) {
      const to = line.slice(8).replace(/[<>]/g, '').split(' ')[0];
      if (to.startsWith('gone')) {
        say({ refused: to });
        reply('550 5.1.1 no such mailbox');
      } else if (to.startsWith('busy') && !tried.has(to)) {
        tried.add(to);
        say({ later: to });
        reply('451 4.3.0 come back');
      } else {
        mail.to.push(to);
        reply('250 ok');
      }
    } else if (verb === 'DATA') {
      text = [];
      reply('354 end with a dot');
    } else if (verb === 'RSET') {
      mail = null;
      reply('250 ok');
    } else if (verb === 'QUIT') {
      reply('221 bye');
      socket.end();
    } else {
      reply('250 ok');
    }
  }

  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('data', chunk => {
    buffer += chunk;
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      if (text === null) {
        command(line);
      } else if (line === '.') {
        say({ mail: { ...mail, encrypted, text: text.join('\n') } });
        text = null;
        if (mail.to.some(to => to.startsWith('cut'))) { socket.destroy(); } else { setTimeout(() => reply('250 2.0.0 taken'), settings.delay ?? 0); }
      } else {
        text.push(line.startsWith('.') ? line.slice(1) : line);
      }
    }
  });
  if (!encrypted || settings.implicit) { reply('220 tests ready'); }
}

const server = settings.implicit
  ? tls.createServer({ cert: readFileSync(settings.cert), key: readFileSync(settings.key) }, socket => serve(socket, true))
  : net.createServer(socket => serve(socket, false));
server.on('tlsClientError', () => say({ handshake: false }));
server.listen(settings.port ?? 0, '127.0.0.1', () => say({ port: server.address().port }));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
