// Installs the locked npm packages and copies what the pages need to wwwroot/lib. Called by Assets.targets.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILES = {
  'tabler.min.css': '@tabler/core/dist/css/tabler.min.css',
  'htmx.min.js': 'htmx.org/dist/htmx.min.js',
  'echarts.esm.min.js': 'echarts/dist/echarts.esm.min.js',
  // Printing: real bold faces, because Chromium embeds a synthesised bold as Type 3.
  'fonts/NotoSansSC_400Regular.ttf': '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'fonts/NotoSansSC_700Bold.ttf': '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  'fonts/NotoSerifSC_400Regular.ttf': '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'fonts/NotoSerifSC_700Bold.ttf': '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
};

const root = dirname(fileURLToPath(import.meta.url));
const lib = join(root, 'wwwroot/lib');
const stamp = join(lib, '.stamp');
const lock = join(root, 'obj/assets.lock');
const want = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex');

const upToDate = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === want
  && Object.keys(FILES).every(name => existsSync(join(lib, name)));

const sleep = milliseconds => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

// Several projects may build at once: making a directory is atomic, so it serves as the lock.
function acquire() {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') { throw error; }
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 10 * 60_000) { rmSync(lock, { recursive: true, force: true }); }
      sleep(200);
    }
  }
}

acquire();
try {
  if (!upToDate()) {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
      { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
    rmSync(lib, { recursive: true, force: true });
    for (const [name, source] of Object.entries(FILES)) {
      mkdirSync(dirname(join(lib, name)), { recursive: true });
      copyFileSync(join(root, 'node_modules', source), join(lib, name));
    }
  }
  // Written last and anew each time: an interrupted copy is repeated, and MSBuild compares this file's time.
  writeFileSync(stamp, want);
} finally {
  rmSync(lock, { recursive: true, force: true });
}
