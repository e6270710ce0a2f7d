/** How a block's numbers stand in the inspector: which axis runs where, how large a cell is, which number a cell shows. Pure. */

export interface MatrixPlan {
  readonly shape: readonly number[];
  /** Axes of the block by number; undefined where the block has no such axis. */
  readonly slabAxis: number | undefined;
  readonly rowAxis: number;
  readonly columnAxis: number | undefined;
  readonly rows: number;
  readonly columns: number;
  /** CSS pixels. */
  readonly cell: number;
}

/** Digits need this much, names of every row or column a little less. CSS pixels. */
export const DIGITS_FROM = 24;
export const NAMES_FROM = 13;
const LARGEST_CELL = 26;

/**
 * The last two axes are the matrix, as in an address: the last across. Where the last is the longer one, the two change places,
 * so that cells are as large as the width allows. A vector is one column.
 * @param shape of the block, of one to three axes
 * @param width CSS pixels for all columns
 */
export function planMatrix(shape: readonly number[], width: number): MatrixPlan {
  const last = shape.length - 1;
  const slabAxis = shape.length > 2 ? shape.length - 3 : undefined;
  const lastSize = shape[last] ?? 1;
  const cellFor = (columns: number) => Math.min(LARGEST_CELL, width / columns);
  const across = shape[last - 1];
  if (across === undefined)
    return { shape, slabAxis, rowAxis: 0, columnAxis: undefined, rows: lastSize, columns: 1, cell: LARGEST_CELL };
  return lastSize > across
    ? { shape, slabAxis, rowAxis: last, columnAxis: last - 1, rows: lastSize, columns: across, cell: cellFor(across) }
    : {
        shape,
        slabAxis,
        rowAxis: last - 1,
        columnAxis: last,
        rows: across,
        columns: lastSize,
        cell: cellFor(lastSize),
      };
}

/** The indices of a cell of the matrix along the block's axes. */
export function cellOf(plan: MatrixPlan, slab: number, row: number, column: number): number[] {
  return plan.shape.map((_, axis) => {
    if (axis === plan.rowAxis) return row;
    if (axis === plan.columnAxis) return column;
    return axis === plan.slabAxis ? slab : 0;
  });
}

/** The number that a cell shows, out of the block's row-major data. */
export function valueAt(plan: MatrixPlan, data: Float32Array, cell: readonly number[]): number {
  return data[plan.shape.reduce((flat, extent, axis) => flat * extent + (cell[axis] ?? 0), 0)] ?? Number.NaN;
}

/** Where a cell of the block stands in the matrix. */
export function placeOf(plan: MatrixPlan, cell: readonly number[]): { slab: number; row: number; column: number } {
  const at = (axis: number | undefined) => (axis === undefined ? 0 : (cell[axis] ?? 0));
  return { slab: at(plan.slabAxis), row: at(plan.rowAxis), column: at(plan.columnAxis) };
}

/** Of equally long runs of an axis, the numbers that are written: 1, 2, 5, 10 … apart, so that two stand at least `room` from each other. */
export function nameStep(cell: number, room: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power * cell >= room) return step * power;
  }
}
