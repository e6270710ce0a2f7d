/** Ops that work through a token's row number by number: norms, softmax, activation functions, factors, a router's choice. */
import { eachCell, extentOf, narrowed } from '../grid.ts';
import { sumOf } from '../numbers.ts';
import type { Cells } from '../stage.ts';
import { type Bench, type Motion, mover, within } from './motion.ts';
import { inputOf, isElementwise, type Pass, passesOf, type RowOp } from './passes.ts';
import { sourcesOf } from './sources.ts';

/**
 * One token's row (in several heads at once), pass after pass: each works through the row cell by cell, and what the last one
 * leaves are the numbers of the run.
 */
export function animateRowwise(op: RowOp, bench: Bench, focus: Cells, progress: number): Motion {
  const axis = focus.from.length - 1;
  const passes = passesOf(op, bench);
  const arriving = isElementwise(op) ? ARRIVING : 0;
  const [first, count] = [focus.from[axis] ?? 0, extentOf(focus, axis)];
  const at = placeAt(passes, count, within(progress, arriving, 1));
  const step = progress >= arriving ? `${at.pass}:${at.done}` : 'none';
  const pass = passes[at.pass];
  const current = at.measuring || at.done === count ? [] : [narrowed(focus, axis, first + at.done, first + at.done)];
  const measured = at.measuring ? measuredRow(op, bench, focus, pass?.measures) : [];
  const input = sourcesOf(op, bench, focus).filter(({ block }) => block === op.input);
  return {
    step,
    paint: (values) => {
      if (step === 'none') return;
      const before = passes[at.pass - 1]?.shown ?? (arriving > 0 ? inputOf(op, bench) : undefined);
      for (const cell of eachCell(focus)) {
        const shown = (cell[axis] ?? 0) - first < at.done ? pass?.shown : before;
        if (shown !== undefined) values.set(cell, shown(cell));
      }
    },
    outlines: [
      ...bench.outlines(input, 'source'),
      ...bench.outlines([focus], 'dotted'),
      ...bench.outlines(
        current.flatMap((cell) => readBy(pass, cell)),
        'source',
      ),
      ...bench.outlines([measured, current, [focus]].find((cells) => cells.length > 0) ?? [], 'accent'),
    ],
    links: [],
    movers:
      arriving > 0
        ? mover(bench, { from: { ...focus, block: op.input }, to: focus, progress: within(progress, 0, arriving) })
        : [],
  };
}

/** A measurement takes as long as this part of a pass. */
const MEASURING = 0.35;

/** Where a row stands: in which pass, how many of its steps are done, and whether it is still being measured for it. */
function placeAt(passes: readonly Pass[], count: number, progress: number) {
  const last = { pass: passes.length - 1, done: count, measuring: false };
  if (progress >= 1) return last;
  const lengths = passes.map(({ measures }) => 1 + (measures === undefined ? 0 : MEASURING));
  let left = progress * sumOf(lengths);
  for (const [pass, length] of lengths.entries()) {
    if (left < length) {
      const into = left - (length - 1);
      return { pass, done: Math.max(0, Math.floor(into * count)), measuring: into < 0 };
    }
    left -= length;
  }
  return last;
}

/** How much of the way a row needs to arrive where it is then changed. */
export const ARRIVING = 0.15;

/** The row that is taken together; where only a part of it is worked on, the input's. */
function measuredRow(op: RowOp, bench: Bench, focus: Cells, measures: Pass['measures']): Cells[] {
  const [input] = sourcesOf(op, bench, focus);
  const axis = focus.from.length - 1;
  if (measures === undefined || input === undefined) return [];
  return [measures === 'row' && extentOf(input, axis) === extentOf(focus, axis) ? focus : input];
}

/** The number that a cell takes from a block [channel]. */
function readBy(pass: Pass | undefined, cell: Cells): Cells[] {
  return pass?.reads === undefined ? [] : [{ block: pass.reads, from: cell.from.slice(-1), to: cell.to.slice(-1) }];
}
