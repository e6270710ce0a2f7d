/** The page on a phone: the tour in its sheet, and the way back to the whole model. */
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { describeBuilt } from './support/served.ts';

const TOUR = 'how-a-transformer-sorts';

describeBuilt(
  'a phone',
  (site) => {
    test('no formula of the tour is cut at the sheet’s fold', async () => {
      const { page } = site.shared;
      const chapters = (await page.evaluate(() => window.cutaway.tours()))[0]?.chapters ?? [];
      const formula = page.locator('.story .formula-card');
      let formulas = 0;
      for (const [chapter, { beats }] of chapters.entries()) {
        for (let beat = 0; beat < beats; beat++) {
          await page.evaluate(([id, at]) => window.cutaway.tour(id, at), [TOUR, { chapter, beat }] as const);
          await expect.poll(() => page.locator('.story .kicker').textContent()).toBe(`${beat + 1} of ${beats}`);
          const card = (await formula.count()) === 0 ? null : await formula.boundingBox();
          const body = await page.locator('.panel-body').boundingBox();
          if (card === null || body === null) continue;
          formulas++;
          expect(card.y, `chapter ${chapter}, beat ${beat}`).toBeGreaterThan(body.y);
          expect(card.y + card.height, `chapter ${chapter}, beat ${beat}`).toBeLessThanOrEqual(
            body.y + body.height + 0.5,
          );
        }
      }
      expect(formulas).toBeGreaterThanOrEqual(5);
    });

    test('the sheet pulled up shows all of the chapter', async () => {
      const { page } = site.shared;
      await page.evaluate(([id, at]) => window.cutaway.tour(id, at), [TOUR, { chapter: 1, beat: 2 }] as const);
      const beats = page.locator('.story .beat');
      await expect.poll(() => beats.count()).toBe(1);
      await page.locator('.sheet-handle').click();
      await expect.poll(() => beats.count()).toBe(3);
      expect(await beats.nth(2).getAttribute('aria-current')).toBe('step');
      await page.locator('.sheet-handle').click();
      await page.locator('.sheet-handle').click();
      await expect.poll(() => beats.count()).toBe(1);
    });

    test('a button brings the whole model back', async () => {
      const { page } = site.shared;
      const button = page.locator('.whole-model');
      expect(await button.count(), 'while the tour leads').toBe(0);
      await page.evaluate(() => window.cutaway.look({ block: 'layers.1.ffn.up.weight' }));
      await settle(page);
      await button.click();
      await settle(page);
      await expect.poll(() => button.count()).toBe(0);
    });
  },
  { width: 390, height: 844, touch: true },
);
