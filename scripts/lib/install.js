import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The packages that a lock file asks for on this machine: name and version. @param {string} lock */
function wanted(lock) {
  const packages = Object.entries(JSON.parse(lock).packages);
  return packages.filter(([path, entry]) => path !== '' && entry.optional !== true);
}

/** npm leaves its own lock file in node_modules: when that holds every wanted package, there is nothing to install. */
function installed() {
  const lock = read(`${root}/package-lock.json`);
  const present = read(`${root}/node_modules/.package-lock.json`);
  if (lock === undefined || present === undefined) return false;
  const have = JSON.parse(present).packages;
  return wanted(lock).every(([path, entry]) => have[path]?.version === entry.version);
}

/** Makes sure that the packages of package-lock.json are there. Ends the process with one line where that fails. */
export function install() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Cutaway needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  if (installed()) return;
  console.log('Installing packages (npm ci) …');
  // Nothing that we use needs an install script, and none of them should reach for downloads of its own.
  const done = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error('npm ci failed: see its message above. Is the npm registry reachable?');
    process.exit(1);
  }
}
