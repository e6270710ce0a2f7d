/** Ribbons that run behind one another, one for each head or expert, and how few of them show all that can be told apart. */
import type { Eye } from '../eye.ts';
import type { Box, Flow, Point, Template } from '../geometry.ts';
import { boundsOf, boxOfFlow } from '../layout/bounds.ts';
import { plus, screenDistance, sightOf } from './sight.ts';

/** Ribbons that differ in their depth alone: between the heads of two blocks, or between a block and each expert's. */
interface Bundle {
  /** Front to back. */
  readonly flows: readonly Flow[];
  /** Of each of them. */
  readonly boxes: readonly Box[];
  /** Of all of them. */
  readonly box: Box;
}

export interface SeenFlow {
  readonly flow: Flow;
  /** It stands for all ribbons from it back to this one: they are too narrow and too close to be told apart. */
  readonly back: Flow | undefined;
  /** How many ribbons it stands for; with no `back`, so many as good as lie on one another. */
  readonly count: number;
  /** Full id prefix of the group that the flow belongs to. */
  readonly prefix: string;
  /** Of the flow's group, relative to the eye. */
  readonly origin: Point;
  /** CSS pixels of a cell where the ribbon is nearest. */
  readonly cellSize: number;
}

/** A ribbon smaller than this on the screen (CSS pixels, the larger side) is not drawn. */
const LEAST_SIZE = 3;
/** Ribbons further apart than this (CSS pixels) are each drawn. */
const LEAST_PITCH = 2;
/** Ribbons narrower than this (CSS pixels) make a band; of wider ones, some stand for all. */
const NARROW = 1.5;
/** Some stand for all where no two of them are further apart than this part of their width. */
const OVERLAP = 0.35;

const known = new WeakMap<Template['flows'], readonly Bundle[]>();

/** Made once for each kind of group: all of a kind share their flows. */
function bundlesOf(all: Template['flows']): readonly Bundle[] {
  const before = known.get(all);
  if (before !== undefined) return before;
  const runs: Flow[][] = [];
  for (const flow of all) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && isBeside(last[0], flow)) last.push(flow);
    else runs.push([flow]);
  }
  const bundles = runs.map((flows) => {
    const boxes = flows.map(boxOfFlow);
    return { flows, boxes, box: boundsOf(boxes) };
  });
  known.set(all, bundles);
  return bundles;
}

function isBeside(a: Flow, b: Flow): boolean {
  const isSamePath =
    a.path.length === b.path.length &&
    a.path.every(({ x, y }, index) => x === b.path[index]?.x && y === b.path[index]?.y);
  return a.startWidth === b.startWidth && a.endWidth === b.endWidth && isSamePath;
}

/** The ribbons of a group that the eye sees. `origin` of the group, relative to the eye. */
export function seenFlows(template: Template, prefix: string, origin: Point, eye: Eye, seen: SeenFlow[]): void {
  for (const { flows, boxes, box } of bundlesOf(template.flows)) {
    const sight = sightOf(eye, plus(box.min, origin), plus(box.max, origin));
    if (sight === undefined || Math.max(sight.width, sight.height) < LEAST_SIZE) continue;
    const { cellSize } = sight;
    const [front, back] = [flows[0], flows.at(-1)];
    if (front === undefined || back === undefined) continue;
    if (front === back) {
      seen.push({ flow: front, back: undefined, count: 1, prefix, origin, cellSize });
      continue;
    }
    const gaps = flows.length - 1;
    const spread = spreadOf(front, back, origin, eye);
    const width = Math.max(front.startWidth, front.endWidth) * cellSize;
    const isTold = spread >= LEAST_PITCH * gaps;
    if (!isTold && width < NARROW) {
      seen.push({ flow: front, back, count: flows.length, prefix, origin, cellSize });
      continue;
    }
    const steps = isTold ? gaps : Math.min(gaps, Math.ceil(spread / Math.max(LEAST_PITCH, OVERLAP * width)));
    const count = flows.length / (steps + 1);
    for (let step = 0; step <= steps; step++) {
      const index = steps === 0 ? 0 : Math.round((step * gaps) / steps);
      const [flow, own] = [flows[index], boxes[index]];
      const ownSight = own && sightOf(eye, plus(own.min, origin), plus(own.max, origin));
      if (flow === undefined || ownSight === undefined) continue;
      seen.push({ flow, back: undefined, count, prefix, origin, cellSize: ownSight.cellSize });
    }
  }
}

/** CSS pixels between the first and the last ribbon where they are furthest apart. */
function spreadOf(front: Flow, back: Flow, origin: Point, eye: Eye): number {
  let spread = 0;
  front.path.forEach((point, index) => {
    const other = back.path[index];
    if (other) spread = Math.max(spread, screenDistance(eye, plus(point, origin), plus(other, origin)));
  });
  return spread;
}
