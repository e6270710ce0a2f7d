/** Text and scene are one: what is pointed at in either lights up in the other. */
import { expect, test } from 'vitest';
import { difference, settle } from './support/drawing.ts';
import { pointAt, pointAway } from './support/hand.ts';
import { describeServed } from './support/served.ts';
import { goToFormula } from './support/story.ts';

describeServed(
  'text and scene',
  (site) => {
    /** The blocks of the words, numbers and symbols of the chapter: all of them, or the lit ones, each as often as it stands there. */
    const blocksOf = (state: '' | '.lit') =>
      site.shared.page
        .locator(`.story [data-block]${state}`)
        .evaluateAll((all) => all.map((element) => element.getAttribute('data-block')));

    test('a cell under the pointer lights all words, numbers and symbols of its block, and a pinned one too', async () => {
      const { page } = site.shared;
      await pointAway(page);
      const { block } = await goToFormula(page);
      expect(await blocksOf('.lit')).toEqual([]);
      const meaning = (await blocksOf('')).filter((other) => other === block);
      const shape = await page.evaluate(
        (id) => window.cutaway.blocks().find((other) => other.id === id)?.shape ?? [],
        block,
      );
      const cell = shape.map((extent) => Math.floor(extent / 2));
      await pointAt(page, block, cell);
      await expect.poll(() => blocksOf('.lit')).toEqual(meaning);
      await pointAway(page);
      await expect.poll(() => blocksOf('.lit')).toEqual([]);
      await page.evaluate(([block, cell]) => window.cutaway.inspect({ block, cell }).value, [block, cell] as const);
      await page.getByRole('button', { name: 'Story', exact: true }).click();
      await expect.poll(() => blocksOf('.lit')).toEqual(meaning);
      await page.keyboard.press('Escape');
    });

    test('a symbol that the keyboard reaches lights its block', async () => {
      const { page } = site.shared;
      await pointAway(page);
      const { block } = await goToFormula(page);
      // With what lies over it: the focus would leave what is hidden for a picture of the canvas alone.
      const view = (await page.locator('main.view').boundingBox()) ?? undefined;
      const seen = async () => {
        await settle(page);
        return page.screenshot({ ...(view && { clip: view }) });
      };
      const before = await seen();
      await page.locator('.beat.here .tour-formula button').first().focus();
      expect(new Set(await blocksOf('.lit'))).toEqual(new Set([block]));
      expect(await difference(page, before, await seen())).toBeGreaterThan(0.005);
      await page.locator('.beat.here .tour-formula button').first().blur();
      expect(await difference(page, before, await seen())).toBe(0);
    });

    test('the schematic says what the tour is about, and goes there', async () => {
      const { page } = site.shared;
      const schematic = page.getByRole('navigation', { name: 'The model, part by part' });
      const here = () =>
        schematic
          .locator('[aria-current]')
          .evaluateAll((all) => all.map((element) => element.getAttribute('aria-label')));
      for (const name of ['Feed-forward, layer 0', 'Logits', 'Embedding']) {
        await schematic.getByRole('button', { name }).click();
        // The beat may look at something else first.
        await expect.poll(here).toContain(name);
      }
    });
  },
  { served: ['built'] },
);
