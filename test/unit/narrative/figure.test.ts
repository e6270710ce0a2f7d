import { beforeAll, describe, expect, it } from 'vitest';
import { ACTIVATION_FUNCTIONS } from '../../../src/architecture/explain/functions.ts';
import { isComputedAt, type ReadFigure, readFigure } from '../../../src/narrative/figure.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { sourceOf } from './animator-bench.ts';
import { figureOf, tourWith } from './figure-tour.ts';
import { loadSorter, type Sorter } from './nano-sort.ts';

let sorter: Sorter;
let source: StageSource;

beforeAll(async () => {
  sorter = await loadSorter();
  source = await sorter.run('AACBAB');
});

function read(line: string, { run = source, tokens = 6 } = {}): ReadFigure | undefined {
  return readFigure(figureOf(tourWith(line)), { source: run, tokens });
}

function readAs<Kind extends ReadFigure['kind']>(kind: Kind, line: string): ReadFigure & { kind: Kind } {
  const figure = read(`kind=${kind} ${line}`);
  if (figure?.kind !== kind) throw new Error(`no ${kind}`);
  return figure as ReadFigure & { kind: Kind };
}

function row(id: string, start: number, count: number): number[] {
  return [...(source.read(id)?.data.slice(start, start + count) ?? [])];
}

describe('a figure', () => {
  it('of bars has the numbers of the row, under their letters', () => {
    const { bars, logits } = readAs('bars', 'at="probabilities[last, *]"');
    expect(bars.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect(bars.map(({ value }) => value)).toEqual(row('probabilities', 5 * 3, 3));
    expect(logits).toBeUndefined();
  });

  it('that a temperature moves has what the shares were made from', () => {
    expect(readAs('bars', 'at="probabilities[last, *]" temperature').logits).toEqual(row('logits', 5 * 3, 3));
    expect(() => read('kind=bars at="logits[last, *]" temperature')).toThrow('logits is not made by');
  });

  it('of a softmax has powers of which each is its share of their sum', () => {
    const { rows, sum } = readAs('softmax', 'at="layers.0.attention.weights[1, last, *]"');
    expect(rows.map(({ name }) => name).join('')).toBe('AACBAB');
    expect(rows.map(({ score }) => score)).toEqual(row('layers.0.attention.scores', 11 * 11 + 5 * 11, 6));
    for (const { exponent, value } of rows) expect(exponent / sum.exponent).toBeCloseTo(value, 5);
    expect(sum.value).toBeCloseTo(1, 5);
    expect(Math.max(...rows.map(({ exponent }) => exponent))).toBe(1);
  });

  it('of more numbers than can be told has the largest, and the others together', async () => {
    const stored = await sourceOf('llama-grouped');
    const { shape = [], data } = stored.read('probabilities') ?? {};
    const [tokens = 0, vocabulary = 0] = shape;
    const last = [...(data ?? [])].slice(-vocabulary);
    const largest = last.toSorted((left, right) => right - left).slice(0, 8);
    const at = { source: stored, tokens };
    const bars = readFigure(figureOf(tourWith('kind=bars at="probabilities[last, *]"')), at);
    const steps = readFigure(figureOf(tourWith('kind=softmax at="probabilities[last, *]"')), at);
    if (bars?.kind !== 'bars' || steps?.kind !== 'softmax') throw new Error('no figure');
    expect(vocabulary).toBeGreaterThan(12);
    expect(bars.bars.map(({ value }) => value)).toEqual(largest);
    expect(bars.others).toBe(vocabulary - 8);
    expect(steps.rows.map(({ value }) => value)).toEqual(largest);
    expect(steps.others.count).toBe(vocabulary - 8);
    expect(steps.others.value + largest.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(steps.others.exponent / steps.sum.exponent).toBeCloseTo(steps.others.value, 5);
  });

  it('of the training has its key frames, the first and the last', () => {
    const { frames, first, last } = readAs('training', '');
    expect(frames.length).toBeGreaterThan(2);
    expect(first.step).toBe(0);
    expect(last).toBe(frames.at(-1));
    expect(last.heldOutLoss).toBeLessThan(first.heldOutLoss);
    expect(read('kind=training', { run: { ...source, training: [] } })).toBeUndefined();
  });

  it('of a curve has points that lie on it', () => {
    const { points, function: name } = readAs('curve', 'at="layers.0.ffn.activated[last, *]"');
    expect(name).toBe('gelu_tanh');
    expect(points).toHaveLength(192);
    for (const { input, value } of points) expect(ACTIVATION_FUNCTIONS[name](input)).toBeCloseTo(value, 4);
    expect(() => read('kind=curve at="layers.0.ffn.up[last, *]"')).toThrow('layers.0.ffn.up is not made by');
  });

  it('of the lens ends with the model’s own probabilities', () => {
    const { words, rows, cells } = readAs('lens', 'at="embedding layers.0.ffn_residual layers.2.ffn_residual"');
    expect(words).toEqual(['A', 'B', 'C']);
    expect(rows.map(({ stream }) => stream)).toEqual(['embedding', 'layers.0.ffn_residual', 'layers.2.ffn_residual']);
    const own = row('probabilities', 5 * 3, 3);
    for (const [id, share] of (rows.at(-1)?.shares ?? []).entries()) {
      expect(Math.abs(share - (own[id] ?? Number.NaN))).toBeLessThan(1e-4);
    }
    for (const { shares, answer } of rows) expect(shares[answer]).toBe(Math.max(...shares));
    expect(cells[0]).toEqual({ block: 'embedding', from: [5, 0], to: [5, 47] });
  });

  it('of a pattern has every head, as far as there are tokens', () => {
    const { slabs } = readAs('pattern', 'at="layers.0.attention.weights"');
    expect(slabs.map(({ slab, rows }) => [slab, rows.length, rows[0]?.cells.length])).toEqual([
      [0, 6, 6],
      [1, 6, 6],
      [2, 6, 6],
    ]);
    const last = slabs[2]?.rows[5];
    expect(last?.name).toBe('B');
    expect(last?.cells.map(({ value }) => value)).toEqual(row('layers.0.attention.weights', 2 * 121 + 5 * 11, 6));
    expect(last?.cells[3]?.cell).toEqual([2, 5, 3]);
    const masked = slabs[0]?.rows.map(({ cells }) => cells.map(({ isMasked }) => (isMasked ? '.' : 'x')).join(''));
    expect(masked).toEqual(['x.....', 'xx....', 'xxx...', 'xxxx..', 'xxxxx.', 'xxxxxx']);
  });

  it('is not there before a run', () => {
    const nothing = { run: sorter.idle, tokens: 0 };
    for (const kind of ['bars', 'softmax']) {
      expect(read(`kind=${kind} at="layers.0.attention.weights[0, last, *]"`, nothing)).toBeUndefined();
    }
    expect(read('kind=lens at="embedding layers.0.ffn_residual"', nothing)).toBeUndefined();
  });
});

describe('a figure beside the scene', () => {
  it('is shown once the scene has computed all of it', () => {
    const cues =
      '::compute{at="probabilities[0..last-1, *]" seconds=2}\n::compute{at="probabilities[last, *]" seconds=4}';
    const tour = tourWith('kind=bars at="probabilities[last, *]"', cues);
    const timeline = new TourTimeline(tour, source);
    const figure = readFigure(figureOf(tour), { source, tokens: 6 });
    if (figure === undefined) throw new Error('no figure');
    const isThere = (time: number) => isComputedAt(timeline.stageAt(time), figure, source);
    expect([0, 1.9, 2.1, 5.9, 6].map(isThere)).toEqual([false, false, false, false, true]);
  });
});
