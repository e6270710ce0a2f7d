/** What each kind of animator shows step by step. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Graph, Op, TensorId } from '../../../src/architecture/graph.ts';
import { animate } from '../../../src/narrative/animators/animate.ts';
import { animateAppending, animateChoosing } from '../../../src/narrative/animators/answer.ts';
import { Bench } from '../../../src/narrative/animators/motion.ts';
import { mostProbable } from '../../../src/narrative/letters.ts';
import { type Case, gridOf, loadCases, PROGRESS, painted } from './animator-bench.ts';

let caseOf: (name: string) => Case;

beforeAll(async () => {
  caseOf = await loadCases(['nano-sort', 'llama-grouped']);
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

  it('swings a pair along its circle, all the way from where it was', () => {
    const { graph, bench } = caseOf('llama-grouped');
    const op = opOf(graph, 'layers.0.attention.key_rotated', 'rotate');
    const [token, half] = [bench.tokens - 1, graph.dimensions.headDimension / 2];
    const row = { block: op.output, from: [1, token, 0], to: [1, token, 2 * half - 1] };
    const before = gridOf(bench, op.input);
    const start = Math.atan2(before.at([1, token, half]), before.at([1, token, 0]));
    const angle = token * (op.frequencies[0] ?? Number.NaN);
    const swung = new Set<number>();
    // The first pair's part of the way, after the row has arrived.
    for (let progress = 0.16; progress < 0.15 + 0.85 / half; progress += 0.005) {
      const grid = painted(op, bench, row, progress);
      const [x, y] = [grid.at([1, token, 0]), grid.at([1, token, half])];
      expect(Math.hypot(x, y)).toBeCloseTo(Math.hypot(before.at([1, token, 0]), before.at([1, token, half])), 5);
      const turn = Math.atan2(y, x) - start;
      swung.add(Math.round((((turn % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)) * 1000));
    }
    expect(angle).toBeLessThan(2 * Math.PI);
    const inOrder = [...swung];
    expect(inOrder.length).toBeGreaterThan(10);
    expect(inOrder).toEqual(inOrder.toSorted((left, right) => left - right));
    expect(Math.max(...inOrder) / 1000).toBeGreaterThan(0.8 * angle);
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

  it('ends on the token that was drawn, most probable or not', () => {
    const { bench } = caseOf('nano-sort');
    const row = [...gridOf(bench, 'probabilities').data.slice(-3)];
    const worst = row.indexOf(Math.min(...row));
    const drawn = new Bench({ ...bench.source, answers: [worst] }, bench.tokens);
    const framed = (progress: number) =>
      animateChoosing(drawn, 'probabilities', progress).outlines.find(({ style }) => style === 'accent')?.range.from[1];
    expect([framed(0.99), framed(1)]).toEqual([row.indexOf(Math.max(...row)), worst]);
  });

  it('appends the token that was drawn, from where its probability stands, most probable or not', () => {
    const { bench } = caseOf('llama-grouped');
    const [tokens, probabilities] = [gridOf(bench, 'tokens'), gridOf(bench, 'probabilities')];
    const isUnlikely = (at: number) => mostProbable(probabilities, at - 1) !== tokens.at([at]);
    const at = Array.from({ length: bench.tokens - 1 }, (_, before) => before + 1).find(isUnlikely) ?? 0;
    const [mover] = animateAppending(new Bench(bench.source, at), 'probabilities', 'tokens', 0.5).movers;
    const cell = [at - 1, tokens.at([at])];
    expect(mover?.from).toEqual({ block: 'probabilities', from: cell, to: cell });
    expect(mover?.values).toEqual(Float32Array.of(tokens.at([at])));
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
