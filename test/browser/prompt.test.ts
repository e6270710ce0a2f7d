/** The reader's own letters, typed. */
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { editPrompt } from './support/hand.ts';
import { describeBuilt } from './support/served.ts';

const answer = async (page: Page) => (await page.locator('.prompt output').textContent())?.replace(/\s/g, '');
const problem = async (page: Page) => (await page.locator('.prompt-problem').textContent()) ?? '';
const sorted = (letters: string) => [...letters].sort().join('');

describeBuilt('the prompt', (site) => {
  beforeEach(async () => {
    const { page } = site.shared;
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.prompt input').count()).toBe(0);
    await page.evaluate(() => window.cutaway.restore({ version: 1, model: 'nano-sort', prompt: 'AACBAB' }));
    await editPrompt(page);
  });

  test('every key runs and repaints', async () => {
    const { page } = site.shared;
    let letters = 'AACBAB';
    for (const [place, letter] of [...'CBACCC'].entries()) {
      await page.keyboard.press(letter);
      letters = letters.slice(0, place) + letter + letters.slice(place + 1);
      await expect.poll(() => answer(page)).toBe(sorted(letters));
      expect(await page.evaluate(() => window.cutaway.state.prompt)).toBe(letters);
      const tokens = await page.evaluate(() => Array.from(window.cutaway.tensor('tokens').data));
      expect(tokens.map((token) => 'ABC'.charAt(token)).join('')).toBe(letters + sorted(letters).slice(0, 5));
    }
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.prompt input').count()).toBe(0);
    expect((await page.locator('.prompt button.chips').textContent())?.replace(/\s/g, '')).toBe('CBACCC');
  });

  test('of keys typed fast the latest wins', async () => {
    const { page } = site.shared;
    await page.keyboard.type('CCCCBB');
    await page.keyboard.press('Enter');
    await expect.poll(() => answer(page)).toBe('BBCCCC');
    await expect.poll(() => page.locator('.prompt input').count()).toBe(0);
    expect(await answer(page)).toBe('BBCCCC');
    expect(await page.evaluate(() => window.cutaway.state.prompt)).toBe('CCCCBB');
  });

  test('small letters will do', async () => {
    const { page } = site.shared;
    await page.keyboard.type('cabcab');
    await expect.poll(() => answer(page)).toBe('AABBCC');
    expect(await problem(page)).toBe('');
  });

  test('a letter that it does not know is named, with those that it knows', async () => {
    const { page } = site.shared;
    await page.keyboard.press('D');
    await expect.poll(() => problem(page)).toMatch(/D.*A.*B.*C/);
    expect(await answer(page)).toBe('AAABBC');
    expect(await page.evaluate(() => window.cutaway.state.prompt)).toBe('AACBAB');
  });

  test('too few, too many and none are told with how many it takes', async () => {
    const { page } = site.shared;
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await expect.poll(() => problem(page)).toMatch(/six letters, not five/);
    await page.keyboard.type('BB');
    await expect.poll(() => problem(page)).toMatch(/six letters, not seven/);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
    await expect.poll(() => problem(page)).toMatch(/six letters(?!, not seven)/);
    expect(await answer(page)).toBe('AAABBC');
    await page.keyboard.press('Escape');
    await expect.poll(() => problem(page)).toBe('');
    expect((await page.locator('.prompt button.chips').textContent())?.replace(/\s/g, '')).toBe('AACBAB');
  });
});
