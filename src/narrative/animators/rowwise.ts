/** Ops that work through a token's row number by number: norms, softmax, activation functions, rotation. */
import type { ActivateOp, LayerNormOp, RmsNormOp, RotateOp, SoftmaxOp, TensorId } from '../../architecture/graph.ts';
import { eachCell, extentOf, type Grid, narrowed } from '../grid.ts';
import { largestOf, meanOf, varianceOf } from '../numbers.ts';
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
    case 'softmax': {
      const largest = ofRow(bench, op.input, largestOf);
      return [(cell) => Math.exp(input(cell) - largest(cell)), traced];
    }
    case 'rmsNorm': {
      const size = ofRow(bench, op.input, (row) => Math.sqrt(meanOf(row.map((value) => value ** 2)) + op.epsilon));
      return [(cell) => input(cell) / size(cell), traced];
    }
    case 'layerNorm': {
      const mean = ofRow(bench, op.input, meanOf);
      const deviation = ofRow(bench, op.input, (row) => Math.sqrt(varianceOf(row) + op.epsilon));
      const centred: Pass = (cell) => input(cell) - mean(cell);
      const scaled: Pass = (cell) => centred(cell) / deviation(cell);
      const weighted: Pass = (cell) => scaled(cell) * (bench.grid(op.weight)?.at(cell.slice(-1)) ?? Number.NaN);
      return op.bias === undefined ? [centred, scaled, traced] : [centred, scaled, weighted, traced];
    }
  }
}

function inputOf(op: RowOp, bench: Bench): Pass {
  const grid = bench.grid(op.input);
  return (cell) => grid?.at(cell) ?? Number.NaN;
}

/** A measure of the row (along the last axis) that a cell stands in, taken once for each row. */
function ofRow(bench: Bench, block: TensorId, measure: (row: readonly number[]) => number): Pass {
  const known = new Map<string, number>();
  return (cell) => {
    const key = cell.slice(0, -1).join();
    const value = known.get(key) ?? measure(rowThrough(bench, block, cell));
    known.set(key, value);
    return value;
  };
}

/** The numbers along the last axis through a cell, of the tokens that are there. */
function rowThrough(bench: Bench, block: TensorId, cell: readonly number[]): readonly number[] {
  const grid = bench.grid(block);
  const axis = cell.length - 1;
  const extent = bench.tensor(block).axes[axis]?.extent;
  const count = extent === 'tokens' || extent === undefined ? bench.tokens : extent;
  return Array.from({ length: count }, (_, index) => grid?.at(cell.with(axis, index)) ?? Number.NaN);
}
