/** Ops that work through a token's row number by number: norms, softmax, activation functions, rotation. */
import type { ActivateOp, LayerNormOp, RmsNormOp, RotateOp, SoftmaxOp } from '../../architecture/graph.ts';
import { eachCell, extentOf, type Grid, narrowed } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { type Bench, type Motion, mover, stepsDone, within } from './motion.ts';
import { sourcesOf } from './sources.ts';

/** What one pass along the row makes of a cell: given the cell, the number shown in it. */
type Pass = (cell: readonly number[]) => number;

type RowOp = LayerNormOp | RmsNormOp | SoftmaxOp | ActivateOp | RotateOp;

/**
 * One token's row (in several heads at once), pass after pass: each pass works through the row cell by cell, and what the last
 * one leaves are the numbers of the run.
 */
export function animateRowwise(op: RowOp, bench: Bench, focus: Cells, progress: number): Motion {
  const axis = focus.from.length - 1;
  const first = focus.from[axis] ?? 0;
  const count = extentOf(focus, axis);
  const passes = passesOf(op, bench);
  const arriving = op.kind === 'activate' || op.kind === 'rotate' ? ARRIVING : 0;
  const done = stepsDone(within(progress, arriving, 1), passes.length * count);
  const step = progress >= arriving ? `${done}` : 'none';
  const current = done < passes.length * count ? first + (done % count) : undefined;
  const sources = sourcesOf(op, bench, focus);
  return {
    step,
    paint: (values) => {
      if (step !== 'none') paintPasses(values, focus, passes, done, arriving > 0 ? inputOf(op, bench) : undefined);
    },
    outlines: [
      ...bench.outlines(sources, 'source'),
      ...bench.outlines([focus], 'dotted'),
      ...bench.outlines([current === undefined ? focus : narrowed(focus, axis, current, current)], 'accent'),
    ],
    links: [],
    movers:
      arriving > 0
        ? mover(bench, { from: { ...focus, block: op.input }, to: focus, progress: within(progress, 0, arriving) })
        : [],
  };
}

/** How much of the way an elementwise function's input needs to arrive where it is then changed. */
const ARRIVING = 0.15;

/** Every cell after as many passes as have reached it; where none has, what was `before` there. */
function paintPasses(
  values: Grid,
  focus: Cells,
  passes: readonly Pass[],
  done: number,
  before: Pass | undefined,
): void {
  const axis = focus.from.length - 1;
  const count = extentOf(focus, axis);
  for (const cell of eachCell(focus)) {
    const place = (cell[axis] ?? 0) - (focus.from[axis] ?? 0);
    const reached = Math.max(0, Math.ceil((done - place) / count));
    const pass = reached === 0 ? before : passes[reached - 1];
    if (pass !== undefined) values.set(cell, pass(cell));
  }
}

function passesOf(op: RowOp, bench: Bench): Pass[] {
  const traced: Pass = (cell) => bench.grid(op.output)?.at(cell) ?? Number.NaN;
  const input = inputOf(op, bench);
  switch (op.kind) {
    case 'activate':
    case 'rotate':
      return [traced];
    case 'softmax':
      return [(cell) => Math.exp(input(cell) - largestOf(rowOf(bench, op.input, cell))), traced];
    case 'rmsNorm':
      return [
        (cell) => input(cell) / Math.sqrt(meanOf(rowOf(bench, op.input, cell), (value) => value * value) + op.epsilon),
        traced,
      ];
    case 'layerNorm': {
      const weight: Pass = (cell) => bench.grid(op.weight)?.at([cell.at(-1) ?? 0]) ?? Number.NaN;
      const centred: Pass = (cell) => input(cell) - meanOf(rowOf(bench, op.input, cell));
      const scaled: Pass = (cell) => {
        const row = rowOf(bench, op.input, cell);
        const mean = meanOf(row);
        return (input(cell) - mean) / Math.sqrt(meanOf(row, (value) => (value - mean) ** 2) + op.epsilon);
      };
      const weighted: Pass = (cell) => scaled(cell) * weight(cell);
      return op.bias === undefined ? [centred, scaled, traced] : [centred, scaled, weighted, traced];
    }
  }
}

function inputOf(op: RowOp, bench: Bench): Pass {
  const grid = bench.grid(op.input);
  return (cell) => grid?.at(cell) ?? Number.NaN;
}

/** The numbers along the last axis through a cell, of the tokens that are there. */
function rowOf(bench: Bench, block: string, cell: readonly number[]): readonly number[] {
  const grid = bench.grid(block);
  const axis = cell.length - 1;
  const extent = bench.tensor(block).axes[axis]?.extent;
  const count = extent === 'tokens' || extent === undefined ? bench.tokens : extent;
  return Array.from({ length: count }, (_, index) => grid?.at(cell.with(axis, index)) ?? Number.NaN);
}

export function meanOf(values: readonly number[], of: (value: number) => number = (value) => value): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}

export function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
}
