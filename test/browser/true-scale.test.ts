/** The largest models, drawn as exactly as the smallest: at any place, and whatever stands closely before or behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { SavedView } from '../../src/app/saved-state.ts';
import { difference, picture } from './support/drawing.ts';
import { describeBuilt } from './support/served.ts';

const CONFIGS = join(import.meta.dirname, '../../models/configs');

function open(page: Page, model: string) {
  const text = readFileSync(join(CONFIGS, `${model}.json`), 'utf8');
  return page.evaluate((text) => window.cutaway.open(new File([text], 'config.json')), text);
}

async function pictureOf(page: Page, view: SavedView): Promise<Buffer> {
  await page.evaluate((view) => window.cutaway.restore({ version: 1, view }), view);
  return picture(page);
}

/** Of each model a block of the first layer that has it and of the last around which all is alike, and the block's last cell. */
const FAR_CELLS = [
  { model: 'gpt3-175b', first: 0, last: 94, block: 'ffn.down.weight', cell: [49151, 12287] },
  { model: 'deepseek-r1', first: 3, last: 60, block: 'ffn.experts.255.down.weight', cell: [2047, 7167] },
] as const;

const STANDING = { yaw: -27, pitch: 12 };
const LAST = 'layers.60';

/** Of DeepSeek-R1, where much stands closely together: faces, sides, outlines and ribbons. */
const CLOSE: Readonly<Record<string, SavedView>> = {
  'the whole': { ...STANDING, zoom: 1 },
  'stacked heads': { ...STANDING, block: `${LAST}.attention.scores`, zoom: 1 },
  'a stack of experts': { ...STANDING, block: `${LAST}.ffn.experts.255.down.weight`, zoom: 0.3 },
  'the gap between two experts': {
    block: `${LAST}.ffn.experts.128.up.weight`,
    cell: [7167, 2047],
    yaw: 80,
    pitch: 5,
    zoom: 0.01,
  },
  'blocks and the ribbons behind them': { ...STANDING, block: `${LAST}.attention.mixed`, zoom: 0.2 },
};

/** Of the pixels: a depth of 16 bits in place of 32 makes 0.25 % to 17 % of them visibly others at these places. */
const LEAST_CONFUSED = 0.002;

describeBuilt('at true scale', (site) => {
  test.each(FAR_CELLS)(
    'a cell at the far end of $model is drawn as at its beginning, to the last pixel',
    async ({ model, first, last, block, cell }) => {
      const { page } = site.shared;
      await open(page, model);
      const inLayer = (layer: number) =>
        pictureOf(page, { block: `layers.${layer}.${block}`, cell, yaw: -8, pitch: 4, zoom: 0.1 });
      const near = await inLayer(first);
      const far = await inLayer(last);
      expect(far.equals(near)).toBe(true);
    },
  );

  test('nothing of DeepSeek-R1 fights with what stands beside it: depths found in two ways give one picture', async () => {
    const { page } = site.shared;
    await open(page, 'deepseek-r1');
    // Without this extension depth is not the graphics card's own, but written by the shaders, and rounded differently.
    const { page: other, context } = await site.open({
      before: (page) =>
        page.addInitScript(() => {
          const { getExtension } = WebGL2RenderingContext.prototype;
          const without = {
            apply: (own: typeof getExtension, gl: object, [name]: [string]) =>
              name === 'EXT_clip_control' ? null : Reflect.apply(own, gl, [name]),
          };
          Object.defineProperty(WebGL2RenderingContext.prototype, 'getExtension', {
            value: new Proxy(getExtension, without),
          });
        }),
    });
    await open(other, 'deepseek-r1');
    for (const [place, view] of Object.entries(CLOSE)) {
      const pictures = [await pictureOf(page, view), await pictureOf(other, view)] as const;
      expect(await difference(page, ...pictures), place).toBeLessThan(LEAST_CONFUSED);
    }
    await context.close();
  });
});
