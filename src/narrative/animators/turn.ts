/** Rotary positions: the two channels of a pair swing into their new values, one pair after another. */
import type { RotateOp } from '../../architecture/graph.ts';
import { angleOf, channelsOf, pairOf, turned } from '../../architecture/rotation.ts';
import { eachCell, extentOf, type Grid, narrowed } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { axisOf, type Bench, type Motion, mover, within } from './motion.ts';
import { ARRIVING } from './rowwise.ts';
import { sourcesOf } from './sources.ts';

/** In how many equal parts of its angle a pair turns. */
const PARTS = 32;

/**
 * One token's row (in several heads at once): it arrives as it was, then pair after pair turns, each cell showing at every part of
 * the angle what it would be had the pair turned only so far.
 */
export function animateTurn(op: RotateOp, bench: Bench, focus: Cells, progress: number): Motion {
  const axis = focus.from.length - 1;
  const first = focus.from[axis] ?? 0;
  const channels = Array.from({ length: extentOf(focus, axis) }, (_, index) => first + index);
  const pairs = [...new Set(channels.flatMap((channel) => pairOf(op, channel) ?? []))];
  const way = within(progress, ARRIVING, 1) * pairs.length;
  const done = Math.floor(way);
  const part = Math.floor((way - done) * PARTS);
  const hasArrived = progress >= ARRIVING;
  const pair = hasArrived ? pairs[done] : undefined;
  const [row] = sourcesOf(op, bench, focus);
  const current = channels.filter((channel) => pair !== undefined && pairOf(op, channel) === pair);
  return {
    step: hasArrived ? `${done}:${part}` : 'none',
    paint: (values) => {
      if (!hasArrived) return;
      const [before, after] = [bench.grid(op.input), bench.grid(op.output)];
      if (before === undefined || after === undefined) return;
      const token = axisOf(bench.tensor(op.output), 'token');
      for (const cell of eachCell(focus)) {
        // Channels that do not turn are in no pair: −1.
        const place = pairs.findIndex((one) => one === pairOf(op, cell[axis] ?? 0));
        const grid = place < done ? after : before;
        const isTurning = place === done && part > 0;
        values.set(cell, isTurning ? partlyTurned(op, before, cell, token, part / PARTS) : grid.at(cell));
      }
    },
    outlines: [
      ...bench.outlines(pair === undefined || row === undefined ? [] : bothOf(op, row, pair), 'source'),
      ...bench.outlines([focus], 'dotted'),
      ...bench.outlines(
        current.length === 0 ? [focus] : current.map((channel) => narrowed(focus, axis, channel, channel)),
        'accent',
      ),
    ],
    links: [],
    movers: row === undefined ? [] : mover(bench, { from: row, to: focus, progress: within(progress, 0, ARRIVING) }),
  };
}

/** A cell when its pair has turned by a part of its angle. @param token The axis of the positions. */
function partlyTurned(op: RotateOp, before: Grid, cell: readonly number[], token: number, part: number): number {
  const axis = cell.length - 1;
  const pair = pairOf(op, cell[axis] ?? 0);
  if (pair === undefined) return before.at(cell);
  const [first, second] = channelsOf(op, pair);
  const point = [before.at(cell.with(axis, first)), before.at(cell.with(axis, second))] as const;
  const [x, y] = turned(point, part * angleOf(op, pair, cell[token] ?? 0));
  return cell[axis] === first ? x : y;
}

/** Both channels of a pair in the row that is turned: each new value takes something of either. */
function bothOf(op: RotateOp, row: Cells, pair: number): Cells[] {
  return channelsOf(op, pair).map((channel) => narrowed(row, row.from.length - 1, channel, channel));
}
