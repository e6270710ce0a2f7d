/** Where a tip stands beside what it speaks of, in CSS pixels of the view. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** The card keeps at least this far from its target: the length of the leader. */
const GAP = 40;
/** Free at the edges of the view, and under the top bar. */
const EDGE = 16;
const BAR = 60;
/** Places are tried this far apart. They stay where they are as the pointer moves on, so the card does not follow its every step. */
const STEP = 32;
/** What a covered pixel costs, in pixels of the way to the target. */
const NEVER = 2;
const RATHER_NOT = 0.008;
/** Width of the room that a line is left. */
const WAY = 16;

/** What a card should not cover: labels and sources not at all, faces of blocks rather not. */
export interface Avoid {
  readonly never: readonly Box[];
  readonly ratherNot: readonly Box[];
}

/** The nearest place to the target where the card is in the view and covers least. A view too small for the card shows its top left corner. */
export function placeTip(size: Size, target: Box, avoid: Avoid, view: Size): Box {
  const right = Math.max(EDGE, view.width - EDGE - size.width);
  const bottom = Math.max(BAR, view.height - EDGE - size.height);
  let best: Box = { x: EDGE, y: BAR, ...size };
  let least = Number.POSITIVE_INFINITY;
  for (const y of steps(BAR, bottom))
    for (const x of steps(EDGE, right)) {
      const card = { x, y, ...size };
      const cost = costOf(card, target, avoid);
      if (cost < least) {
        least = cost;
        best = card;
      }
    }
  return best;
}

function steps(from: number, to: number): number[] {
  return [...Array.from({ length: Math.floor((to - from) / STEP) + 1 }, (_, index) => from + index * STEP), to];
}

function costOf(card: Box, target: Box, { never, ratherNot }: Avoid): number {
  const between = distance(card, target);
  const tooNear = Math.max(0, GAP - between) * 20;
  const covered = (boxes: readonly Box[]) => boxes.reduce((sum, box) => sum + overlap(card, box), 0);
  return between + tooNear + NEVER * covered(never) + RATHER_NOT * covered(ratherNot);
}

/** Between the nearest points of two boxes. */
function distance(a: Box, b: Box): number {
  const across = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width));
  const down = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height));
  return Math.hypot(across, down);
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Room that a line from a source to the target takes: along the source's column, then along the target's row. */
export function wayBetween(source: Box, target: Box): readonly Box[] {
  const [from, to] = [middleOf(source), middleOf(target)];
  const across = { x: Math.min(from.x, to.x), y: to.y - WAY / 2, width: Math.abs(from.x - to.x), height: WAY };
  const down = { x: from.x - WAY / 2, y: Math.min(from.y, to.y), width: WAY, height: Math.abs(from.y - to.y) };
  return [across, down];
}

function middleOf({ x, y, width, height }: Box) {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The line that joins the target to the card, edge to edge, so that it covers nothing of either: where it starts, and its SVG path. */
export function leaderOf(card: Box, target: Box): { readonly x: number; readonly y: number; readonly path: string } {
  const middle = middleOf(target);
  const right = card.x + card.width;
  const bottom = card.y + card.height;
  if (card.x > middle.x || right < middle.x) {
    const isRight = card.x > middle.x;
    const start = { x: isRight ? target.x + target.width : target.x, y: middle.y };
    const end = { x: isRight ? card.x : right, y: clamp(middle.y, card.y + 20, bottom - 20) };
    const bend = (start.x + end.x) / 2;
    return { ...start, path: `M${start.x} ${start.y}C${bend} ${start.y} ${bend} ${end.y} ${end.x} ${end.y}` };
  }
  const isBelow = card.y > middle.y;
  const start = { x: middle.x, y: isBelow ? target.y + target.height : target.y };
  const end = { x: clamp(middle.x, card.x + 12, right - 12), y: isBelow ? card.y : bottom };
  const bend = (start.y + end.y) / 2;
  return { ...start, path: `M${start.x} ${start.y}C${start.x} ${bend} ${end.x} ${bend} ${end.x} ${end.y}` };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
