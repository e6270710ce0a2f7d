/** How a weight of the graph is found in a checkpoint, and which rows or columns of a stored matrix it is. */

import type { AxisName, WeightTensor } from '../../architecture/graph.ts';
import { refusal } from '../../words.ts';
import { InferenceError } from '../errors.ts';

/** Where a file keeps the numbers of one tensor; a checkpoint's own entries are of this form. */
export interface StoredWeight {
  /** As safetensors names it: `F32`, `F16` or `BF16` can be run. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its name is the one under which the file is handed to the runtime. */
  readonly file: { readonly name: string };
  /** Its bytes within the file: [begin, end), counted from the file's start. */
  readonly begin: number;
  readonly end: number;
}

/** A stored tensor that is an input of the model. */
export interface GivenWeight {
  /** In the checkpoint. */
  readonly name: string;
  /** Of the model's input. */
  readonly input: string;
  readonly shape: readonly number[];
}

/** What a checkpoint holds, by the names that it uses. */
export type StoredWeights = ReadonlyMap<string, StoredWeight>;

/**
 * The first of a weight's names that the checkpoint has, and what stands there.
 * @throws {InferenceError} WeightMissing, WeightShape
 */
export function findWeight(weight: WeightTensor, weights: StoredWeights): { name: string; stored: StoredWeight } {
  const { names, shape } = weight.stored;
  for (const name of names) {
    const stored = weights.get(name);
    if (stored === undefined) continue;
    if (stored.shape.join() !== shape.join()) {
      const [found, expected] = [stored.shape.join(', '), shape.join(', ')];
      throw new InferenceError(
        'WeightShape',
        refusal('weights.shape', { file: stored.file.name, name, found, expected }),
      );
    }
    return { name, stored };
  }
  const wanted = names.map((name) => `"${name}"`).join(refusal('weights.missingBetween'));
  throw new InferenceError('WeightMissing', refusal('weights.missing', { names: wanted, id: weight.id }));
}

/**
 * A weight as columns of the matrix [inner, columns] that is stored, upright or transposed: neighbours, or where there are heads some
 * of each head, which then are all heads of the matrix.
 */
export interface ColumnRange {
  /** True where the stored matrix is [columns, inner]. */
  readonly transposed: boolean;
  /** How many columns the stored matrix has. */
  readonly columns: number;
  readonly start: number;
  /** How many columns the weight has: heads × head channels where there are heads. */
  readonly count: number;
  /** Set where the columns of several heads stand side by side. */
  readonly headChannels: number | undefined;
  /** From the first column of a head to that of the next one. */
  readonly headPitch: number | undefined;
}

/**
 * Reads a linear weight, axes [inner, outer], [outer, inner] or the same with a head axis in front, as columns of its stored matrix.
 * @throws {InferenceError} NotLowerable where it is any other view
 */
export function columnsOf(weight: WeightTensor, inner: AxisName): ColumnRange {
  const { stored, axes } = weight;
  const [rows = 0, width = 0] = stored.shape;
  const innerAt = axes.findIndex((axis) => axis.name === inner);
  const innerStride = stored.strides[innerAt];
  const transposed = innerStride === 1;
  const columns = transposed ? rows : width;
  const columnStride = transposed ? width : 1;
  const outer = axes.flatMap((axis, at) =>
    at === innerAt ? [] : [{ extent: Number(axis.extent), stride: Number(stored.strides[at]) }],
  );
  const last = outer.at(-1) ?? { extent: 0, stride: 0 };
  const head = outer.length === 2 ? outer[0] : undefined;
  const start = stored.offset / columnStride;
  const headPitch = head === undefined ? undefined : head.stride / columnStride;
  const isDense = headPitch === undefined || (headPitch === last.extent && start % last.extent === 0);
  const isOfAllHeads =
    head !== undefined &&
    headPitch !== undefined &&
    head.extent * headPitch === columns &&
    start + last.extent <= headPitch;
  const isColumnRange =
    stored.shape.length === 2 &&
    (outer.length === 1 || outer.length === 2) &&
    axes[innerAt]?.extent === (transposed ? width : rows) &&
    innerStride === (transposed ? 1 : width) &&
    last.stride === columnStride &&
    Number.isInteger(start) &&
    (isDense || isOfAllHeads);
  if (!isColumnRange) {
    throw new InferenceError(
      'NotLowerable',
      refusal('lowering.noColumns', { id: weight.id, name: stored.names[0] ?? '' }),
    );
  }
  return {
    transposed,
    columns,
    start,
    count: (head?.extent ?? 1) * last.extent,
    headChannels: head === undefined ? undefined : last.extent,
    headPitch,
  };
}

/** Whether a weight is its stored tensor, all of it and in the same order. */
export function isWhole(weight: WeightTensor): boolean {
  const { stored, axes } = weight;
  let stride = 1;
  for (let at = axes.length - 1; at >= 0; at--) {
    if (stored.strides[at] !== stride) return false;
    stride *= Number(axes[at]?.extent);
  }
  return stored.offset === 0 && stride === stored.shape.reduce((product, extent) => product * extent, 1);
}
