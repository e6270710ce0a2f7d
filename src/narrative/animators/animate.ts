import type { AxisName, Op } from '../../architecture/graph.ts';
import { countOf, extentOf } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { animateCombine } from './combine.ts';
import { animateMix } from './mix.ts';
import { axisOf, type Bench, isOneToken, type Motion } from './motion.ts';
import { animateLinear } from './product.ts';
import { animateRowwise } from './rowwise.ts';
import { animateScore, animateScoreRow } from './score.ts';
import { animateSweep, type SliceAnimator } from './sweep.ts';
import { animateDispatch, animateJoin, animatePair, animateRow } from './transport.ts';
import { animateTurn } from './turn.ts';

/**
 * How an op computes `focus`, cells of its output, at `progress` (0 … 1). What an op does at a time (one cell of a product,
 * one token's row of the others) is shown step by step; more than that is swept, slice after slice along `by`. At 1 the cells hold
 * the numbers of the run.
 */
export function animate(op: Op, bench: Bench, focus: Cells, progress: number, by?: AxisName): Motion {
  const slow = slowly(op, bench);
  if (isOneStep(op, bench, focus)) return slow(focus, progress);
  const axis = sweepAxis(op, bench, focus, by);
  // A product has too many cells for each to be shown in a sweep; a row of the other ops is short enough.
  const showsSlices = op.kind !== 'linear' && axis === axisOf(bench.tensor(op.output), 'token');
  return animateSweep(op, bench, focus, progress, axis, showsSlices ? slow : undefined);
}

/** All of `focus` swept token by token, without showing how any of it is made: for what was explained before. */
export function animateQuickly(op: Op, bench: Bench, focus: Cells, progress: number): Motion {
  return animateSweep(op, bench, focus, progress, sweepAxis(op, bench, focus, 'token'));
}

/** Seconds that suit what is shown of an op. */
export function usualSeconds(op: Op, bench: Bench, focus: Cells): number {
  if (!isOneStep(op, bench, focus)) return 3;
  switch (op.kind) {
    case 'linear':
    case 'scores':
      return 6;
    case 'softmax':
    case 'layerNorm':
    case 'rmsNorm':
    case 'mix':
      return 5;
    case 'route':
    case 'combine':
      return 5;
    case 'add':
    case 'multiply':
    case 'scale':
    case 'activate':
    case 'rotate':
      return 3;
    case 'gather':
    case 'position':
    case 'copy':
    case 'join':
    case 'dispatch':
      return 2;
  }
}

function slowly(op: Op, bench: Bench): SliceAnimator {
  return (focus, progress) => {
    switch (op.kind) {
      case 'linear':
        return animateLinear(op, bench, focus, progress);
      case 'scores':
        return countOf(focus) === 1
          ? animateScore(op, bench, focus, progress)
          : animateScoreRow(op, bench, focus, progress);
      case 'mix':
        return animateMix(op, bench, focus, progress);
      case 'combine':
        return animateCombine(op, bench, focus, progress);
      case 'gather':
      case 'position':
      case 'copy':
        return animateRow(op, bench, focus, progress);
      case 'add':
      case 'multiply':
        return animatePair(op, bench, focus, progress);
      case 'join':
        return animateJoin(op, bench, focus, progress);
      case 'dispatch':
        return animateDispatch(op, bench, focus, progress);
      case 'softmax':
      case 'layerNorm':
      case 'rmsNorm':
      case 'scale':
      case 'activate':
      case 'route':
        return animateRowwise(op, bench, focus, progress);
      case 'rotate':
        return animateTurn(op, bench, focus, progress);
    }
  };
}

/** Whether the cells are what the op makes at a time. */
function isOneStep(op: Op, bench: Bench, focus: Cells): boolean {
  return op.kind === 'linear' ? countOf(focus) === 1 : isOneToken(bench.tensor(op.output), focus);
}

/** The axis asked for, else the tokens, else the last axis along which there is more than one cell. */
function sweepAxis(op: Op, bench: Bench, focus: Cells, by: AxisName | undefined): number {
  const output = bench.tensor(op.output);
  const asked = by === undefined ? -1 : axisOf(output, by);
  if (asked >= 0) return asked;
  const token = axisOf(output, 'token');
  if (token >= 0 && extentOf(focus, token) > 1) return token;
  return focus.from.findLastIndex((_, axis) => extentOf(focus, axis) > 1);
}
