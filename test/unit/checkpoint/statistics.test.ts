import { describe, expect, it } from 'vitest';
import { histogram, robustRange, statistics } from '../../../src/checkpoint/statistics.ts';

describe('statistics', () => {
  it('counts what is finite and what is not, and speaks of the finite', () => {
    const values = Float32Array.of(3, -4, 0, -0, -Infinity, -Infinity, Number.NaN, Infinity);
    expect(statistics(values)).toEqual({
      count: 8,
      finite: 4,
      masked: 2,
      nan: 1,
      zeros: 2,
      minimum: -4,
      maximum: 3,
      mean: -0.25,
      rms: 2.5,
    });
  });

  it('has no minimum of nothing', () => {
    for (const values of [new Float32Array(0), Float32Array.of(Number.NaN, -Infinity)]) {
      const { finite, minimum, maximum, mean, rms } = statistics(values);
      expect({ finite, minimum, maximum, mean, rms }).toEqual({
        finite: 0,
        minimum: NaN,
        maximum: NaN,
        mean: NaN,
        rms: NaN,
      });
    }
  });
});

describe('robustRange', () => {
  it('is the magnitude that the quantile of the values stays below', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i + 1));
    expect(robustRange(values)).toBe(992);
    expect(robustRange(values, 0.5)).toBe(500);
    expect(robustRange(values, 1)).toBe(1000);
  });

  it('is the value that sorting would put at the rank', () => {
    // Magnitudes of all sizes, equal ones among them, from the smallest float to the largest.
    const values = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i * i) * 10 ** ((i % 78) - 40));
    values.set([3.4028234663852886e38, 1e-45, 0, -0, ...values.subarray(100, 150)], 4000);
    const sorted = values.map(Math.abs).sort();
    for (const quantile of [0.05, 0.3, 0.5, 0.9, 0.992, 1]) {
      expect(robustRange(values, quantile)).toBe(sorted[Math.ceil(quantile * 5000) - 1]);
    }
  });

  it('is not stretched by outliers, nor by what is not finite', () => {
    const values = new Float32Array(1000).fill(0.5);
    values.set([1e6, Infinity, -Infinity, Number.NaN]);
    expect(robustRange(values)).toBe(0.5);
  });

  it('falls back to the largest magnitude where nearly all is zero', () => {
    const values = new Float32Array(1000);
    values[7] = -3;
    expect(robustRange(values)).toBe(3);
    expect(robustRange(new Float32Array(10))).toBe(0);
    expect(robustRange(Float32Array.of(Number.NaN))).toBe(0);
    expect(robustRange(new Float32Array(0))).toBe(0);
  });

  it('stays close to the exact quantile on a large array, and is the same every time', () => {
    const values = Float32Array.from({ length: 1_000_003 }, (_, i) => ((i * 7919) % 1_000_003) / 1_000_003);
    expect(robustRange(values)).toBeCloseTo(0.992, 2);
    expect(robustRange(values)).toBe(robustRange(values.slice()));
  });

  it('sees all columns of a large matrix, whatever their number', () => {
    // Every 16th column is large: a sample that kept step with the columns would see all of them or none.
    const values = Float32Array.from({ length: 2 ** 20 }, (_, i) => (i % 16 === 0 ? 10 : 1));
    expect(robustRange(values, 0.9)).toBe(1);
    expect(robustRange(values, 0.97)).toBe(10);
  });
});

describe('histogram', () => {
  it('counts each finite value once, both ends included', () => {
    const { minimum, maximum, counts } = histogram(Float32Array.of(0, 1, 2, 3, 4, NaN, -Infinity, Infinity), 4);
    expect([minimum, maximum]).toEqual([0, 4]);
    expect([...counts]).toEqual([1, 1, 1, 2]);
  });

  it('puts equal values into the middle, and nothing nowhere', () => {
    expect([...histogram(Float32Array.of(2, 2, 2), 5).counts]).toEqual([0, 0, 3, 0, 0]);
    expect([...histogram(new Float32Array(0), 3).counts]).toEqual([0, 0, 0]);
  });
});
