/**
 * Where things stand: the result of the layout, in cells (1 cell = 1 number = 1 world unit), as plain numbers (doubles).
 * x runs right, y up, z towards the reader. Faces look along +z.
 */
import type { Role, Tensor, TensorId } from '../architecture/graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface Box {
  readonly min: Point;
  readonly max: Point;
}

/**
 * Which axes of a block run where. Indices into the tensor's axes; `undefined` where the block has no such axis (a bias has one
 * column). Axes that are neither are slabs behind one another along z, the first index in front.
 */
export interface BlockAxes {
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  readonly slab: number | undefined;
}

/**
 * One rectangle of cells. Column 0 is left, row 0 on top. Its cell (row, column) is the block's flat element
 * `offset + row · rowStride + column · columnStride` in the row-major order of the tensor's axes.
 */
export interface Slab {
  /** Left, bottom, back corner of the solid's cells, relative to the block's group. */
  readonly position: Point;
  readonly columns: number;
  readonly rows: number;
  readonly thickness: number;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** One tensor, placed. Positions are relative to the group that holds the block. */
export interface Block {
  /** Relative to the prefix of the group: `attention.query.weight` in a group with prefix `layers.0.`. */
  readonly id: TensorId;
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  readonly axes: BlockAxes;
  /** Front to back. A head axis, or the bands of an axis much longer than the other. */
  readonly slabs: readonly Slab[];
  /** Of all slabs, relative to the group. */
  readonly box: Box;
}

/**
 * A ribbon from one block to another, flat in xy at a depth of its own: a path of straight runs whose corners are rounded.
 * `strands` is how many tokens (or numbers) run side by side in it.
 */
export interface Flow {
  readonly from: TensorId;
  readonly to: TensorId;
  readonly role: Role;
  readonly kind: 'trunk' | 'riser' | 'vertical' | 'side' | 'product';
  /** At least two points, relative to the group; consecutive points differ in either x or y, and where heads meet also in z. */
  readonly path: readonly Point[];
  readonly startWidth: number;
  readonly endWidth: number;
  readonly strands: number;
  /** Corner radius in cells. */
  readonly radius: number;
  /** Strength relative to an ordinary ribbon: the flows of repeated heads are fainter. */
  readonly strength: number;
}

/** What stands at a place: laid out once for each kind of module and placed as often as the module occurs. */
export interface Template {
  readonly blocks: readonly Block[];
  readonly flows: readonly Flow[];
  readonly groups: readonly Group[];
  /** Whether the groups are one template behind one another, the first in front: experts. */
  readonly isStack?: boolean;
  /** Of everything in the template, relative to its origin. */
  readonly box: Box;
}

/** A template, placed. */
export interface Group {
  /** Id of the module: `layers.3`. */
  readonly id: string;
  /** What stands before a block's relative id to make its full id: `layers.3.`, or nothing. */
  readonly prefix: string;
  /** Relative to the parent group. */
  readonly origin: Point;
  readonly template: Template;
}

/** A block at its place in the world. */
export interface PlacedBlock {
  /** Full id. */
  readonly id: TensorId;
  readonly block: Block;
  /** Of the block's group: add to every position of the block. */
  readonly origin: Point;
}

/** A model in a hall. */
export interface Stand {
  /** The id of its group. */
  readonly name: string;
  /** In the hall. */
  readonly box: Box;
}

/** A laid out model. */
export interface Layout {
  readonly root: Group;
  readonly tokens: number;
  readonly box: Box;
  /** Of a hall: its models from the left, which is from the smallest, all with their feet on y = 0 and their fronts on z = 0. */
  readonly stands?: readonly Stand[];
  find(id: TensorId): PlacedBlock | undefined;
  /** Every block, in the order of computation. */
  blocks(): Iterable<PlacedBlock>;
}

/** What the layout may take into account besides the graph. */
export interface LayoutOptions {
  /** Width divided by height of the free part of the window. */
  readonly aspect: number;
}

/** Address of one cell: indices along the block's axes, in their order. */
export interface CellRef {
  readonly block: TensorId;
  readonly cell: readonly number[];
}

/** A rectangle of cells within one slab: two opposite corners, both included. */
export interface CellRange {
  readonly block: TensorId;
  readonly from: readonly number[];
  readonly to: readonly number[];
}
