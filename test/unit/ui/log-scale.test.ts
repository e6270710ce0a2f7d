import { describe, expect, it } from 'vitest';
import { logScale } from '../../../src/ui/compare/towers.tsx';

describe('a logarithmic scale', () => {
  it('has a line at each power of a thousand, the outermost around all counts', () => {
    const { lines, height } = logScale([85_728, 124_439_808, 671_026_419_200]);
    expect(lines.map(Math.round)).toEqual([1e3, 1e6, 1e9, 1e12]);
    const heights = lines.map(height);
    for (const [index, expected] of [0, 1 / 3, 2 / 3, 1].entries()) expect(heights[index]).toBeCloseTo(expected, 12);
  });

  it('stands equal factors equally far apart', () => {
    const { height } = logScale([2000, 5e8]);
    expect(height(4e5) - height(2e5)).toBeCloseTo(height(5e8) - height(2.5e8), 12);
  });

  it('is a scale for one count too, also for one on a line', () => {
    for (const count of [1, 1000, 3_000_000]) {
      const { lines, height } = logScale([count]);
      expect(lines.length).toBeGreaterThan(1);
      expect(height(count)).toBeGreaterThanOrEqual(0);
      expect(height(count)).toBeLessThanOrEqual(1);
    }
  });
});
