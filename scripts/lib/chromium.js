import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @param {string} file */
function runs(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of an installed Chromium or Chrome: `CHROMIUM`, then PATH, then the usual places. @returns {string | undefined} */
export function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places];
  if (process.env.CHROMIUM) candidates.unshift(process.env.CHROMIUM);
  return candidates.find(runs);
}

/** Runs a command as root, where we are root or may become it without being asked. @param {string[]} command */
function asRoot(command) {
  const [program = 'false', ...options] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, options, { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status === 0;
}

/** A Chromium for the browser tests: the one that is there, else Debian's package. Ends the process where there is none. */
export function needChromium() {
  const present = findChromium();
  if (present !== undefined) return present;
  if (process.platform === 'linux' && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('No Chromium found: installing the Debian package chromium …');
    asRoot(['apt-get', 'update', '-qq']);
    asRoot(['apt-get', 'install', '-y', '-qq', 'chromium']);
  }
  const now = findChromium();
  if (now !== undefined) return now;
  console.error(
    'The browser tests need Chromium: install it (Debian: apt install chromium) or set CHROMIUM to its path.',
  );
  process.exit(1);
}

/** Flags that every launch uses: software GL, one device pixel per CSS pixel, nothing that reaches for the network. */
export const chromiumFlags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];
