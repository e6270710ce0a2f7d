/** The page's numbers against PyTorch's and the file's: what is drawn is true. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { explain, foldTerms } from '../../src/architecture/explain.ts';
import type { TensorData } from '../../src/architecture/graph.ts';
import { type Fixture, loadFixture } from '../unit/architecture/fixtures.ts';
import { expectReference, expectWeights, TOLERANCE } from './support/reference.ts';
import { describeBuilt } from './support/served.ts';

describeBuilt('the sorter', (site) => {
  let onDisk: Fixture;
  beforeAll(async () => {
    onDisk = await loadFixture(join(import.meta.dirname, '../../models/nano-sort'));
  });

  test('sorts 729 of 729', { timeout: 180_000 }, async () => {
    // One pass over a prompt and all its answers but the last tells each answer, if those before it were right.
    const wrong = await site.shared.page.evaluate(async () => {
      const wrong: string[] = [];
      // A run is painted when its frame comes: hundreds of frames that nobody sees wait for the last.
      const drawLater: FrameRequestCallback[] = [];
      const drawInTime = window.requestAnimationFrame;
      window.requestAnimationFrame = (draw) => drawLater.push(draw);
      for (let number = 0; number < 3 ** 6; number++) {
        const prompt = Array.from({ length: 6 }, (_, place) => Math.floor(number / 3 ** place) % 3);
        const sorted = prompt.toSorted();
        await window.cutaway.run([...prompt, ...sorted.slice(0, 5)]);
        const { data } = window.cutaway.tensor('logits');
        const answers = sorted.map((_, answer) => {
          const row = Array.from(data.subarray((5 + answer) * 3, (6 + answer) * 3));
          return row.indexOf(Math.max(...row));
        });
        if (answers.join() !== sorted.join()) wrong.push(`${prompt}: ${answers}`);
      }
      window.requestAnimationFrame = drawInTime;
      for (const draw of drawLater) requestAnimationFrame(draw);
      return wrong;
    });
    expect(wrong).toEqual([]);
  });

  test('says the sorted letters when asked to go on', async () => {
    const said = await site.shared.page.evaluate(async () => {
      const said = [];
      for (const prompt of ['AAAAAA', 'CCCCCC', 'CBACBA', 'BCABCA', 'ACACAC', 'CCBBAA']) {
        const { tokens } = await window.cutaway.run(prompt);
        said.push({ tokens, ...(await window.cutaway.generate({ count: 6 })) });
      }
      return said;
    });
    for (const { tokens, ids, newIds, text } of said) {
      expect(text).toBe([...tokens].sort().join(''));
      expect(ids.slice(6)).toEqual(newIds);
    }
  });

  test('every activation is PyTorch’s, on every prompt', async () => {
    await expectReference(site.shared.page, onDisk);
  });

  test('every weight is the file’s', async () => {
    await expectWeights(site.shared.page, onDisk);
  });

  test('every matrix has a block, and no two lie in the same place', async () => {
    const blocks = await site.shared.page.evaluate(() => window.cutaway.blocks());
    const ids = blocks.map((block) => block.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(Array.from(onDisk.graph.tensors(), ({ id }) => id).sort());
    const cross = (a: (typeof blocks)[number], b: (typeof blocks)[number]) =>
      [0, 1, 2].every((axis) => {
        const [from = 0, to = 0] = [a.position[axis], b.position[axis]];
        return from < to + (b.size[axis] ?? 0) && to < from + (a.size[axis] ?? 0);
      });
    const crossing = blocks.flatMap((a, index) =>
      blocks.slice(index + 1).flatMap((b) => (cross(a, b) ? [`${a.id} ${b.id}`] : [])),
    );
    expect(crossing).toEqual([]);
  });

  test('a cell of every block is what its terms come to', async () => {
    const { page } = site.shared;
    await page.evaluate(() => window.cutaway.run([0, 0, 2, 1, 0, 1, 0, 0, 0, 1, 1]));
    const cells = (await page.evaluate(() => window.cutaway.blocks())).map(({ id, shape }, index) => ({
      block: id,
      cell: shape.map((extent, axis) => (index * 7 + axis * 3) % extent),
    }));
    const answers = await page.evaluate((cells) => cells.map((at) => window.cutaway.inspect(at)), cells);
    const numbers = await page.evaluate(async () => {
      const read = async ({ id, kind }: { id: string; kind: string }): Promise<TensorData> =>
        kind === 'weight' ? window.cutaway.weight(id) : window.cutaway.tensor(id);
      return Promise.all(window.cutaway.blocks().map(read));
    });
    const numberOf = new Map(cells.map(({ block }, index) => [block, numbers[index]]));
    for (const [index, { block, cell }] of cells.entries()) {
      const { fold, steps, kind } = explain(onDisk.graph, block, cell, (id) => numberOf.get(id));
      const { value = Number.NaN, terms = [], formula = '' } = answers[index] ?? {};
      const where = `${block}[${cell}]`;
      expect(formula, where).not.toBe('');
      expect(value, where).toBe(numberAt(numberOf.get(block), cell));
      if (kind === 'weight' || kind === 'tokens') continue;
      const folded = foldTerms({ terms, fold, steps });
      if (Number.isFinite(value))
        expect(Math.abs(folded - value), where).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(value)));
      else expect(folded, where).toBe(value);
    }
  });
});

function numberAt(tensor: TensorData | undefined, cell: readonly number[]): number | undefined {
  const index = cell.reduce((sum, at, axis) => sum * (tensor?.shape[axis] ?? 0) + at, 0);
  return tensor?.data[index];
}
