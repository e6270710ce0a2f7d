import { readFileSync } from 'node:fs';
import { root } from '../lib/install.js';
import { orbit } from './beside.js';
import { median, sampled } from './figures.js';

const ROUNDS = 11;
const WARM_UP = 2;
const LAYOUTS = 20;
const HOVERS = 30;

/** Milliseconds for graph and layout that are asked of the largest models. */
const LAYOUT_LIMITS = new Map([
  ['gpt3-175b', 50],
  ['deepseek-r1', 100],
]);

/**
 * What famous models cost beside the sorter: graph and layout, frames while each is orbited as a whole, in turn with the sorter's,
 * pointing, and the memory when all have been shown.
 * @param {(model: string) => Promise<import('playwright-core').Page>} open a page of its own, at a model
 * @returns {Promise<import('./figures.js').Figure[]>}
 */
export async function measureScale(open) {
  const sorter = await open('nano-sort');
  const page = await open('nano-sort');
  for (const each of [sorter, page]) await each.evaluate(() => window.cutaway.ready);
  const figures = [];
  for (const [name, config] of famousConfigs()) {
    await page.evaluate((config) => window.cutaway.open(new File([config], 'config.json')), config);
    const pairs = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const degrees = round % 2 === 0 ? 3 : -2.5;
      pairs.push({ sorter: await orbit(sorter, degrees), famous: await orbit(page, degrees) });
    }
    const warm = pairs.slice(WARM_UP);
    const frame = median(warm.map(({ famous }) => famous));
    const ratios = warm.map(({ sorter, famous }) => famous / sorter);
    figures.push(sampled(`${name}: frame, orbiting the whole`, ratios, '× nano-sort', 1.3));
    const drawCalls = await page.evaluate(() => {
      const before = window.webglCounts.drawCalls;
      window.cutawayBench?.orbit(1);
      return window.webglCounts.drawCalls - before;
    });
    figures.push({ name: `${name}: draw calls of a frame`, value: drawCalls, unit: '', limit: 12 });
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
  const megabytes = (await heapOf(page)) - (await heapOf(await page.context().newPage()));
  figures.push({ name: 'heap, all of them shown, above an empty page', value: megabytes, unit: 'MB', limit: 150 });
  for (const each of [sorter, page]) await each.context().close();
  return figures;
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
