/** A dimension line, as in a technical drawing: beside an edge, with ticks at 45° and the number in a gap of the line. */
import type { Spot, Stroke } from '../marks/stroke.ts';
import type { Rgb } from '../palette.ts';
import { boundsOf, type Rect } from './room.ts';
import { CAP_HEIGHT, DIMENSION, type Measure, type TextLine } from './text.ts';

export interface Dimension {
  readonly strokes: readonly Stroke[];
  readonly text: TextLine;
  /** Rectangles that it covers, one for each part of the line, so that a slanted line doesn't claim all of the ground beside it. */
  readonly room: readonly Rect[];
}

const WIDTH = 0.75;
/** Half of a tick, along each axis, in CSS pixels. */
const TICK = 3;
/** Clear paper on both sides of the number. */
const GAP = 4;
/** A line shorter than this around its number says nothing. */
const LEAST_ARM = 6;
/** Parts of the line whose room is claimed apart. */
const PARTS = 6;

/**
 * The dimension of the edge from `a` to `b`, in CSS pixels, `offset` off the edge along `outward` (a unit vector).
 * Undefined where the edge is too short for its number.
 */
export function dimension(
  { a, b, outward }: { readonly a: Spot; readonly b: Spot; readonly outward: Spot },
  offset: number,
  text: string,
  colour: Rgb,
  measure: Measure,
): Dimension | undefined {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const width = measure(text, DIMENSION);
  if (length < width + 2 * (GAP + LEAST_ARM)) return undefined;
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const at = (distance: number, aside = 0): Spot => ({
    x: a.x + along.x * distance + outward.x * (offset + aside),
    y: a.y + along.y * distance + outward.y * (offset + aside),
  });
  const gapStart = (length - width) / 2 - GAP;
  const line = (from: Spot, to: Spot): Stroke => ({ points: [from, to], width: WIDTH, colour, opacity: 1 });
  const tick = (middle: Spot) =>
    line({ x: middle.x - TICK, y: middle.y + TICK }, { x: middle.x + TICK, y: middle.y - TICK });

  // Turned with the line, read from the left or from below.
  const steep = Math.atan2(along.y, along.x);
  const angle = steep > Math.PI / 2 || steep <= -Math.PI / 2 ? steep + Math.PI : steep;
  const direction = { x: Math.cos(angle), y: Math.sin(angle) };
  const middle = at(length / 2);
  const drop = (CAP_HEIGHT * DIMENSION.size) / 2;
  const start = {
    x: middle.x - (direction.x * width) / 2 - direction.y * drop,
    y: middle.y - (direction.y * width) / 2 + direction.x * drop,
  };
  const room = Array.from({ length: PARTS }, (_, part) => {
    const [from, to] = [(part * length) / PARTS, ((part + 1) * length) / PARTS];
    return boundsOf([at(from, -TICK), at(from, TICK), at(to, -TICK), at(to, TICK)]);
  });
  return {
    strokes: [line(at(0), at(gapStart)), line(at(length - gapStart), at(length)), tick(at(0)), tick(at(length))],
    text: { text, face: DIMENSION, at: start, angle: (angle * 180) / Math.PI, colour, halo: true },
    room,
  };
}
