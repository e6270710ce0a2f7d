/** Figures of what a Llama has of its own, against its formulas and the numbers that PyTorch recorded. */
import { beforeAll, describe, expect, it } from 'vitest';
import { figureInWords } from '../../../src/app/figure-in-words.ts';
import type { Op, TensorId } from '../../../src/architecture/graph.ts';
import { type ReadFigure, readFigure } from '../../../src/narrative/figure.ts';
import { figuresOfCell } from '../../../src/narrative/figures/of-cell.ts';
import { arrowsAt, farthestApart, scoreAt } from '../../../src/narrative/figures/rotary.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { sourceOf } from './animator-bench.ts';
import { figureOf, tourWith } from './figure-tour.ts';
import { loadSorter } from './nano-sort.ts';

const LAYER = 'layers.0';
let source: StageSource;

beforeAll(async () => {
  source = await sourceOf('llama-grouped');
});

function readAs<Kind extends ReadFigure['kind']>(kind: Kind, line: string, run = source): ReadFigure & { kind: Kind } {
  const figure = readFigure(figureOf(tourWith(`kind=${kind} ${line}`)), { source: run, tokens: run.ids.length });
  if (figure?.kind !== kind) throw new Error(`no ${kind}`);
  return figure as ReadFigure & { kind: Kind };
}

function opOf<Kind extends Op['kind']>(id: TensorId, kind: Kind, run = source): Op & { kind: Kind } {
  const op = run.graph.producer(id);
  if (op?.kind !== kind) throw new Error(`${id} is not made by ${kind}`);
  return op as Op & { kind: Kind };
}

function at(id: TensorId, cell: readonly number[], run = source): number {
  const { shape = [], data } = run.read(id) ?? {};
  return data?.[cell.reduce((offset, index, axis) => offset * (shape[axis] ?? 0) + index, 0)] ?? Number.NaN;
}

describe('a figure of turning pairs', () => {
  it('has for each pair its two channels before and after, and the angle between them', () => {
    const { pairs, position } = readAs('rotary', `at="${LAYER}.attention.query_rotated[1, last, *]"`);
    const half = source.graph.dimensions.headDimension / 2;
    expect(pairs).toHaveLength(half);
    expect(position).toBe(source.ids.length - 1);
    for (const [pair, { before, after, angle }] of pairs.entries()) {
      expect(before).toEqual([
        at(`${LAYER}.attention.query`, [1, position, pair]),
        at(`${LAYER}.attention.query`, [1, position, pair + half]),
      ]);
      expect(Math.hypot(...after)).toBeCloseTo(Math.hypot(...before), 5);
      const turn = Math.atan2(after[1], after[0]) - Math.atan2(before[1], before[0]) - angle;
      expect(Math.cos(turn)).toBeCloseTo(1, 5);
    }
    expect(pairs[0]?.angle).toBe(position);
  });

  it('shows the pairs as the scene turns them: before, on the way at the same angle as the cells, after', () => {
    const address = `${LAYER}.attention.key_rotated[0, last, *]`;
    const tour = tourWith(
      `kind=rotary at="${address}"`,
      `::run{to=${LAYER}.attention.key}\n::compute{at="${address}" seconds=8}`,
    );
    const timeline = new TourTimeline(tour, source);
    const figure = readFigure(figureOf(tour), { source, tokens: source.ids.length });
    if (figure?.kind !== 'rotary') throw new Error('no rotary');
    const end = timeline.beats[0]?.rest ?? 0;
    const arrows = (time: number) => arrowsAt(timeline.stageAt(time), figure, source);
    expect(arrows(end - 8)).toEqual(figure.pairs.map(({ before }) => before));
    expect(arrows(end)).toEqual(figure.pairs.map(({ after }) => after));
    // Half way through the first pair's part of the time, after its row has arrived.
    const [first, second] = arrows(end - 8 + 8 * (0.15 + (0.85 * 0.51) / figure.pairs.length));
    const { before, angle } = figure.pairs[0] ?? { before: [1, 0], angle: 0 };
    const turn = Math.atan2(first?.[1] ?? 0, first?.[0] ?? 0) - Math.atan2(before[1] ?? 0, before[0] ?? 0);
    expect(Math.cos(turn - angle / 2)).toBeCloseTo(1, 4);
    expect(second).toEqual(figure.pairs[1]?.before);
  });
});

describe('a figure of a query and a key', () => {
  it('scores what the model scores, and the same wherever both are moved', () => {
    const figure = readAs('distance', `at="${LAYER}.attention.scores[3, last, 1]"`);
    const last = source.ids.length - 1;
    const score = at(`${LAYER}.attention.scores`, [3, last, 1]);
    expect(scoreAt(figure, last, 1)).toBeCloseTo(score, 4);
    for (const shift of [1, 7, 100]) expect(scoreAt(figure, last + shift, 1 + shift)).toBeCloseTo(score, 4);
    expect(Math.abs(scoreAt(figure, last + 1, 1) - score)).toBeGreaterThan(1e-3);
  });

  it('can be moved as far apart as the two stand, and within the context', () => {
    const figure = readAs('distance', `at="${LAYER}.attention.scores[3, last, 1]"`);
    const apart = (position: number, context: number) =>
      farthestApart({ ...figure, query: { ...figure.query, position }, context });
    expect([apart(5, 32), apart(5, 256), apart(201, 256)]).toEqual([31, 64, 200]);
  });

  it('is of one score, of tokens that are turned', async () => {
    expect(() => readAs('distance', `at="${LAYER}.attention.scores[0, *, 1]"`)).toThrow('at takes one cell');
    const sorter = await (await loadSorter()).run('AACBAB');
    expect(() => readAs('distance', `at="${LAYER}.attention.scores[0, last, 1]"`, sorter)).toThrow('rotate');
  });
});

describe('a figure of a norm', () => {
  it('has the row by both kinds, and its own kind leads to the run’s numbers', async () => {
    const sorter = await (await loadSorter()).run('AACBAB');
    for (const [run, own] of [
      [source, 'rmsNorm'],
      [sorter, 'layerNorm'],
    ] as const) {
      const figure = readAs('norm', `at="${LAYER}.attention_norm[last, *]"`, run);
      expect(figure.own).toBe(own);
      const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      // ε keeps the size just below 1.
      expect(average(figure.normed.rmsNorm.map((value) => value ** 2))).toBeCloseTo(1, 1);
      expect(average(figure.normed.layerNorm)).toBeCloseTo(0, 6);
      const token = run.ids.length - 1;
      for (const [channel, value] of figure.normed[own].entries()) {
        const bias = own === 'layerNorm' ? at(`${LAYER}.attention_norm.bias`, [channel], run) : 0;
        const scaled = value * at(`${LAYER}.attention_norm.weight`, [channel], run) + bias;
        expect(scaled).toBeCloseTo(at(`${LAYER}.attention_norm`, [token, channel], run), 4);
        expect(figure.after[channel]).toBe(at(`${LAYER}.attention_norm`, [token, channel], run));
      }
    }
  });

  it('is of one head where each head has a norm', async () => {
    const run = await sourceOf('qwen3');
    const { before, normed, after, cells } = readAs('norm', `at="${LAYER}.attention.query_norm[2, last, *]"`, run);
    const token = run.ids.length - 1;
    expect(cells[0]).toMatchObject({ from: [2, token, 0], to: [2, token, 5] });
    for (const [channel, value] of normed.rmsNorm.entries()) {
      expect(before[channel]).toBe(at(`${LAYER}.attention.query`, [2, token, channel], run));
      expect(value * at(`${LAYER}.attention.query_norm.weight`, [channel], run)).toBeCloseTo(after[channel] ?? 0, 4);
    }
    expect(after).toHaveLength(6);
  });
});

describe('a figure of a gate', () => {
  it('has a gate that opens to what, times the number, is the run’s cell', () => {
    const { gate, up, product, ungated } = readAs('gate', `at="${LAYER}.ffn.activated[last, max]"`);
    expect(gate.opened).toBeCloseTo(gate.input / (1 + Math.exp(-gate.input)), 5);
    expect(gate.opened * up.value).toBeCloseTo(product, 5);
    // GELU lies between 0 and its number from there on, and just below 0 before.
    expect(Math.abs(ungated.value)).toBeLessThanOrEqual(Math.abs(up.value));
    expect(() => readAs('gate', `at="${LAYER}.ffn.up[last, 0]"`)).toThrow('multiply');
  });
});

describe('a figure of shared heads', () => {
  it('has every query head once, under the key head that its scores are made from', () => {
    const { groups, query, key } = readAs('groups', `at=${LAYER}.attention.scores`);
    const { heads, kvHeads } = source.graph.dimensions;
    expect(groups).toHaveLength(kvHeads);
    expect(groups.flat()).toEqual(Array.from({ length: heads }, (_, head) => head));
    const scale = opOf(`${LAYER}.attention.scores`, 'scores').scale;
    const width = source.graph.dimensions.headDimension;
    for (const [shared, members] of groups.entries()) {
      for (const head of members) {
        let product = 0;
        for (let channel = 0; channel < width; channel += 1)
          product += at(query, [head, 2, channel]) * at(key, [shared, 1, channel]);
        expect(product * scale).toBeCloseTo(at(`${LAYER}.attention.scores`, [head, 2, 1]), 4);
      }
    }
  });
});

describe('a figure of near words', () => {
  it('names the entries of the table that the token is looked up in, nearest first', () => {
    const { table, word, nearest } = readAs('neighbours', 'at="tokens[last]"');
    expect(table).toBe('embedding.token.weight');
    expect(word).toBe(String(source.ids.at(-1)));
    expect(nearest).toHaveLength(8);
    const cosines = nearest.map(({ cosine }) => cosine);
    expect(cosines).toEqual(cosines.toSorted((left, right) => right - left));
  });
});

describe('the figures of a cell', () => {
  it('can be read for every block of a model, and told', async () => {
    const sorter = await (await loadSorter()).run('AACBAB');
    for (const run of [source, sorter]) {
      const kinds = new Set<string>();
      for (const { id, axes } of run.graph.tensors()) {
        for (const figure of figuresOfCell(
          run.graph,
          id,
          axes.map(() => 1),
        )) {
          const read = readFigure(figure, { source: run, tokens: run.ids.length });
          if (read === undefined) throw new Error(`${id}: no ${figure.kind}`);
          kinds.add(figure.kind);
          const said = figureInWords(read, (block) => ({ name: block, purpose: '' }));
          expect(said, id).toMatch(/\d/);
          expect(said, id).not.toMatch(/NaN|undefined|\{/);
        }
      }
      const shared = ['neighbours', 'norm'];
      const own = run === sorter ? ['curve'] : ['curve', 'distance', 'gate', 'groups', 'rotary'];
      expect([...kinds].toSorted()).toEqual([...shared, ...own].toSorted());
    }
  });
});
