/** What all animators keep to: they begin with nothing, end with the numbers of the run, and show nothing else on the way. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Graph, Op } from '../../../src/architecture/graph.ts';
import { animate } from '../../../src/narrative/animators/animate.ts';
import type { Bench } from '../../../src/narrative/animators/motion.ts';
import { eachCell, Grid, narrowed, wholeOf } from '../../../src/narrative/grid.ts';
import type { Cells } from '../../../src/narrative/stage.ts';
import { MODELS } from '../architecture/fixtures.ts';
import { type Case, gridOf, loadCases, PROGRESS, painted } from './animator-bench.ts';
import { partialResults, wrongIn } from './partial-results.ts';

/** LayerNorm and RMSNorm, with and without biases, with rotation, SwiGLU, and key heads shared by queries. */
const NAMES = [...MODELS.keys()];
let caseOf: (name: string) => Case;

beforeAll(async () => {
  caseOf = await loadCases(NAMES);
});

/** All of an op's output, one token's row of it, and one cell. */
function focuses(op: Op, bench: Bench): Cells[] {
  const whole = wholeOf(bench.tensor(op.output), bench.tokens);
  if (whole === undefined) throw new Error('no tokens');
  const token = bench.tensor(op.output).axes.findIndex(({ name }) => name === 'token');
  const row = narrowed(whole, token, bench.tokens - 1, bench.tokens - 1);
  const last = whole.to[0] ?? 0;
  const slab = token === 0 ? row : narrowed(row, 0, last, last);
  return [whole, slab, narrowed(slab, slab.from.length - 1, 1, 1)];
}

describe.each(NAMES)('on %s, every op', (name) => {
  it('begins with nothing and ends with exactly the numbers of the run, in its focus alone', () => {
    const { graph, bench } = caseOf(name);
    for (const op of graph.ops()) {
      for (const focus of focuses(op, bench)) {
        const traced = gridOf(bench, op.output);
        expect(painted(op, bench, focus, 0).data.every(Number.isNaN), op.output).toBe(true);
        const expected = new Grid(traced.shape, new Float32Array(traced.data.length).fill(Number.NaN));
        for (const cell of eachCell(focus)) expected.set(cell, traced.at(cell));
        expect(painted(op, bench, focus, 1).data, op.output).toEqual(expected.data);
      }
    }
  });

  it('shows partial results on the way, and the same ones for the same step', () => {
    const { graph, bench } = caseOf(name);
    for (const op of opKinds(graph)) {
      const partial = partialResults(op, bench);
      for (const focus of focuses(op, bench)) {
        const shown = new Map<string, string>();
        for (const progress of PROGRESS) {
          const { step } = animate(op, bench, focus, progress);
          const values = painted(op, bench, focus, progress);
          const written = values.data.join();
          if (shown.has(step)) {
            expect(shown.get(step), `${op.output} ${step}`).toBe(written);
            continue;
          }
          shown.set(step, written);
          const wrong = wrongIn(values, gridOf(bench, op.output), partial);
          expect(wrong, `${op.output} at ${progress}`).toEqual([]);
        }
        // A product's cell, a row of the others: something is seen of how it is made.
        expect(shown.size, op.output).toBeGreaterThan(1);
      }
    }
  });

  it('only frames where there are no numbers', () => {
    const { graph, idle } = caseOf(name);
    for (const op of graph.ops()) {
      for (const focus of focuses(op, idle)) {
        const { outlines, movers, paint } = animate(op, idle, focus, 0.5);
        expect(outlines.length, op.output).toBeGreaterThan(0);
        expect(movers).toEqual([]);
        const values = new Grid([1], new Float32Array(1));
        expect(() => paint?.(values)).not.toThrow();
      }
    }
  });

  it('frames cells that there are', () => {
    const { graph, bench } = caseOf(name);
    for (const op of graph.ops()) {
      for (const focus of focuses(op, bench)) {
        for (const progress of [0, 0.1, 0.5, 0.9, 1]) {
          const { outlines, links, movers } = animate(op, bench, focus, progress);
          const ranges = [
            ...outlines.map(({ range }) => range),
            ...[...links, ...movers].flatMap((one) => [one.from, one.to]),
          ];
          for (const range of ranges) {
            const whole = wholeOf(bench.tensor(range.block), bench.tokens);
            expect(
              range.from.every((index, axis) => index >= 0 && index <= (range.to[axis] ?? -1)),
              range.block,
            ).toBe(true);
            expect(
              range.to.every((index, axis) => index <= (whole?.to[axis] ?? -1)),
              range.block,
            ).toBe(true);
          }
        }
      }
    }
  });
});

/** One op of each kind. */
function opKinds(graph: Graph): Op[] {
  return [...new Map([...graph.ops()].map((op) => [op.kind, op])).values()];
}
