/** Ribbons that run behind one another, one for each head or expert, and how few of them show all that can be told apart. */
import type { Eye } from '../eye.ts';
import type { Box, Flow, Group, Point, Template } from '../geometry.ts';
import { boundsOf, boxOfFlow } from '../layout/bounds.ts';
import { ribbonRuns } from '../layout/ribbon-runs.ts';
import { plus, type Sight, screenDistance, sightOf } from './sight.ts';

/** Ribbons that differ in their depth alone: between the heads of two blocks, or between a block and each expert's. */
interface Bundle {
  /** Front to back. */
  readonly flows: readonly Flow[];
  /** Of those that were drawn so far, by their index. */
  readonly boxes: Box[];
  /** Of all of them. */
  readonly box: Box;
  /** How far that reaches from corner to corner, in cells. */
  readonly reach: number;
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
  /** 0 … 1: how much of it is there. The smallest fade. */
  readonly presence: number;
}

/** A group whose ribbons are in view. */
interface PlacedFlows {
  readonly group: Group;
  /** Relative to the eye. */
  readonly origin: Point;
  readonly sight: Pick<Sight, 'cellSize'>;
}

/** Ribbons that reach less far than this, in CSS pixels, are not drawn. */
const LEAST_SIZE = 3;
/** So many at most, those behind one another as one: of more, the smallest would only be a haze. */
const MOST_BUNDLES = 700;
/** While there are fewer runs than this, ribbons behind one another are told apart. */
const MOST_RUNS = 3000;
/** Of those that are drawn, the ones that are larger than what is not by less than this part fade: none comes or goes at once. */
const FADING = 0.5;
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
    // All others are between the first and the last.
    const box = boundsOf([...flows.slice(0, 1), ...flows.slice(-1)].map(boxOfFlow));
    const { min, max } = box;
    return { flows, boxes: [], box, reach: Math.hypot(max.x - min.x, max.y - min.y, max.z - min.z) };
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

/** The ribbons of groups in view, those groups first whose ribbons are rather told apart. */
export function seenFlows(places: readonly PlacedFlows[], eye: Eye): SeenFlow[] {
  const least = leastSize(places);
  const seen: SeenFlow[] = [];
  let room = MOST_RUNS;
  for (const place of places) {
    for (const bundle of bundlesOf(place.group.template.flows)) {
      const size = bundle.reach * place.sight.cellSize;
      if (size <= least) continue;
      const own = seenOf(bundle, place, eye, { size, least, room });
      seen.push(...own);
      room -= own.reduce((sum, { flow, cellSize }) => sum + ribbonRuns(flow, cellSize).length, 0);
    }
  }
  return seen;
}

/** CSS pixels that a bundle has to reach further than, so that there are not too many. */
function leastSize(places: readonly PlacedFlows[]): number {
  const sizes: number[] = [];
  for (const { group, sight } of places) {
    for (const { reach } of bundlesOf(group.template.flows)) sizes.push(reach * sight.cellSize);
  }
  const smallestFirst = Float64Array.from(sizes).sort();
  return Math.max(LEAST_SIZE, smallestFirst.at(-1 - MOST_BUNDLES) ?? 0);
}

/** `size` of the bundle, what of that is the `least`, and for how many runs there is room. */
function seenOf(
  { flows, boxes, box }: Bundle,
  { group: { prefix }, origin }: PlacedFlows,
  eye: Eye,
  { size, least, room }: { readonly size: number; readonly least: number; readonly room: number },
): SeenFlow[] {
  const sight = sightOf(eye, plus(box.min, origin), plus(box.max, origin));
  const [front, back] = [flows[0], flows.at(-1)];
  if (sight === undefined || front === undefined || back === undefined) return [];
  const { cellSize } = sight;
  const presence = Math.min(1, (size / least - 1) / FADING);
  if (front === back) return [{ flow: front, back: undefined, count: 1, prefix, origin, cellSize, presence }];
  const gaps = flows.length - 1;
  const spread = spreadOf(front, back, origin, eye);
  const width = Math.max(front.startWidth, front.endWidth) * cellSize;
  const isTold = spread >= LEAST_PITCH * gaps;
  const steps = isTold ? gaps : Math.min(gaps, Math.ceil(spread / Math.max(LEAST_PITCH, OVERLAP * width)));
  const isTooMany = steps > 0 && (steps + 1) * ribbonRuns(front, cellSize).length > room;
  if ((!isTold && width < NARROW) || isTooMany) {
    return [{ flow: front, back, count: flows.length, prefix, origin, cellSize, presence }];
  }
  const count = flows.length / (steps + 1);
  return Array.from({ length: steps + 1 }, (_, step) => (steps === 0 ? 0 : Math.round((step * gaps) / steps))).flatMap(
    (index) => {
      const flow = flows[index];
      if (flow === undefined) return [];
      boxes[index] ??= boxOfFlow(flow);
      const { min, max } = boxes[index];
      const ownSight = sightOf(eye, plus(min, origin), plus(max, origin));
      if (ownSight === undefined) return [];
      return [{ flow, back: undefined, count, prefix, origin, cellSize: ownSight.cellSize, presence }];
    },
  );
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
