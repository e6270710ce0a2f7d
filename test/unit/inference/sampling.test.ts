import { describe, expect, test } from 'vitest';
import { candidatesOf, checkSettings, draw, randomAt, type SamplingSettings } from '../../../src/inference/sampling.ts';

/** Probabilities 0.5, 0.3, 0.15 and 0.05, not in order. */
const LOGITS = Float32Array.from([0.15, 0.5, 0.05, 0.3], Math.log);

const drawnFrom = (logits: Float32Array, settings: SamplingSettings, seed: number, step: number) =>
  draw(candidatesOf(logits, settings), randomAt(seed, step));

/** How often each token came, as shares. */
function shares(settings: SamplingSettings, draws = 20_000): number[] {
  const counts = [0, 0, 0, 0];
  for (let step = 0; step < draws; step++) {
    const token = drawnFrom(LOGITS, settings, 7, step);
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts.map((count) => count / draws);
}

function expectShares(settings: SamplingSettings, expected: readonly number[]): void {
  const drawn = shares(settings);
  for (const [token, share] of expected.entries()) expect(drawn[token], `token ${token}`).toBeCloseTo(share, 1.5);
}

describe('sampling', () => {
  test('follows the probabilities at temperature 1', () => expectShares({ temperature: 1 }, [0.15, 0.5, 0.05, 0.3]));

  test('sharpens below 1: probabilities squared at one half', () => {
    const squares = [0.0225, 0.25, 0.0025, 0.09];
    const sum = squares.reduce((total, square) => total + square, 0);
    expectShares(
      { temperature: 0.5 },
      squares.map((square) => square / sum),
    );
  });

  test('takes the largest at temperature 0, the first of equals', () => {
    expect(shares({ temperature: 0 }, 10)).toEqual([0, 1, 0, 0]);
    expect(drawnFrom(Float32Array.of(1, 3, 3), { temperature: 0 }, 1, 0)).toBe(1);
  });

  test('top-k keeps the k most probable', () => expectShares({ temperature: 1, topK: 2 }, [0, 0.625, 0, 0.375]));

  test('top-p keeps the fewest that reach the share', () => {
    expectShares({ temperature: 1, topP: 0.7 }, [0, 0.625, 0, 0.375]);
    expect(shares({ temperature: 1, topP: 0.01 }, 100)).toEqual([0, 1, 0, 0]);
  });

  test('never draws what is −Infinity', () => {
    const logits = Float32Array.of(-Infinity, 0, -Infinity);
    for (let step = 0; step < 100; step++) expect(drawnFrom(logits, { temperature: 5 }, 3, step)).toBe(1);
  });

  test.each([
    [[0, Number.NaN, 1], /largest of the 3 logits is NaN/],
    [[-Infinity, -Infinity], /largest of the 2 logits is -Infinity/],
    [[0, Infinity], /largest of the 2 logits is Infinity/],
  ])('draws nothing by the logits %j', (logits, message) => {
    for (const temperature of [0, 1]) {
      expect(() => candidatesOf(Float32Array.from(logits), { temperature })).toThrow(message);
    }
  });

  test('top-k keeps k also where others equal the last of them, the first ones', () => {
    const candidates = candidatesOf(Float32Array.of(1, 2, 1, 3, 1), { temperature: 1, topK: 3 });
    expect(candidates.map(({ id, cutBy }) => [id, cutBy])).toEqual([
      [3, undefined],
      [1, undefined],
      [0, undefined],
      [2, 'topK'],
      [4, 'topK'],
    ]);
  });

  test('very small temperatures do not overflow', () => {
    expect(drawnFrom(LOGITS, { temperature: 1e-30 }, 1, 0)).toBe(1);
  });

  test.each([
    [{ temperature: -1 }, /temperature is -1/],
    [{ temperature: Number.NaN }, /temperature is NaN/],
    [{ temperature: 1, topK: 0 }, /topK is 0/],
    [{ temperature: 1, topK: 1.5 }, /topK is 1.5/],
    [{ temperature: 1, topP: 0 }, /topP is 0/],
    [{ temperature: 1, topP: 1.1 }, /topP is 1.1/],
  ])('refuses %j', (settings, message) => expect(() => checkSettings(settings)).toThrow(message));
});

describe('the candidates', () => {
  const listed = (settings: SamplingSettings) =>
    candidatesOf(LOGITS, settings).map(({ id, before, after, cutBy }) => [
      id,
      Number(before.toFixed(6)),
      Number(after.toFixed(6)),
      cutBy,
    ]);

  test('stand in the order of their probabilities, none cut without a setting that cuts', () => {
    expect(listed({ temperature: 1, topP: 1 })).toEqual([
      [1, 0.5, 0.5, undefined],
      [3, 0.3, 0.3, undefined],
      [0, 0.15, 0.15, undefined],
      [2, 0.05, 0.05, undefined],
    ]);
  });

  test('are cut by top-k first, then by top-p among what is left, and share what the others lose', () => {
    expect(listed({ temperature: 1, topK: 3, topP: 0.8 })).toEqual([
      [1, 0.5, 0.625, undefined],
      [3, 0.3, 0.375, undefined],
      [0, 0.15, 0, 'topP'],
      [2, 0.05, 0, 'topK'],
    ]);
  });

  test('keep the model’s own probabilities beside those of a temperature', () => {
    const squares = [0.25, 0.09, 0.0225, 0.0025];
    const sum = squares.reduce((total, square) => total + square, 0);
    const candidates = candidatesOf(LOGITS, { temperature: 0.5 });
    expect(candidates.map(({ before }) => before)).toEqual(
      [0.5, 0.3, 0.15, 0.05].map((share) => expect.closeTo(share, 6)),
    );
    expect(candidates.map(({ after }) => after)).toEqual(squares.map((square) => expect.closeTo(square / sum, 6)));
  });

  test('leave one alone at temperature 0', () => {
    expect(listed({ temperature: 0, topK: 3 })).toEqual([
      [1, 0.5, 1, undefined],
      [3, 0.3, 0, 'temperature'],
      [0, 0.15, 0, 'temperature'],
      [2, 0.05, 0, 'temperature'],
    ]);
  });
});

describe('the random numbers', () => {
  test('are those of mulberry32', () => {
    // The first numbers of the reference implementation for seed 0, times 2³².
    expect([0, 1, 2].map((step) => randomAt(0, step) * 2 ** 32)).toEqual([1144304738, 1416247, 958946056]);
  });

  test('are even over their range', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let step = 0; step < 10_000; step++) {
      const tenth = Math.floor(randomAt(42, step) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
