/** Figures in the story: they show the run's numbers once the scene has them, move with their controls and point at the scene. */
import { expect, test } from 'vitest';
import { difference, picture, settle } from './support/drawing.ts';
import { figureIn, goToFigure, goToRest, placeOf } from './support/figures.ts';
import { pointAway } from './support/hand.ts';
import { describeServed } from './support/served.ts';
import { goTo } from './support/story.ts';

/** A probability as it is written: what would round to nothing is said to be less than the last digit. */
const shareOf = (text: string) => (/^< 0\.0+1$/.test(text) ? 0 : Number(text));

describeServed(
  'a figure',
  (site) => {
    test('keeps its numbers to itself until the scene has computed them', async () => {
      const { page } = site.shared;
      const place = placeOf('curve');
      await goTo(page, place.chapter, place.beat);
      await expect.poll(() => figureIn(page).getAttribute('class')).toContain('waiting');
      expect(await figureIn(page).innerText()).toBe('Not computed yet');
      await goToRest(page, place);
      await expect.poll(() => figureIn(page).innerText()).toContain('GELU with');
    });

    test('of bars moves with the temperature, by the keyboard too, and draws letters', async () => {
      const { page } = site.shared;
      await pointAway(page);
      const figure = await goToFigure(page, 'temperature');
      const shares = async () => (await figure.locator('tr td:last-child').allInnerTexts()).map(shareOf);
      const run = await page.evaluate(() => [...window.cutaway.tensor('probabilities').data.slice(5 * 3, 6 * 3)]);
      for (const [id, share] of (await shares()).entries()) expect(share).toBeCloseTo(run[id] ?? Number.NaN, 3);
      const slider = figure.getByRole('slider', { name: 'Temperature' });
      await slider.fill('1.5');
      const hot = await shares();
      expect(Math.max(...hot)).toBeLessThan(Math.max(...run) - 0.1);
      expect(hot.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
      const place = await page.locator('.story .kicker').textContent();
      await slider.press('ArrowLeft');
      expect(Math.max(...(await shares()))).toBeGreaterThan(Math.max(...hot));
      expect(await page.locator('.story .kicker').textContent()).toBe(place);
      await figure.getByRole('button', { name: 'Draw 20' }).click();
      const counts = [...(await figure.locator('.draw p').innerText()).matchAll(/[ABC] (\d+)/g)].map(([, count]) =>
        Number(count),
      );
      expect(counts).toHaveLength(3);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    });

    test('of the lens ends with the model’s own probabilities', async () => {
      const { page } = site.shared;
      const figure = await goToFigure(page, 'lens');
      const read = (await figure.locator('tbody tr').last().locator('td').allInnerTexts()).map(shareOf);
      const run = await page.evaluate(() => [...window.cutaway.tensor('probabilities').data.slice(5 * 3, 6 * 3)]);
      expect(read.map((share) => share.toFixed(2))).toEqual(run.map((share) => share.toFixed(2)));
    });

    test('has rows that the keyboard reaches, which light what they stand for until they go', async () => {
      const { page } = site.shared;
      const figure = await goToFigure(page, 'softmax');
      await pointAway(page);
      const tip = page.locator('.tip');
      await figure.locator('tbody th button').first().focus();
      await expect.poll(() => tip.count()).toBe(1);
      await goTo(page, 0, 0);
      await expect.poll(() => tip.count()).toBe(0);
    });

    test('shows in the scene the cell that is pointed at, and names it', async () => {
      const { page } = site.shared;
      const figure = await goToFigure(page, 'pattern');
      await pointAway(page);
      const before = await picture(page);
      await figure.locator('svg rect').nth(4).hover();
      expect(await figure.locator('figcaption').innerText()).toMatch(
        /^Head 0: position 5 \([ABC]\) gives [\d.]+ to position 4/,
      );
      await settle(page);
      expect(await difference(page, before, await picture(page))).toBeGreaterThan(0.001);
    });
  },
  { served: ['built'] },
);
