import { describe, expect, it } from 'vitest';
import { shapeOf, type WeightTensor } from '../../../src/architecture/graph.ts';
import { blockFromStored, cellOfStored, storedIndex } from '../../../src/architecture/view.ts';
import { loadFixture, MODELS } from './fixtures.ts';

/** A stored tensor [3, 4] that holds its own element numbers, seen as a block [slab, column, row] of its last two columns. */
const stored = { names: ['t'], shape: [3, 4], offset: 2, strides: [1, 4] };

describe('a block', () => {
  it('gathers its numbers through its strides', () => {
    const data = Float32Array.from({ length: 12 }, (_, element) => element);
    expect([...blockFromStored(stored, [2, 3], data)]).toEqual([2, 6, 10, 3, 7, 11]);
    expect([...blockFromStored({ ...stored, strides: [4] }, [3], data)]).toEqual([2, 6, 10]);
  });

  it('is the stored tensor itself where it stands there as it is', () => {
    const data = Float32Array.from({ length: 12 }, (_, element) => element);
    const whole = { ...stored, offset: 0, strides: [6, 2, 1] };
    expect(blockFromStored(whole, [2, 3, 2], data)).toBe(data);
    expect(blockFromStored({ ...stored, offset: 0, strides: [1, 4] }, [4, 3], data)).not.toBe(data);
  });

  it('refuses numbers that are not the stored tensor', () => {
    expect(() => blockFromStored(stored, [2, 3], new Float32Array(11))).toThrow(
      't: expected 12 numbers ([3, 4]), got 11',
    );
  });

  it('finds each of its cells in the stored tensor, and back', () => {
    expect(storedIndex(stored, [1, 2])).toEqual([2, 3]);
    expect(cellOfStored(stored, [2, 3])).toEqual([1, 2]);
  });
});

describe.each([...MODELS])('the blocks of %s', (_, folder) => {
  it('show every stored number exactly once, tied ones once more', async () => {
    const { graph, checkpoint } = await loadFixture(folder);
    const shown = new Map([...checkpoint.tensors].map(([name, { shape }]) => [name, new Uint8Array(size(shape))]));
    for (const tensor of graph.tensors()) {
      if (tensor.kind !== 'weight' || tensor.sameNumbersAs !== undefined) continue;
      const name = tensor.stored.names.find((candidate) => shown.has(candidate));
      expect(name, tensor.id).toBeDefined();
      expect(checkpoint.tensors.get(name ?? '')?.shape, tensor.id).toEqual(tensor.stored.shape);
      const counts = shown.get(name ?? '') ?? new Uint8Array();
      for (const element of elements(tensor)) counts[element] = (counts[element] ?? 0) + 1;
    }
    for (const [name, counts] of shown) expect(new Set(counts), name).toEqual(new Set([1]));
  });
});

function size(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** The stored elements that a block shows, each as often as it is shown. */
function elements({ stored: view, ...tensor }: WeightTensor): number[] {
  const numbers = Float32Array.from({ length: size(view.shape) }, (_, element) => element);
  return [...blockFromStored(view, shapeOf({ stored: view, ...tensor }, 0), numbers)];
}
