/** What a reader takes away: the scene as a picture of any size, the tour as a film whose every frame has its own time. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { difference, meanDifference, picture as onScreen, sizeOf } from './support/drawing.ts';
import { bringFiles, film, filmFacts, frameAt, picture } from './support/files.ts';
import { pointAway } from './support/hand.ts';
import { describeServed } from './support/served.ts';

const TOUR = 'how-a-transformer-sorts';

const open = (page: Page, chapter: number, beat: number) =>
  page.evaluate(([id, at]) => window.cutaway.tour(id, at), [TOUR, { chapter, beat }] as const);
const timeOf = (page: Page) => page.evaluate(() => window.cutaway.state.tour?.time ?? 0);
const stateOf = (page: Page) => page.evaluate(() => window.cutaway.state);

describeServed(
  'saving',
  (site) => {
    test('a picture is what the scene shows, with more pixels where more are wanted', async () => {
      const { page } = site.shared;
      await open(page, 3, 2);
      await pointAway(page);
      const shown = await onScreen(page);
      const [one, two, four] = [await picture(page, 1), await picture(page, 2), await picture(page, 4)];
      expect(one.type).toBe('image/png');
      expect(one.name).toMatch(/^cutaway-nano-sort-[a-z-]+-3\.png$/);
      expect(four.name).toMatch(/-3-4x\.png$/);
      expect(await difference(page, shown, one.bytes)).toBe(0);
      const [width, height] = sizeOf(one.bytes);
      expect(sizeOf(two.bytes)).toEqual([2 * width, 2 * height]);
      // Larger than what is drawn in one piece.
      expect(sizeOf(four.bytes)).toEqual([4 * width, 4 * height]);
      expect(await meanDifference(page, one.bytes, two.bytes)).toBeLessThan(1);
      expect(await meanDifference(page, one.bytes, four.bytes)).toBeLessThan(1);
      // Finer, and not the same enlarged.
      expect(await meanDifference(page, four.bytes, one.bytes)).toBeGreaterThan(1.5);
      expect(await difference(page, shown, await onScreen(page))).toBe(0);
    });

    test('a film has a frame for each of its times, the same each time it is made, and leaves the page as it was', async () => {
      const { page, context } = site.shared;
      // Over the end of a chapter: text and scene change.
      await open(page, 3, 0);
      await pointAway(page);
      const from = (await timeOf(page)) - 0.5;
      const [state, shown] = [await stateOf(page), await onScreen(page)];
      const options = { from, to: from + 2, fps: 5, height: 360 };
      const [made, again] = [await film(page, options), await film(page, options)];
      const facts = await filmFacts(made);
      expect([facts.width, facts.height]).toEqual([640, 360]);
      expect(facts.frames.map(({ time }) => time)).toEqual(Array.from({ length: 10 }, (_, frame) => frame / 5));
      expect(facts.frames.map(({ data }) => data)).toEqual((await filmFacts(again)).frames.map(({ data }) => data));

      // A frame depends on its time alone, and not on the frames before it.
      const alone = await film(page, { ...options, from: from + 6 / 5, to: from + 7 / 5 });
      const player = await context.newPage();
      await player.goto(`${site.url}nothing`);
      const seventh = await frameAt(player, made, 6.5 / 5);
      const first = await frameAt(player, made, 0.5 / 5);
      const single = await frameAt(player, alone, 0.5 / 5);
      await player.close();
      expect(await meanDifference(page, single, seventh)).toBeLessThan(3);
      expect(await meanDifference(page, single, first)).toBeGreaterThan(5);
      expect(await stateOf(page)).toEqual(state);
      expect(await difference(page, shown, await onScreen(page))).toBe(0);
    });

    test('a film that is cancelled leaves the page as it was', async () => {
      const { page } = site.shared;
      await open(page, 2, 1);
      const [state, shown] = [await stateOf(page), await onScreen(page)];
      await page.keyboard.press('s');
      await page.getByRole('button', { name: 'Save the film' }).click();
      const progress = page.locator('.progress');
      await expect.poll(() => progress.textContent()).toMatch(/Filming “.+”.*[1-9]\d* of [\d,]+ frames/);
      await page.keyboard.press('Escape');
      await expect.poll(() => progress.count()).toBe(0);
      expect(await page.locator('.notice').count()).toBe(0);
      expect(await stateOf(page)).toEqual(state);
      expect(await difference(page, shown, await onScreen(page))).toBe(0);
    });

    test('a film is given up when another model is opened', async () => {
      const { page } = site.shared;
      await open(page, 3, 1);
      const end = page.evaluate(() =>
        window.cutaway.film({ chapter: 3 }).then(
          () => 'made',
          (error: unknown) => (error instanceof Error ? error.name : String(error)),
        ),
      );
      await expect.poll(() => page.locator('.progress').textContent()).toMatch(/[1-9]\d* of [\d,]+ frames/);
      const config = { model_type: 'gpt2', n_embd: 16, n_layer: 1, n_head: 2, vocab_size: 5, n_positions: 4 };
      const file = JSON.stringify(config);
      await page.evaluate((file) => window.cutaway.open(new File([file], 'config.json')), file);
      expect(await end).toBe('AbortError');
      expect(await page.locator('.progress, .notice').count()).toBe(0);
      await page.evaluate(async () => {
        await window.cutaway.open('nano-sort');
        await window.cutaway.run('AACBAB');
      });
    });

    test('a file chosen in the page goes to the downloads', async () => {
      const { page } = site.shared;
      await page.keyboard.press('s');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: '2×' }).click();
      expect((await download).suggestedFilename()).toMatch(/^cutaway-nano-sort-.*-2x\.png$/);
      await page.keyboard.press('Escape');
      expect(await page.locator('.save').count()).toBe(0);
    });
  },
  { served: ['built'], before: (page) => page.addInitScript(bringFiles) },
);
