/** Where the copies of cells are that fly from one place to another. */
import type { Box, Layout } from '../geometry.ts';
import { boxOfRange } from '../layout/cells.ts';
import { colourAt, type Palette, type Rgb, type ValueMap } from '../palette.ts';
import type { Mover } from '../picture.ts';

export interface MovingCell {
  /** Middle of the cell, in the world. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly colour: Rgb;
}

/** How values are coloured. */
export interface Scale {
  readonly map: ValueMap;
  readonly range: number;
}

/** In the middle of their way cells are nearer to the reader by this part of it, so that they pass before what is between. */
const LIFT = 0.12;
/** Cells in front of the faces at both ends. */
const CLEARANCE = 0.3;

/**
 * The cells of a mover. The i-th cell of its start, row by row as seen on the face, goes to the i-th of its end; where the end
 * has fewer, neighbours end in the same one. Nothing where either is not in the layout, and for cells without a number.
 */
export function movingCells(mover: Mover, layout: Layout, scale: Scale, palette: Palette): MovingCell[] {
  const [start, end] = [mover.from, mover.to].map((range) => {
    const placed = layout.find(range.block);
    return placed && boxOfRange(placed, range.from, range.to);
  });
  if (start === undefined || end === undefined) return [];
  const count = cellCount(start);
  const endCount = cellCount(end);
  const { progress } = mover;
  const cells: MovingCell[] = [];
  for (let i = 0; i < count; i++) {
    const value = mover.values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    const from = middleOf(start, i);
    const to = middleOf(end, endCount === count ? i : Math.floor((i * endCount) / count));
    const way = Math.hypot(to.x - from.x, to.y - from.y, to.z - from.z);
    const lift = LIFT * way * Math.sin(Math.PI * progress) + CLEARANCE;
    cells.push({
      x: from.x + (to.x - from.x) * progress,
      y: from.y + (to.y - from.y) * progress,
      z: from.z + (to.z - from.z) * progress + lift,
      colour: colourAt(palette, scale.map, scale.range > 0 ? value / scale.range : 0),
    });
  }
  return cells;
}

const columnsOf = ({ min, max }: Box): number => Math.max(1, Math.round(max.x - min.x));

function cellCount(box: Box): number {
  return columnsOf(box) * Math.max(1, Math.round(box.max.y - box.min.y));
}

/** Middle of the i-th cell of a rectangle, row by row from the top. */
function middleOf(box: Box, i: number): { x: number; y: number; z: number } {
  const columns = columnsOf(box);
  return { x: box.min.x + (i % columns) + 0.5, y: box.max.y - Math.floor(i / columns) - 0.5, z: box.max.z };
}
