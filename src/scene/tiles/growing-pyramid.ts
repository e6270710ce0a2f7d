/** A pyramid whose coarser levels are made when they are first wanted, a band of rows at a time, so that no frame waits for a whole matrix. */
import { finestLevel, nextLevel, type PyramidLevel } from '../../checkpoint/pyramid.ts';
import { Scratch } from '../../checkpoint/scratch.ts';
import type { CoarseCells } from '../picture.ts';

/** How many cells may still be reduced in this frame: the rest waits for the next one. */
export interface Allowance {
  cells: number;
}

/** Of the band at hand, how many numbers each of its cells stands for. */
const bandCounts = new Scratch();

/** Cells reduced in one go: a few milliseconds. */
const BAND_CELLS = 500_000;

interface GrowingLevel {
  readonly level: PyramidLevel;
  /** Rows that are there. */
  done: number;
}

export class GrowingPyramid {
  /** Coarser levels: the first stands for 2 × 2 cells. */
  private readonly coarser: GrowingLevel[] = [];

  /** @param cells [row, column]; not copied */
  constructor(
    private readonly cells: Float32Array,
    private readonly rows: number,
    private readonly columns: number,
    private readonly reduction: CoarseCells,
  ) {}

  /** A level, 0 the finest; undefined while the allowance does not reach. */
  level(wanted: number, allowance: Allowance): Pick<PyramidLevel, 'rows' | 'columns' | 'values'> | undefined {
    for (let level = 1; level <= wanted; level++) {
      if (!this.grow(level, allowance)) return undefined;
    }
    if (wanted === 0) return { rows: this.rows, columns: this.columns, values: this.cells };
    return this.coarser[wanted - 1]?.level;
  }

  /** Makes more of a level from the finer one, which is whole. Returns whether it is whole now too. */
  private grow(level: number, allowance: Allowance): boolean {
    const finer = this.coarser[level - 2]?.level ?? { rows: this.rows, columns: this.columns };
    const growing = this.coarser[level - 1] ?? emptyLevel(Math.ceil(finer.rows / 2), Math.ceil(finer.columns / 2));
    this.coarser[level - 1] = growing;
    const { rows, columns, values, counts } = growing.level;
    const bandRows = 2 * Math.max(1, Math.floor(BAND_CELLS / (2 * finer.columns)));
    while (growing.done < rows) {
      if (allowance.cells <= 0) return false;
      const band = this.band(level - 1, 2 * growing.done, Math.min(bandRows, finer.rows - 2 * growing.done));
      const reduced = nextLevel(band, this.reduction);
      values.set(reduced.values, growing.done * columns);
      counts.set(reduced.counts, growing.done * columns);
      growing.done += reduced.rows;
      allowance.cells -= band.values.length;
    }
    return true;
  }

  /** Some rows of a level that is whole. */
  private band(level: number, first: number, rows: number): PyramidLevel {
    const found = this.coarser[level - 1]?.level;
    if (found === undefined) {
      const { columns } = this;
      const cells = this.cells.subarray(first * columns, (first + rows) * columns);
      return finestLevel(cells, rows, columns, bandCounts.integers(cells.length));
    }
    const { columns } = found;
    const [start, end] = [first * columns, (first + rows) * columns];
    return { rows, columns, values: found.values.subarray(start, end), counts: found.counts.subarray(start, end) };
  }
}

function emptyLevel(rows: number, columns: number): GrowingLevel {
  const size = rows * columns;
  return { level: { rows, columns, values: new Float32Array(size), counts: new Uint32Array(size) }, done: 0 };
}
