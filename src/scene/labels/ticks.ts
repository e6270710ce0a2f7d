/** Where the ticks of a ruler stand that is seen in perspective: at round numbers, as close as they can be told apart at each place. */
import type { ScreenPoint } from '../eye.ts';
import type { Spot } from '../marks/stroke.ts';
import type { Rect } from './room.ts';

/** A straight line of the world, by the cells along it. */
export interface RulerLine {
  /** Cells, from 0. */
  readonly length: number;
  /** The place at so many cells from its start; also behind the eye, with a depth that is not positive. */
  at(cells: number): ScreenPoint;
}

/** Cells along a line, from the first to the last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Round numbers are these times a power of ten. */
const ROUND = [1, 2, 5] as const;

/** Round numbers in ascending order, from one on. */
function* roundNumbers(from: number): Generator<number> {
  for (let power = 10 ** Math.floor(Math.log10(from)); ; power *= 10) {
    for (const round of ROUND) if (round * power >= from) yield round * power;
  }
}

/** What of a line is before the eye and within an area of the canvas; undefined where nothing is. */
export function stretchWithin(line: RulerLine, area: Rect, near: number): Stretch | undefined {
  const [start, end] = [line.at(0), line.at(line.length)];
  // In the depth, and in place times depth, a line of the world is straight also behind the eye.
  const bounds: [number, number][] = [
    [start.depth - near, end.depth - near],
    [(start.x - area.left) * start.depth, (end.x - area.left) * end.depth],
    [(area.right - start.x) * start.depth, (area.right - end.x) * end.depth],
    [(start.y - area.top) * start.depth, (end.y - area.top) * end.depth],
    [(area.bottom - start.y) * start.depth, (area.bottom - end.y) * end.depth],
  ];
  let [from, to] = [0, 1];
  for (const [atStart, atEnd] of bounds) {
    if (atStart < 0 && atEnd < 0) return undefined;
    const crossing = atStart / (atStart - atEnd);
    if (atStart < 0) from = Math.max(from, crossing);
    else if (atEnd < 0) to = Math.min(to, crossing);
  }
  return from < to ? { from: from * line.length, to: to * line.length } : undefined;
}

const between = (a: Spot, b: Spot): number => Math.hypot(b.x - a.x, b.y - a.y);

/**
 * Multiples of round numbers of cells within a stretch, in descending nearness to the eye: neighbours are at least `gap` CSS pixels
 * apart and not much more, so that what is nearer is divided more finely.
 */
export function ticksOf(line: RulerLine, { from, to }: Stretch, gap: number): number[] {
  const away = line.at(to).depth >= line.at(from).depth ? 1 : -1;
  const [nearest, furthest] = away > 0 ? [from, to] : [to, from];
  const isWide = (a: number, b: number) => between(line.at(a), line.at(b)) >= gap;
  const ticks: number[] = [];
  let step = 1;
  for (;;) {
    const last = ticks.at(-1);
    let next: number | undefined;
    // Never finer than before: it only gets further.
    for (step of roundNumbers(step)) {
      const first = last === undefined ? multiple(nearest, step, away) : multiple(last + away, step, away);
      if ((furthest - first) * away < 0) return ticks;
      next = last === undefined || isWide(last, first) ? first : first + step * away;
      if (isWide(next, next + step * away)) break;
    }
    if (next === undefined || (furthest - next) * away < 0) return ticks;
    ticks.push(next);
  }
}

/** The first multiple of a step at a place or further that way. */
const multiple = (place: number, step: number, away: number): number =>
  away * Math.ceil((place * away) / step) * step || 0;
