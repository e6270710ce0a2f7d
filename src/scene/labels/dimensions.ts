/** Which edges of the labelled blocks get a dimension line: each length once, a few in all, only where there is room. */
import type { Spot } from '../marks/stroke.ts';
import type { Rgb } from '../palette.ts';
import { type Dimension, dimension } from './dimension.ts';
import type { BlockFace } from './faces.ts';
import type { Ground } from './ground.ts';
import { areaOf, grown, holds, meet, type Outlined, type Rect } from './room.ts';
import type { Measure } from './text.ts';

const MOST = 4;
/** CSS pixels off the edge, the nearest first. */
const OFFSETS = [11, 17, 24] as const;
const CLEARANCE = 3;

export interface Surroundings {
  readonly safe: Rect;
  readonly taken: readonly Rect[];
  /** Faces and ribbons, on which no line is drawn. */
  readonly covered: readonly Ground<Outlined>[];
  readonly colour: Rgb;
  readonly measure: Measure;
  /** How a length is written. */
  readonly count: (length: number) => string;
}

interface Edge {
  readonly a: Spot;
  readonly b: Spot;
  readonly outward: Spot;
}

/** The dimension lines of a frame, the largest blocks first. */
export function dimensionsOf(blocks: readonly BlockFace[], around: Surroundings): Dimension[] {
  const chosen: Dimension[] = [];
  const written = new Set<number>();
  const largestFirst = [...blocks].sort((a, b) => areaOf(b.outline.corners) - areaOf(a.outline.corners));
  for (const { seen, corners } of largestFirst) {
    if (corners === undefined) continue;
    const { topLeft, topRight, bottomRight, bottomLeft } = corners;
    const sides = [
      {
        axis: seen.block.axes.columns,
        count: seen.slab.columns,
        edges: [edge(bottomLeft, bottomRight, topLeft), edge(topLeft, topRight, bottomLeft)],
      },
      {
        axis: seen.block.axes.rows,
        count: seen.slab.rows,
        edges: [edge(topRight, bottomRight, topLeft), edge(topLeft, bottomLeft, topRight)],
      },
    ];
    for (const { axis, count, edges } of sides) {
      // The length of a band says nothing about the axis that was cut into bands.
      const isWhole = axis !== undefined && seen.block.shape[axis] === count;
      if (!isWhole || written.has(count)) continue;
      const line = firstFree(edges, around.count(count), chosen, around);
      if (line === undefined) continue;
      written.add(count);
      chosen.push(line);
      if (chosen.length >= MOST) return chosen;
    }
  }
  return chosen;
}

/** An edge with its unit normal, away from a corner on the other side of the face. */
function edge(a: Spot, b: Spot, inner: Spot): Edge {
  const length = Math.max(1e-6, Math.hypot(b.x - a.x, b.y - a.y));
  const normal = { x: (b.y - a.y) / length, y: (a.x - b.x) / length };
  const isInward = (inner.x - a.x) * normal.x + (inner.y - a.y) * normal.y > 0;
  return { a, b, outward: isInward ? { x: -normal.x, y: -normal.y } : normal };
}

function firstFree(
  edges: readonly Edge[],
  text: string,
  chosen: readonly Dimension[],
  around: Surroundings,
): Dimension | undefined {
  const taken = [...around.taken, ...chosen.flatMap(({ room }) => room)].map((rect) => grown(rect, CLEARANCE));
  for (const side of edges) {
    for (const offset of OFFSETS) {
      const line = dimension(side, offset, text, around.colour, around.measure);
      const isFree = line?.room.every(
        (rect) =>
          holds(around.safe, rect) &&
          !taken.some((other) => meet(other, rect)) &&
          !around.covered.some((ground) => ground.isUnder(grown(rect, CLEARANCE))),
      );
      if (line && isFree) return line;
    }
  }
  return undefined;
}
