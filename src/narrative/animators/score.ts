/** Attention scores: products of queries and keys, scaled, and struck out where the key comes later than the query. */
import type { ScoresOp } from '../../architecture/graph.ts';
import { eachCell, extentOf, narrowed } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { axisOf, type Bench, type Motion, stepsDone, within } from './motion.ts';
import { animateProduct, type Product, partialSum, termsOf } from './product.ts';
import { sourcesOf } from './sources.ts';

/** How much of the way a row needs to be filled, where some of it is then struck out. */
const FILLED = 0.7;

/** One score, slowly: query and key meet, their products are summed, the sum is scaled, and then masked. */
export function animateScore(op: ScoresOp, bench: Bench, focus: Cells, progress: number): Motion {
  return animateProduct(bench, focus, progress, productOf(op, bench, focus));
}

/**
 * One token's row (in several heads at once): each score is the scaled product of the query and a key. When all are there, those of
 * later keys are struck out, one after another.
 */
export function animateScoreRow(op: ScoresOp, bench: Bench, focus: Cells, progress: number): Motion {
  const axis = focus.from.length - 1;
  const first = focus.from[axis] ?? 0;
  const last = focus.to[axis] ?? 0;
  const token = focus.from[axisOf(bench.tensor(op.output), 'token')] ?? 0;
  const firstMasked = Math.max(first, token + 1);
  const masked = Math.max(0, last - firstMasked + 1);
  const filled = stepsDone(within(progress, 0, masked > 0 ? FILLED : 1), extentOf(focus, axis));
  const struck = stepsDone(within(progress, FILLED, 1), masked);
  const isFilled = first + filled > last;
  const current = isFilled ? firstMasked + struck : first + filled;
  const cell = current > last ? undefined : narrowed(focus, axis, current, current);
  return {
    step: `${filled}-${struck}`,
    paint: (values) => {
      if (filled === 0) return;
      const traced = bench.grid(op.output);
      for (const at of eachCell(narrowed(focus, axis, first, first + filled - 1))) {
        const isUnmasked = (at[axis] ?? 0) >= firstMasked + struck;
        values.set(at, isUnmasked ? scaledProduct(op, bench, at) : (traced?.at(at) ?? Number.NaN));
      }
    },
    outlines: [
      ...bench.outlines(cell === undefined || isFilled ? [] : sourcesOf(op, bench, cell), 'source'),
      ...bench.outlines([focus], 'dotted'),
      ...bench.outlines([cell ?? focus], 'accent'),
    ],
    links: [],
    movers: [],
  };
}

/** What a score is before it is masked. */
function scaledProduct(op: ScoresOp, bench: Bench, cell: readonly number[]): number {
  const product = productOf(op, bench, { block: op.output, from: cell, to: cell });
  return partialSum(bench, product, termsOf(product)) * op.scale;
}

function productOf(op: ScoresOp, bench: Bench, focus: Cells): Product {
  const [left, right] = sourcesOf(op, bench, focus);
  if (left === undefined || right === undefined) throw new Error(`${op.output}: a score has a query and a key`);
  const leftAxis = axisOf(bench.tensor(op.query), 'headChannel');
  const rightAxis = axisOf(bench.tensor(op.key), 'headChannel');
  return { left, right, leftAxis, rightAxis, scale: op.scale };
}
