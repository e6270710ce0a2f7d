/** One tour, made from the graph alone, on models of every family: at each instant it shows what is computed and what is not. */
import { describe, expect, it } from 'vitest';
import { compileTour } from '../../../scripts/tours/compile.ts';
import type { Graph, Op } from '../../../src/architecture/graph.ts';
import { operandsOf } from '../../../src/architecture/operands.ts';
import { splitId } from '../../../src/architecture/symbols.ts';
import { Bench } from '../../../src/narrative/animators/motion.ts';
import { Grid } from '../../../src/narrative/grid.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { sourceOf } from './animator-bench.ts';
import { partialResults, wrongIn } from './partial-results.ts';
import { randomNumbers } from './random.ts';

/** The ops of both ends and of one layer of each kind: the first with these ops. */
function opsOfEachKind(graph: Graph): Op[] {
  const all = Array.from(graph.ops(), (op) => ({ op, ...splitId(op.output) }));
  const seen = new Map<string, number | undefined>();
  for (const { layer } of all) {
    const names = all.filter((own) => own.layer === layer).map(({ name }) => name);
    if (!seen.has(names.join())) seen.set(names.join(), layer);
  }
  const told = new Set(seen.values());
  return all.filter(({ layer }) => told.has(layer)).map(({ op }) => op);
}

/** A beat for each block of `ops`: the last token's first cells, its row, the whole. */
function tourOf(graph: Graph, ops: readonly Op[]) {
  const beats = ops.map(({ output }) => {
    const { axes } = graph.tensor(output);
    const index = (last: string) =>
      axes.map(({ name }, axis) => (name === 'token' ? 'last' : axis === axes.length - 1 ? last : '0')).join(', ');
    return `## ${output.replaceAll('_', ' ')}\n\nText.\n\n::look{at=${output}}\n::compute{at="${output}[${index('0')}]"}\n::compute{at="${output}[${index('*')}]"}\n::compute{at=${output}}`;
  });
  return compileTour(`::tour{title="T"}\n# C\n${beats.join('\n\n')}\n`, 'tour.md', 't');
}

const NAMES = [
  'gpt2-erf',
  'gpt2-no-bias',
  'llama-grouped',
  'llama-biased',
  'qwen2',
  'qwen3',
  'gemma',
  'phi3',
  'mixtral',
  'deepseek',
];

describe.each(NAMES)('on %s', (name) => {
  it('shows nothing, partial results or the run’s numbers, and no block before what it is made of', async () => {
    const source = await sourceOf(name);
    const { graph } = source;
    const ops = opsOfEachKind(graph);
    const timeline = new TourTimeline(tourOf(graph, ops), source);
    const bench = new Bench(source, source.ids.length);
    const random = randomNumbers(7);
    for (let moment = 0; moment < 150; moment += 1) {
      const time = random() * timeline.duration;
      const { values, pending } = timeline.stageAt(time);
      for (const [id, shown] of values) {
        const op = graph.producer(id);
        const traced = bench.grid(id);
        if (op === undefined || traced === undefined) continue;
        const wrong = wrongIn(new Grid(traced.shape, shown), traced, partialResults(op, bench));
        expect(wrong, `${id} at ${time}`).toEqual([]);
        for (const { id: operand } of operandsOf(op)) {
          expect(pending.has(operand), `${operand} before ${id}`).toBe(false);
          expect(values.get(operand)?.some(Number.isNaN) ?? false, `${operand} before ${id}`).toBe(false);
        }
      }
    }
    const { values, pending } = timeline.stageAt(timeline.duration);
    expect([...values.keys()]).toEqual([]);
    expect(ops.filter(({ output }) => pending.has(output)).map(({ output }) => output)).toEqual([]);
  });
});
