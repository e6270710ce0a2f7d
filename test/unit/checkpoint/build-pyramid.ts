import { finestLevel, nextLevel, type PyramidLevel, type Reduction } from '../../../src/checkpoint/pyramid.ts';

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
  let level = finestLevel(values, rows, columns);
  const levels = [level];
  while (level.values.length > 1) {
    level = nextLevel(level, reduction);
    levels.push(level);
  }
  return levels;
}
