/** The runs of a ribbon, and which of them are large enough on the screen for details: strands, or the chevron that tells its way. */
import type { Flow } from '../geometry.ts';
import { type RibbonPoint, ribbonPath } from './ribbon-path.ts';

/** A quad between two cross-sections. */
export interface RibbonRun {
  readonly from: RibbonPoint;
  readonly to: RibbonPoint;
  /** Of the whole ribbon, in cells. */
  readonly length: number;
  readonly hasDetails: boolean;
}

/** From where on details fade in: CSS pixels between strands, and of the ribbon's width for a chevron. */
export const STRANDS_FROM = 2.5;
export const CHEVRON_FROM = 5;
/** Where the chevron stands, as a share of the length. */
export const CHEVRON_AT = 0.62;
/** CSS pixels around it that are enough for it, in perspective too and between two sizes. */
const CHEVRON_REACH = 12;

/** CSS pixels that a run is long at least. */
const LEAST_RUN = 0.01;

/** Sizes of a cell to an octave: between them the camera may move without any run being made anew. */
const SIZES = 4;
/** Of a flow that is in view at several distances at once. */
const MOST_KEPT = 8;

const known = new WeakMap<Flow, Map<number, readonly RibbonRun[]>>();

/** @param cellSize CSS pixels of a cell where the ribbon is nearest */
export function ribbonRuns(flow: Flow, cellSize: number): readonly RibbonRun[] {
  const size = Math.ceil(Math.log2(cellSize) * SIZES);
  const sizes = known.get(flow) ?? new Map<number, readonly RibbonRun[]>();
  const before = sizes.get(size);
  if (before !== undefined) return before;
  if (sizes.size >= MOST_KEPT) sizes.clear();
  const runs = runsAt(flow, 2 ** (size / SIZES));
  known.set(flow, sizes.set(size, runs));
  return runs;
}

function runsAt(flow: Flow, cellSize: number): RibbonRun[] {
  const path = ribbonPath(flow, cellSize);
  const length = path.at(-1)?.distance ?? 0;
  const width = Math.max(flow.startWidth, flow.endWidth) * cellSize;
  const hasStrands = width / flow.strands > STRANDS_FROM;
  const hasChevron = width > CHEVRON_FROM;
  const middle = CHEVRON_AT * length;
  const reach = CHEVRON_REACH / cellSize;
  return path.slice(1).flatMap((to, index): RibbonRun[] => {
    const from = path[index] ?? to;
    // At a sharp corner the ribbon only turns.
    if ((to.distance - from.distance) * cellSize < LEAST_RUN) return [];
    if (hasStrands || !hasChevron) return [{ from, to, length, hasDetails: hasStrands }];
    const cuts = [middle - reach, middle + reach].filter((cut) => from.distance < cut && cut < to.distance);
    const points = [from, ...cuts.map((cut) => between(from, to, cut)), to];
    return points.slice(1).map((end, piece) => {
      const start = points[piece] ?? end;
      const away = Math.abs((start.distance + end.distance) / 2 - middle);
      return { from: start, to: end, length, hasDetails: away < reach };
    });
  });
}

/** The cross-section of a run at a distance from the ribbon's start. */
function between(from: RibbonPoint, to: RibbonPoint, distance: number): RibbonPoint {
  const share = (distance - from.distance) / (to.distance - from.distance);
  const at = (key: keyof RibbonPoint) => from[key] + (to[key] - from[key]) * share;
  return {
    x: at('x'),
    y: at('y'),
    z: at('z'),
    acrossX: at('acrossX'),
    acrossY: at('acrossY'),
    halfWidth: at('halfWidth'),
    distance,
  };
}
