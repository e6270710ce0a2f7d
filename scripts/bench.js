/**
 * `npm run bench`: what a start, a frame, a hover, a seek and a pass cost, on the production build in Chromium. Frames are told as
 * ratios to one full-screen quad of the cells' shader, drawn in turn with them. `-- --json FILE` writes the figures too.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { measureBeside, measureKeyFrames } from './bench/beside.js';
import { measureChapters } from './bench/chapters.js';
import { holds, line, median, sampled } from './bench/figures.js';
import { hookWebGL } from './bench/hook-webgl.js';
import { measureResizing } from './bench/resizing.js';
import { measureSorter, measureTales } from './bench/runs.js';
import { measureScale } from './bench/scale.js';
import { chromiumFlags, needChromium } from './lib/chromium.js';
import { install, root } from './lib/install.js';

install();
const executablePath = needChromium();
const { chromium } = await import('playwright-core');
const { build, preview } = await import('vite');

/** Paired frames and quads, after the first few that warm up. */
const ROUNDS = 25;
const WARM_UP = 3;
const IDLE_MS = 3000;

const outDir = `${root}.cache/bench`;
await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath, args: chromiumFlags });

/** @type {import('./bench/figures.js').Figure[]} */
const figures = [];
await measureStart();
const page = await open('nano-sort');
await page.evaluate(() => window.cutaway.ready);
const frameMs = await measureFrames();
await measureAnswers(frameMs);
figures.push(...(await measureChapters(page)));
figures.push(...(await measureSorter(page)));
await measureEdits();
figures.push(await measureKeyFrames(page, 'key frame switch, from asked to painted'));
figures.push(...(await measureTales(page)));
figures.push(await measureKeyFrames(page, 'tales: key frame switch'));
await page.context().close();
figures.push(...(await measureBeside(open)));
figures.push(...(await measureScale(open)));
figures.push(...(await measureResizing(open)));
await browser.close();
await server.close();

console.log(figures.map(line).join('\n'));
const flag = process.argv.indexOf('--json');
const file = flag < 0 ? undefined : process.argv[flag + 1];
if (file !== undefined) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
process.exit(figures.every(holds) ? 0 : 1);

/** @param {string} model */
async function open(model) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  const opened = await context.newPage();
  await opened.addInitScript(hookWebGL);
  await opened.goto(`${server.resolvedUrls?.local[0]}?bench#v=1&model=${model}`);
  await opened.waitForFunction(() => window.cutawayBench !== undefined);
  return opened;
}

/** What has been fetched when the weights are painted, and how often the runtime is fetched in all. */
async function measureStart() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const fresh = await context.newPage();
  /** @type {import('playwright-core').Response[]} */
  const responses = [];
  fresh.on('response', (response) => responses.push(response));
  await fresh.goto(`${server.resolvedUrls?.local[0]}?bench`, { waitUntil: 'commit' });
  await fresh.waitForFunction(() => window.cutawayBench !== undefined);
  await fresh.evaluate(() => window.cutawayBench?.painted);
  const scripts = responses.filter(
    (response) => /\.m?js(\?|$)/.test(response.url()) && !/\/bench-/.test(response.url()),
  );
  const bodies = await Promise.all(scripts.map((response) => response.body()));
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  const runtimes = () => responses.filter((response) => response.url().includes('.wasm')).length;
  figures.push({ name: 'JavaScript before painted weights', value: bytes / 1000, unit: 'kB gzip', limit: 350 });
  figures.push({ name: 'runtime fetched before painted weights', value: runtimes(), unit: 'times', limit: 0 });
  await fresh.evaluate(() => window.cutaway.ready);
  await fresh.evaluate(() => window.cutaway.run('CBACBA'));
  figures.push({ name: 'runtime fetched in all', value: runtimes(), unit: 'times', limit: 1 });
  await context.close();
}

/** Orbiting the whole model against one full-screen quad, in turn. Returns the median frame in milliseconds. */
async function measureFrames() {
  await page.evaluate(() => window.cutawayBench?.settled());
  const pairs = await page.evaluate(async (rounds) => {
    const measured = [];
    for (let round = 0; round < rounds; round++) {
      const frame = window.cutawayBench?.orbit(round % 2 === 0 ? 3 : -2.5) ?? Number.NaN;
      measured.push({ frame, quad: window.cutawayBench?.quad() ?? Number.NaN });
      await window.cutawayBench?.rested();
    }
    return measured;
  }, WARM_UP + ROUNDS);
  const warm = pairs.slice(WARM_UP);
  const frame = median(warm.map((pair) => pair.frame));
  figures.push(
    sampled(
      'frame, orbiting the whole model',
      warm.map((pair) => pair.frame / pair.quad),
      '× quad',
      3,
    ),
  );
  figures.push({ name: 'the frame itself', value: frame, unit: 'ms' });
  figures.push({ name: 'the quad itself', value: median(warm.map((pair) => pair.quad)), unit: 'ms' });
  const drawCalls = await page.evaluate(() => {
    const before = window.webglCounts.drawCalls;
    window.cutawayBench?.orbit(1);
    return window.webglCounts.drawCalls - before;
  });
  figures.push({ name: 'draw calls of a frame', value: drawCalls, unit: '', limit: 10 });
  await page.evaluate(() => window.cutawayBench?.settled());
  const idle = await page.evaluate(async (wait) => {
    const before = window.webglCounts.frames;
    await new Promise((resolve) => setTimeout(resolve, wait));
    return window.webglCounts.frames - before;
  }, IDLE_MS);
  figures.push({ name: 'frames in 3 idle seconds', value: idle, unit: '', limit: 0 });
  return frame;
}

/** Pointing and seeking, in frames. @param {number} frame milliseconds */
async function measureAnswers(frame) {
  const hovers = (await page.evaluate(() => window.cutawayBench?.hovers(60))) ?? [];
  figures.push(
    sampled(
      'hover: pick, explanation, panel',
      hovers.map((ms) => ms / frame),
      '× frame',
      1,
    ),
  );
  const seeks = (await page.evaluate(() => window.cutawayBench?.seeks())) ?? [];
  figures.push(
    sampled(
      'seek to a beat, stage to picture',
      seeks.map(({ seek, frame: same }) => seek / same),
      '× frame',
      2,
    ),
  );
  const frames = (await page.evaluate(() => window.cutawayBench?.seekFrames())) ?? Number.NaN;
  figures.push({ name: 'frames until a seek has settled, at most', value: frames, unit: '', limit: 2 });
}

async function measureEdits() {
  // Twenty different prompts out of the 729.
  const prompts = Array.from({ length: 20 }, (_, index) =>
    [1, 3, 9, 27, 81, 243].map((place) => 'ABC'[Math.floor((index * 37) / place) % 3]).join(''),
  );
  const edits = (await page.evaluate((texts) => window.cutawayBench?.edits(texts), prompts)) ?? [];
  figures.push(sampled('edited prompt, from key to picture', edits, 'ms', 100));
}
