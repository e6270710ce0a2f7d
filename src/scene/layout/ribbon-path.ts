/** From the straight runs of a flow to the points of a ribbon: corners rounded, widths between the ends. */
import type { Flow, Point } from '../geometry.ts';

/** One cross-section of a ribbon. */
export interface RibbonPoint {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Unit vector across the ribbon, to the left of its way. */
  readonly acrossX: number;
  readonly acrossY: number;
  readonly halfWidth: number;
  /** Cells from the start, along the middle. */
  readonly distance: number;
}

/**
 * Runs of a quarter circle: as many as its size on the screen asks for, none where a sharp corner looks the same. A taper, whose sides
 * are curved, and a change of depth have half as many.
 */
const ARC_RUNS = [0, 1, 2, 4, 8, 16] as const;
type ArcRuns = (typeof ARC_RUNS)[number];
const FINEST: ArcRuns = 16;

/** How far a run may cut off its arc, in CSS pixels. */
const ARC_ERROR = 0.2;

type Bare = Omit<RibbonPoint, 'halfWidth' | 'distance'>;

const known = new WeakMap<Flow, Map<ArcRuns, readonly RibbonPoint[]>>();

/**
 * Relative to the flow's group, from start to end. Empty for a flow of no length.
 * @param cellSize CSS pixels of a cell where the ribbon is nearest; as fine as can be without
 */
export function ribbonPath(flow: Flow, cellSize = Infinity): readonly RibbonPoint[] {
  const runs = arcRuns(flow, cellSize);
  const paths = known.get(flow) ?? new Map<ArcRuns, readonly RibbonPoint[]>();
  const before = paths.get(runs);
  if (before !== undefined) return before;
  const points = measured(rounded(flow, runs), flow);
  known.set(flow, paths.set(runs, points));
  return points;
}

/** A chord over an angle a cuts r (1 − cos a/2) ≈ r a²/8 off its arc; a sharp corner stands r (√2 − 1) beyond it. */
function arcRuns({ radius, startWidth, endWidth }: Flow, cellSize: number): ArcRuns {
  const outer = (radius + Math.max(startWidth, endWidth) / 2) * cellSize;
  const errorOf = (runs: ArcRuns) => outer * (runs === 0 ? Math.SQRT2 - 1 : (Math.PI / 2 / runs) ** 2 / 8);
  return ARC_RUNS.find((runs) => errorOf(runs) <= ARC_ERROR) ?? FINEST;
}

function rounded({ path, radius: wanted, startWidth, endWidth }: Flow, arcs: ArcRuns): Bare[] {
  const radius = arcs === 0 ? 0 : wanted;
  const points: Bare[] = [];
  for (let i = 0; i + 1 < path.length; i++) {
    const [before, from, to, after] = [path[i - 1], path[i], path[i + 1], path[i + 2]];
    if (from === undefined || to === undefined) continue;
    const [length, way] = wayBetween(from, to);
    if (length === 0) continue;
    const next = after && wayBetween(to, after)[1];
    const isTurning = next !== undefined && !isSameWay(next, way);
    const startCut = before === undefined || isSameWay(wayBetween(before, from)[1], way) ? 0 : radius;
    const endCut = isTurning ? radius : 0;
    const runs = startWidth === endWidth && from.z === to.z ? 1 : Math.max(1, arcs / 2);
    for (let run = 0; run <= runs; run++) {
      const at = startCut + ((length - startCut - endCut) * run) / runs;
      points.push(pointOf(from, to, at / length, way));
    }
    if (isTurning) points.push(...corner(to, way, next, radius, arcs));
  }
  return points;
}

interface Way {
  readonly x: number;
  readonly y: number;
}

function wayBetween(from: Point, to: Point): [length: number, way: Way] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return [length, { x: (to.x - from.x) / length, y: (to.y - from.y) / length }];
}

function isSameWay(a: Way, b: Way): boolean {
  return a.x === b.x && a.y === b.y;
}

/** A run that changes its depth does so gently at both ends. */
function pointOf(from: Point, to: Point, share: number, way: Way): Bare {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    z: from.z + (to.z - from.z) * eased(share),
    acrossX: -way.y,
    acrossY: way.x,
  };
}

/** The points of a quarter circle without its ends, from the way in to the way out. */
function corner(at: Point, into: Way, out: Way, radius: number, runs: ArcRuns): Bare[] {
  const middle = { x: at.x + (out.x - into.x) * radius, y: at.y + (out.y - into.y) * radius };
  return Array.from({ length: Math.max(0, runs - 1) }, (_, i) => {
    const angle = ((i + 1) / runs) * (Math.PI / 2);
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const way = { x: into.x * cos + out.x * sin, y: into.y * cos + out.y * sin };
    return {
      x: middle.x + (into.x * sin - out.x * cos) * radius,
      y: middle.y + (into.y * sin - out.y * cos) * radius,
      z: at.z,
      acrossX: -way.y,
      acrossY: way.x,
    };
  });
}

function measured(points: readonly Bare[], { startWidth, endWidth }: Flow): RibbonPoint[] {
  const distances: number[] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const step = before === undefined ? 0 : Math.hypot(point.x - before.x, point.y - before.y);
    distances.push((distances[i - 1] ?? 0) + step);
  });
  const length = distances.at(-1) ?? 0;
  if (length === 0) return [];
  return points.map((point, i) => {
    const distance = distances[i] ?? 0;
    const share = distance / length;
    return { ...point, distance, halfWidth: (startWidth + (endWidth - startWidth) * eased(share)) / 2 };
  });
}

/** From 0 to 1, level at both ends. */
function eased(share: number): number {
  return share * share * (3 - 2 * share);
}
