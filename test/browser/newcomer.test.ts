/** The way of somebody who sees the page for the first time, with hands and keys alone, and nothing in the console on all of it. */
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { editPrompt, middle, pointAway } from './support/hand.ts';
import { describeServed } from './support/served.ts';

describeServed(
  'a newcomer',
  (site) => {
    test('opens the page, plays the tour through, changes the letters, points, inspects, and shares the moment', async () => {
      const { page, context, errors } = site.shared;
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const chapters = (await page.evaluate(() => window.cutaway.tours()))[0]?.chapters ?? [];
      const kicker = page.locator('.story .kicker');
      const here = page.locator('.story .beat.here');

      // Plays, and then goes through every beat of every chapter with the arrow.
      await page.getByRole('button', { name: 'Start the tour' }).click();
      await expect.poll(() => page.evaluate(() => window.cutaway.state.tour?.time ?? 0)).toBeGreaterThan(1);
      const passed: (string | null)[] = [await kicker.textContent()];
      for (let beat = 1; beat < chapters.reduce((sum, { beats }) => sum + beats, 0); beat += 1) {
        const before = passed.at(-1);
        await page.keyboard.press('ArrowRight');
        await expect.poll(() => kicker.textContent()).not.toBe(before);
        passed.push(await kicker.textContent());
      }
      const places = chapters.flatMap(({ beats }, chapter) =>
        Array.from({ length: beats }, (_, beat) => `Chapter ${chapter + 1} · beat ${beat + 1} of ${beats}`),
      );
      expect(passed).toEqual(places);

      // Other letters, at the end of the tour: its last words are of them.
      await editPrompt(page);
      await page.keyboard.type('CCBABA');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.evaluate(() => window.cutaway.state.prompt)).toBe('CCBABA');
      // The first press goes back to where the beat begins.
      await page.keyboard.press('ArrowLeft');
      if ((await kicker.textContent()) === places.at(-1)) await page.keyboard.press('ArrowLeft');
      await expect.poll(() => here.textContent()).toContain('A A B B C C');

      // Away from the rails, to a cell; the tip and the inspector tell the same of it.
      await page.evaluate(() => window.cutaway.look({ block: 'layers.1.attention.weights', cell: [0, 3, 1] }));
      await settle(page);
      const { x, y } = await middle(page);
      await page.mouse.move(x + 1, y);
      await page.mouse.move(x, y);
      const tip = page.locator('.tip .address');
      await expect.poll(() => tip.textContent()).toMatch(/^layers\.1\.attention\.weights\[0, \d+, \d+\]$/);
      const cell = await tip.textContent();
      await page.mouse.click(x, y);
      await expect.poll(() => page.locator('.inspector').textContent()).toContain('Attention weights');
      const { pinned } = await page.evaluate(() => window.cutaway.state);
      expect(`${pinned?.block}[${pinned?.cell?.join(', ')}]`).toBe(cell);

      // The link of this moment, opened by somebody else.
      await pointAway(page);
      await page.keyboard.press('l');
      await expect.poll(() => page.locator('.notice').textContent()).toContain('copied');
      const state = await page.evaluate(() => window.cutaway.state);
      const link = await page.evaluate(() => navigator.clipboard.readText());
      const other = await site.open({ hash: new URL(link).hash });
      const opened = await other.page.evaluate(() => window.cutaway.state);
      expect(opened).toMatchObject({ prompt: 'CCBABA', pinned: state.pinned, tour: { id: state.tour?.id } });
      expect(Math.abs((opened.tour?.time ?? 0) - (state.tour?.time ?? -1))).toBeLessThan(0.1);
      expect(await other.page.locator('.inspector').textContent()).toContain('Attention weights');
      expect([...errors, ...other.errors]).toEqual([]);
    });
  },
  { served: ['built'] },
);
