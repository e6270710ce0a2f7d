/** A text of the reader's own, and how the model goes on with it. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { pointAt } from './support/hand.ts';
import { describeBuilt } from './support/served.ts';

const PROMPT = 'Anna has a red ball.';

const chips = (page: Page) =>
  page.locator('.token-list .token').evaluateAll((all) =>
    all.map((chip) => ({
      word: chip.querySelector('span')?.textContent ?? '',
      id: Number(chip.querySelector('small')?.textContent),
      isMade: chip.classList.contains('answered'),
    })),
  );
const words = async (page: Page) => (await chips(page)).map(({ word }) => word);
const made = async (page: Page) => (await chips(page)).filter(({ isMade }) => isMade).map(({ word }) => word);
const told = async (page: Page) => (await page.locator('.prompt-text .told').textContent()) ?? '';
const runIds = (page: Page) => page.evaluate(() => Array.from(window.cutaway.tensor('tokens').data));
const shown = (page: Page) => page.locator('.next-token tr:not(.cut):not(.cut-line) th').allTextContents();

describeBuilt('a text', (site) => {
  beforeEach(async () => {
    const { page } = site.shared;
    await page.evaluate((prompt) => window.cutaway.restore({ version: 1, model: 'tales', prompt }), PROMPT);
    await page.keyboard.press('p');
    await page.waitForFunction(() => document.activeElement?.matches('.prompt-text textarea') === true);
  });

  test('is its tokens as it is typed, each with its id, and those are what runs', async () => {
    const { page } = site.shared;
    await page.keyboard.press('Control+a');
    await page.keyboard.type('"Where is Tom?" she said.');
    await expect.poll(() => words(page)).toEqual(['<s>', '“', 'Where', 'is', 'Tom', '?', '”', 'she', 'said', '.']);
    await expect.poll(() => runIds(page)).toEqual((await chips(page)).map(({ id }) => id));
    expect(await page.locator('.token-list header .figure').textContent()).toBe('10 of 256');
    expect(await page.locator('.top-bar .prompt .chip').allTextContents()).toEqual(await words(page));
  });

  test('with what the model has no token for says so, and loses nothing', async () => {
    const { page } = site.shared;
    const field = page.locator('.prompt-text textarea');
    await field.fill('Anna has 😀 и\u0007.');
    await expect.poll(() => words(page)).toEqual(['<s>', 'Anna', 'has', '<unk>', '<unk>', '<unk>', '.']);
    expect(await told(page)).toMatch(/“😀”.*<unk>/);
    await field.fill('   ');
    await expect.poll(() => words(page)).toEqual(['<s>']);
    expect(await told(page)).toMatch(/begins from <s>/);
    await expect.poll(() => runIds(page)).toHaveLength(1);
    const linesSeen = () =>
      field.evaluate((area) => area.clientHeight / Number.parseFloat(getComputedStyle(area).lineHeight));
    expect(await linesSeen()).toBe(3);
    const long = 'Anna has a red ball. '.repeat(500);
    await field.fill(long);
    expect(await linesSeen()).toBe(6);
    await expect.poll(() => told(page)).toMatch(/3,001 tokens, 2,745 more than the 256/);
    expect(await runIds(page)).toHaveLength(1);
    expect(await field.inputValue()).toBe(long);
    await field.fill(PROMPT);
    await expect.poll(() => told(page)).toBe('');
    await expect.poll(() => runIds(page)).toHaveLength(7);
  });

  test('goes on token by token and back, the same for the same seed', async () => {
    const { page } = site.shared;
    await page.keyboard.press('Escape');
    const draw = async (count: number) => {
      for (let next = 1; next <= count; next += 1) {
        await page.keyboard.press('n');
        await expect.poll(async () => (await made(page)).length).toBe(next);
      }
      return made(page);
    };
    const first = await draw(4);
    const rows = await page
      .locator('.going-on .button')
      .evaluateAll((all) => all.map((button) => button.getBoundingClientRect().top));
    expect([rows.length, new Set(rows).size], 'its three buttons in one row').toEqual([3, 1]);
    const { ids } = await page.evaluate(() => window.cutaway.generate({ count: 4, temperature: 1, seed: 0 }));
    expect((await chips(page)).map(({ id }) => id)).toEqual(ids);
    for (const left of [3, 2, 1, 0]) {
      await page.keyboard.press('Shift+N');
      await expect.poll(async () => (await made(page)).length).toBe(left);
    }
    expect(await draw(4)).toEqual(first);
    const state = await page.evaluate(() => window.cutaway.state);
    await page.evaluate((prompt) => window.cutaway.restore({ version: 1, model: 'tales', prompt }), 'Tom');
    expect(await made(page)).toEqual([]);
    await page.evaluate((saved) => window.cutaway.restore(saved), state);
    expect(await made(page)).toEqual(first);
  });

  test('that was typed just now is what it goes on with', async () => {
    const { page } = site.shared;
    await page.locator('.prompt-text textarea').fill('Tom and Sam');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await expect.poll(() => made(page)).toHaveLength(1);
    expect((await words(page)).slice(0, 4)).toEqual(['<s>', 'Tom', 'and', 'Sam']);
  });

  test('shows what may come next, and what the settings cut', async () => {
    const { page } = site.shared;
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(page)).toHaveLength(10);
    await page.getByLabel('Top-k').fill('2');
    expect(await page.locator('.cut-line').textContent()).toMatch(/leaves 3 of/);
    expect(await shown(page)).toHaveLength(3);
    await page.getByLabel('Temperature').fill('0');
    expect(await shown(page)).toHaveLength(1);
    const [likeliest] = await shown(page);
    await page.keyboard.press('n');
    await expect.poll(() => made(page)).toEqual([likeliest]);
  });

  test('is looked at from any of its tokens, and from the last again', async () => {
    const { page } = site.shared;
    const header = page.locator('.next-token h2');
    await expect.poll(() => header.textContent()).toBe('What comes after “.”');
    await page.locator('.token-list button.token', { hasText: 'red' }).click();
    expect(await header.textContent()).toBe('What comes after “red”');
    expect(await page.locator('.next-token p.chosen').textContent()).toMatch(/goes on with “ball”/);
    expect((await page.evaluate(() => window.cutaway.state)).from).toBe(4);
    await page.keyboard.press('.');
    expect(await header.textContent()).toBe('What comes after “ball”');
    await page.locator('.next-token header button').click();
    expect(await header.textContent()).toBe('What comes after “.”');
    expect((await page.evaluate(() => window.cutaway.state)).from).toBeUndefined();
  });

  test('is looked at from a token whose letters stand beside a block', async () => {
    const { page } = site.shared;
    await page.keyboard.press('Escape');
    const { x, y } = await pointAt(page, 'layers.1.attention.scores', [0, 4, 6]);
    const canvas = page.locator('main.view canvas');
    let right = x;
    const isOnLetters = () => canvas.evaluate((element) => element.style.cursor === 'pointer');
    while (!(await isOnLetters())) {
      right += 6;
      expect(right).toBeLessThan(x + 300);
      await page.mouse.move(right, y);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await page.mouse.click(right, y);
    expect((await page.evaluate(() => window.cutaway.state)).from).toBe(4);
    expect(await page.locator('.next-token h2').textContent()).toBe('What comes after “red”');
  });

  test('ends where the model can read no more, and says so', async () => {
    const { page } = site.shared;
    await page.locator('.prompt-text textarea').fill(`${'a '.repeat(254)}`);
    await expect.poll(() => runIds(page)).toHaveLength(255);
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await expect.poll(() => page.locator('.going-on p').textContent()).toMatch(/256 tokens, and these are all/);
    expect(await page.locator('.going-on .button').allTextContents()).toHaveLength(1);
  });

  test('waits while another model is looked at, and so does the place in it', async () => {
    const { page } = site.shared;
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.cutaway.inspect({ block: 'layers.1.attention.scores', cell: [2, 5, 3] }));
    const choose = async (id: string) => {
      await page.keyboard.press('m');
      await page.locator('.models button', { has: page.locator('strong', { hasText: id }) }).click();
      await expect.poll(() => page.evaluate(() => window.cutaway.state.model)).toBe(id);
      await expect.poll(() => page.evaluate(() => window.cutaway.state.pinned?.cell)).toEqual([2, 5, 3]);
    };
    await choose('nano-sort');
    await choose('tales');
    expect((await page.evaluate(() => window.cutaway.state)).prompt).toBe(PROMPT);
  });
});
