/** Links: a curve in the accent colour between the nearest edges of two ranges of cells, on a wider line of paper. */
import type { Eye } from '../eye.ts';
import type { Box } from '../geometry.ts';
import type { Rgb } from '../palette.ts';
import { spotsAlong } from './bezier.ts';
import { faceCentre } from './outline.ts';
import { dotAt, type Spot, type Stroke } from './stroke.ts';

const LINE_WIDTH = 1.25;
const PAPER_WIDTH = 3.2;
const DOT_RADIUS = 2.4;
/** Straight pieces of a whole curve. */
const STEPS = 40;
/** How far the curve leaves its edge straight, as a part of the way, within limits in CSS pixels. */
const HANDLE = 0.42;
const LONGEST_HANDLE = 180;
/** Ends nearer than this, in CSS pixels, need no line. */
const LEAST_WAY = 6;

/** The middle of an edge as it is seen, and the way out of the face there. */
export interface Port {
  readonly spot: Spot;
  /** Unit vector on the canvas. */
  readonly outward: Spot;
}

const distance = (a: Spot, b: Spot): number => Math.hypot(b.x - a.x, b.y - a.y);

/** The four edges of the front of a box of cells; none when some of it is behind the eye. */
function portsOf(box: Box, eye: Eye): Port[] {
  const middle = faceCentre(box);
  const centre = eye.project(middle);
  const edges = [
    { ...middle, x: box.min.x },
    { ...middle, x: box.max.x },
    { ...middle, y: box.min.y },
    { ...middle, y: box.max.y },
  ].map((point) => eye.project(point));
  if (edges.some((edge) => edge.depth < eye.near)) return [];
  return edges.map((spot) => {
    const length = Math.max(1e-6, distance(centre, spot));
    return { spot, outward: { x: (spot.x - centre.x) / length, y: (spot.y - centre.y) / length } };
  });
}

/** The pair of edges that lie nearest to one another and do not look away from one another. */
export function nearestPorts(from: readonly Port[], to: readonly Port[]): readonly [Port, Port] | undefined {
  let best: readonly [Port, Port] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const a of from) {
    for (const b of to) {
      const way = { x: b.spot.x - a.spot.x, y: b.spot.y - a.spot.y };
      const length = Math.hypot(way.x, way.y);
      // A curve that has to turn back costs as much as a detour of its length.
      const leaving = a.outward.x * way.x + a.outward.y * way.y;
      const arriving = -(b.outward.x * way.x + b.outward.y * way.y);
      const cost = 3 * length - leaving - arriving;
      if (cost < least) [best, least] = [[a, b], cost];
    }
  }
  return best;
}

/** The first part of a cubic Bézier curve that leaves and meets the edges at right angles. */
export function curve([from, to]: readonly [Port, Port], progress: number): Spot[] {
  const handle = Math.min(LONGEST_HANDLE, HANDLE * distance(from.spot, to.spot));
  const leave = { x: from.spot.x + from.outward.x * handle, y: from.spot.y + from.outward.y * handle };
  const meet = { x: to.spot.x + to.outward.x * handle, y: to.spot.y + to.outward.y * handle };
  const steps = Math.max(1, Math.ceil(STEPS * progress));
  return spotsAlong([from.spot, leave, meet, to.spot], steps, progress);
}

/** The whole curve between the cells in two boxes, which are places in the world; empty where there is none. */
export function linkLine(from: Box, to: Box, eye: Eye): Spot[] {
  const ports = nearestPorts(portsOf(from, eye), portsOf(to, eye));
  return ports === undefined || distance(ports[0].spot, ports[1].spot) < LEAST_WAY ? [] : curve(ports, 1);
}

/** The strokes of a link between the cells in two boxes, which are places in the world. */
export function linkStrokes(
  from: Box,
  to: Box,
  progress: number,
  eye: Eye,
  colours: { readonly accent: Rgb; readonly paper: Rgb },
): Stroke[] {
  const ports = nearestPorts(portsOf(from, eye), portsOf(to, eye));
  if (progress <= 0 || ports === undefined || distance(ports[0].spot, ports[1].spot) < LEAST_WAY) return [];
  const points = curve(ports, Math.min(1, progress));
  const strokes: Stroke[] = [
    { points, width: PAPER_WIDTH, colour: colours.paper, opacity: 1 },
    { points, width: LINE_WIDTH, colour: colours.accent, opacity: 1 },
    dotAt(ports[0].spot, DOT_RADIUS, colours.accent),
  ];
  if (progress >= 1) strokes.push(dotAt(ports[1].spot, DOT_RADIUS, colours.accent));
  return strokes;
}
