/** The parts list: found by name, walked by keys, pinned and flown to. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { middle, pointedAt } from './support/hand.ts';
import { describeServed } from './support/served.ts';

const QUERY = 'layers.2.attention.query';

/** Opens the list by its key, and waits for the caret. */
async function find(page: Page) {
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.matches('.outline input') === true);
}

describeServed(
  'the parts list',
  (site) => {
    test('finds a head of a part; Enter pins it and brings it into view, Esc closes the list', async () => {
      const { page } = site.shared;
      await find(page);
      await page.keyboard.type('layer 2 head 1 query');
      await expect.poll(() => page.locator('.line').first().textContent()).toBe('QueriesLayer 2, head 1');
      await page.keyboard.press('Enter');
      expect((await page.evaluate(() => window.cutaway.state)).pinned).toEqual({ block: QUERY, cell: [1, 0, 0] });
      expect(await page.locator('.matrix [aria-pressed="true"]').textContent()).toBe('1');
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('.outline').count()).toBe(0);
      await settle(page);
      const { x, y } = await middle(page);
      await page.mouse.move(x, y);
      expect(await pointedAt(page)).toMatch(new RegExp(`^${QUERY}\\[`));
    });

    test('opens to what is pinned; arrow keys walk it, open and close its groups', async () => {
      const { page } = site.shared;
      await page.evaluate((block) => window.cutaway.inspect({ block, cell: [0, 0, 0] }), 'layers.1.attention.scores');
      await find(page);
      const pinned = page.locator('.line[aria-selected="true"]');
      await expect.poll(() => pinned.textContent()).toBe('Attention scores3 × 11 × 11');
      const active = () =>
        page.evaluate(() => {
          const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
          return document.getElementById(id)?.textContent;
        });
      await expect.poll(active).toBe('Attention scores3 × 11 × 11');
      await page.keyboard.press('ArrowDown');
      await expect.poll(active).toBe('Attention weights3 × 11 × 11');
      const lines = await page.locator('.line').count();
      await page.locator('.line', { hasText: 'Layer 2' }).click();
      await expect.poll(() => page.locator('.line').count()).toBe(lines + 2);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => page.locator('.line').count()).toBe(lines);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.locator('.line').count()).toBeGreaterThan(lines + 2);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect((await page.evaluate(() => window.cutaway.state)).pinned?.block).toBe('layers.1.ffn_norm.weight');
      await page.keyboard.press('Escape');
    });

    test('keeps the keys that walk it from the tour, and gives the focus back', async () => {
      const { page } = site.shared;
      await page.evaluate((block) => window.cutaway.inspect({ block, cell: [0, 0, 0] }), 'layers.1.attention.scores');
      const button = page.getByRole('button', { name: 'Parts' });
      await button.focus();
      await find(page);
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      await page.locator('.line[aria-selected="true"]').click();
      await expect.poll(focused).toContain('Attention scores');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).toBe('true');
      expect(await focused()).toMatch(/^Attention/);
      await page.keyboard.press('Space');
      await expect.poll(() => page.locator('.line.active').getAttribute('aria-expanded')).toBe('false');
      expect((await page.evaluate(() => window.cutaway.state)).tour).toBeUndefined();
      await page.keyboard.press('Escape');
      await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
      // Opened without its key, the list leaves the focus where it is.
      await page.keyboard.press('Enter');
      await page.locator('.line').first().waitFor();
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
    });
  },
  { served: ['built'] },
);
