/** Ops that work through a token's row number by number: norms, softmax, activation functions, rotation. */
import { eachCell, extentOf, narrowed } from '../grid.ts';
import { sumOf } from '../numbers.ts';
import type { Cells } from '../stage.ts';
import { type Bench, type Motion, mover, within } from './motion.ts';
import { inputOf, type Pass, passesOf, type RowOp } from './passes.ts';
import { sourcesOf } from './sources.ts';

/**
 * One token's row (in several heads at once), pass after pass: each works through the row cell by cell, and what the last one
 * leaves are the numbers of the run.
 */
export function animateRowwise(op: RowOp, bench: Bench, focus: Cells, progress: number): Motion {
  const axis = focus.from.length - 1;
  const passes = passesOf(op, bench);
  const arriving = op.kind === 'activate' || op.kind === 'rotate' ? ARRIVING : 0;
  const steps = stepsOf(op, bench, focus);
  const at = placeAt(passes, steps.count, within(progress, arriving, 1));
  const step = progress >= arriving ? `${at.pass}:${at.done}` : 'none';
  const pass = passes[at.pass];
  const current = at.measuring ? [] : steps.at(at.done).map((index) => narrowed(focus, axis, index, index));
  const measured = at.measuring ? measuredRow(op, bench, focus, pass?.measures) : [];
  const input = sourcesOf(op, bench, focus).filter(({ block }) => block === op.input);
  return {
    step,
    paint: (values) => {
      if (step === 'none') return;
      const before = passes[at.pass - 1]?.shown ?? (arriving > 0 ? inputOf(op, bench) : undefined);
      for (const cell of eachCell(focus)) {
        const shown = steps.of(cell[axis] ?? 0) < at.done ? pass?.shown : before;
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

/** The order in which a pass goes through a row: a rotation turns two channels at a time, all others go cell by cell. */
interface Steps {
  readonly count: number;
  /** The step that changes the cell with this last index. */
  readonly of: (index: number) => number;
  /** The last indices of the cells that a step changes. */
  readonly at: (step: number) => readonly number[];
}

function stepsOf(op: RowOp, bench: Bench, focus: Cells): Steps {
  const axis = focus.from.length - 1;
  const first = focus.from[axis] ?? 0;
  const count = extentOf(focus, axis);
  const half = count / 2;
  const isWhole = count === bench.tensor(op.output).axes[axis]?.extent;
  if (op.kind === 'rotate' && isWhole) {
    return {
      count: half,
      of: (index) => index % half,
      at: (step) => (step < half ? [step, step + half] : []),
    };
  }
  return { count, of: (index) => index - first, at: (step) => (step < count ? [first + step] : []) };
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

/** How much of the way an elementwise function's input needs to arrive where it is then changed. */
const ARRIVING = 0.15;

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
