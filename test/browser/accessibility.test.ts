/** What assistive technology finds, in every state of the page: checked by axe-core. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeServed } from './support/served.ts';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** The rules that are broken, each with the elements that break it. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof import('axe-core') };
    const { violations: broken } = await checker.run();
    return broken.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
}

/** Longer than any transition of the page: colours half way are nobody's. */
const SETTLED_MS = 400;

/** One after another, each from the one before it. */
const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  opening: async () => undefined,
  story: (page) => page.evaluate(() => window.cutaway.tour('how-a-transformer-sorts', { chapter: 3, beat: 2 })),
  inspector: (page) =>
    page.evaluate(() => window.cutaway.inspect({ block: 'layers.0.attention.scores', cell: [0, 5, 2] }).value),
  parts: async (page) => {
    await page.keyboard.press('/');
    await page.locator('.line').first().waitFor();
  },
  refusal: (page) =>
    page.evaluate(() =>
      window.cutaway.open(new File(['no'], 'model.safetensors')).catch((error: Error) => error.message),
    ),
  keys: (page) => page.keyboard.press('?'),
};

describeServed(
  'the page for everyone',
  (site) => {
    it.each(['light', 'dark'] as const)('breaks no rule in any state, %s', async (theme) => {
      const { page } = await site.open({ theme });
      for (const [state, reach] of Object.entries(STATES)) {
        await reach(page);
        await page.waitForTimeout(SETTLED_MS);
        expect(await violations(page), state).toEqual([]);
      }
    });

    it('breaks no rule on a phone', async () => {
      const { page } = await site.open({ width: 390, height: 844, touch: true });
      expect(await violations(page)).toEqual([]);
    });
  },
  { served: ['built'] },
);
