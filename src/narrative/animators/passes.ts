/** What norms, softmax, activation functions, factors and routers do to a row of numbers, one pass along it after another. */
import type {
  ActivateOp,
  LayerNormOp,
  RmsNormOp,
  RouteOp,
  ScaleOp,
  SoftmaxOp,
  TensorId,
} from '../../architecture/graph.ts';
import { rowThrough } from '../grid.ts';
import { largestOf, meanOf, varianceOf } from '../numbers.ts';
import type { Bench } from './motion.ts';

/** What a pass makes of a cell: given the cell, the number shown in it. */
export type Shown = (cell: readonly number[]) => number;

/** Once along the row, cell by cell. */
export interface Pass {
  readonly shown: Shown;
  /** What is taken together before it, for a mean, a size or a sum: the input's row, or the row as it stands by then. */
  readonly measures?: 'input' | 'row';
  /** A block [channel] of which each cell needs its own number. */
  readonly reads?: TensorId;
}

export type RowOp = LayerNormOp | RmsNormOp | SoftmaxOp | ActivateOp | ScaleOp | RouteOp;

/** Whether each number is changed by itself: the row arrives as it was and is changed where it stands. */
export function isElementwise(op: RowOp): boolean {
  return op.kind === 'activate' || op.kind === 'scale';
}

/** The passes of an op, the last of which leaves the numbers of the run. */
export function passesOf(op: RowOp, bench: Bench): Pass[] {
  const traced: Shown = (cell) => bench.grid(op.output)?.at(cell) ?? Number.NaN;
  const input = inputOf(op, bench);
  switch (op.kind) {
    case 'activate':
    case 'scale':
      return [{ shown: traced }];
    case 'softmax': {
      const largest = ofRow(bench, op.input, largestOf);
      const exponent: Shown = (cell) => Math.exp(input(cell) - largest(cell));
      return [
        { shown: exponent, measures: 'input' },
        { shown: traced, measures: 'row' },
      ];
    }
    case 'route': {
      // What the run chose is what it gave a share.
      const chosen: Shown = (cell) => (traced(cell) > 0 ? input(cell) : 0);
      return [
        { shown: chosen, measures: 'input', reads: op.bias },
        { shown: traced, measures: 'row' },
      ];
    }
    case 'rmsNorm': {
      const size = ofRow(bench, op.input, (row) => Math.sqrt(meanOf(row.map((value) => value ** 2)) + op.epsilon));
      return [
        { shown: (cell) => input(cell) / size(cell), measures: 'input' },
        { shown: traced, reads: op.weight },
      ];
    }
    case 'layerNorm': {
      const mean = ofRow(bench, op.input, meanOf);
      const deviation = ofRow(bench, op.input, (row) => Math.sqrt(varianceOf(row) + op.epsilon));
      const centred: Shown = (cell) => input(cell) - mean(cell);
      const scaled: Shown = (cell) => centred(cell) / deviation(cell);
      const weighted: Shown = (cell) => scaled(cell) * (bench.grid(op.weight)?.at(cell.slice(-1)) ?? Number.NaN);
      const passes: Pass[] = [
        { shown: centred, measures: 'input' },
        { shown: scaled, measures: 'row' },
      ];
      if (op.bias === undefined) return [...passes, { shown: traced, reads: op.weight }];
      return [...passes, { shown: weighted, reads: op.weight }, { shown: traced, reads: op.bias }];
    }
  }
}

/** What a cell is made from. */
export function inputOf(op: RowOp, bench: Bench): Shown {
  const grid = bench.grid(op.input);
  return (cell) => grid?.at(cell) ?? Number.NaN;
}

/** A measure of the row (along the last axis) that a cell stands in, taken once for each row. */
function ofRow(bench: Bench, block: TensorId, measure: (row: readonly number[]) => number): Shown {
  const grid = bench.grid(block);
  if (grid === undefined) return () => Number.NaN;
  const known = new Map<string, number>();
  return (cell) => {
    const key = cell.slice(0, -1).join();
    const value = known.get(key) ?? measure(rowThrough(cell, bench.tensor(block), grid, bench.tokens));
    known.set(key, value);
    return value;
  };
}
