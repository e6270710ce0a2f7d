/** What a frame's cost is compared with: one face of numbers that fills the canvas exactly, 5 CSS pixels or more to a cell. */
import type { Eye } from '../eye.ts';
import type { Block, Point } from '../geometry.ts';
import { Numbers } from '../tiles/numbers.ts';
import type { TileSpan } from '../tiles/spans.ts';
import type { Tile } from '../tiles/store.ts';
import type { Solid } from './solids.ts';

const LEAST_CELL_PIXELS = 5;
const SIDE = 256;

/** So that a large canvas is filled too. */
const cellPixels = ({ width, height }: Eye): number => Math.max(LEAST_CELL_PIXELS, width / SIDE, height / SIDE);
export const REFERENCE_ID = 'reference quad';

const ORIGIN: Point = { x: 0, y: 0, z: 0 };

export const REFERENCE_SPAN: TileSpan = { level: 0, column: 0, row: 0, columns: SIDE, rows: SIDE };

/** Fixed numbers that look like weights. */
export function referenceNumbers(): Numbers {
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(i * 12.9898) + Math.sin(i * 78.233));
  const slab = {
    position: ORIGIN,
    columns: SIDE,
    rows: SIDE,
    thickness: 1,
    offset: 0,
    rowStride: SIDE,
    columnStride: 1,
  };
  const block: Block = {
    id: REFERENCE_ID,
    tensor: { id: REFERENCE_ID, kind: 'activation', role: 'weight', axes: [] },
    shape: [SIDE, SIDE],
    axes: { columns: 1, rows: 0, slab: undefined },
    slabs: [slab],
    box: { min: ORIGIN, max: { x: SIDE, y: SIDE, z: 1 } },
  };
  return new Numbers(block, values, { map: 'diverging', reduction: 'mean', range: undefined });
}

/** An eye right in front of the face, for a canvas like that of `eye`. */
export function referenceEye(like: Eye): Eye {
  const { width, height, pixelRatio } = like;
  const pixelsPerCell = cellPixels(like);
  const matrix = new Float32Array(16);
  matrix[0] = (2 * pixelsPerCell) / width;
  matrix[5] = (2 * pixelsPerCell) / height;
  matrix[11] = -1;
  matrix[14] = 0.5;
  return {
    position: ORIGIN,
    matrix,
    near: 0.5,
    width,
    height,
    pixelRatio,
    pixelsPerCell,
    target: { x: 0, y: 0, z: -1 },
    targetDistance: 1,
    project: ({ x, y, z }) => ({
      x: width / 2 - (x / z) * pixelsPerCell,
      y: height / 2 + (y / z) * pixelsPerCell,
      depth: -z,
    }),
    ray: (x, y) => ({ x: (x - width / 2) / pixelsPerCell, y: (height / 2 - y) / pixelsPerCell, z: -1 }),
  };
}

/** At a depth of one cell, its middle on the axis. */
export function referenceSolid(eye: Eye, tile: Tile, numbers: Numbers): Solid {
  const [width, height] = [eye.width / eye.pixelsPerCell, eye.height / eye.pixelsPerCell];
  return {
    kind: 'values',
    role: 'weight',
    corner: { x: -width / 2, y: -height / 2, z: -2 },
    width,
    height,
    thickness: 1,
    hasFace: true,
    hasSides: false,
    isNarrow: false,
    cellX: 0,
    cellY: 0,
    columns: SIDE,
    rows: SIDE,
    level: 0,
    firstWord: 0,
    tile,
    numbers,
    edges: [-1, -1, SIDE + 1, SIDE + 1],
    dim: 0,
    behind: 0,
    depth: 1,
  };
}
