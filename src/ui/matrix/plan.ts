/** How a block's numbers stand in the inspector: which axis runs where, where in the data a cell's number is. Pure. */

export interface MatrixPlan {
  readonly shape: readonly number[];
  /** Axes of the block by number; undefined where the block has no such axis. */
  readonly slabAxis: number | undefined;
  readonly rowAxis: number;
  readonly columnAxis: number | undefined;
  readonly rows: number;
  readonly columns: number;
}

/** Where a cell stands in the matrices of a block. */
export interface MatrixPlace {
  readonly slab: number;
  readonly row: number;
  readonly column: number;
}

/**
 * The last two axes are the matrix, as in an address: the last across. Where the last is the longer one, the two change places,
 * so that cells are as large as the width allows. A vector is one column.
 * @param shape of the block, of one to three axes
 */
export function planMatrix(shape: readonly number[]): MatrixPlan {
  const last = shape.length - 1;
  const slabAxis = shape.length > 2 ? shape.length - 3 : undefined;
  const lastSize = shape[last] ?? 1;
  const across = shape[last - 1];
  if (across === undefined) return { shape, slabAxis, rowAxis: 0, columnAxis: undefined, rows: lastSize, columns: 1 };
  return lastSize > across
    ? { shape, slabAxis, rowAxis: last, columnAxis: last - 1, rows: lastSize, columns: across }
    : { shape, slabAxis, rowAxis: last - 1, columnAxis: last, rows: across, columns: lastSize };
}

/** The indices of a cell of the matrix along the block's axes. */
export function cellOf(plan: MatrixPlan, { slab, row, column }: MatrixPlace): number[] {
  return plan.shape.map((_, axis) => {
    if (axis === plan.rowAxis) return row;
    if (axis === plan.columnAxis) return column;
    return axis === plan.slabAxis ? slab : 0;
  });
}

/** Where a cell of the block stands in its matrices. */
export function placeOf(plan: MatrixPlan, cell: readonly number[]): MatrixPlace {
  const at = (axis: number | undefined) => (axis === undefined ? 0 : (cell[axis] ?? 0));
  return { slab: at(plan.slabAxis), row: at(plan.rowAxis), column: at(plan.columnAxis) };
}

/** Reads one matrix out of the block's row-major data: `valueAt(row, column)`, NaN where there is none. */
export function readSlab(plan: MatrixPlan, data: Float32Array, slab: number): (row: number, column: number) => number {
  const stride = (axis: number | undefined) =>
    axis === undefined ? 0 : plan.shape.slice(axis + 1).reduce((product, extent) => product * extent, 1);
  const start = slab * stride(plan.slabAxis);
  const [down, across] = [stride(plan.rowAxis), stride(plan.columnAxis)];
  return (row, column) => data[start + row * down + column * across] ?? Number.NaN;
}
