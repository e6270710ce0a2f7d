/** A pyramid whose coarser levels are made when they are first wanted, a band of rows at a time, so that no frame waits for a whole matrix. */
import {
  type CoarserLevel,
  finestLevel,
  levelsAbove,
  type PyramidLevel,
  reduceRows,
} from '../../checkpoint/pyramid.ts';
import type { CoarseCells } from '../picture.ts';

/** How many cells may still be reduced in this frame: the rest waits for the next one. */
export interface Allowance {
  cells: number;
}

/** Cells reduced in one go: a few milliseconds. */
const BAND_CELLS = 500_000;

export class GrowingPyramid {
  private readonly finest: PyramidLevel;
  /** The first stands for 2 × 2 cells. Undefined until one is wanted. */
  private coarser: readonly CoarserLevel[] | undefined;
  /** Of each of them, the rows that are there. */
  private readonly done: number[] = [];

  /** @param cells [row, column]; not copied */
  constructor(
    cells: Float32Array,
    rows: number,
    columns: number,
    private readonly reduction: CoarseCells,
  ) {
    this.finest = finestLevel(cells, rows, columns);
  }

  /** A level, 0 the finest; undefined while the allowance does not reach. */
  level(wanted: number, allowance: Allowance): PyramidLevel | undefined {
    if (wanted === 0) return this.finest;
    this.coarser ??= levelsAbove(this.finest);
    const level = this.coarser[wanted - 1];
    if (level === undefined || this.done[wanted - 1] === level.rows) return level;
    const finer = this.level(wanted - 1, allowance);
    return finer && this.grow(level, wanted, finer, allowance) ? level : undefined;
  }

  /** Makes more of the level of this number from the finer one, which is whole. Returns whether it is whole now. */
  private grow(level: CoarserLevel, number: number, finer: PyramidLevel, allowance: Allowance): boolean {
    const bandRows = Math.max(1, Math.floor(BAND_CELLS / (2 * finer.columns)));
    for (let first = this.done[number - 1] ?? 0; first < level.rows; first += bandRows) {
      if (allowance.cells <= 0) return false;
      const end = Math.min(level.rows, first + bandRows);
      reduceRows(finer, level, first, end, this.reduction);
      this.done[number - 1] = end;
      allowance.cells -= 2 * (end - first) * finer.columns;
    }
    return true;
  }
}
