/** `npm test`: lint with the import rule, types, unit tests, and the real page in Chromium, in dev and built. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { needChromium } from './lib/chromium.js';
import { install, root } from './lib/install.js';

install();
const chromium = needChromium();

const report = `${root}/.cache/tests.json`;
mkdirSync(`${root}/.cache`, { recursive: true });
rmSync(report, { force: true });

/** @type {[title: string, tool: string, ...options: string[]][]} */
const steps = [
  ['lint and import rule', 'biome', 'check', '--error-on-warnings', '.'],
  ['types', 'tsc', '--noEmit'],
  ['tests', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
];

let passed = 0;
let failed = 0;
for (const [title, tool, ...options] of steps) {
  console.log(`\n— ${title} —`);
  const started = performance.now();
  const { status } = spawnSync('npx', ['--no-install', tool, ...options], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROMIUM: chromium },
    shell: process.platform === 'win32',
  });
  console.log(
    `${title}: ${status === 0 ? 'passed' : 'failed'} in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  if (tool !== 'vitest') {
    if (status === 0) passed += 1;
    else failed += 1;
    continue;
  }
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8'));
    passed += counts.numPassedTests;
    failed += counts.numFailedTests;
  } catch {
    console.error('vitest left no report');
  }
  // A failed set-up or an error between tests ends vitest without a failed test.
  if (status !== 0 && failed === 0) failed += 1;
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
