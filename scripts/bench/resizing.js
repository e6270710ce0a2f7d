import { sampled } from './figures.js';

const ROUNDS = 7;
const WARM_UP = 2;

/**
 * Sizes that models get in turn with others: small steps of an ordinary one, and about as many heads and experts as a config may ask
 * for. `limit` in milliseconds.
 * @type {readonly { model: string, name: string, sizes: Record<string, number>, others: Record<string, number>, limit: number }[]}
 */
const CHANGES = [
  { model: 'llama-2-7b', name: 'a layer more', sizes: { layers: 33 }, others: {}, limit: 100 },
  { model: 'llama-2-7b', name: 'a wider feed-forward part', sizes: { hidden: 12_032 }, others: {}, limit: 100 },
  { model: 'deepseek-r1', name: 'a layer more', sizes: { layers: 62 }, others: {}, limit: 100 },
  { model: 'gpt3-175b', name: '4,096 heads', sizes: { heads: 4096 }, others: { heads: 2048 }, limit: 300 },
  {
    model: 'mixtral-8x7b',
    name: '16,384 experts a layer',
    sizes: { layers: 8, hidden: 64, experts: 16_384 },
    others: { layers: 8, hidden: 64, experts: 8 },
    limit: 300,
  },
];

/**
 * What a change of a model's sizes takes until the panel tells of it and a frame shows it.
 * @param {(model: string) => Promise<import('playwright-core').Page>} open a page of its own, at a model
 * @returns {Promise<import('./figures.js').Figure[]>}
 */
export async function measureResizing(open) {
  const figures = [];
  for (const { model, name, sizes, others, limit } of CHANGES) {
    const page = await open(model);
    await page.evaluate(() => window.cutaway.ready);
    const times = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      await page.evaluate((others) => window.cutawayBench?.resize(others), others);
      times.push((await page.evaluate((sizes) => window.cutawayBench?.resize(sizes), sizes)) ?? Number.NaN);
    }
    figures.push(sampled(`${model}: ${name}`, times.slice(WARM_UP), 'ms', limit));
    await page.context().close();
  }
  return figures;
}
