/** Models of the reader's own: as files, from another host, in shards, as a config alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadFixture } from '../unit/architecture/fixtures.ts';
import { settle } from './support/drawing.ts';
import { expectReference, expectWeights } from './support/reference.ts';
import { describeServed } from './support/served.ts';
import { type Host, serveStatic } from './support/static-host.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const CONFIGS = join(import.meta.dirname, '../../models/configs');

let host: Host;
beforeAll(async () => {
  host = await serveStatic({ folder: FIXTURES, path: '/', isolated: false, shared: true });
});
afterAll(() => host.close());

/** As a person chooses files: with the key, in the browser's own dialogue. */
async function choose(page: Page, paths: readonly string[]): Promise<void> {
  const chosen = page.waitForEvent('filechooser');
  // Until the browser has heard that somebody waits for the dialogue.
  await page.evaluate(() => undefined);
  await page.keyboard.press('o');
  const chooser = await chosen;
  await chooser.setFiles([...paths]);
}

describeServed('a model of one’s own', (site) => {
  test('a Llama with grouped heads, as files', async () => {
    const { page } = site.shared;
    const folder = join(FIXTURES, 'llama-grouped');
    await choose(page, [join(folder, 'config.json'), join(folder, 'model.safetensors')]);
    await expect.poll(() => page.locator('.top-bar .model-name strong').textContent()).toBe('model.safetensors');
    const onDisk = await loadFixture(folder);
    await expectReference(page, onDisk);
    await expectWeights(page, onDisk);
    await settle(page);
    expect(await page.evaluate(() => window.cutaway.stats().tiles)).toBeGreaterThan(20);
    expect(await page.evaluate(() => window.cutaway.tours())).toEqual([]);
  });

  test('shows a Llama’s cell in figures, and beside it how GPT-2 does it, there and back', async () => {
    const { page } = site.shared;
    const block = 'layers.1.attention.query_rotated';
    await page.evaluate(() => window.cutaway.run([3, 1, 4, 1, 5]));
    await page.evaluate((at) => window.cutaway.inspect(at), { block, cell: [1, 4, 0] });
    const dials = page.locator('.inspector .dial');
    const { headDimension } = (await loadFixture(join(FIXTURES, 'llama-grouped'))).graph.dimensions;
    await expect.poll(() => dials.count()).toBe(headDimension / 2);
    // The first pair turns by one radian for each position.
    expect(await dials.first().innerText()).toBe('229°');
    await page.locator('.inspector .same-but a').click();
    await expect.poll(() => page.evaluate(() => window.cutaway.state.pinned?.block)).toBe('embedding.position');
    expect(await page.evaluate(() => window.cutaway.state.model)).toBe('nano-sort');
    expect(await page.locator('.inspector .same-but').count()).toBe(0);
    // No address leads to files of one's own: the history alone knows the way.
    expect(await page.locator('.way-back').count()).toBe(0);
    await page.goBack();
    await expect.poll(() => page.evaluate(() => window.cutaway.state.pinned?.block)).toBe(block);
  });

  test('a Llama in shards, from another host', async () => {
    const { page } = await site.open();
    const opened = await page.evaluate((url) => window.cutaway.open(url), `${host.url}llama-shards/`);
    expect(opened).toMatchObject({ family: 'llama', layers: 2, runnable: true, problems: [] });
    const onDisk = await loadFixture(join(FIXTURES, 'llama-shards'));
    await expectReference(page, onDisk);
    await expectWeights(page, onDisk);
  });

  test('a config alone, which gives a model its true shape and nothing to run', async () => {
    const { page } = site.shared;
    const text = readFileSync(join(CONFIGS, 'llama-2-7b.json'), 'utf8');
    const opened = await page.evaluate((text) => window.cutaway.open(new File([text], 'llama-2-7b.json')), text);
    expect(opened).toMatchObject({ family: 'llama', parameterCount: 6738415616, layers: 32, runnable: false });
    expect(opened.problems.map(({ code }) => code)).toEqual(['NoWeights']);
    expect(await page.evaluate(() => window.cutaway.blocks().length)).toBeGreaterThan(32 * 15);
    expect(await page.locator('.top-bar .model-name').textContent()).toContain('6,738,415,616 parameters');
    expect(await page.locator('.opening .problems').textContent()).toMatch(/only a config/i);
    await expect(page.evaluate(() => window.cutaway.run([1, 2]))).rejects.toThrow(/config/);
    await expect(page.evaluate(() => window.cutaway.weight('logits.weight'))).rejects.toThrow(/logits\.weight/);
  });

  test('the bundled model again', async () => {
    const { page } = site.shared;
    const opened = await page.evaluate(() => window.cutaway.open('nano-sort'));
    expect(opened).toEqual({
      id: 'nano-sort',
      family: 'gpt2',
      parameterCount: 85728,
      layers: 3,
      runnable: true,
      problems: [],
    });
    await page.evaluate(() => window.cutaway.run('CBACBA'));
    expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AABBCC');
  });
});
