/** What “How a transformer sorts” says, on every input there is: six letters of three kinds, 729 in all. */
import { beforeAll, describe, expect, it } from 'vitest';
import { holds } from '../../../src/narrative/claim.ts';
import type { ReadFigure } from '../../../src/narrative/figure.ts';
import type { ReadingMoment } from '../../../src/narrative/letters.ts';
import { plainText, type ReadNode, readText } from '../../../src/narrative/reading.ts';
import type { PlacedBeat } from '../../../src/narrative/schedule.ts';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import type { Claim, TextNode } from '../../../src/narrative/tour.ts';
import { allInputs, loadSorter, mostProbable, readTour, saidFigure } from './nano-sort.ts';

const runs = new Map<string, StageSource>();
let beats: readonly PlacedBeat[] = [];

beforeAll(async () => {
  const sorter = await loadSorter();
  for (const letters of allInputs()) runs.set(letters, await sorter.run(letters));
  // Where beats stand and what they have to tell is the same for all letters.
  beats = new TourTimeline(readTour(), await sorter.run('AACBAB')).beats;
}, 120_000);

/** Calls back with every beat on every input. Returns what was complained of, with the inputs: all of them, or how many. */
function complaints(check: (beat: PlacedBeat, moment: ReadingMoment, letters: string) => readonly string[]): string[] {
  const found = new Map<string, string[]>();
  for (const [letters, source] of runs) {
    for (const placed of beats) {
      const moment = { source, tokens: placed.tokens, answered: placed.answered };
      for (const complaint of check(placed, moment, letters)) {
        const key = `“${placed.beat.title}”: ${complaint}`;
        found.set(key, [...(found.get(key) ?? []), letters]);
      }
    }
  }
  return [...found].map(([key, inputs]) => `${key} on ${inputs.length} inputs, such as ${inputs[0]}`);
}

/** The claims that decide what a text says. */
function claimsIn(nodes: readonly TextNode[], moment: ReadingMoment): Claim[] {
  return nodes.flatMap((node): Claim[] => {
    if (node.kind === 'choice') {
      return [node.claim, ...claimsIn(holds(node.claim, moment) ? node.holds : node.otherwise, moment)];
    }
    if (node.kind === 'card') return node.rows.flatMap((row) => claimsIn(row.children, moment));
    return 'children' in node ? claimsIn(node.children, moment) : [];
  });
}

/** The figures in a text, wherever they stand. */
function figuresIn(nodes: readonly ReadNode[]): ReadFigure[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'figure') return node.figure === undefined ? [] : [node.figure];
    if (node.kind === 'card') return node.rows.flatMap((row) => figuresIn(row.children));
    return 'children' in node ? figuresIn(node.children) : [];
  });
}

/** Every number that a figure is drawn from; of a pattern those that are not masked. */
function numbersOf(figure: ReadFigure): number[] {
  return numbersIn(figure).filter((value) => figure.kind !== 'pattern' || value !== Number.NEGATIVE_INFINITY);
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('“How a transformer sorts”, on all 729 inputs', () => {
  it('has a number for every number, a letter for every letter and a sentence for every figure', () => {
    const gaps = complaints(({ beat }, moment) =>
      [...plainText(readText(beat.text, moment), saidFigure).matchAll(/.{0,40}(?:…|undefined|NaN)/g)].map(
        ([text]) => text,
      ),
    );
    expect(gaps).toEqual([]);
  });

  it('has numbers in every figure', () => {
    const told = new Set<string>();
    const gaps = complaints(({ beat }, moment) =>
      figuresIn(readText(beat.text, moment)).flatMap((figure) => {
        told.add(figure.kind);
        const numbers = numbersOf(figure);
        return numbers.length > 1 && numbers.every(Number.isFinite) ? [] : [`${figure.kind} of ${numbers.join(' ')}`];
      }),
    );
    expect(gaps).toEqual([]);
    expect([...told].toSorted()).toEqual(['bars', 'curve', 'lens', 'pattern', 'softmax']);
  });

  it('knows which side of each choice is true', () => {
    const unknown = complaints(({ beat }, moment) =>
      claimsIn(beat.text, moment)
        .filter((claim) => holds(claim, moment) === undefined)
        .map((claim) => JSON.stringify(claim)),
    );
    expect(unknown).toEqual([]);
  });

  it('says nothing without asking that is not so', () => {
    const wrong = complaints(({ beat }, moment) =>
      beat.holds.filter((claim) => holds(claim, moment) !== true).map((claim) => JSON.stringify(claim)),
    );
    expect(wrong).toEqual([]);
  });

  it('takes answers for right, and all of them for sorted, exactly where they are', () => {
    for (const [letters, source] of runs) {
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
