/** The tour: every beat opens, a time is a picture, its numbers are those of the run, and it can be left and come back to. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { difference, picture, settle } from './support/drawing.ts';
import { editPrompt, middle, pointAway } from './support/hand.ts';
import { describeBuilt } from './support/served.ts';

const TOUR = 'how-a-transformer-sorts';

const seek = (page: Page, time: number) => page.evaluate((time) => window.cutaway.seek(time), time);
const timeOf = (page: Page) => page.evaluate(() => window.cutaway.state.tour?.time ?? 0);
const open = (page: Page, chapter: number, beat: number) =>
  page.evaluate(([id, at]) => window.cutaway.tour(id, at), [TOUR, { chapter, beat }] as const);

describeBuilt('the tour', (site) => {
  test('has chapters and beats, and each opens', async () => {
    const { page } = site.shared;
    await pointAway(page);
    const [tour, ...others] = await page.evaluate(() => window.cutaway.tours());
    expect(others).toEqual([]);
    expect(tour).toMatchObject({ id: TOUR, title: 'How a transformer sorts' });
    const chapters = tour?.chapters ?? [];
    expect(chapters.length).toBeGreaterThanOrEqual(14);
    expect(chapters.reduce((sum, { beats }) => sum + beats, 0)).toBeGreaterThanOrEqual(60);
    const here = page.locator('.story .beat.here');
    for (const [chapter, { title, beats }] of chapters.entries()) {
      for (let beat = 0; beat < beats; beat++) {
        await open(page, chapter, beat);
        const place = `Chapter ${chapter + 1} · beat ${beat + 1} of ${beats}`;
        await expect.poll(() => page.locator('.story .kicker').textContent()).toBe(place);
        expect(await page.locator('.story h1').textContent()).toBe(title);
        expect((await here.textContent())?.length).toBeGreaterThan(80);
        expect(await here.textContent(), place).not.toMatch(/not run yet|undefined|NaN|…/);
      }
    }
    expect(site.shared.errors).toEqual([]);
  });

  test('shows the same at a time, whichever way it came there', async () => {
    const { page } = site.shared;
    await pointAway(page);
    await open(page, 3, 0);
    await page.evaluate(() => window.cutaway.play());
    const begun = await timeOf(page);
    await expect.poll(() => timeOf(page), { interval: 100 }).toBeGreaterThan(begun + 2);
    await page.evaluate(() => window.cutaway.pause());
    const time = await timeOf(page);
    const state = await page.evaluate(() => window.cutaway.state);
    const played = await picture(page);

    for (const by of [-60, 90, -200]) {
      await seek(page, Math.max(0, time + by));
      expect(await difference(page, played, await picture(page)), `${by} s away`).toBeGreaterThan(0.005);
      await seek(page, time);
      expect(await difference(page, played, await picture(page)), `back from ${by} s away`).toBe(0);
      expect(await page.evaluate(() => window.cutaway.state)).toEqual(state);
    }
  });

  test('changes what is shown while the camera stands', async () => {
    const { page } = site.shared;
    await open(page, 4, 2);
    const time = await timeOf(page);
    const pictures = [];
    for (const seconds of [2.5, 4, 5.5]) {
      await seek(page, time + seconds);
      pictures.push(await picture(page));
    }
    const [first = Buffer.of(), second = Buffer.of(), third = Buffer.of()] = pictures;
    expect(await difference(page, first, second)).toBeGreaterThan(0.0005);
    expect(await difference(page, second, third)).toBeGreaterThan(0.0005);
  });

  test('tells the numbers of the run, also for other letters', async () => {
    const { page } = site.shared;
    for (const prompt of ['AACBAB', 'CCBACB']) {
      await page.evaluate((prompt) => window.cutaway.restore({ version: 1, model: 'nano-sort', prompt }), prompt);
      await open(page, 2, 1);
      await settle(page);
      const numbers = page.locator('.story .beat.here .formula-card .live');
      const count = await numbers.count();
      expect(count).toBe(6);
      for (let index = 0; index < count; index++) {
        const told = Number((await numbers.nth(index).textContent())?.replaceAll('−', '-'));
        await numbers.nth(index).click();
        const { view } = await page.evaluate(() => window.cutaway.state);
        const { shape, data } = await page.evaluate((id) => window.cutaway.tensor(id), view?.block ?? '');
        const value = data[(view?.cell?.[0] ?? 0) * (shape[1] ?? 0) + (view?.cell?.[1] ?? 0)] ?? Number.NaN;
        expect(view?.cell?.[0], 'the last letter’s column').toBe(5);
        expect(Math.abs(told - value), `${view?.block}[${view?.cell}]`).toBeLessThanOrEqual(0.00501);
      }
      await page.keyboard.press('t');
    }
  });

  test('goes on where it is when the letters change', async () => {
    const { page } = site.shared;
    await open(page, 2, 1);
    const time = await timeOf(page);
    const text = await page.locator('.story .beat.here').textContent();
    await editPrompt(page);
    await page.keyboard.type('BBBBBA');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => window.cutaway.state.prompt)).toBe('BBBBBA');
    expect(await timeOf(page)).toBe(time);
    expect(await page.locator('.story .kicker').textContent()).toMatch(/^Chapter 3 · beat 2 of/);
    await expect.poll(() => page.locator('.story .beat.here').textContent()).not.toBe(text);
  });

  test('is left with the mouse and come back to with T', async () => {
    const { page } = site.shared;
    await open(page, 2, 0);
    const before = await picture(page);
    const { x, y } = await middle(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 80, y, { steps: 4 });
    await page.mouse.up();
    await pointAway(page);
    const back = page.locator('.transport .back');
    await expect.poll(() => back.textContent()).toContain('Back to the tour');
    expect(await difference(page, before, await picture(page))).toBeGreaterThan(0.02);
    await page.keyboard.press('t');
    await expect.poll(() => back.count()).toBe(0);
    expect(await difference(page, before, await picture(page))).toBe(0);
  });

  test('a hovered term lights its block, a hovered block its term', async () => {
    const { page } = site.shared;
    await open(page, 1, 1);
    await pointAway(page);
    const before = await picture(page);
    const term = page.locator('.story .beat.here .term').first();
    await term.hover();
    await settle(page);
    expect(await difference(page, before, await picture(page))).toBeGreaterThan(0.001);
    await pointAway(page);
    expect(await difference(page, before, await picture(page))).toBe(0);
  });
});
