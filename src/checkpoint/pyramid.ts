/**
 * What one coarse number says of the many that it stands for: their signed mean, their root mean square, or the one of largest
 * magnitude with its sign.
 */
export type Reduction = 'mean' | 'rms' | 'extreme';

/** One level of a pyramid over a matrix, row by row. Level 0 is the matrix itself. */
export interface PyramidLevel {
  readonly rows: number;
  readonly columns: number;
  /** [row, column]. −Infinity: masked. NaN: not known. */
  readonly values: Float32Array;
  /**
   * [row, column]: how many numbers of the matrix each value was made from. Masked and unknown ones don't count. Undefined of the
   * matrix itself, where it is one each.
   */
  readonly counts: Uint32Array | undefined;
}

/** A level that is made from a finer one. */
export interface CoarserLevel extends PyramidLevel {
  readonly counts: Uint32Array;
}

/**
 * The finest level: the matrix as it is.
 * @param values [row, column]; not copied
 * @throws {RangeError} if `values` does not hold rows × columns numbers
 */
export function finestLevel(values: Float32Array, rows: number, columns: number): PyramidLevel {
  if (values.length !== rows * columns) {
    throw new RangeError(`a matrix of ${rows} × ${columns} has ${rows * columns} numbers, not ${values.length}`);
  }
  return { rows, columns, values, counts: undefined };
}

/**
 * All levels above the finest, down to a single value, yet to be filled: in memory taken at once, as hundreds of small pyramids are
 * made for one picture. None of an empty matrix.
 */
export function levelsAbove(finest: PyramidLevel): CoarserLevel[] {
  const levels: CoarserLevel[] = [];
  const memory = new ArrayBuffer(8 * cellsAbove(finest));
  let { rows, columns } = finest;
  let start = 0;
  while (rows * columns > 1) {
    rows = Math.ceil(rows / 2);
    columns = Math.ceil(columns / 2);
    const cells = rows * columns;
    const values = new Float32Array(memory, start, cells);
    const counts = new Uint32Array(memory, start + 4 * cells, cells);
    levels.push({ rows, columns, values, counts });
    start += 8 * cells;
  }
  return levels;
}

/** How many cells all coarser levels have. */
function cellsAbove({ rows, columns }: Pick<PyramidLevel, 'rows' | 'columns'>): number {
  if (rows * columns <= 1) return 0;
  const next = { rows: Math.ceil(rows / 2), columns: Math.ceil(columns / 2) };
  return next.rows * next.columns + cellsAbove(next);
}

/**
 * Fills the rows of a level from `first` to before `end`: every value stands for 2 × 2 of the finer level, fewer at an odd edge. Means
 * are weighted by `counts`, so that each level holds the exact mean (or RMS) of the numbers beneath, also beside edges and masked
 * cells. Where all four are masked the result is masked; where no number is known and not all are masked, it is not known.
 */
export function reduceRows(
  finer: PyramidLevel,
  { columns, values, counts }: CoarserLevel,
  first: number,
  end: number,
  reduction: Reduction,
): void {
  const cell: Cell = { value: 0, count: 0 };
  for (let row = first; row < end; row++) {
    for (let column = 0; column < columns; column++) {
      if (!reduceEven(finer, 2 * row, 2 * column, reduction, cell))
        reduceCell(finer, 2 * row, 2 * column, reduction, cell);
      values[row * columns + column] = cell.value;
      counts[row * columns + column] = cell.count;
    }
  }
}

interface Cell {
  value: number;
  count: number;
}

/**
 * The same as `reduceCell` where nothing is missing: four values made from equally many numbers, as nearly all are. Several times as
 * fast. Returns whether it was so.
 */
function reduceEven(level: PyramidLevel, top: number, left: number, reduction: Reduction, cell: Cell): boolean {
  const { values, counts, columns } = level;
  if (top + 2 > level.rows || left + 2 > columns) return false;
  const above = top * columns + left;
  const below = above + columns;
  const count = counts === undefined ? 1 : (counts[above] ?? 0);
  if (counts !== undefined) {
    if (count === 0 || counts[above + 1] !== count || counts[below] !== count || counts[below + 1] !== count)
      return false;
  }
  const a = values[above] ?? Number.NaN;
  const b = values[above + 1] ?? Number.NaN;
  const c = values[below] ?? Number.NaN;
  const d = values[below + 1] ?? Number.NaN;
  if (counts === undefined && !(isNumber(a) && isNumber(b) && isNumber(c) && isNumber(d))) return false;
  cell.count = 4 * count;
  if (reduction === 'mean') cell.value = (a + b + c + d) / 4;
  else if (reduction === 'rms') cell.value = Math.sqrt((a * a + b * b + c * c + d * d) / 4);
  else cell.value = larger(larger(a, b), larger(c, d));
  return true;
}

/** The one of larger magnitude, the first of equals. */
function larger(a: number, b: number): number {
  return Math.abs(b) > Math.abs(a) ? b : a;
}

/** Writes the reduction of the up to 2 × 2 cells from (`top`, `left`) into `cell`, which is reused as this runs millions of times. */
function reduceCell(level: PyramidLevel, top: number, left: number, reduction: Reduction, cell: Cell): void {
  const bottom = Math.min(top + 2, level.rows);
  const right = Math.min(left + 2, level.columns);
  let count = 0;
  let sum = 0;
  let extreme = 0;
  let isAllMasked = true;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const at = row * level.columns + column;
      const value = level.values[at] ?? Number.NaN;
      if (value !== -Infinity) isAllMasked = false;
      if (!isNumber(value)) continue;
      const weight = level.counts === undefined ? 1 : (level.counts[at] ?? 0);
      count += weight;
      sum += weight * (reduction === 'rms' ? value * value : value);
      if (Math.abs(value) > Math.abs(extreme)) extreme = value;
    }
  }
  cell.count = count;
  if (count === 0) cell.value = isAllMasked ? -Infinity : Number.NaN;
  else if (reduction === 'extreme') cell.value = extreme;
  else cell.value = reduction === 'rms' ? Math.sqrt(sum / count) : sum / count;
}

/** Neither masked nor unknown. Positive infinity is a number that was computed, and shows. */
function isNumber(value: number): boolean {
  return value > -Infinity;
}
