/** The inspector's matrix: read, sorted, zoomed, taken away as a file and as text; and the way along the computation. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { figure } from '../../src/ui/words.ts';
import { settle } from './support/drawing.ts';
import { describeServed } from './support/served.ts';

const SCORES = 'layers.0.attention.scores';
const TOKENS = 11;

async function pin(page: Page, block: string, cell: readonly number[]) {
  await page.evaluate((hit) => window.cutaway.inspect(hit), { block, cell });
  await page.locator('.matrix canvas').waitFor();
}

async function pinned(page: Page) {
  return (await page.evaluate(() => window.cutaway.state)).pinned;
}

async function numbers(page: Page, block: string) {
  const { shape, data } = await page.evaluate(async (id) => {
    const tensor = window.cutaway.tensor(id);
    return { shape: tensor.shape, data: [...tensor.data] };
  }, block);
  return { shape, data };
}

/** The rows of the matrix that is copied, without its names. */
async function copied(page: Page): Promise<{ readonly names: string[]; readonly rows: string[][] }> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.locator('.exports button', { hasText: 'CSV' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const [head = [], ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  expect(head[0]).toBe('token / key');
  return { names: lines.map(([name = '']) => name), rows: lines.map((line) => line.slice(1)) };
}

describeServed(
  'the inspector',
  (site) => {
    test('sorts the rows by the selected column, the largest first, walks them so, and puts them back', async () => {
      const { page, context } = site.shared;
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const [head, key] = [2, 1];
      await pin(page, SCORES, [head, 9, key]);
      const { data } = await numbers(page, SCORES);
      const column = Array.from({ length: TOKENS }, (_, token) => data[(head * TOKENS + token) * TOKENS + key] ?? 0);
      const natural = await copied(page);
      const values = (rows: readonly string[][]) =>
        rows.map((row) => Math.fround(Number(row[key]?.replace('inf', 'Infinity'))));
      expect(values(natural.rows)).toEqual(column);

      await page.locator('.matrix canvas').focus();
      await page.keyboard.press('r');
      const sorted = await copied(page);
      expect(values(sorted.rows)).toEqual([...column].sort((a, b) => b - a));
      for (const [place, name] of sorted.names.entries())
        expect(sorted.rows[place], name).toEqual(natural.rows[natural.names.indexOf(name)]);

      // The first row in that order is where the arrows lead.
      await page.locator('.matrix canvas').focus();
      for (let step = 0; step < TOKENS; step++) await page.keyboard.press('ArrowUp');
      expect(await pinned(page)).toEqual({ block: SCORES, cell: [head, column.indexOf(Math.max(...column)), key] });
      await page.locator('.matrix canvas').focus();
      await page.keyboard.press('r');
      expect(await copied(page)).toEqual(natural);
    });

    test('tells the number under the pointer, also where it has been zoomed and dragged', async () => {
      const { page } = site.shared;
      const block = 'layers.1.ffn.up';
      await pin(page, block, [3, 60]);
      const { data } = await numbers(page, block);
      const canvas = page.locator('.matrix canvas');
      await canvas.focus();
      for (let step = 0; step < 3; step++) await page.keyboard.press('+');
      const box = await canvas.boundingBox();
      if (box === null) throw new Error('The matrix has no canvas.');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const reading = page.locator('.matrix .reading');
      const read = async () => {
        const [, token = '', channel = '', value] =
          /^\[(\d+), (\d+)\] {2}(.+)$/.exec((await reading.textContent()) ?? '') ?? [];
        expect(value).toBe(figure(data[Number(token) * 192 + Number(channel)] ?? Number.NaN));
        return { token: Number(token), channel: Number(channel) };
      };
      await page.mouse.move(x, y);
      await expect.poll(() => reading.textContent()).toMatch(/^\[/);
      const before = await read();
      await page.mouse.down();
      await page.mouse.move(x, y - 100, { steps: 4 });
      await page.mouse.up();
      expect(await pinned(page), 'a drag is no click').toEqual({ block, cell: [3, 60] });
      // What was dragged is still under the pointer.
      await page.mouse.move(x, y - 101);
      expect((await read()).token).toBe(before.token);
      await page.mouse.move(x, y);
      expect((await read()).channel).toBeGreaterThan(before.channel);
    });

    test('draws its cells anew in another theme, and none where they are only pointed at', async () => {
      const { page } = site.shared;
      await pin(page, 'layers.1.ffn.activated', [3, 60]);
      const canvas = page.locator('.matrix canvas');
      const box = await canvas.boundingBox();
      if (box === null) throw new Error('The matrix has no canvas.');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await expect.poll(() => page.locator('.matrix .reading').textContent()).toMatch(/^\[/);
      await settle(page);
      await page.evaluate(() => {
        const shapes = { drawn: 0 };
        Object.assign(window, { shapes });
        for (const name of ['fillRect', 'roundRect'] as const) {
          const draw = CanvasRenderingContext2D.prototype[name];
          CanvasRenderingContext2D.prototype[name] = function (this: CanvasRenderingContext2D, ...box: number[]) {
            shapes.drawn += 1;
            Reflect.apply(draw, this, box);
          };
        }
      });
      const drawn = async () => Number(await page.evaluate('shapes.drawn'));
      const shown = () => canvas.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      const light = await shown();
      await page.mouse.move(x + 60, y + 60);
      await expect.poll(shown).not.toBe(light);
      await page.mouse.move(x, y);
      await expect.poll(shown).toBe(light);
      expect(await drawn()).toBeGreaterThan(0);
      expect(await drawn()).toBeLessThan(30);
      const before = await drawn();
      await page.keyboard.press('d');
      await expect.poll(drawn).toBeGreaterThan(before + 100);
      await expect.poll(shown).not.toBe(light);
      await page.keyboard.press('d');
      await expect.poll(shown).toBe(light);
    });

    test('saves the whole block as a NumPy file', async () => {
      const { page } = site.shared;
      await pin(page, SCORES, [1, 4, 2]);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('.exports button', { hasText: 'NPY' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`${SCORES}.npy`);
      const bytes = await readFile(await download.path());
      const start = 10 + bytes.readUInt16LE(8);
      expect(bytes.toString('latin1', 1, 6)).toBe('NUMPY');
      expect(bytes.toString('latin1', 10, start)).toContain(
        "'descr': '<f4', 'fortran_order': False, 'shape': (3, 11, 11)",
      );
      const { data } = await numbers(page, SCORES);
      expect(data).toContain(-Infinity);
      expect(Array.from({ length: data.length }, (_, i) => bytes.readFloatLE(start + 4 * i))).toEqual(data);
      expect(bytes.length).toBe(start + 4 * data.length);
    });

    test('goes along the computation and back the same way', async () => {
      const { page } = site.shared;
      await pin(page, SCORES, [0, 4, 2]);
      await page.locator('.chain', { hasText: 'Made from' }).getByRole('button', { name: 'Keys' }).click();
      expect(await pinned(page)).toEqual({ block: 'layers.0.attention.key' });
      await page.keyboard.press('[');
      await page.keyboard.press('[');
      const trail = page.locator('.trail ol');
      await expect.poll(() => trail.textContent()).toBe('Attention scores←Keys←Attention norm←Embedding');
      await page.keyboard.press(']');
      await expect.poll(() => trail.textContent()).toBe('Attention scores←Keys←Attention norm');
      await trail.getByRole('button', { name: 'Attention scores' }).click();
      expect(await pinned(page)).toEqual({ block: SCORES });
      await expect.poll(() => trail.count()).toBe(0);
    });
  },
  { served: ['built'] },
);
