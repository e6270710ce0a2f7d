import type { MixOp } from '../../architecture/graph.ts';
import { eachCell } from '../grid.ts';
import type { Cells } from '../stage.ts';
import { axisOf, type Bench, type Motion, mover, stepsDone } from './motion.ts';
import { headWidth } from './sources.ts';
import { copyTraced } from './transport.ts';

/** The part of a token's mixed row that one head makes. */
interface HeadPart {
  readonly head: number;
  readonly target: Cells;
  readonly headChannels: readonly [first: number, last: number];
}

/**
 * One token's mixed row (all of it or some channels): the value of one key position after another, weighed by its share of
 * attention, comes and is added.
 */
export function animateMix(op: MixOp, bench: Bench, focus: Cells, progress: number): Motion {
  const token = focus.from[axisOf(bench.tensor(op.output), 'token')] ?? 0;
  const keys = token + 1; // A token reads itself and what came before it.
  const arrived = stepsDone(progress, keys);
  const local = progress * keys - arrived;
  const parts = headParts(headWidth(op, bench), focus);
  const weights = (key: number): Cells[] =>
    parts.map(({ head }) => ({ block: op.weights, from: [head, token, key], to: [head, token, key] }));
  const value = (part: HeadPart, key: number): Cells => {
    const shared = Math.floor(part.head / op.queriesPerKey);
    const [first, last] = part.headChannels;
    return { block: op.value, from: [shared, key, first], to: [shared, key, last] };
  };
  const current = Math.min(arrived, keys - 1);
  return {
    step: `${arrived}`,
    paint: (values) => {
      if (arrived === keys) copyTraced(values, bench, focus);
      else if (arrived > 0) {
        for (const part of parts) {
          const rows = Array.from({ length: arrived }, (_, key) =>
            weighed(op, bench, part.head, token, key, value(part, key)),
          );
          let place = 0;
          for (const cell of eachCell(part.target)) {
            values.set(
              cell,
              rows.reduce((sum, row) => sum + (row?.[place] ?? Number.NaN), 0),
            );
            place += 1;
          }
        }
      }
    },
    outlines: [
      ...bench.outlines(weights(current), 'accent'),
      ...bench.outlines(
        parts.map((part) => value(part, current)),
        'source',
      ),
      ...bench.outlines([focus], arrived === keys ? 'accent' : 'dotted'),
    ],
    links: [],
    movers: parts.flatMap((part) => {
      const from = value(part, current);
      const values = weighed(op, bench, part.head, token, current, from);
      return arrived === keys || values === undefined
        ? []
        : mover(bench, { from, to: part.target, progress: local, values });
    }),
  };
}

/** A value row times its share; undefined while there are no numbers. */
function weighed(
  op: MixOp,
  bench: Bench,
  head: number,
  token: number,
  key: number,
  row: Cells,
): Float32Array | undefined {
  const share = bench.grid(op.weights)?.at([head, token, key]);
  if (share === undefined) return undefined;
  return bench
    .grid(op.value)
    ?.take(row)
    .map((value) => share * value);
}

function headParts(width: number, focus: Cells): HeadPart[] {
  const axis = focus.from.length - 1;
  const first = focus.from[axis] ?? 0;
  const last = focus.to[axis] ?? 0;
  const parts: HeadPart[] = [];
  for (let head = Math.floor(first / width); head <= Math.floor(last / width); head += 1) {
    const start = Math.max(first, head * width);
    const end = Math.min(last, head * width + width - 1);
    parts.push({
      head,
      target: { block: focus.block, from: focus.from.with(axis, start), to: focus.to.with(axis, end) },
      headChannels: [start - head * width, end - head * width],
    });
  }
  return parts;
}
