/** The stored models with the numbers of a run, as animators find them, and what animators make of them. */
import type { Graph, Op, TensorData, TensorId } from '../../../src/architecture/graph.ts';
import { neighbours } from '../../../src/lab/neighbours.ts';
import { animate } from '../../../src/narrative/animators/animate.ts';
import { Bench } from '../../../src/narrative/animators/motion.ts';
import { Grid } from '../../../src/narrative/grid.ts';
import type { Cells, StageSource } from '../../../src/narrative/stage.ts';
import { loadFixture, MODELS } from '../architecture/fixtures.ts';

/** From nothing to all, in steps of a hundredth. */
export const PROGRESS = Array.from({ length: 101 }, (_, step) => step / 100);

export interface Case {
  readonly graph: Graph;
  readonly bench: Bench;
  /** The same before anything has run. */
  readonly idle: Bench;
}

/** A stored model with the numbers of its recorded run, every token of which was given. */
export async function sourceOf(name: string): Promise<StageSource> {
  const { graph, prompts } = await loadFixture(MODELS.get(name) ?? name);
  const numbers: ReadonlyMap<TensorId, TensorData> = prompts[1] ?? new Map();
  const ids = [...(numbers.get('tokens')?.data ?? [])];
  return {
    graph,
    ids,
    words: ids.map(String),
    given: ids.length,
    answers: [],
    word: String,
    read: (id) => numbers.get(id),
    lens: () => undefined,
    training: [],
    neighbours: (table, id, count) => {
      const vectors = numbers.get(table);
      return vectors && neighbours(vectors, id, count);
    },
  };
}

/** By the model's name. */
export async function loadCases(names: readonly string[]): Promise<(name: string) => Case> {
  const cases = new Map<string, Case>();
  for (const name of names) {
    const source = await sourceOf(name);
    const { graph, ids } = source;
    const bench = new Bench(source, ids.length);
    cases.set(name, { graph, bench, idle: new Bench({ ...source, read: () => undefined }, ids.length) });
  }
  return (name) => {
    const found = cases.get(name);
    if (found === undefined) throw new Error(`no model ${name}`);
    return found;
  };
}

export function gridOf(bench: Bench, id: TensorId): Grid {
  const grid = bench.grid(id);
  if (grid === undefined) throw new Error(`no numbers of ${id}`);
  return grid;
}

/** What the output's cells show when nothing of it was there before. */
export function painted(op: Op, bench: Bench, focus: Cells, progress: number): Grid {
  const { shape, data } = gridOf(bench, op.output);
  const values = new Grid(shape, new Float32Array(data.length).fill(Number.NaN));
  animate(op, bench, focus, progress).paint?.(values);
  return values;
}
