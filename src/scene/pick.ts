/** What the pointer is on: a walk of a ray through the layout tree, which passes over every group that the ray misses. */
import type { TensorId } from '../architecture/graph.ts';
import type { Eye } from './eye.ts';
import type { Block, Box, Group, Layout, Point } from './geometry.ts';
import { cellAt, MARGIN, marginOf } from './layout/cells.ts';
import type { Hit } from './picture.ts';

export interface Pick extends Hit {
  readonly block: TensorId;
  /** Index of the slab within its block. */
  readonly slab: number;
  /** As seen on the face; undefined on a margin and on the sides. */
  readonly row?: number;
  readonly column?: number;
  /** Where the ray meets the solid, in the world. */
  readonly point: Point;
  /** Depth of that point, in cells. */
  readonly distance: number;
}

interface Ray {
  readonly origin: Point;
  readonly direction: Point;
}

/** Where the ray enters a box, as a multiple of its direction; undefined when it misses it or the box lies behind. */
function entry({ origin, direction }: Ray, { min, max }: Box, margin: number): number | undefined {
  let enter = 0;
  let leave = Number.POSITIVE_INFINITY;
  for (const axis of ['x', 'y', 'z'] as const) {
    const grow = axis === 'z' ? 0 : margin;
    const low = min[axis] - grow - origin[axis];
    const high = max[axis] + grow - origin[axis];
    const speed = direction[axis];
    if (speed === 0) {
      if (low > 0 || high < 0) return undefined;
      continue;
    }
    enter = Math.max(enter, Math.min(low / speed, high / speed));
    leave = Math.min(leave, Math.max(low / speed, high / speed));
  }
  return enter <= leave ? enter : undefined;
}

const relativeTo = ({ origin, direction }: Ray, place: Point): Ray => ({
  origin: { x: origin.x - place.x, y: origin.y - place.y, z: origin.z - place.z },
  direction,
});

const pointOn = ({ origin, direction }: Ray, depth: number): Point => ({
  x: origin.x + direction.x * depth,
  y: origin.y + direction.y * depth,
  z: origin.z + direction.z * depth,
});

/** The solid under a point of the canvas, in CSS pixels; undefined where there is only ground. */
export function pick(layout: Layout, eye: Eye, x: number, y: number): Pick | undefined {
  const ray = { origin: eye.position, direction: eye.ray(x, y) };
  let best: Pick | undefined;

  const visitBlock = (block: Block, group: Group, local: Ray) => {
    const margin = marginOf(block);
    if (!isNearer(entry(local, block.box, margin))) return;
    block.slabs.forEach((slab, index) => {
      const { position, columns, rows, thickness } = slab;
      const max = { x: position.x + columns, y: position.y + rows, z: position.z + thickness };
      const depth = entry(local, { min: position, max }, margin);
      if (depth === undefined || !isNearer(depth)) return;
      const met = pointOn(local, depth);
      const column = Math.floor(met.x - position.x);
      const row = Math.floor(max.y - met.y);
      const isOnFace = local.origin.z > max.z && Math.abs(met.z - max.z) <= 1e-9 * Math.max(1, depth);
      const isOnCell = isOnFace && column >= 0 && column < columns && row >= 0 && row < rows;
      best = {
        block: group.prefix + block.id,
        slab: index,
        ...(isOnCell && { row, column, cell: cellAt(block, slab, row, column) }),
        point: pointOn(ray, depth),
        distance: depth,
      };
    });
  };

  const visit = (group: Group, parent: Ray) => {
    const local = relativeTo(parent, group.origin);
    if (!isNearer(entry(local, group.template.box, MARGIN))) return;
    for (const block of group.template.blocks) visitBlock(block, group, local);
    for (const child of group.template.groups) visit(child, local);
  };

  const isNearer = (depth: number | undefined) => depth !== undefined && (best === undefined || depth < best.distance);

  visit(layout.root, ray);
  return best;
}
