import { describe, expect, it } from 'vitest';
import type { Reduction } from '../../../src/checkpoint/pyramid.ts';
import { buildPyramid } from './build-pyramid.ts';

const REDUCTIONS: readonly Reduction[] = ['mean', 'rms', 'extreme'];
const M = -Infinity;
const N = Number.NaN;

/** The next level of a matrix written as rows. */
function reduced(matrix: readonly (readonly number[])[], reduction: Reduction): number[] {
  const levels = buildPyramid(Float32Array.from(matrix.flat()), matrix.length, matrix[0]?.length ?? 0, reduction);
  return [...(levels[1]?.values ?? [])];
}

/** Numbers that look random and are the same every time, in [−1, 1). */
function scattered(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

describe('the next coarser level', () => {
  it('takes 2 × 2 cells together', () => {
    const matrix = [
      [1, 3, -8, 0],
      [5, 7, 0, 0],
    ];
    expect(reduced(matrix, 'mean')).toEqual([4, -2]);
    expect(reduced(matrix, 'rms')).toEqual([Math.fround(Math.sqrt(84 / 4)), 4]);
    expect(reduced(matrix, 'extreme')).toEqual([7, -8]);
  });

  it('takes fewer at odd edges', () => {
    const matrix = [
      [1, 3, 10],
      [5, 7, 20],
      [2, 4, -9],
    ];
    expect(reduced(matrix, 'mean')).toEqual([4, 15, 3, -9]);
    expect(reduced(matrix, 'extreme')).toEqual([7, 20, 4, -9]);
  });

  it.each(REDUCTIONS)('leaves masked and unknown cells out of the %s', (reduction) => {
    expect(
      reduced(
        [
          [M, 2],
          [N, 2],
        ],
        reduction,
      ),
    ).toEqual([2]);
    expect(
      reduced(
        [
          [M, M],
          [M, M],
        ],
        reduction,
      ),
    ).toEqual([M]);
    expect(
      reduced(
        [
          [N, N],
          [N, N],
        ],
        reduction,
      ),
    ).toEqual([N]);
    expect(
      reduced(
        [
          [M, M],
          [M, N],
        ],
        reduction,
      ),
    ).toEqual([N]);
  });

  it.each(REDUCTIONS)('shows an infinite value in the %s', (reduction) => {
    expect(
      reduced(
        [
          [Infinity, 1],
          [1, 1],
        ],
        reduction,
      ),
    ).toEqual([Infinity]);
  });
});

describe('a whole pyramid', () => {
  const rows = 13;
  const columns = 21;
  const values = scattered(rows * columns);
  values.set([M, N, M, M], 30);
  const numbers = [...values].filter((value) => value > -Infinity);

  it('halves down to a single value, rounding up', () => {
    const sizes = buildPyramid(values, rows, columns, 'mean').map((level) => [level.rows, level.columns]);
    expect(sizes).toEqual([
      [13, 21],
      [7, 11],
      [4, 6],
      [2, 3],
      [1, 2],
      [1, 1],
    ]);
  });

  it('holds the exact mean and RMS of all numbers at its top, also beside edges and masked cells', () => {
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const rms = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0) / numbers.length);
    expect(buildPyramid(values, rows, columns, 'mean').at(-1)?.values[0]).toBeCloseTo(mean, 6);
    expect(buildPyramid(values, rows, columns, 'rms').at(-1)?.values[0]).toBeCloseTo(rms, 6);
  });

  it('carries the value of largest magnitude to its top, with its sign', () => {
    const extreme = numbers.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    expect(buildPyramid(values, rows, columns, 'extreme').at(-1)?.values[0]).toBe(extreme);
  });

  it('counts every number once on each level above the finest', () => {
    for (const { counts } of buildPyramid(values, rows, columns, 'mean').slice(1)) {
      expect(counts?.reduce((sum, count) => sum + count, 0)).toBe(numbers.length);
    }
  });

  it('keeps the matrix itself as its finest level', () => {
    expect(buildPyramid(values, rows, columns, 'rms')[0]?.values).toBe(values);
  });

  it('takes an empty matrix as it is, and refuses one of another size', () => {
    expect(buildPyramid(new Float32Array(0), 0, 5, 'mean')).toHaveLength(1);
    expect(() => buildPyramid(values, rows, columns + 1, 'mean')).toThrow(RangeError);
  });
});
