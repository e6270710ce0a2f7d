/** Where a tip stands beside what it speaks of, and which way its leader takes, in CSS pixels of the view. */
import type { Spot } from '../../scene/marks/stroke.ts';
import { type Box, distance, grown, isWithin, overlap, type Size } from './box.ts';
import { type Leader, leadersBetween } from './tip-leader.ts';

/** The card keeps at least this far from its target: the length of the leader. */
const GAP = 40;
/** Free at the edges of the view, and under the top bar. */
const EDGE = 16;
const BAR = 60;
/** Places are tried this far apart. They stay where they are as the pointer moves on, so the card does not follow its every step. */
const STEP = 32;
/** What a covered pixel costs, in pixels of the way to the target. */
const NEVER = 20;
const HARDLY = 0.06;
const RATHER_NOT = 0.02;
/** What it costs where the leader runs over writing or cells, and over another line, for each of its spots. */
const OVER_WRITING = 300;
const OVER_LINE = 100;
/** A card that no leader reaches is worse than any detour. */
const NO_LEADER = 1e5;
/** A leader keeps this far from what it does not cross, a card from what it does not cover and from lines. */
const CLEARANCE = 4;
const CARD_CLEARANCE = 6;
const BESIDE_LINE = 8;
/** Around the target lines may come near: they lead to it. */
const AROUND_TARGET = 6;

export interface Avoid {
  /** What neither the card nor its leader covers: what is written, the cells that the number was made from. */
  readonly never: readonly Box[];
  /** Lines over which neither lies. */
  readonly ways: readonly (readonly Spot[])[];
  /** Blocks that the card speaks of. */
  readonly hardly: readonly Box[];
  /** What the card leaves free where it can: faces of blocks. */
  readonly ratherNot: readonly Box[];
}

export interface TipPlace {
  readonly card: Box;
  readonly leader: Leader | undefined;
}

interface Tip {
  readonly size: Size;
  readonly target: Box;
  /** Whether a line is to lead to the card. */
  readonly hasLeader: boolean;
}

/** The place near the target where card and leader cover least. A view too small for the card shows its top left corner. */
export function placeTip(
  { size, target, hasLeader }: Tip,
  { never, ways, hardly, ratherNot }: Avoid,
  view: Size,
): TipPlace {
  const right = Math.max(EDGE, view.width - EDGE - size.width);
  const bottom = Math.max(BAR, view.height - EDGE - size.height);
  const runs = ways.flatMap(runsOf);
  const covered = [...never.map((box) => grown(box, CARD_CLEARANCE)), ...runs.map(boxAround)];
  const places = steps(BAR, bottom).flatMap((y) =>
    steps(EDGE, right).map((x) => {
      const card = { x, y, ...size };
      const way = distance(card, target);
      const area =
        NEVER * areaUnder(card, covered) + HARDLY * areaUnder(card, hardly) + RATHER_NOT * areaUnder(card, ratherNot);
      return { card, way, cost: way + 20 * Math.max(0, GAP - way) + area };
    }),
  );
  let best: TipPlace = { card: { x: EDGE, y: BAR, ...size }, leader: undefined };
  let least = Number.POSITIVE_INFINITY;
  // No leader is shorter than the way: a place that costs more than the best one with its leader cannot be better.
  for (const { card, way, cost } of places.sort((a, b) => a.cost - b.cost)) {
    if (cost >= least) break;
    const leaders = hasLeader ? leadersBetween(target, card) : [];
    const bare = cost + (hasLeader ? NO_LEADER : 0);
    if (leaders.length === 0 && bare < least) [best, least] = [{ card, leader: undefined }, bare];
    for (const leader of leaders) {
      const crossed = leader.spots
        .filter((spot) => !isWithin(spot, target, AROUND_TARGET))
        .reduce((sum, spot) => sum + costOf(spot, never, runs), 0);
      const whole = cost - way + leader.length + crossed;
      if (whole < least) [best, least] = [{ card, leader }, whole];
    }
  }
  return best;
}

function steps(from: number, to: number): number[] {
  return [...Array.from({ length: Math.floor((to - from) / STEP) + 1 }, (_, index) => from + index * STEP), to];
}

const areaUnder = (card: Box, boxes: readonly Box[]): number => boxes.reduce((sum, box) => sum + overlap(card, box), 0);

type Run = readonly [from: Spot, to: Spot];

const runsOf = (line: readonly Spot[]): Run[] => line.slice(1).map((to, index): Run => [line[index] ?? to, to]);

function boxAround([from, to]: Run): Box {
  const [x, y] = [Math.min(from.x, to.x) - BESIDE_LINE, Math.min(from.y, to.y) - BESIDE_LINE];
  const [width, height] = [Math.abs(from.x - to.x) + 2 * BESIDE_LINE, Math.abs(from.y - to.y) + 2 * BESIDE_LINE];
  return { x, y, width, height };
}

function costOf(spot: Spot, boxes: readonly Box[], runs: readonly Run[]): number {
  if (boxes.some((box) => isWithin(spot, box, CLEARANCE))) return OVER_WRITING;
  return runs.some((run) => distanceToRun(spot, run) < CLEARANCE) ? OVER_LINE : 0;
}

function distanceToRun({ x, y }: Spot, [from, to]: Run): number {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const length = across * across + down * down;
  const part = length === 0 ? 0 : ((x - from.x) * across + (y - from.y) * down) / length;
  const at = Math.max(0, Math.min(1, part));
  return Math.hypot(x - from.x - across * at, y - from.y - down * at);
}
