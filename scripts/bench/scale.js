import { readFileSync } from 'node:fs';
import { root } from '../lib/install.js';
import { orbit } from './beside.js';
import { median, quantile, sampled } from './figures.js';

const ROUNDS = 11;
const WARM_UP = 2;
const LAYOUTS = 20;
const HOVERS = 30;
/** From the smallest model of the hall to the end of the largest: as many frames as a flight of two seconds has. */
const FLIGHT = {
  from: 'nano-sort/embedding.token.weight',
  to: 'deepseek-r1/layers.60.attention.output.weight',
  steps: 120,
};

/** Milliseconds for graph and layout that are asked of the largest models. */
const LAYOUT_LIMITS = new Map([
  ['gpt3-175b', 50],
  ['deepseek-r1', 100],
]);

/**
 * What famous models cost beside the sorter: graph and layout, frames while each is orbited as a whole, and all in one hall, in turn
 * with the sorter's, pointing, a flight through the hall, and the memory when all have been shown.
 * @param {(model: string) => Promise<import('playwright-core').Page>} open a page of its own, at a model
 * @returns {Promise<import('./figures.js').Figure[]>}
 */
export async function measureScale(open) {
  const sorter = await open('nano-sort');
  const page = await open('nano-sort');
  for (const each of [sorter, page]) await each.evaluate(() => window.cutaway.ready);
  /** @type {import('./figures.js').Figure[]} */
  const figures = [];
  for (const [name, config] of famousConfigs()) {
    await page.evaluate((config) => window.cutaway.open(new File([config], 'config.json')), config);
    const frame = await measureOrbit(name);
    const limit = LAYOUT_LIMITS.get(name);
    if (limit === undefined) continue;
    const layouts = await page.evaluate(
      ([config, count]) => window.cutawayBench?.layouts(JSON.parse(config), count),
      /** @type {const} */ ([config, LAYOUTS]),
    );
    figures.push(sampled(`${name}: graph and layout`, layouts ?? [], 'ms', limit));
    const hovers = (await page.evaluate((count) => window.cutawayBench?.hovers(count), HOVERS)) ?? [];
    const inFrames = hovers.map((ms) => ms / frame);
    figures.push(sampled(`${name}: hover`, inFrames, '× its frame', 1));
  }
  // A file that is open would join the models of the hall.
  for (const model of ['nano-sort', 'hall']) await page.evaluate((model) => window.cutaway.open(model), model);
  await measureOrbit('hall');
  await page.evaluate(() => window.cutawayBench?.settled());
  const flight =
    (await page.evaluate(({ from, to, steps }) => window.cutawayBench?.flight(from, to, steps), FLIGHT)) ?? [];
  const slowest = quantile(flight, 0.95) / median(flight);
  figures.push({ name: 'hall: flight, 95th percentile of frames', value: slowest, unit: '× median', limit: 2 });
  const megabytes = (await heapOf(page)) - (await heapOf(await page.context().newPage()));
  figures.push({ name: 'heap, all of them shown, above an empty page', value: megabytes, unit: 'MB', limit: 150 });
  for (const each of [sorter, page]) await each.context().close();
  return figures;

  /** Milliseconds of a frame of what is open, orbited as a whole. @param {string} name */
  async function measureOrbit(name) {
    const pairs = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const degrees = round % 2 === 0 ? 3 : -2.5;
      pairs.push({ sorter: await orbit(sorter, degrees), famous: await orbit(page, degrees) });
    }
    const warm = pairs.slice(WARM_UP);
    const ratios = warm.map(({ sorter, famous }) => famous / sorter);
    figures.push(sampled(`${name}: frame, orbiting the whole`, ratios, '× nano-sort', 1.3));
    const drawCalls = await page.evaluate(() => {
      const before = window.webglCounts.drawCalls;
      window.cutawayBench?.orbit(1);
      return window.webglCounts.drawCalls - before;
    });
    figures.push({ name: `${name}: draw calls of a frame`, value: drawCalls, unit: '', limit: 12 });
    return median(warm.map(({ famous }) => famous));
  }
}

/**
 * The configs of the famous models, in the order of the catalogue.
 * @returns {[name: string, config: string][]}
 */
function famousConfigs() {
  const folder = `${root}models/configs/`;
  /** @type {{ id: string }[]} */
  const catalogue = JSON.parse(readFileSync(`${folder}catalogue.json`, 'utf8'));
  return catalogue.map(({ id }) => [id, readFileSync(`${folder}${id}.json`, 'utf8')]);
}

/** Megabytes of what a page's scripts hold on to. @param {import('playwright-core').Page} page */
async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
