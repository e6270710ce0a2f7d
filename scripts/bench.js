/**
 * `npm run bench`: what a frame, a hover, a seek, a pass and a start-up cost, on the production build in Chromium. Frames are told as
 * ratios to one full-screen quad of the heat-map shader, drawn in turn with them. `-- --json FILE` writes the figures too.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromiumFlags, needChromium } from './lib/chromium.js';
import { install, root } from './lib/install.js';

install();
const executablePath = needChromium();
const { chromium } = await import('playwright-core');
const { build, preview } = await import('vite');

const ROUNDS = 25;
const outDir = `${root}/.cache/bench`;
await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
const server = await preview({ root, logLevel: 'warn', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
const address = `${server.resolvedUrls?.local[0]}?bench`;
const browser = await chromium.launch({ executablePath, args: chromiumFlags });

/** Counts draw calls and the frames in which any were made, whatever the page itself says of them. */
function hookWebGL() {
  const counts = { drawCalls: 0, frames: 0 };
  Object.assign(window, { webglCounts: counts });
  let inFrame = false;
  const prototype = WebGL2RenderingContext.prototype;
  for (const name of [
    'drawArrays',
    'drawElements',
    'drawArraysInstanced',
    'drawElementsInstanced',
    'drawRangeElements',
  ]) {
    const original = prototype[name];
    prototype[name] = function draw(...values) {
      counts.drawCalls += 1;
      if (!inFrame) {
        inFrame = true;
        counts.frames += 1;
        queueMicrotask(() => {
          inFrame = false;
        });
      }
      return original.apply(this, values);
    };
  }
}

/** Median, and the range that holds the middle 90 %. @param {number[]} values */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), low: at(0.05), high: at(0.95) };
}

/** @type {{ name: string, value: number, unit: string, limit?: number, low?: number, high?: number }[]} */
const figures = [];
const add = (name, value, unit, limit, range = {}) => figures.push({ name, value, unit, limit, ...range });
const addSpread = (name, values, unit, limit) => {
  const { median, low, high } = spread(values);
  add(name, median, unit, limit, { low, high });
};

async function open(hash = '') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  const page = await context.newPage();
  await page.addInitScript(hookWebGL);
  const scripts = [];
  const responses = [];
  page.on('response', (response) => {
    responses.push(response);
    if (/\.m?js(\?|$)/.test(response.url())) scripts.push(response);
  });
  await page.goto(address + hash);
  await page.waitForFunction(() => 'cutawayBench' in window);
  return { page, scripts, responses };
}

// Start-up: what has been fetched when the weights are painted, and afterwards.
{
  const { page, scripts, responses } = await open();
  await page.evaluate(() => window.cutawayBench.painted);
  const before = [...scripts];
  const runtimeBefore = responses.filter((response) => response.url().includes('.wasm')).length;
  const sizes = await Promise.all(before.map(async (response) => gzipSync(await response.body()).length));
  add('JavaScript before painted weights', sizes.reduce((a, b) => a + b, 0) / 1000, 'kB gzip', 350);
  add('runtime fetches before painted weights', runtimeBefore, '', 0);
  await page.evaluate(() => window.cutaway.ready);
  await page.evaluate(() => window.cutaway.run('CBACBA'));
  add('runtime fetches in all', responses.filter((response) => response.url().includes('.wasm')).length, '', 1);
  await page.context().close();
}

const { page } = await open();
await page.evaluate(() => window.cutaway.ready);
await page.evaluate(() => window.cutawayBench.settled());

// Orbiting the whole model against one full-screen quad, in turn.
const orbit = await page.evaluate(async (rounds) => {
  const frames = [];
  for (let round = 0; round < rounds + 3; round++) {
    const frame = window.cutawayBench.orbit(round % 2 === 0 ? 3 : -2.5);
    const quad = window.cutawayBench.quad();
    if (round >= 3) frames.push({ frame, quad });
    await new Promise((resolve) => setTimeout(resolve));
  }
  return frames;
}, ROUNDS);
addSpread(
  'frame, orbiting the whole model',
  orbit.map(({ frame, quad }) => frame / quad),
  '× quad',
  3,
);
add('the quad itself', spread(orbit.map(({ quad }) => quad)).median, 'ms');
const frameMs = spread(orbit.map(({ frame }) => frame)).median;
add('the frame itself', frameMs, 'ms');

const calls = await page.evaluate(() => {
  const before = window.webglCounts.drawCalls;
  window.cutawayBench.orbit(1);
  return window.webglCounts.drawCalls - before;
});
add('draw calls of a frame', calls, '', 10);

await page.evaluate(() => window.cutawayBench.settled());
const idle = await page.evaluate(async () => {
  const before = window.webglCounts.frames;
  await new Promise((resolve) => setTimeout(resolve, 3000));
  return window.webglCounts.frames - before;
});
add('frames drawn in 3 idle seconds', idle, '', 0);

// Hover: pick, explain and panel, without the drawing; a frame is what it may cost.
const hovers = await page.evaluate(() => window.cutawayBench.hovers(60));
addSpread(
  'hover answer (pick, explain, panel)',
  hovers.map((ms) => ms / frameMs),
  '× frame',
  1,
);

// Seeking to every beat: the stage and the drawing.
const seeks = await page.evaluate(() => window.cutawayBench.seeks());
addSpread(
  'seek to a beat, drawn',
  seeks.map((ms) => ms / frameMs),
  '× frame',
  2,
);
add('frames until a seek has settled, at most', await page.evaluate(() => window.cutawayBench.seekFrames()), '', 2);

// Inference, inside the worker.
const measurement = await page.evaluate(() => window.cutawayBench.measure(100));
add('trace of everything against logits alone', measurement.ratio, '×', 2);
add('logits alone', measurement.logits, 'ms');

// From the key to the repainted scene.
const edits = await page.evaluate(() => window.cutawayBench.edits(20));
addSpread('edited prompt, from the key to painted', edits, 'ms', 100);

const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
add('JavaScript heap after all this', heap / 1e6, 'MB');

await browser.close();
await server.close();

let missed = 0;
for (const { name, value, unit, limit, low, high } of figures) {
  const text = `${Number(value.toPrecision(3))} ${unit}`.trim();
  const range = low === undefined ? '' : `(${low.toPrecision(3)} … ${high.toPrecision(3)})`;
  const holds = limit === undefined || value <= limit;
  if (!holds) missed += 1;
  const verdict = limit === undefined ? '' : `${holds ? 'holds' : 'MISSED'}: at most ${limit}`;
  console.log(`${name.padEnd(44)} ${text.padStart(14)}  ${range.padEnd(18)} ${verdict}`);
}
const json = process.argv.indexOf('--json');
const file = json < 0 ? undefined : process.argv[json + 1];
if (file !== undefined) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
process.exit(missed === 0 ? 0 : 1);
