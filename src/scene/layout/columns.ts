/** How the units of a model share the window: layers under one another in columns, as many as the window's shape asks for. */
import type { Box } from '../geometry.ts';
import { boundsOf, movedBox } from './bounds.ts';
import { RISE, type Spacing } from './spacing.ts';
import type { Unit } from './unit.ts';

/** Where a unit stands, in the plane of the model. */
export interface Place {
  readonly unit: Unit;
  readonly x: number;
  readonly y: number;
  readonly column: number;
}

export interface Columns {
  /** One for each unit, in their order. */
  readonly places: readonly Place[];
  /** One for each column. */
  readonly boxes: readonly Box[];
}

/** How much of the model's width and height is left on the screen, seen from 27° to the left and 12° above… */
const SEEN_WIDTH = 0.89;
const SEEN_HEIGHT = 0.98;
/** …and how much what is further right or further back appears moved: across for depth, up for both. */
const DEPTH_ACROSS = 0.45;
const DEPTH_UP = 0.19;
const WIDTH_UP = 0.09;

/** The end reads best under the last layer: it gets a column of its own only where that shows the model a tenth larger. */
const APART_GAIN = 1.1;

/**
 * The arrangement that a window of this aspect ratio shows largest. The units: what the stream begins with, layers, and what it
 * ends in, which stands under the last layer or in a column of its own.
 */
export function arrange(units: readonly Unit[], spacing: Spacing, aspect: number): Columns {
  const layers = units.filter(({ entries, exit }) => entries.length > 0 && exit !== undefined).length;
  let best = inColumns(units, Math.max(1, layers), false, spacing);
  let least = size(best, aspect);
  const counts = new Set(Array.from({ length: layers }, (_, index) => Math.ceil(layers / (index + 1))));
  for (const perColumn of counts) {
    for (const isEndApart of [false, true]) {
      const candidate = inColumns(units, perColumn, isEndApart, spacing);
      const needed = size(candidate, aspect) * (isEndApart ? APART_GAIN : 1);
      if (needed < least) [best, least] = [candidate, needed];
    }
  }
  return best;
}

/** Height of the smallest window of the aspect ratio that holds the arrangement as it is seen, in cells. */
function size({ boxes }: Columns, aspect: number): number {
  const { min, max } = boundsOf(boxes);
  const [width, height, depth] = [max.x - min.x, max.y - min.y, max.z - min.z];
  const seenWidth = SEEN_WIDTH * width + DEPTH_ACROSS * depth;
  const seenHeight = SEEN_HEIGHT * height + DEPTH_UP * depth + WIDTH_UP * width;
  return Math.max(seenWidth / aspect, seenHeight);
}

function inColumns(units: readonly Unit[], perColumn: number, isEndApart: boolean, spacing: Spacing): Columns {
  const columns: { readonly places: { readonly unit: Unit; readonly y: number }[]; layers: number }[] = [];
  for (const unit of units) {
    const isLayer = unit.entries.length > 0 && unit.exit !== undefined;
    const isEnd = unit.entries.length > 0 && unit.exit === undefined;
    let column = columns.at(-1);
    // What goes on from the stream behind its end stands in a column of its own.
    const hasEnded = column?.places.at(-1)?.unit.exit === undefined;
    if (column === undefined || hasEnded || (isLayer && column.layers === perColumn) || (isEnd && isEndApart)) {
      column = { places: [], layers: 0 };
      columns.push(column);
    }
    column.places.push({ unit, y: heightUnder(column.places.at(-1), unit, spacing) });
    if (isLayer) column.layers += 1;
  }

  const places: Place[] = [];
  const boxes: Box[] = [];
  columns.forEach((column, index) => {
    const box = boundsOf(column.places.map(({ unit, y }) => movedBox(unit.whole.template.box, { x: 0, y, z: 0 })));
    const before = boxes.at(-1);
    const x = before === undefined ? 0 : before.max.x + spacing.columnGap - box.min.x;
    boxes.push(movedBox(box, { x, y: 0, z: 0 }));
    for (const { unit, y } of column.places) places.push({ unit, x, y, column: index });
  });
  return { places, boxes };
}

/** Height of a unit in its column. The first layer of each column is entered at 0; what the stream begins with ends there. */
function heightUnder(
  above: { readonly unit: Unit; readonly y: number } | undefined,
  unit: Unit,
  spacing: Spacing,
): number {
  if (above === undefined) return unit.entries.length === 0 ? -(unit.exit?.top ?? 0) : 0;
  const { exit } = above.unit;
  if (exit === undefined) throw new Error(`${unit.id} stands under the end of the residual stream`);
  if (unit.isEnteredBeside) return above.y + exit.top;
  // Slabs in the back of a deep stack would appear on what stands above.
  const { min, max } = unit.whole.template.box;
  return above.y + exit.bottom - Math.max(spacing.gap, ((max.z - min.z) / 2) * RISE);
}
