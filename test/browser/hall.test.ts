/** The hall: all models beside one another, at one scale. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { describeBuilt } from './support/served.ts';

const CONFIGS = join(import.meta.dirname, '../../models/configs');
const catalogue: { id: string; parameters: number }[] = JSON.parse(
  readFileSync(join(CONFIGS, 'catalogue.json'), 'utf8'),
);

describeBuilt('the hall', (site) => {
  test('has every model, from the smallest to the largest on one ground, and says how many numbers they are', async () => {
    const { page } = site.shared;
    await page.keyboard.press('h');
    await expect.poll(() => page.evaluate(() => window.cutaway.state.model)).toBe('hall');
    const opened = await page.evaluate(() => window.cutaway.open('hall'));
    const known = catalogue.reduce((sum, { parameters }) => sum + parameters, 0);
    expect(opened).toMatchObject({ family: 'hall', runnable: false, problems: [] });
    expect(opened.parameterCount).toBeGreaterThan(known);
    await page.evaluate(() => {
      for (const { id } of window.cutaway.blocks()) if (id.startsWith('deepseek-r1/layers.60.ffn.experts.255')) return;
      throw new Error('the last expert of the largest model is not there');
    });
  });

  test('knows the numbers of the models that come with the page, and why it has none of the others', async () => {
    const { page } = site.shared;
    const block = 'nano-sort/layers.0.attention.value.weight';
    const here = await page.evaluate((id) => window.cutaway.weight(id).then(({ data }) => [...data]), block);
    await page.evaluate((at) => window.cutaway.look(at), { block, cell: [0, 3, 4] });
    await settle(page);
    expect(await page.evaluate(() => window.cutaway.stats().tiles)).toBeGreaterThan(3);
    await page.evaluate((at) => window.cutaway.inspect(at), {
      block: 'gpt3-175b/layers.95.ffn.up.weight',
      cell: [12287, 49151],
    });
    const cell = page.locator('.inspector .figure.none');
    await expect.poll(() => cell.innerText()).toBe('not published');
    await page.locator('.inspector .by-itself a').click();
    await expect.poll(() => page.evaluate(() => window.cutaway.state.model)).toBe('gpt3-175b');
    expect(await page.evaluate(() => window.cutaway.state.pinned?.block)).toBe('layers.95.ffn.up.weight');
    await page.evaluate(() => window.cutaway.open('nano-sort'));
    const alone = await page.evaluate(() =>
      window.cutaway.weight('layers.0.attention.value.weight').then(({ data }) => [...data]),
    );
    expect(here).toEqual(alone);
  });

  test('tells its tour without a run: Llama 2 is counted to the last parameter, its rows light it, and a link keeps a whole model', async () => {
    const { page } = site.shared;
    await page.evaluate(() => window.cutaway.open('hall'));
    await expect.poll(() => page.evaluate(() => window.cutaway.tours()[0]?.id)).toBe('how-big-is-big');
    await page.evaluate(() => window.cutaway.tour('how-big-is-big', { chapter: 4, beat: 6 }));
    const sum = page.locator('.beat.here .figure-sum');
    await expect.poll(() => sum.locator('tfoot td').innerText()).toBe('6,738,415,616');
    const lit = () => page.locator('.beat.here .term.lit').count();
    expect(await lit()).toBe(0);
    await sum.locator('tr', { hasText: 'Attention norm scale' }).hover();
    await expect.poll(lit).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.evaluate(() => window.cutaway.state.tour?.at?.beat)).toBe('to-the-last-one');
    await page.evaluate(() => window.cutaway.look({ block: 'gpt3-175b' }));
    await settle(page);
    const view = () => page.evaluate(() => window.cutaway.state.view);
    const state = await page.evaluate(() => window.cutaway.state);
    expect(await view()).toMatchObject({ block: 'gpt3-175b', zoom: 1 });
    await page.evaluate(() => window.cutaway.look());
    await page.evaluate((saved) => window.cutaway.restore(saved), state);
    expect(await view()).toEqual(state.view);
  });

  test('keeps its place in a link, and takes in a config that is dropped', async () => {
    const { page } = site.shared;
    await page.evaluate(() => window.cutaway.open('hall'));
    const at = { block: 'mixtral-8x7b/layers.3.ffn.experts.2.up.weight', cell: [1, 2] };
    await page.evaluate((there) => window.cutaway.inspect(there), at);
    const state = await page.evaluate(() => window.cutaway.state);
    await page.evaluate(() => window.cutaway.open('nano-sort'));
    await page.evaluate((saved) => window.cutaway.restore(saved), state);
    expect(await page.evaluate(() => window.cutaway.state)).toEqual(state);
    const config = { ...JSON.parse(readFileSync(join(CONFIGS, 'gpt2.json'), 'utf8')), n_layer: 5 };
    const text = JSON.stringify(config);
    const before = await page.evaluate(() => window.cutaway.open('hall').then((hall) => hall.parameterCount));
    const after = await page.evaluate(
      (json) => window.cutaway.open(new File([json], 'config.json')).then(({ parameterCount }) => parameterCount),
      text,
    );
    const own = await page.evaluate(() => {
      const ids = window.cutaway.blocks().map(({ id }) => id);
      return ids.filter((id) => id.startsWith('own/layers.') && id.endsWith('.ffn.up.weight'));
    });
    expect(own).toHaveLength(5);
    expect(after).toBeGreaterThan(before);
    // The guest is still there after a walk to where a model stands alone, and back.
    await page.evaluate((there) => window.cutaway.inspect(there), {
      block: 'gpt2/layers.3.ffn.up.weight',
      cell: [1, 2],
    });
    await page.locator('.inspector .by-itself a').click();
    await expect.poll(() => page.evaluate(() => window.cutaway.state.model)).toBe('gpt2');
    await page.goBack();
    await expect.poll(() => page.evaluate(() => window.cutaway.state.model)).toBe('hall');
    const kept = await page.evaluate(() => window.cutaway.blocks().some(({ id }) => id.startsWith('own/')));
    expect(kept).toBe(true);
  });
});
