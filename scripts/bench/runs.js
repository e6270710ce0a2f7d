import { sampled } from './figures.js';

const ROUNDS = 100;

/**
 * What a trace costs, and what the cache saves, on the open model; measured in the worker, the two sides in turn.
 * @param {import('playwright-core').Page} page
 * @param {'trace' | 'cache'} what
 * @param {number} tokens
 * @returns {Promise<{ readonly ratios: readonly number[], readonly milliseconds: number }>}
 */
async function measure(page, what, tokens) {
  return page.evaluate(
    ({ what, tokens, rounds }) => {
      if (window.cutawayBench === undefined) throw new Error('the page was not opened with ?bench');
      return window.cutawayBench.measure(what, tokens, rounds);
    },
    { what, tokens, rounds: ROUNDS },
  );
}

/**
 * The sorter reads as many tokens as its prompt has.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<import('./figures.js').Figure[]>}
 */
export async function measureSorter(page) {
  const { ratios, milliseconds } = await measure(page, 'trace', 6);
  return [
    sampled('trace of everything', ratios, '× logits', 2),
    { name: 'logits alone', value: milliseconds, unit: 'ms' },
  ];
}

/**
 * A prompt of 64 tokens, and the 128th token of a text.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<import('./figures.js').Figure[]>}
 */
export async function measureTales(page) {
  await page.evaluate(() => window.cutaway.open('tales'));
  const trace = await measure(page, 'trace', 64);
  const cache = await measure(page, 'cache', 128);
  return [
    sampled('tales: trace of everything, 64 tokens', trace.ratios, '× logits', 1.5),
    { ...sampled('tales: tokens/s with the cache, at 128', cache.ratios, '× without'), least: 3 },
    { name: 'tales: a token with the cache, at 128', value: cache.milliseconds, unit: 'ms' },
  ];
}
