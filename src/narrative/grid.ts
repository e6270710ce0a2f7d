import type { Tensor, TensorId } from '../architecture/graph.ts';
import type { Cells, StageSource } from './stage.ts';

/** Numbers that can be asked for by their indices. Row-major. */
export class Grid {
  readonly shape: readonly number[];
  readonly data: Float32Array;

  constructor(shape: readonly number[], data: Float32Array) {
    this.shape = shape;
    this.data = data;
  }

  /** Where a cell stands in `data`. */
  offset(cell: readonly number[]): number {
    return this.shape.reduce((offset, extent, axis) => offset * extent + (cell[axis] ?? 0), 0);
  }

  /** NaN outside the shape's data. */
  at(cell: readonly number[]): number {
    return this.data[this.offset(cell)] ?? Number.NaN;
  }

  set(cell: readonly number[], value: number): void {
    this.data[this.offset(cell)] = value;
  }

  /** The cells' numbers, row-major. */
  take(cells: Cells): Float32Array {
    const values = new Float32Array(countOf(cells));
    let filled = 0;
    for (const cell of eachCell(cells)) {
      values[filled] = this.at(cell);
      filled += 1;
    }
    return values;
  }
}

/** The numbers along a block's last axis through a cell, as far as there are tokens. */
export function rowThrough(cell: readonly number[], tensor: Tensor, grid: Grid, tokens: number): number[] {
  const last = cell.length - 1;
  const extent = tensor.axes[last]?.extent;
  const end = (extent === 'tokens' ? tokens : (extent ?? 0)) - 1;
  return [...grid.take({ block: tensor.id, from: cell.with(last, 0), to: cell.with(last, end) })];
}

/** The numbers of a block; of `tokens`, the ids. Undefined while they are not there. */
export function readGrid(source: StageSource, id: TensorId): Grid | undefined {
  if (source.graph.tensor(id).kind === 'tokens') {
    return source.ids.length === 0 ? undefined : new Grid([source.ids.length], Float32Array.from(source.ids));
  }
  const numbers = source.read(id);
  return numbers && new Grid(numbers.shape, numbers.data);
}

/** The block of the token ids; undefined for a graph without one. */
export function tokensOf({ graph }: StageSource): TensorId | undefined {
  for (const { id, kind } of graph.tensors()) if (kind === 'tokens') return id;
  return undefined;
}

/** Every cell of a range, the last axis fastest. */
export function* eachCell({ from, to }: Cells): Generator<readonly number[]> {
  const cell = [...from];
  for (;;) {
    yield [...cell];
    let axis = cell.length - 1;
    while (axis >= 0 && cell[axis] === to[axis]) {
      cell[axis] = from[axis] ?? 0;
      axis -= 1;
    }
    if (axis < 0) return;
    cell[axis] = (cell[axis] ?? 0) + 1;
  }
}

/** How many indices a range has along an axis. */
export function extentOf({ from, to }: Cells, axis: number): number {
  return (to[axis] ?? 0) - (from[axis] ?? 0) + 1;
}

export function countOf(cells: Cells): number {
  return cells.from.reduce((count, _, axis) => count * extentOf(cells, axis), 1);
}

/** The range with other bounds along one axis. */
export function narrowed(cells: Cells, axis: number, first: number, last: number): Cells {
  return { block: cells.block, from: cells.from.with(axis, first), to: cells.to.with(axis, last) };
}

/** All cells of a block that exist when there are `tokens` tokens. Undefined when there are none. */
export function wholeOf(tensor: Tensor, tokens: number): Cells | undefined {
  const extents = tensor.axes.map(({ extent }) => (extent === 'tokens' ? tokens : extent));
  if (extents.some((extent) => extent === 0)) return undefined;
  return { block: tensor.id, from: extents.map(() => 0), to: extents.map((extent) => extent - 1) };
}

/** A range cut into the slabs it spans: one for each head. */
export function perSlab(tensor: Tensor, cells: Cells): Cells[] {
  const axis = tensor.axes.findIndex(({ name }) => name === 'head' || name === 'kvHead');
  if (axis < 0) return [cells];
  return Array.from({ length: extentOf(cells, axis) }, (_, index) => {
    const slab = (cells.from[axis] ?? 0) + index;
    return narrowed(cells, axis, slab, slab);
  });
}
