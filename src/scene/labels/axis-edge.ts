/** The edges of a face along which letters can stand, and which part of them is in view. */
import type { Eye } from '../eye.ts';
import type { Block, Point, Slab } from '../geometry.ts';
import type { Spot } from '../marks/stroke.ts';
import type { Rect } from './room.ts';

/** A slab at its place in the world. */
export interface PlacedSlab {
  readonly block: Block;
  readonly slab: Slab;
  /** Left, bottom, back corner. */
  readonly corner: Point;
}

/** Rows and columns, counted on the slab, whose letters are set in the accent. */
export interface Pointed {
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}

export interface Edge {
  readonly axis: number | undefined;
  readonly pointed: ReadonlySet<number>;
  readonly isRow: boolean;
  /** Rows or columns in view. */
  readonly span: Span;
  /** Middle of a row's or column's end on the canvas. */
  readonly at: (index: number) => { readonly spot: Spot; readonly depth: number };
  /** Way from the face to the letters. */
  readonly outward: -1 | 1;
  /** CSS pixels that the solid's side is seen to reach outwards from a spot on the edge. */
  readonly sideAt: (spot: Spot) => number;
}

const MARGIN_CELLS = 0.7;

/** The two edges along the columns and the two along the rows, the one that letters rather stand at first. */
export function edgesOf(
  placed: PlacedSlab,
  pointed: Pointed,
  eye: Eye,
  safe: Rect,
): { readonly columns: readonly [bottom: Edge, top: Edge]; readonly rows: readonly [right: Edge, left: Edge] } {
  const { block, slab, corner } = placed;
  const z = corner.z + slab.thickness;
  const span = visibleSpan(placed, eye, safe);
  const project = (x: number, y: number) => {
    const spot = eye.project({ x, y, z });
    return { spot, depth: spot.depth };
  };
  const reach = sideReach(placed, eye);
  const columnsAt = (y: number, outward: -1 | 1): Edge => ({
    axis: block.axes.columns,
    pointed: pointed.columns,
    isRow: false,
    span: span.columns,
    at: (index) => project(corner.x + index + 0.5, y),
    outward,
    sideAt: (spot) => reach('y', y, spot) * outward,
  });
  const rowsAt = (x: number, outward: -1 | 1): Edge => ({
    axis: block.axes.rows,
    pointed: pointed.rows,
    isRow: true,
    span: span.rows,
    at: (index) => project(x, corner.y + slab.rows - index - 0.5),
    outward,
    sideAt: (spot) => reach('x', x, spot) * outward,
  });
  return {
    columns: [columnsAt(corner.y - MARGIN_CELLS, 1), columnsAt(corner.y + slab.rows + MARGIN_CELLS, -1)],
    rows: [rowsAt(corner.x + slab.columns + MARGIN_CELLS, 1), rowsAt(corner.x - MARGIN_CELLS, -1)],
  };
}

/** How far the back edge of the solid lies from a spot on its front edge at x or y = `at`, along that axis of the canvas. */
function sideReach({ slab, corner }: PlacedSlab, eye: Eye): (axis: 'x' | 'y', at: number, spot: Spot) => number {
  return (axis, at, spot) => {
    const ends =
      axis === 'x'
        ? ([
            { x: at, y: corner.y },
            { x: at, y: corner.y + slab.rows },
          ] as const)
        : ([
            { x: corner.x, y: at },
            { x: corner.x + slab.columns, y: at },
          ] as const);
    const [a, b] = [eye.project({ ...ends[0], z: corner.z }), eye.project({ ...ends[1], z: corner.z })];
    const along = axis === 'x' ? 'y' : 'x';
    const length = b[along] - a[along];
    if (Math.min(a.depth, b.depth) < eye.near || length === 0) return 0;
    return a[axis] + ((spot[along] - a[along]) / length) * (b[axis] - a[axis]) - spot[axis];
  };
}

/** Indices, the last one included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The rows and columns that can be seen within a rectangle of the canvas, at most. */
function visibleSpan({ slab, corner }: PlacedSlab, eye: Eye, safe: Rect): { rows: Span; columns: Span } {
  const z = corner.z + slab.thickness - eye.position.z;
  const met = [
    { x: safe.left, y: safe.top },
    { x: safe.right, y: safe.top },
    { x: safe.right, y: safe.bottom },
    { x: safe.left, y: safe.bottom },
  ].map(({ x, y }) => {
    const ray = eye.ray(x, y);
    const depth = z / ray.z;
    return depth > 0
      ? {
          column: eye.position.x + ray.x * depth - corner.x,
          row: corner.y + slab.rows - eye.position.y - ray.y * depth,
        }
      : undefined;
  });
  const spanOf = (count: number, indices: readonly (number | undefined)[]): Span => {
    const known = indices.filter((index) => index !== undefined);
    if (known.length < indices.length) return { from: 0, to: count - 1 };
    const inside = (index: number) => Math.min(count - 1, Math.max(0, Math.floor(index)));
    return { from: inside(Math.min(...known)), to: inside(Math.max(...known)) };
  };
  return {
    rows: spanOf(
      slab.rows,
      met.map((m) => m?.row),
    ),
    columns: spanOf(
      slab.columns,
      met.map((m) => m?.column),
    ),
  };
}
