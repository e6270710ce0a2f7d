/** Ops that carry numbers from one place to another: looking up a row, copying, joining, handing over, adding and multiplying. */
import type { AddOp, CopyOp, DispatchOp, GatherOp, JoinOp, MultiplyOp, PositionOp } from '../../architecture/graph.ts';
import { eachCell, type Grid } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { type Bench, type Motion, mover, within } from './motion.ts';
import { joinedParts, sourcesOf } from './sources.ts';

const ARRIVED = 0.9;

/** A token's row leaves its table and becomes the token's column. */
export function animateRow(op: GatherOp | PositionOp | CopyOp, bench: Bench, focus: Cells, progress: number): Motion {
  const sources = sourcesOf(op, bench, focus);
  const row = sources.at(-1);
  if (row === undefined) throw new Error(`${op.output}: nothing to copy from`);
  return arriving(bench, focus, progress, sources, [{ from: row, to: focus }]);
}

/** What a token's channels are put together from comes to its places, all at once. */
export function animateJoin(op: JoinOp, bench: Bench, focus: Cells, progress: number): Motion {
  const parts = joinedParts(op, bench, focus);
  return arriving(
    bench,
    focus,
    progress,
    parts.map(({ from }) => from),
    parts,
  );
}

/** A token's row goes to an expert that was chosen for it; to the others none goes, and they see zeros. */
export function animateDispatch(op: DispatchOp, bench: Bench, focus: Cells, progress: number): Motion {
  const [route, row] = sourcesOf(op, bench, focus);
  if (route === undefined || row === undefined) throw new Error(`${op.output}: nothing to hand over`);
  const isChosen = (bench.grid(op.routes)?.at(route.from) ?? 0) > 0;
  return arriving(bench, focus, progress, [route, row], isChosen ? [{ from: row, to: focus }] : []);
}

/** Cells that move to their places; when they are there, the focus has its numbers. */
function arriving(
  bench: Bench,
  focus: Cells,
  progress: number,
  sources: readonly Cells[],
  moving: readonly { readonly from: Cells; readonly to: Cells }[],
): Motion {
  const arrived = progress >= ARRIVED;
  return {
    step: arrived ? 'all' : 'none',
    paint: (values) => {
      if (arrived) copyTraced(values, bench, focus);
    },
    outlines: [...bench.outlines(sources, 'source'), ...bench.outlines([focus], 'accent')],
    links: [],
    movers: moving.flatMap((one) => mover(bench, { ...one, progress: within(progress, 0, ARRIVED) })),
  };
}

/** The left operand comes first and is shown as it is; then the right one joins it. */
export function animatePair(op: AddOp | MultiplyOp, bench: Bench, focus: Cells, progress: number): Motion {
  const [left, right] = sourcesOf(op, bench, focus);
  if (left === undefined || right === undefined) throw new Error(`${op.output}: a sum or product has two operands`);
  const stage = progress >= ARRIVED ? 'all' : progress >= ARRIVED / 2 ? 'left' : 'none';
  return {
    step: stage,
    paint: (values) => {
      if (stage === 'all') copyTraced(values, bench, focus);
      if (stage === 'left')
        for (const cell of eachCell(focus)) values.set(cell, bench.grid(left.block)?.at(cell) ?? Number.NaN);
    },
    outlines: [...bench.outlines([left, right], 'source'), ...bench.outlines([focus], 'accent')],
    links: [],
    movers: [
      ...mover(bench, { from: left, to: focus, progress: within(progress, 0, ARRIVED / 2) }),
      ...mover(bench, { from: right, to: focus, progress: within(progress, ARRIVED / 2, ARRIVED) }),
    ],
  };
}

/** The numbers of the run, as they are. */
export function copyTraced(values: Grid, bench: Bench, cells: Cells): void {
  const traced = bench.grid(cells.block);
  if (traced === undefined) return;
  for (const cell of eachCell(cells)) values.set(cell, traced.at(cell));
}
