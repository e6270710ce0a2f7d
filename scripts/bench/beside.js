import { median, sampled } from './figures.js';

const ROUNDS = 25;
const WARM_UP = 3;
const STARTS = 20;
/** As many as are kept decoded of any model that comes with the page. */
const KEY_FRAMES = 12;

/**
 * What the larger model costs beside the sorter, the two in turn: starts, and frames while each is orbited as a whole.
 * @param {(model: string) => Promise<import('playwright-core').Page>} open a page of its own, at a model
 * @returns {Promise<import('./figures.js').Figure[]>}
 */
export async function measureBeside(open) {
  const starts = [];
  for (let round = 0; round < STARTS; round++) {
    starts.push({ sorter: await start(open, 'nano-sort'), tales: await start(open, 'tales') });
  }
  const sorter = await open('nano-sort');
  const tales = await open('tales');
  const frames = [];
  for (const page of [sorter, tales]) await page.evaluate(() => window.cutaway.ready);
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const degrees = round % 2 === 0 ? 3 : -2.5;
    frames.push({ sorter: await orbit(sorter, degrees), tales: await orbit(tales, degrees) });
  }
  for (const page of [sorter, tales]) await page.context().close();
  return [
    sampled('tales: first painted weights', ratios(starts), '× nano-sort', 1.5),
    { name: 'its first painted weights', value: median(starts.map(({ tales }) => tales)), unit: 'ms' },
    sampled('tales: frame, orbiting the whole model', ratios(frames.slice(WARM_UP)), '× nano-sort', 1.5),
  ];
}

/**
 * Key frames that have been shown before, of the open model.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @returns {Promise<import('./figures.js').Figure>}
 */
export async function measureKeyFrames(page, name) {
  const switches = await page.evaluate(async (most) => {
    const steps = (await window.cutaway.training()).map(({ step }) => step).slice(0, most);
    return window.cutawayBench?.keyFrames(steps);
  }, KEY_FRAMES);
  return sampled(name, switches ?? [], 'ms', 100);
}

/** Milliseconds from the address to painted weights. @param {(model: string) => Promise<import('playwright-core').Page>} open @param {string} model */
async function start(open, model) {
  const page = await open(model);
  const painted = await page.evaluate(() => window.cutawayBench?.paintedAt);
  await page.context().close();
  return painted ?? Number.NaN;
}

/** Milliseconds of a frame with all that can be painted. @param {import('playwright-core').Page} page @param {number} degrees */
export async function orbit(page, degrees) {
  await page.bringToFront();
  return page.evaluate(async (degrees) => {
    await window.cutawayBench?.rested();
    return window.cutawayBench?.orbit(degrees) ?? Number.NaN;
  }, degrees);
}

/** @param {readonly { readonly sorter: number, readonly tales: number }[]} pairs */
function ratios(pairs) {
  return pairs.map(({ sorter, tales }) => tales / sorter);
}
