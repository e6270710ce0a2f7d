/** Asking: what the pointer is on is told, what it was made from is lit, a click keeps it. */
import { expect, test } from 'vitest';
import { figure } from '../../src/ui/words.ts';
import { difference, picture, settle } from './support/drawing.ts';
import { pointAt, pointAway, pointedAt } from './support/hand.ts';
import { describeBuilt } from './support/served.ts';

const SCORES = 'layers.1.attention.scores';

describeBuilt('pointing', (site) => {
  test('at a cell tells its value, its row and column by name, the formula and the numbers in it', async () => {
    const { page } = site.shared;
    await pointAt(page, SCORES, [1, 8, 2]);
    expect(await pointedAt(page)).toBe(`${SCORES}[1, 8, 2]`);
    const tip = page.locator('.tip');
    expect(await tip.locator('.tip-head').textContent()).toMatch(/Attention scores.*head 1.*token 8.*“.”.*key 2.*“C”/);
    const { shape, data } = await page.evaluate((id) => window.cutaway.tensor(id), SCORES);
    expect(shape).toEqual([3, 11, 11]);
    expect(await tip.locator('.tip-value strong').textContent()).toBe(
      figure(data[(1 * 11 + 8) * 11 + 2] ?? Number.NaN),
    );
    await expect.poll(() => tip.locator('.tip-formula .katex').count(), { timeout: 10_000 }).toBe(2);
  });

  test('at a masked cell says so', async () => {
    const { page } = site.shared;
    await pointAt(page, SCORES, [0, 2, 9]);
    expect(await pointedAt(page)).toBe(`${SCORES}[0, 2, 9]`);
    expect(await page.locator('.tip .tip-value').textContent()).toMatch(/−∞.*masked/);
  });

  test('at a weight tells the number of the file', async () => {
    const { page } = site.shared;
    await pointAt(page, 'layers.2.ffn.down.weight', [100, 20]);
    expect(await pointedAt(page)).toBe('layers.2.ffn.down.weight[100, 20]');
    const stored = await page.evaluate(() => window.cutaway.weight('layers.2.ffn.down.weight'));
    const value = figure(stored.data[100 * 48 + 20] ?? Number.NaN);
    expect(await page.locator('.tip .tip-value strong').textContent()).toBe(value);
  });

  test('at a cell that was flown to reaches it, also where other heads stand before its own', async () => {
    const { page } = site.shared;
    await pointAt(page, 'layers.0.attention.query.weight', [1, 24, 8]);
    expect(await pointedAt(page)).toBe('layers.0.attention.query.weight[1, 24, 8]');
  });

  test('ends where the tour goes on under a resting pointer', async () => {
    const { page } = site.shared;
    await pointAt(page, SCORES, [0, 9, 2]);
    expect(await pointedAt(page)).toBe(`${SCORES}[0, 9, 2]`);
    await page.evaluate(() => window.cutaway.tour('how-a-transformer-sorts', { chapter: 2, beat: 1 }));
    await settle(page);
    expect(await pointedAt(page)).toBeUndefined();
  });

  test('at a block beside its cells tells its name, what it is for, its shape, its range', async () => {
    const { page } = site.shared;
    const { x, y } = await pointAt(page, 'layers.0.ffn.up.weight');
    const isOnCells = async (distance: number) => {
      await page.mouse.move(x - distance, y);
      return (await pointedAt(page))?.startsWith('layers.0.ffn.up.weight[') === true;
    };
    let distance = 0;
    while (await isOnCells(distance)) distance += 16;
    while (!(await isOnCells(distance))) distance -= 1;
    await page.mouse.move(x - distance - 1, y);
    expect(await pointedAt(page)).toBe('layers.0.ffn.up.weight');
    const tip = page.locator('.tip');
    expect(await tip.locator('.tip-title').textContent()).toBe('Up weights');
    expect(await tip.locator('.tip-shape').textContent()).toBe('48 channels × 192 hidden channels');
    const { data } = await page.evaluate(() => window.cutaway.weight('layers.0.ffn.up.weight'));
    const statistics = await tip.locator('.statistics').textContent();
    expect(statistics).toContain(`min${figure(data.reduce((a, b) => Math.min(a, b)))}`);
    expect(statistics).toContain(`max${figure(data.reduce((a, b) => Math.max(a, b)))}`);
    expect(await tip.locator('svg').count()).toBe(1);
  });

  test('lights what the cell was made from', async () => {
    const { page } = site.shared;
    // Labels hold the places that they took on the way here, until another picture comes.
    await pointAt(page, 'layers.1.attention.weights');
    await pointAway(page);
    const before = await picture(page);
    await pointAt(page, 'layers.1.attention.weights');
    expect(await pointedAt(page)).toMatch(/^layers\.1\.attention\.weights\[/);
    const lit = await difference(page, before, await picture(page));
    expect(lit).toBeGreaterThan(0.001);
    await pointAway(page);
    expect(await difference(page, before, await picture(page))).toBe(0);
  });

  test('and clicking pins, Esc lets go', async () => {
    const { page } = site.shared;
    const { x, y } = await pointAt(page, SCORES, [2, 9, 4]);
    await page.mouse.click(x, y);
    await pointAway(page);
    const pinned = { block: SCORES, cell: [2, 9, 4] };
    expect((await page.evaluate(() => window.cutaway.state)).pinned).toEqual(pinned);
    const inspector = page.locator('.inspector');
    expect(await inspector.getByRole('heading').first().textContent()).toBe('Attention scores');
    expect(await inspector.locator('.cell header').textContent()).toContain('[2, 9, 4]');
    expect(await inspector.locator('.shape-facts').textContent()).toContain('3 heads × 11 tokens × 11 keys');
    await page.keyboard.press('Escape');
    await expect.poll(() => inspector.count()).toBe(0);
    expect((await page.evaluate(() => window.cutaway.state)).pinned).toBeUndefined();
  });

  test('a click beside everything lets go too', async () => {
    const { page } = site.shared;
    await page.evaluate((block) => window.cutaway.inspect({ block, cell: [0, 3, 3] }), SCORES);
    await expect.poll(() => page.locator('.inspector').count()).toBe(1);
    await page.evaluate(() => window.cutaway.look({}));
    const canvas = await page.locator('main.view canvas').boundingBox();
    await picture(page);
    await page.mouse.click((canvas?.x ?? 0) + (canvas?.width ?? 0) - 30, (canvas?.y ?? 0) + (canvas?.height ?? 0) - 30);
    await expect.poll(() => page.locator('.inspector').count()).toBe(0);
  });

  test('the inspector shows all of a score; in a low window it says that there is more, and goes there', async () => {
    const { page } = site.shared;
    const size = page.viewportSize();
    await page.evaluate((block) => window.cutaway.inspect({ block, cell: [0, 9, 2] }), SCORES);
    const hint = page.locator('.goes-on button');
    const hidden = () =>
      page.locator('.scrolling .panel-body').evaluate((body) => body.scrollHeight - body.clientHeight);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(() => page.locator('.calculation .katex').count()).toBe(2);
    expect(await hidden()).toBe(0);
    expect(await hint.count()).toBe(0);
    await page.setViewportSize({ width: 1440, height: 560 });
    await hint.click();
    await expect.poll(() => hint.count()).toBe(0);
    const feeds = await page.locator('.chain').last().boundingBox();
    expect((feeds?.y ?? 560) + (feeds?.height ?? 0)).toBeLessThan(560);
    if (size !== null) await page.setViewportSize(size);
  });
});
