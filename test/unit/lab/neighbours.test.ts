import { describe, expect, it } from 'vitest';
import type { TensorData } from '../../../src/architecture/graph.ts';
import { neighbours } from '../../../src/lab/neighbours.ts';

/** Directions in the plane: 0°, 30°, 90°, 180° and 0° at another length, and one of no length. */
const VECTORS = [
  [1, 0],
  [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)],
  [0, 2],
  [-3, 0],
  [5, 0],
  [0, 0],
];
const embedding: TensorData = { axes: ['vocab', 'channel'], shape: [6, 2], data: Float32Array.from(VECTORS.flat()) };
const unembedding: TensorData = {
  axes: ['channel', 'vocab'],
  shape: [2, 6],
  data: Float32Array.from([...VECTORS.map(([x = 0]) => x), ...VECTORS.map(([, y = 0]) => y)]),
};

describe('neighbours', () => {
  it('are those that point the same way, whatever their length, without the entry itself and without what points nowhere', () => {
    const found = neighbours(embedding, 0, 10);
    expect(found.map(({ id }) => id)).toEqual([4, 1, 2, 3]);
    const expected = [1, Math.sqrt(3) / 2, 0, -1];
    for (const [place, { cosine }] of found.entries()) expect(cosine).toBeCloseTo(expected[place] ?? Number.NaN, 6);
  });

  it('are the same in a table that lies on its side, and as many as are asked for', () => {
    expect(neighbours(unembedding, 1, 2)).toEqual(neighbours(embedding, 1, 2));
    expect(neighbours(embedding, 1, 2)).toHaveLength(2);
  });

  it('are refused for an entry that there is not, and for what is no vocabulary', () => {
    expect(() => neighbours(embedding, 6, 3)).toThrow(RangeError);
    expect(() => neighbours(embedding, -1, 3)).toThrow('no entry -1');
    expect(() => neighbours({ ...embedding, axes: ['token', 'channel'] }, 0, 3)).toThrow('no table of a vocabulary');
  });
});
