/** The keyboard: what the list of keys promises. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeServed } from './support/served.ts';

const isPlaying = (page: Page) => page.locator('.transport button[aria-label="Pause"]').count();
const kicker = async (page: Page) => (await page.locator('.story .kicker').textContent()) ?? '';

describeServed('keys', (site) => {
  test('Space begins the tour and holds it', async () => {
    const { page } = site.shared;
    await page.keyboard.press(' ');
    await expect.poll(() => isPlaying(page)).toBe(1);
    expect(await page.locator('.story h1').textContent()).toBe('The task');
    await expect.poll(() => page.evaluate(() => window.cutaway.state.tour?.time)).toBeGreaterThan(0.2);
    await page.keyboard.press(' ');
    await expect.poll(() => isPlaying(page)).toBe(0);
    const time = await page.evaluate(() => window.cutaway.state.tour?.time);
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => window.cutaway.state.tour?.time)).toBe(time);
  });

  test('arrows step by beat, with Shift by chapter', async () => {
    const { page } = site.shared;
    expect(await kicker(page)).toBe('Chapter 1 · beat 1 of 4');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => kicker(page)).toBe('Chapter 1 · beat 2 of 4');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => kicker(page)).toBe('Chapter 1 · beat 1 of 4');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => kicker(page)).toMatch(/^Chapter 2 · beat 1 of/);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => kicker(page)).toBe('Chapter 1 · beat 1 of 4');
    await page.evaluate(() => window.cutaway.pause());
  });

  test('the previous chapter of the first is its start, and the tour is still told there', async () => {
    const { page } = site.shared;
    // As if nothing had been begun.
    await page.evaluate(() => window.cutaway.restore({ version: 1 }));
    const state = () => page.evaluate(() => window.cutaway.state);
    expect((await state()).tour).toBeUndefined();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => (await state()).tour?.time).toBeGreaterThan(0);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(async () => (await state()).tour?.time).toBe(0);
    expect((await state()).view).toBeUndefined();
    await page.evaluate(() => window.cutaway.seek(5));
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(async () => (await state()).tour?.time).toBe(0);
  });

  test('< and > change the speed', async () => {
    const { page } = site.shared;
    const speed = page.locator('.transport .speed');
    await page.keyboard.press('>');
    await expect.poll(() => speed.textContent()).toBe('1.5×');
    await page.keyboard.press('<');
    await expect.poll(() => speed.textContent()).toBe('1×');
  });

  test('D changes the theme', async () => {
    const { page } = site.shared;
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.keyboard.press('d');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    expect(await page.evaluate(() => window.cutaway.state.theme)).toBe('dark');
    expect(await paper()).not.toBe(light);
    await page.keyboard.press('d');
    expect(await page.evaluate(() => window.cutaway.state.theme)).toBeUndefined();
  });

  test('P goes to the letters, Esc comes back', async () => {
    const { page } = site.shared;
    await page.keyboard.press('p');
    const field = page.locator('.prompt input');
    await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => field.count()).toBe(0);
  });

  test('? lists the keys, Esc closes the list', async () => {
    const { page } = site.shared;
    await page.keyboard.press('?');
    const help = page.locator('.card.help');
    await expect.poll(() => help.count()).toBe(1);
    expect(await help.textContent()).toMatch(/Space.*Play or pause/);
    await page.keyboard.press('Escape');
    await expect.poll(() => help.count()).toBe(0);
  });

  test('arrows turn the model, and F and 0 fly, once the drawing has the focus', async () => {
    const { page } = site.shared;
    const view = () => page.evaluate(() => window.cutaway.state.view);
    await page.evaluate(() => window.cutaway.look({ block: 'layers.1.ffn.up' }));
    await expect.poll(async () => (await view())?.block).toBe('layers.1.ffn.up');
    const before = await view();
    for (let stops = 0; stops < 60; stops++) {
      if (await page.evaluate(() => document.activeElement instanceof HTMLCanvasElement)) break;
      await page.keyboard.press('Tab');
    }
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => Math.abs(((await view())?.yaw ?? 0) - (before?.yaw ?? 0))).toBeGreaterThan(3);
    await page.keyboard.press('0');
    await expect.poll(view, { timeout: 5000 }).toBeUndefined();
  });
});
