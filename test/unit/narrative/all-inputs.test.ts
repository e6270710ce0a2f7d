/** What “How a transformer sorts” says, on every input there is: six letters of three kinds, 729 in all. */
import { beforeAll, describe, expect, it } from 'vitest';
import { holds } from '../../../src/narrative/claim.ts';
import type { ReadFigure } from '../../../src/narrative/figure.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { allInputs, loadSorter, mostProbable, readTour } from './nano-sort.ts';
import { emptyFiguresIn, gapsIn, openChoicesIn, type Told, wrongIn } from './told.ts';

const told: Told[] = [];

beforeAll(async () => {
  const sorter = await loadSorter();
  // Where beats stand and what they have to tell is the same for all letters.
  const { beats } = new TourTimeline(readTour(), await sorter.run('AACBAB'));
  for (const input of allInputs()) told.push({ input, source: await sorter.run(input), beats });
}, 120_000);

describe('“How a transformer sorts”, on all 729 inputs', () => {
  it('has a number for every number, a letter for every letter and a sentence for every figure', () => {
    expect(gapsIn(told)).toEqual([]);
  });

  it('has numbers in every figure', () => {
    const kinds = new Set<ReadFigure['kind']>();
    expect(emptyFiguresIn(told, kinds)).toEqual([]);
    expect([...kinds].toSorted()).toEqual(['bars', 'curve', 'lens', 'pattern', 'softmax']);
  });

  it('knows which side of each choice is true', () => {
    expect(openChoicesIn(told)).toEqual([]);
  });

  it('says nothing without asking that is not so', () => {
    expect(wrongIn(told)).toEqual([]);
  });

  it('takes answers for right, and all of them for sorted, exactly where they are', () => {
    for (const { input: letters, source } of told) {
      const moment = { source, tokens: 11, answered: 6 };
      const sorted = [...letters].sort();
      const answers = [...source.words.slice(6), source.word(mostProbable(source.read('probabilities')))];
      expect(holds({ kind: 'sorted' }, moment), letters).toBe(answers.join('') === sorted.join(''));
      expect(holds({ kind: 'in-order' }, moment), letters).toBe(letters === sorted.join(''));
      for (const [answer, letter] of sorted.entries()) {
        expect(holds({ kind: 'right', answer }, moment), letters).toBe(answers[answer] === letter);
      }
    }
  });
});
