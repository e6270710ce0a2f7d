/** The build on a plain static host: under a sub-path, without the headers that isolate a page. */
import { expect, test } from 'vitest';
import { settle } from './support/drawing.ts';
import { pointAt, pointedAt } from './support/hand.ts';
import { describeServed } from './support/served.ts';

describeServed(
  'the build',
  (site) => {
    test('is not isolated, and sorts all the same', async () => {
      const { page } = site.shared;
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      await page.evaluate(() => window.cutaway.run('CBACBA'));
      expect((await page.evaluate(() => window.cutaway.generate({ count: 6 }))).text).toBe('AABBCC');
    });

    test('asks for nothing outside its folder', () => {
      const { pathname } = new URL(site.url);
      const outside = site.shared.requests
        .map((request) => new URL(request.url()))
        .filter((url) => url.protocol.startsWith('http') && !url.pathname.startsWith(pathname));
      expect(outside.map(String)).toEqual([]);
    });

    test('draws, answers and tells', async () => {
      const { page } = site.shared;
      await settle(page);
      expect(await page.evaluate(() => window.cutaway.stats().tiles)).toBeGreaterThan(60);
      await pointAt(page, 'layers.0.ffn.up.weight', [5, 7]);
      expect(await pointedAt(page)).toBe('layers.0.ffn.up.weight[5, 7]');
      await expect.poll(() => page.locator('.tip-formula .katex').count(), { timeout: 10_000 }).toBeGreaterThan(0);
      await page.evaluate(() => window.cutaway.restore({ version: 1, prompt: 'BBACBA' }));
      await page.keyboard.press(' ');
      await expect.poll(() => page.locator('.story h1').textContent()).toBe('The task');
      await page.keyboard.press(' ');
    });
  },
  { served: ['plain'] },
);
