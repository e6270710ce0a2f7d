import type { Op } from '../../architecture/graph.ts';
import { extentOf, narrowed } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { type Bench, type Motion, STILL, stepsDone } from './motion.ts';
import { sourcesOf } from './sources.ts';
import { copyTraced } from './transport.ts';

/** How one slice of a sweep is shown; undefined: it fills along its last axis. */
export type SliceAnimator = (slice: Cells, progress: number) => Motion;

/** Many cells, slice after slice along an axis. Ends with the numbers of the run in all of them and nothing framed. */
export function animateSweep(
  op: Op,
  bench: Bench,
  focus: Cells,
  progress: number,
  axis: number,
  animateSlice: SliceAnimator = (slice, local) => fill(op, bench, slice, local),
): Motion {
  const count = extentOf(focus, axis);
  const done = stepsDone(progress, count);
  const first = focus.from[axis] ?? 0;
  const finished = (values: Parameters<NonNullable<Motion['paint']>>[0]): void => {
    if (done > 0) copyTraced(values, bench, narrowed(focus, axis, first, first + done - 1));
  };
  if (done === count) return { ...STILL, step: 'all', paint: finished };
  const slice = animateSlice(narrowed(focus, axis, first + done, first + done), progress * count - done);
  return {
    ...slice,
    step: `${done}:${slice.step}`,
    paint: (values) => {
      finished(values);
      slice.paint?.(values);
    },
  };
}

/** Cells appear one after another along the last axis. */
function fill(op: Op, bench: Bench, slice: Cells, progress: number): Motion {
  const axis = slice.from.length - 1;
  const first = slice.from[axis] ?? 0;
  const done = stepsDone(progress, extentOf(slice, axis));
  return {
    step: `${done}`,
    paint: (values) => {
      if (done > 0) copyTraced(values, bench, narrowed(slice, axis, first, first + done - 1));
    },
    outlines: [...bench.outlines(sourcesOf(op, bench, slice), 'source'), ...bench.outlines([slice], 'accent')],
    links: [],
    movers: [],
  };
}
