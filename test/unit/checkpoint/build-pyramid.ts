import {
  finestLevel,
  levelsAbove,
  type PyramidLevel,
  type Reduction,
  reduceRows,
} from '../../../src/checkpoint/pyramid.ts';

/**
 * All levels of a matrix, finest first, down to a single value. An empty matrix has its finest level only.
 * @param values [row, column]; not copied
 */
export function buildPyramid(
  values: Float32Array,
  rows: number,
  columns: number,
  reduction: Reduction,
): PyramidLevel[] {
  let finer = finestLevel(values, rows, columns);
  const coarser = levelsAbove(finer);
  const levels = [finer, ...coarser];
  for (const level of coarser) {
    reduceRows(finer, level, 0, level.rows, reduction);
    finer = level;
  }
  return levels;
}
