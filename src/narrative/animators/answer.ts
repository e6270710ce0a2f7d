/** What happens outside the model: letters enter, an answer is chosen and joins the tokens. */
import type { TensorId } from '../../architecture/graph.ts';
import { extentOf, narrowed } from '../grid.ts';
import { answerAfter, mostProbable } from '../letters.ts';
import type { Cells } from '../stage.ts';
import { type Bench, type Motion, mover, STILL, stepsDone, within } from './motion.ts';
import { copyTraced } from './transport.ts';

/** The reader's tokens appear one after another. */
export function animateEntering(bench: Bench, focus: Cells, progress: number): Motion {
  const first = focus.from[0] ?? 0;
  const done = stepsDone(progress, extentOf(focus, 0));
  const latest = first + Math.max(0, done - 1);
  return {
    ...STILL,
    step: `${done}`,
    paint: (values) => {
      if (done > 0) copyTraced(values, bench, narrowed(focus, 0, first, latest));
    },
    outlines: progress < 1 ? bench.outlines([narrowed(focus, 0, latest, latest)], 'accent') : [],
  };
}

/** The last token's row of probabilities is looked through: framed is what is most probable so far and, at the end, what was drawn. */
export function animateChoosing(bench: Bench, probabilities: TensorId, progress: number): Motion {
  const token = bench.tokens - 1;
  const grid = bench.grid(probabilities);
  if (grid === undefined || token < 0) return STILL;
  const vocabulary = grid.shape.at(-1) ?? 0;
  const at = (id: number): Cells => ({ block: probabilities, from: [token, id], to: [token, id] });
  const looked = Math.max(1, Math.min(vocabulary, Math.ceil(progress * vocabulary)));
  const row: Cells = { block: probabilities, from: [token, 0], to: [token, vocabulary - 1] };
  const framed = progress < 1 ? mostProbable(grid, token, looked) : answerAfter(token, bench.source);
  const current = progress < 1 ? bench.outlines([at(looked - 1)], 'source') : [];
  return {
    ...STILL,
    outlines: [...bench.outlines([row], 'dotted'), ...current, ...bench.outlines([at(framed ?? 0)], 'accent')],
  };
}

/** The token that was drawn, most probable or not, goes from its probability to the place after the last token. */
export function animateAppending(bench: Bench, probabilities: TensorId, tokens: TensorId, progress: number): Motion {
  const last = bench.tokens - 1;
  const id = bench.grid(tokens)?.at([bench.tokens]);
  // A run that ends here has no token to append.
  if (last < 0 || id === undefined || Number.isNaN(id)) return STILL;
  const from: Cells = { block: probabilities, from: [last, id], to: [last, id] };
  const to: Cells = { block: tokens, from: [bench.tokens], to: [bench.tokens] };
  const moving = mover(bench, { from, to, progress: within(progress, 0, 1), values: Float32Array.of(id) });
  return {
    ...STILL,
    outlines: [...bench.outlines([from], 'source'), ...bench.outlines([to], 'accent')],
    movers: moving.map((one) => ({ ...one, scaleOf: tokens })),
  };
}
