import { describe, expect, it } from 'vitest';
import { chosenExperts } from '../../../src/architecture/routing.ts';

const SCORES = [0.9, 0.1, 0.6, 0.5, 0.7, 0.2];

describe('the experts chosen', () => {
  it('are those with the highest scores', () => {
    expect(chosenExperts({ chosen: 2 }, SCORES, [])).toEqual([0, 4]);
  });

  it('are others where the scores are corrected', () => {
    expect(chosenExperts({ chosen: 2 }, SCORES, [0, 1, 0, 0, 0, 0])).toEqual([0, 1]);
  });

  it('are in the group whose two best are highest together, not in that of the best one', () => {
    // Sums of pairs: 1.0, 1.1, 0.9.
    expect(chosenExperts({ chosen: 2, groups: { count: 3, kept: 1 } }, SCORES, [])).toEqual([2, 3]);
    expect(chosenExperts({ chosen: 2, groups: { count: 3, kept: 2 } }, SCORES, [])).toEqual([0, 2]);
    expect(chosenExperts({ chosen: 2, groups: { count: 3, kept: 1 } }, SCORES, [0, 0, 0, 0, 0, 0.3])).toEqual([4, 5]);
  });
});
