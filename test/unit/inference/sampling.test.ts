import { describe, expect, test } from 'vitest';
import { checkSettings, type SamplingSettings, sample, seededRandom } from '../../../src/inference/sampling.ts';

/** Probabilities 0.5, 0.3, 0.15 and 0.05, not in order. */
const LOGITS = Float32Array.from([0.15, 0.5, 0.05, 0.3], Math.log);

/** How often each token came, as shares. */
function shares(settings: SamplingSettings, draws = 20_000): number[] {
  const random = seededRandom(7);
  const counts = [0, 0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const token = sample(LOGITS, settings, random);
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
    expect(sample(Float32Array.of(1, 3, 3), { temperature: 0 }, seededRandom(1))).toBe(1);
  });

  test('top-k keeps the k most probable', () => expectShares({ temperature: 1, topK: 2 }, [0, 0.625, 0, 0.375]));

  test('top-p keeps the fewest that reach the share', () => {
    expectShares({ temperature: 1, topP: 0.7 }, [0, 0.625, 0, 0.375]);
    expect(shares({ temperature: 1, topP: 0.01 }, 100)).toEqual([0, 1, 0, 0]);
  });

  test('never draws what is −Infinity', () => {
    const random = seededRandom(3);
    const logits = Float32Array.of(-Infinity, 0, -Infinity);
    for (let draw = 0; draw < 100; draw++) expect(sample(logits, { temperature: 5 }, random)).toBe(1);
  });

  test('very small temperatures do not overflow', () => {
    expect(sample(LOGITS, { temperature: 1e-30 }, seededRandom(1))).toBe(1);
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

describe('the seeded random source', () => {
  test('is that of mulberry32', () => {
    // The first numbers of the reference implementation for seed 0, times 2³².
    const random = seededRandom(0);
    expect([random(), random(), random()].map((number) => number * 2 ** 32)).toEqual([1144304738, 1416247, 958946056]);
  });

  test('is even over its range', () => {
    const random = seededRandom(42);
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw++) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
