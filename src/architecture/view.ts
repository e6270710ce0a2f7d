import type { Stored, WeightTensor } from './graph.ts';
import { rowMajorStrides } from './module.ts';

/**
 * The numbers of a block, row-major in the block's own axes, gathered from the stored tensor that it is a view of; `data` itself
 * where they stand there so.
 * @param shape The block's shape, one extent for each of `stored.strides`.
 * @param data The whole stored tensor, row-major.
 * @throws Error when `data` is not as long as the stored shape says.
 */
export function blockFromStored(stored: Stored, shape: readonly number[], data: Float32Array): Float32Array {
  const expected = stored.shape.reduce((product, extent) => product * extent, 1);
  if (data.length !== expected) {
    throw new Error(
      `${stored.names[0]}: expected ${expected} numbers ([${stored.shape.join(', ')}]), got ${data.length}`,
    );
  }
  const isAll = stored.offset === 0 && shape.reduce((product, extent) => product * extent, 1) === expected;
  if (isAll && rowMajorStrides(shape).every((stride, axis) => stride === stored.strides[axis])) return data;
  const block = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  let filled = 0;
  const gather = (axis: number, start: number): void => {
    const extent = shape[axis] ?? 1;
    const stride = stored.strides[axis] ?? 0;
    if (axis >= shape.length - 1) {
      for (let index = 0; index < extent; index += 1) {
        block[filled] = data[start + index * stride] ?? Number.NaN;
        filled += 1;
      }
      return;
    }
    for (let index = 0; index < extent; index += 1) gather(axis + 1, start + index * stride);
  };
  gather(0, stored.offset);
  return block;
}

/** Index in the stored tensor, one number for each of its axes, of a cell of the block that is a view of it. */
export function storedIndex(stored: Stored, cell: readonly number[]): number[] {
  let element = stored.strides.reduce((sum, stride, axis) => sum + stride * (cell[axis] ?? 0), stored.offset);
  const index: number[] = [];
  for (const extent of [...stored.shape].reverse()) {
    index.unshift(element % extent);
    element = Math.floor(element / extent);
  }
  return index;
}

/** The cell of a block that shows the stored element at `index`: the inverse of `storedIndex`, for an element in the block. */
export function cellOfStored(stored: Stored, index: readonly number[]): number[] {
  let rest = index.reduce((element, at, axis) => element * (stored.shape[axis] ?? 1) + at, 0) - stored.offset;
  const cell: number[] = stored.strides.map(() => 0);
  // Blocks are cut along rows and columns: each stride spans all that the smaller ones reach.
  const largestFirst = stored.strides.map((stride, axis) => ({ stride, axis })).sort((a, b) => b.stride - a.stride);
  for (const { stride, axis } of largestFirst) {
    cell[axis] = Math.floor(rest / stride);
    rest %= stride;
  }
  return cell;
}

/**
 * The names of a stored tensor's axes, in its own order: of each the axes of the block that run along it, the outer one first. The
 * columns of a matrix that holds heads side by side are `head × headChannel`.
 */
export function storedAxes({ axes, stored }: WeightTensor): string[] {
  const steps = rowMajorStrides(stored.shape);
  return stored.shape.map((extent, at) => {
    const step = steps[at] ?? 1;
    return axes
      .map(({ name }, axis) => ({ name, stride: stored.strides[axis] ?? 0 }))
      .filter(({ stride }) => stride === step || (stride > step && stride < step * extent))
      .sort((a, b) => b.stride - a.stride)
      .map(({ name }) => name)
      .join(' × ');
  });
}
