/** The numbers of one block as its tiles need them: a colour range, digits, and coarser levels made when they are first seen. */
import { isCausal } from '../../architecture/graph.ts';
import { robustRange } from '../../checkpoint/statistics.ts';
import type { Block, Slab } from '../geometry.ts';
import type { ValueMap } from '../palette.ts';
import type { CoarseCells } from '../picture.ts';
import { type Allowance, GrowingPyramid } from './growing-pyramid.ts';

export interface Level {
  readonly rows: number;
  readonly columns: number;
  /** [row, column] */
  readonly values: Float32Array;
  /** What the values are multiplied by so that they have the range of the finest level: means shrink with their number. */
  readonly gain: number;
}

/** Decimals of the digits in the cells of a tensor with this range: two significant ones at least, and never wider than a cell. */
export function decimalsFor(range: number): number {
  if (!(range > 0) || range === Infinity) return 0;
  const exponent = Math.floor(Math.log10(range));
  return exponent >= 0 ? Math.max(0, 2 - exponent) : Math.min(6, Math.max(3, 1 - exponent));
}

export interface NumbersOptions {
  readonly map: ValueMap;
  readonly reduction: CoarseCells;
  /** The magnitude that gets the strongest colour; undefined: measured. */
  readonly range: number | undefined;
}

/** Points of a table of ranks. */
export const RANK_POINTS = 64;

export class Numbers {
  readonly map: ValueMap;
  readonly reduction: CoarseCells;
  /** The magnitude that gets the strongest colour. Probabilities go to 1. */
  readonly range: number;
  readonly decimals: number;
  private readonly pyramids: GrowingPyramid[] = [];
  /** By slab, then by level. */
  private readonly levels: Level[][] = [];
  private rankTable: Float32Array | undefined;

  /** @param values row-major in the order of the block's axes; not copied */
  constructor(
    private block: Block,
    readonly values: Float32Array,
    options: NumbersOptions,
  ) {
    this.map = options.map;
    this.reduction = options.reduction;
    this.range = options.map === 'sequential' ? 1 : (options.range ?? robustRange(values));
    this.decimals = decimalsFor(this.range);
  }

  /**
   * Whether these are the numbers of this block too: another layout may place what it has cut in the same way. If so it becomes theirs,
   * so that the next frame need not compare.
   */
  fits(block: Block): boolean {
    if (block === this.block) return true;
    if (!isCutAlike(block.slabs, this.block.slabs)) return false;
    this.block = block;
    return true;
  }

  /** Of the magnitude (i / (RANK_POINTS − 1))² · range: the share of magnitudes below it, 0 … 1. */
  get ranks(): Float32Array {
    this.rankTable ??= ranksOf(this.values, this.range);
    return this.rankTable;
  }

  /** One level of one slab, 0 the finest; undefined while the allowance does not reach. */
  level(index: number, level: number, allowance: Allowance): Level | undefined {
    const slab = this.block.slabs[index];
    if (slab === undefined) return undefined;
    const known = this.levels[index]?.[level];
    if (known !== undefined) return known;
    const pyramid =
      this.pyramids[index] ?? new GrowingPyramid(this.cellsOf(slab), slab.rows, slab.columns, this.reduction);
    this.pyramids[index] = pyramid;
    const found = pyramid.level(level, allowance);
    if (found === undefined) return undefined;
    const { rows, columns, values } = found;
    const made = { rows, columns, values, gain: level === 0 ? 1 : this.gainOf(values) };
    const levels = this.levels[index] ?? [];
    this.levels[index] = levels;
    levels[level] = made;
    return made;
  }

  private cellsOf(slab: Slab): Float32Array {
    const cells = cellsOf(slab, this.values);
    return this.map === 'sequential' && isCausal(this.block.tensor) ? masked(cells, slab) : cells;
  }

  private gainOf(values: Float32Array): number {
    if (this.map === 'sequential') return 1;
    const range = robustRange(values);
    return range > 0 ? this.range / range : 1;
  }
}

function isCutAlike(slabs: readonly Slab[], others: readonly Slab[]): boolean {
  return (
    slabs.length === others.length && slabs.every((slab, index) => others[index] && isSameCut(slab, others[index]))
  );
}

function isSameCut(a: Slab, b: Slab): boolean {
  const keys = ['rows', 'columns', 'offset', 'rowStride', 'columnStride'] as const;
  return keys.every((key) => a[key] === b[key]);
}

/** The cells of a slab row by row: a view where they are stored like that, else a copy. */
function cellsOf(slab: Slab, values: Float32Array): Float32Array {
  const { rows, columns, offset, rowStride, columnStride } = slab;
  if (columnStride === 1 && rowStride === columns) return values.subarray(offset, offset + rows * columns);
  const cells = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      cells[row * columns + column] = values[offset + row * rowStride + column * columnStride] ?? Number.NaN;
    }
  }
  return cells;
}

/** Attention weights with the mask that made them: what a token gives to a later key is not a share that came out as 0. [token, key] */
function masked(cells: Float32Array, { rows, columns }: Slab): Float32Array {
  const result = cells.slice();
  for (let token = 0; token < rows; token++) {
    for (let key = token + 1; key < columns; key++) {
      if (cells[token * columns + key] === 0) result[token * columns + key] = -Infinity;
    }
  }
  return result;
}

/** Enough magnitudes for ranks that are off by less than the eye can tell. */
const RANKED_VALUES = 8192;

function ranksOf(values: Float32Array, range: number): Float32Array {
  const step = Math.max(1, values.length / RANKED_VALUES);
  const count = Math.min(values.length, RANKED_VALUES);
  const magnitudes = Float32Array.from({ length: count }, (_, i) => Math.abs(values[Math.floor(i * step)] ?? 0))
    .filter(Number.isFinite)
    .sort();
  let below = 0;
  return Float32Array.from({ length: RANK_POINTS }, (_, i) => {
    const magnitude = (i / (RANK_POINTS - 1)) ** 2 * range;
    while (below < magnitudes.length && (magnitudes[below] ?? 0) < magnitude) below++;
    return below / Math.max(1, magnitudes.length);
  });
}
