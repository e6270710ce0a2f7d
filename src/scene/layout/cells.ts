/** Addresses of cells: which number stands at a place of a block's face, and where on the face a number stands. */
import type { Block, Box, CellRef, Group, Layout, PlacedBlock, Point, Slab } from '../geometry.ts';

/** Cells between the outermost cells of a face and its edge, where the frame is drawn. */
export const MARGIN = 0.7;

/** The same for a strip of one column (a bias, the weight of a norm), which stands closer to its block. */
const STRIP_MARGIN = 0.35;

export function marginOf(block: Block): number {
  return block.axes.columns === undefined ? STRIP_MARGIN : MARGIN;
}

/** Where a cell stands: on which slab, and where on its face. */
export interface CellPlace {
  readonly slab: Slab;
  /** Of the slab among those of its block. */
  readonly index: number;
  /** From the top. */
  readonly row: number;
  /** From the left. */
  readonly column: number;
}

/** The cell at a row-major position among the numbers of a tensor of that shape. */
function cellOfFlat(shape: readonly number[], flat: number): number[] {
  const cell: number[] = [];
  let rest = flat;
  for (const extent of [...shape].reverse()) {
    cell.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return cell;
}

/** The cell at a place on the face of one of the block's slabs, as indices along the block's axes. */
export function cellAt(block: Block, slab: Slab, row: number, column: number): number[] {
  return cellOfFlat(block.shape, slab.offset + row * slab.rowStride + column * slab.columnStride);
}

/**
 * Where a cell stands.
 * @throws RangeError when the block has no such cell.
 */
export function placeOfCell(block: Block, cell: readonly number[]): CellPlace {
  const isInside =
    cell.length === block.shape.length &&
    block.shape.every((extent, axis) => {
      const index = cell[axis] ?? -1;
      return Number.isInteger(index) && index >= 0 && index < extent;
    });
  const first = block.slabs[0];
  if (!isInside || first === undefined) {
    throw new RangeError(`${block.id} has the shape [${block.shape.join(', ')}], so no cell [${cell.join(', ')}]`);
  }
  const along = (axis: number | undefined) => (axis === undefined ? 0 : (cell[axis] ?? 0));
  const row = along(block.axes.rows);
  const column = along(block.axes.columns);
  // The slabs of a head follow one another: bands of equal size but for the last, row after row of them.
  const bandsOf = (axis: number | undefined, length: number) =>
    axis === undefined ? 1 : Math.ceil((block.shape[axis] ?? 1) / length);
  const [rowBands, columnBands] = [bandsOf(block.axes.rows, first.rows), bandsOf(block.axes.columns, first.columns)];
  const rowBand = along(block.axes.slab) * rowBands + Math.floor(row / first.rows);
  const index = rowBand * columnBands + Math.floor(column / first.columns);
  const slab = block.slabs[index] ?? first;
  return { slab, index, row: row % first.rows, column: column % first.columns };
}

/** The slab that a cell stands on. */
export function slabOf(block: Block, cell: readonly number[]): Slab {
  return placeOfCell(block, cell).slab;
}

/**
 * The rectangle between two opposite cells of a slab, both included, in the world: flat, at the height of the face. Cells on
 * two slabs give the smallest box that holds both.
 * @throws RangeError when the block has no such cells.
 */
export function boxOfRange(placed: PlacedBlock, from: readonly number[], to: readonly number[]): Box {
  const start = placeOfCell(placed.block, from);
  const end = placeOfCell(placed.block, to);
  if (start.slab === end.slab) return rectangle(placed.origin, start.slab, start, end);
  const [a, b] = [rectangle(placed.origin, start.slab, start, start), rectangle(placed.origin, end.slab, end, end)];
  return {
    min: { x: Math.min(a.min.x, b.min.x), y: Math.min(a.min.y, b.min.y), z: Math.min(a.min.z, b.min.z) },
    max: { x: Math.max(a.max.x, b.max.x), y: Math.max(a.max.y, b.max.y), z: Math.max(a.max.z, b.max.z) },
  };
}

interface FacePlace {
  readonly row: number;
  readonly column: number;
}

function rectangle(origin: Point, slab: Slab, a: FacePlace, b: FacePlace): Box {
  const left = origin.x + slab.position.x;
  const top = origin.y + slab.position.y + slab.rows;
  const z = origin.z + slab.position.z + slab.thickness;
  return {
    min: { x: left + Math.min(a.column, b.column), y: top - 1 - Math.max(a.row, b.row), z },
    max: { x: left + 1 + Math.max(a.column, b.column), y: top - Math.min(a.row, b.row), z },
  };
}

/** The cell whose face is nearest to a point of the world; undefined in an empty layout. */
export function nearestCell(layout: Layout, point: Point): CellRef | undefined {
  let nearest:
    | { readonly block: Block; readonly prefix: string; readonly slab: Slab; readonly local: Point }
    | undefined;
  let least = Number.POSITIVE_INFINITY;
  const visit = (group: Group, parent: Point) => {
    const local = { x: parent.x - group.origin.x, y: parent.y - group.origin.y, z: parent.z - group.origin.z };
    if (squaredDistance(local, group.template.box) >= least) return;
    for (const block of group.template.blocks) {
      if (squaredDistance(local, block.box) >= least) continue;
      for (const slab of block.slabs) {
        const distance = squaredDistance(local, rectangle({ x: 0, y: 0, z: 0 }, slab, firstCell, lastCell(slab)));
        if (distance >= least) continue;
        least = distance;
        nearest = { block, prefix: group.prefix, slab, local };
      }
    }
    for (const child of group.template.groups) visit(child, local);
  };
  visit(layout.root, point);
  if (nearest === undefined) return undefined;
  const { block, prefix, slab, local } = nearest;
  const row = clamp(Math.floor(slab.position.y + slab.rows - local.y), 0, slab.rows - 1);
  const column = clamp(Math.floor(local.x - slab.position.x), 0, slab.columns - 1);
  return { block: prefix + block.id, cell: cellAt(block, slab, row, column) };
}

const firstCell: FacePlace = { row: 0, column: 0 };

function lastCell(slab: Slab): FacePlace {
  return { row: slab.rows - 1, column: slab.columns - 1 };
}

function squaredDistance(point: Point, { min, max }: Box): number {
  const away = (axis: keyof Point) => Math.max(min[axis] - point[axis], 0, point[axis] - max[axis]);
  return away('x') ** 2 + away('y') ** 2 + away('z') ** 2;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
