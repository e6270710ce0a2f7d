import type { CombineOp, TensorId } from '../../architecture/graph.ts';
import { eachCell } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { type Bench, type Motion, mover, stepsDone } from './motion.ts';
import { sourcesOf } from './sources.ts';
import { copyTraced } from './transport.ts';

/** What one expert gives a token, and the cell that says how much of it counts; the shared one counts in full. */
interface Contribution {
  readonly row: Cells;
  readonly route?: Cells;
}

/** One token's row: what each of its experts made comes, weighed by the expert's share, and is added; last the shared one's. */
export function animateCombine(op: CombineOp, bench: Bench, focus: Cells, progress: number): Motion {
  const contributions = contributionsTo(op, bench, focus);
  const arrived = stepsDone(progress, contributions.length);
  const isDone = arrived === contributions.length;
  const current = contributions[Math.min(arrived, contributions.length - 1)];
  const moving = isDone || current === undefined ? undefined : weighed(bench, current);
  return {
    step: `${arrived}`,
    paint: (values) => {
      if (isDone) copyTraced(values, bench, focus);
      else if (arrived > 0) {
        const rows = contributions.slice(0, arrived).map((one) => weighed(bench, one));
        let place = 0;
        for (const cell of eachCell(focus)) {
          values.set(
            cell,
            rows.reduce((sum, row) => sum + (row?.[place] ?? Number.NaN), 0),
          );
          place += 1;
        }
      }
    },
    outlines: [
      ...bench.outlines(current?.route === undefined ? [] : [current.route], 'accent'),
      ...bench.outlines(current === undefined ? [] : [current.row], 'source'),
      ...bench.outlines([focus], isDone ? 'accent' : 'dotted'),
    ],
    links: [],
    movers:
      moving === undefined || current === undefined
        ? []
        : mover(bench, {
            from: current.row,
            to: focus,
            progress: progress * contributions.length - arrived,
            values: moving,
          }),
  };
}

function contributionsTo(op: CombineOp, bench: Bench, focus: Cells): Contribution[] {
  const token = focus.from[0] ?? 0;
  const expertOf = new Map<TensorId, number>(op.experts.map((id, expert) => [id, expert]));
  return sourcesOf(op, bench, focus)
    .filter(({ block }) => block !== op.routes)
    .map((row) => {
      const expert = expertOf.get(row.block);
      if (expert === undefined) return { row };
      return { row, route: { block: op.routes, from: [token, expert], to: [token, expert] } };
    });
}

/** A row times its share; undefined while there are no numbers. */
function weighed(bench: Bench, { row, route }: Contribution): Float32Array | undefined {
  const share = route === undefined ? 1 : bench.grid(route.block)?.at(route.from);
  if (share === undefined) return undefined;
  return bench
    .grid(row.block)
    ?.take(row)
    .map((value) => share * value);
}
