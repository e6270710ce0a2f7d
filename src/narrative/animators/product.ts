import type { LinearOp } from '../../architecture/graph.ts';
import { narrowed } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { axisOf, type Bench, type Motion, mover, stepsDone, within } from './motion.ts';
import { sourcesOf } from './sources.ts';

/** How much of the way row and column need to meet, and then their products to be summed; the rest is what is done to the sum. */
const PAIRED = 0.2;
const SUMMED = 0.76;

/** One number of a matrix product: the two rows of numbers whose products are summed, and what is done to the sum. */
export interface Product {
  /** Both have the same length along the axis that is summed over. */
  readonly left: Cells;
  readonly right: Cells;
  readonly leftAxis: number;
  readonly rightAxis: number;
  readonly bias?: Cells;
  /** What the sum is multiplied by before anything else is done to it. */
  readonly scale?: number;
}

/** One cell of a matrix product, slowly: row and column meet, then product after product is added, then the bias. */
export function animateLinear(op: LinearOp, bench: Bench, focus: Cells, progress: number): Motion {
  const [left, right, bias] = sourcesOf(op, bench, focus);
  if (left === undefined || right === undefined) throw new Error(`${op.output}: a product has two operands`);
  const leftAxis = bench.tensor(op.input).axes.length - 1;
  const rightAxis = axisOf(bench.tensor(op.weight), op.inner);
  return animateProduct(bench, focus, progress, { left, right, leftAxis, rightAxis, bias });
}

/** Slowly: row and column meet, product after product is added, the sum is scaled where it has a scale, then what else is done to it. */
export function animateProduct(bench: Bench, focus: Cells, progress: number, product: Product): Motion {
  const { left, right, leftAxis, rightAxis, bias, scale } = product;
  const terms = termsOf(product);
  const summed = stepsDone(within(progress, PAIRED, SUMMED), terms);
  const finished = progress >= 1;
  const scaled = scale !== undefined && progress >= (SUMMED + 1) / 2;
  const started = progress >= PAIRED;
  // The pair that is being multiplied, until the last product is in.
  const pair =
    started && summed < terms
      ? [narrowed(left, leftAxis, summed, summed), narrowed(right, rightAxis, summed, summed)]
      : [];
  return {
    step: finished ? 'all' : scaled ? 'scaled' : started ? `${summed}` : 'none',
    paint: (values) => {
      if (finished) values.set(focus.from, bench.grid(focus.block)?.at(focus.from) ?? Number.NaN);
      else if (started && summed > 0) values.set(focus.from, partialSum(bench, product, summed) * (scaled ? scale : 1));
    },
    outlines: [
      ...bench.outlines([left, right], started ? 'dotted' : 'source'),
      ...bench.outlines(pair, 'source'),
      ...bench.outlines(bias !== undefined && summed === terms ? [bias] : [], 'source'),
      ...bench.outlines([focus], 'accent'),
    ],
    links: [left, right].map((from) => ({ from, to: focus, progress: within(progress, PAIRED / 2, PAIRED) })),
    movers: mover(bench, { from: left, to: right, progress: within(progress, 0, PAIRED) }),
  };
}

/** How many products are summed. */
export function termsOf({ left, leftAxis }: Product): number {
  return (left.to[leftAxis] ?? 0) + 1;
}

/** Σ of the first `count` products; NaN while an operand has no numbers. */
export function partialSum(bench: Bench, { left, right, leftAxis, rightAxis }: Product, count: number): number {
  const leftGrid = bench.grid(left.block);
  const rightGrid = bench.grid(right.block);
  if (leftGrid === undefined || rightGrid === undefined) return Number.NaN;
  let sum = 0;
  for (let term = 0; term < count; term += 1) {
    sum += leftGrid.at(left.from.with(leftAxis, term)) * rightGrid.at(right.from.with(rightAxis, term));
  }
  return sum;
}
