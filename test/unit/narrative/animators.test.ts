import { beforeAll, describe, expect, it } from 'vitest';
import type { Graph, Op, TensorData, TensorId } from '../../../src/architecture/graph.ts';
import { animate } from '../../../src/narrative/animators/animate.ts';
import { animateAppending, animateChoosing } from '../../../src/narrative/animators/answer.ts';
import { Bench } from '../../../src/narrative/animators/motion.ts';
import { eachCell, Grid, narrowed, wholeOf } from '../../../src/narrative/grid.ts';
import type { Cells, StageSource } from '../../../src/narrative/stage.ts';
import { loadFixture, MODELS } from '../architecture/fixtures.ts';
import { partialResults, wrongIn } from './partial-results.ts';

const PROGRESS = Array.from({ length: 101 }, (_, step) => step / 100);

interface Case {
  readonly graph: Graph;
  readonly bench: Bench;
  readonly idle: Bench;
}

/** LayerNorm and RMSNorm, with and without biases, with rotation, SwiGLU, and key heads shared by queries. */
const NAMES = [...MODELS.keys()];
const cases = new Map<string, Case>();

beforeAll(async () => {
  for (const name of NAMES) {
    const { graph, prompts } = await loadFixture(MODELS.get(name) ?? name);
    const numbers = prompts[1] ?? new Map<TensorId, TensorData>();
    const ids = [...(numbers.get('tokens')?.data ?? [])];
    const source: StageSource = {
      graph,
      ids,
      words: ids.map(String),
      given: ids.length,
      word: String,
      read: (id) => numbers.get(id),
      lens: () => undefined,
    };
    const bench = new Bench(source, ids.length);
    cases.set(name, { graph, bench, idle: new Bench({ ...source, read: () => undefined }, ids.length) });
  }
});

function caseOf(name: string): Case {
  const found = cases.get(name);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found;
}

function gridOf(bench: Bench, id: TensorId): Grid {
  const grid = bench.grid(id);
  if (grid === undefined) throw new Error(`no numbers of ${id}`);
  return grid;
}

/** All of an op's output, one token's row of it, and one cell. */
function focuses(op: Op, bench: Bench): Cells[] {
  const whole = wholeOf(bench.tensor(op.output), bench.tokens);
  if (whole === undefined) throw new Error('no tokens');
  const token = bench.tensor(op.output).axes.findIndex(({ name }) => name === 'token');
  const row = narrowed(whole, token, bench.tokens - 1, bench.tokens - 1);
  const slab = token === 0 ? row : narrowed(row, 0, 1, 1);
  return [whole, slab, narrowed(slab, slab.from.length - 1, 1, 1)];
}

/** What the output's cells show when nothing of it was there before. */
function painted(op: Op, bench: Bench, focus: Cells, progress: number): Grid {
  const { shape, data } = gridOf(bench, op.output);
  const values = new Grid(shape, new Float32Array(data.length).fill(Number.NaN));
  animate(op, bench, focus, progress).paint?.(values);
  return values;
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

describe('one number of a matrix product', () => {
  it('adds the products of row and column one by one, and arrives at the number of the run', () => {
    const { graph, bench } = caseOf('nano-sort');
    const op = opOf(graph, 'layers.1.ffn.up', 'linear');
    const cell = [2, 30];
    const [input, weight] = [gridOf(bench, op.input), gridOf(bench, op.weight)];
    const sums = [0];
    for (let term = 0; term < 48; term += 1)
      sums.push((sums.at(-1) ?? 0) + input.at([2, term]) * weight.at([term, 30]));
    const shown = shownIn(op, bench, cell);
    expect(shown.length).toBe(49);
    for (const [term, value] of shown.slice(0, -1).entries()) {
      expect(value).toBeCloseTo(sums[term + 1] ?? Number.NaN, 5);
    }
    const bias = gridOf(bench, op.bias ?? '').at([30]);
    expect((sums.at(-1) ?? 0) + bias).toBeCloseTo(shown.at(-1) ?? Number.NaN, 4);
    expect(shown.at(-1)).toBe(gridOf(bench, op.output).at(cell));
  });

  it('meets the weight along the axis that is summed over, in its own head', () => {
    const { graph, bench } = caseOf('nano-sort');
    const op = opOf(graph, 'layers.0.attention.value', 'linear');
    const { movers } = animate(op, bench, { block: op.output, from: [2, 3, 5], to: [2, 3, 5] }, 0.1);
    expect(movers).toHaveLength(1);
    expect(movers[0]?.from).toEqual({ block: op.input, from: [3, 0], to: [3, 47] });
    expect(movers[0]?.to).toEqual({ block: op.weight, from: [2, 0, 5], to: [2, 47, 5] });
    expect(movers[0]?.values).toEqual(gridOf(bench, op.input).data.slice(3 * 48, 4 * 48));
  });
});

describe('a row of a matrix product', () => {
  it('frames for each of its cells the row and the column that meet there', () => {
    const { graph, bench } = caseOf('nano-sort');
    const op = opOf(graph, 'layers.0.attention.query', 'linear');
    const row = { block: op.output, from: [1, 3, 0], to: [1, 3, 15] };
    for (let channel = 0; channel < 16; channel += 1) {
      const { outlines } = animate(op, bench, row, (channel + 0.5) / 16);
      const framed = outlines.map(({ range, style }) => [style, range]);
      expect(framed).toContainEqual(['accent', { block: op.output, from: [1, 3, channel], to: [1, 3, channel] }]);
      expect(framed).toContainEqual(['source', { block: op.input, from: [3, 0], to: [3, 47] }]);
      expect(framed).toContainEqual(['source', { block: op.weight, from: [1, 0, channel], to: [1, 47, channel] }]);
    }
  });
});

describe('attention scores', () => {
  it('are summed, then scaled, and struck out where the key comes later', () => {
    const { graph, bench } = caseOf('llama-grouped');
    const op = opOf(graph, 'layers.0.attention.scores', 'scores');
    const seen = shownIn(op, bench, [3, 4, 2]);
    expect((seen.at(-3) ?? Number.NaN) * op.scale).toBeCloseTo(seen.at(-2) ?? Number.NaN, 6);
    expect(seen.at(-2)).toBeCloseTo(seen.at(-1) ?? Number.NaN, 4);
    const masked = shownIn(op, bench, [3, 2, 4]);
    expect((masked.at(-3) ?? Number.NaN) * op.scale).toBeCloseTo(masked.at(-2) ?? Number.NaN, 6);
    expect(masked.at(-1)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('fill a row, and only then are those of later keys struck out, one after another', () => {
    const { graph, bench } = caseOf('nano-sort');
    const op = opOf(graph, 'layers.0.attention.scores', 'scores');
    const row = { block: op.output, from: [1, 1, 0], to: [1, 1, bench.tokens - 1] };
    const counts = PROGRESS.map((progress) => {
      const cells = [...painted(op, bench, row, progress).take(row)];
      return [
        cells.filter((value) => !Number.isNaN(value)).length,
        cells.filter((value) => value === -Infinity).length,
      ];
    });
    for (const [filled = 0, struck = 0] of counts) if (struck > 0) expect(filled).toBe(bench.tokens);
    expect(new Set(counts.map(([filled]) => filled)).size).toBe(bench.tokens + 1);
    expect(new Set(counts.map(([, struck]) => struck)).size).toBe(bench.tokens - 1);
  });
});

describe('softmax', () => {
  it('shows exponents that are the shares times one number, their sum', () => {
    const { graph, bench } = caseOf('nano-sort');
    const op = opOf(graph, 'layers.1.attention.weights', 'softmax');
    const token = bench.tokens - 1;
    const row = { block: op.output, from: [1, token, 0], to: [1, token, token] };
    const exponents = [...painted(op, bench, row, 0.5).take(row)];
    const shares = [...gridOf(bench, op.output).take(row)];
    const sum = exponents.reduce((total, value) => total + value, 0);
    expect(Math.max(...exponents)).toBe(1);
    for (const [key, exponent] of exponents.entries()) {
      expect(exponent / sum).toBeCloseTo(shares[key] ?? Number.NaN, 5);
    }
  });
});

describe('norms', () => {
  it('frame the row that is measured, then centre it, give it size one, and apply factor and shift', () => {
    const { graph, bench } = caseOf('nano-sort');
    const op = opOf(graph, 'layers.0.attention_norm', 'layerNorm');
    const row = { block: op.output, from: [1, 0], to: [1, 47] };
    const accent = (progress: number) =>
      animate(op, bench, row, progress).outlines.find(({ style }) => style === 'accent')?.range;
    // The mean, of the input; when all are centred, the size, of what is there by then.
    expect(accent(0)).toEqual({ block: op.input, from: [1, 0], to: [1, 47] });
    expect(accent(1.4 / 4.7)).toEqual(row);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const centred = [...painted(op, bench, row, 1.4 / 4.7).take(row)];
    expect(mean(centred)).toBeCloseTo(0, 6);
    const scaled = [...painted(op, bench, row, 2.701 / 4.7).take(row)];
    expect(mean(scaled)).toBeCloseTo(0, 5);
    // ε is not small beside these variances: 1e-5 beside 2e-3.
    expect(mean(scaled.map((value) => value * value))).toBeGreaterThan(0.98);
    expect(mean(scaled.map((value) => value * value))).toBeLessThan(1);
    // Each cell then takes its own factor.
    const factors = animate(op, bench, row, 3.2 / 4.7).outlines.filter(({ range }) => range.block === op.weight);
    expect(factors.map(({ range }) => range.from)).toEqual(factors.map(({ range }) => range.to));
    expect(factors).toHaveLength(1);
  });
});

describe('rotation', () => {
  it('turns two channels at a time', () => {
    const { graph, bench } = caseOf('llama-grouped');
    const op = opOf(graph, 'layers.0.attention.query_rotated', 'rotate');
    const width = graph.dimensions.headDimension;
    const row = { block: op.output, from: [1, 3, 0], to: [1, 3, width - 1] };
    const turned = [...painted(op, bench, row, 0.6).take(row)].map(
      (value, channel) => value === gridOf(bench, op.output).at([1, 3, channel]),
    );
    expect(turned.slice(0, width / 2)).toEqual(turned.slice(width / 2));
    expect(new Set(turned).size).toBe(2);
  });
});

describe('mixing', () => {
  it('brings one value after another, weighed by its share, and adds it', () => {
    const { graph, bench } = caseOf('llama-grouped');
    const op = opOf(graph, 'layers.0.attention.mixed', 'mix');
    const width = graph.dimensions.headDimension;
    const [head, token, channel] = [3, bench.tokens - 1, 2];
    const shared = Math.floor(head / op.queriesPerKey);
    const [shares, value] = [gridOf(bench, op.weights), gridOf(bench, op.value)];
    let sum = 0;
    for (let key = 0; key <= token; key += 1) {
      const progress = (key + 0.5) / (token + 1);
      const focus = { block: op.output, from: [token, head * width], to: [token, head * width + width - 1] };
      const moving = animate(op, bench, focus, progress).movers[0];
      const product = shares.at([head, token, key]) * value.at([shared, key, channel]);
      expect(moving?.from).toEqual({ block: op.value, from: [shared, key, 0], to: [shared, key, width - 1] });
      expect(moving?.values[channel]).toBeCloseTo(product, 6);
      const shown = painted(op, bench, focus, progress).at([token, head * width + channel]);
      if (key > 0) expect(shown).toBeCloseTo(sum, 6);
      sum += product;
    }
    expect(sum).toBeCloseTo(gridOf(bench, op.output).at([token, head * width + channel]), 4);
  });
});

describe('choosing', () => {
  it('ends on the most probable token, which then goes to the place after the last one', () => {
    const { bench } = caseOf('nano-sort');
    const row = [...gridOf(bench, 'probabilities').data.slice(-3)];
    const best = row.indexOf(Math.max(...row));
    const chosen = animateChoosing(bench, 'probabilities', 1).outlines.find(({ style }) => style === 'accent');
    expect(chosen?.range.from).toEqual([bench.tokens - 1, best]);
    const earlier = new Bench(bench.source, 3);
    const [mover] = animateAppending(earlier, 'probabilities', 'tokens', 0.5).movers;
    expect(mover?.to).toEqual({ block: 'tokens', from: [3], to: [3] });
    expect(animateAppending(bench, 'probabilities', 'tokens', 0.5).movers).toEqual([]);
  });
});

function opOf<Kind extends Op['kind']>(graph: Graph, id: TensorId, kind: Kind): Op & { kind: Kind } {
  const op = graph.producer(id);
  if (op?.kind !== kind) throw new Error(`${id} is not made by ${kind}`);
  return op as Op & { kind: Kind };
}

/** The numbers that one cell shows on its way, each once. */
function shownIn(op: Op, bench: Bench, cell: readonly number[]): number[] {
  const shown: number[] = [];
  for (let step = 0; step <= 2000; step += 1) {
    const value = painted(op, bench, { block: op.output, from: cell, to: cell }, step / 2000).at(cell);
    if (!Number.isNaN(value) && value !== shown.at(-1)) shown.push(value);
  }
  return shown;
}

/** One op of each kind. */
function opKinds(graph: Graph): Op[] {
  return [...new Map([...graph.ops()].map((op) => [op.kind, op])).values()];
}
