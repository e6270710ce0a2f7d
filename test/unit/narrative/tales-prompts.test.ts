/** What “A Llama, step by step” says, on prompts of every sort that a reader may type. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReadFigure } from '../../../src/narrative/figure.ts';
import { readLetters } from '../../../src/narrative/letters.ts';
import { TourTimeline } from '../../../src/narrative/timeline.ts';
import { loadTeller, readTour } from './tales.ts';
import { emptyFiguresIn, gapsIn, openChoicesIn, type Told, wrongIn } from './told.ts';

const STORY =
  'Once there was a little girl. Her name was Mia. One day Mia went to the park with her brother Tom. They saw a big dog ' +
  'near the lake. “Is it your dog?” asked Mia. “No, it is not,” said Tom. The dog was sad and hungry. So they gave the dog ' +
  'some bread (it was the last one), and the dog ate all of it.';

/** As typed, and how many tokens the model has gone on by. */
const PROMPTS: readonly (readonly [text: string, answers?: number])[] = [
  [
    'I like the red ball, but my girlfriend likes the larger ball. We like to go to the basketball court to play ball together. It is a lot of fun.',
  ],
  [
    'I like the red ball, but my girlfriend likes the larger ball. We like to go to the basketball court to play ball together. It is a lot of fun.',
    3,
  ],
  ['Once'],
  ['Once', 2],
  ['“'],
  ['“I am happy,” said Ben. “So am I,” said Mia. “Let us'],
  ['Tom (he is six) has a hat.'],
  ['The parrot said “blue hat small dog red apple, blue hat small dog red'],
  ['Der Ball ist rund 🙂.'],
  ['日本語'],
  ['<s> </s> <unk>'],
  ['the the the the the the the the the the the the'],
  ['Monday, Tuesday, Wednesday, Thursday,', 2],
  ['x = y + z * (w - v)'],
  [STORY, 12],
  [`${STORY} ${STORY} ${STORY}`.split(' ').slice(0, 165).join(' ')],
];

const told: Told[] = [];

beforeAll(async () => {
  const tell = await loadTeller();
  const tour = readTour();
  for (const [input, answers] of PROMPTS) {
    const source = await tell(input, answers);
    const timeline = new TourTimeline(tour, source);
    // What is shown can be shown.
    for (const { rest } of timeline.beats) timeline.stageAt(rest);
    told.push({ input: `${input} (${source.ids.length} tokens)`, source, beats: timeline.beats });
  }
}, 300_000);

describe(`“A Llama, step by step”, on ${PROMPTS.length} prompts`, () => {
  it('is told on prompts from one word to two hundred tokens', () => {
    const lengths = told.map(({ source }) => source.given);
    expect(Math.min(...lengths)).toBe(2);
    expect(Math.max(...lengths)).toBeGreaterThan(190);
  });

  it('has a number for every number, a word for every word and a sentence for every figure', () => {
    expect(gapsIn(told)).toEqual([]);
  });

  it('has numbers in every figure', () => {
    const kinds = new Set<ReadFigure['kind']>();
    expect(emptyFiguresIn(told, kinds)).toEqual([]);
    expect([...kinds].toSorted()).toEqual([
      'bars',
      'curve',
      'distance',
      'gate',
      'groups',
      'lens',
      'neighbours',
      'norm',
      'pattern',
      'rotary',
      'softmax',
      'training',
    ]);
  });

  it('knows which side of each choice is true', () => {
    expect(openChoicesIn(told)).toEqual([]);
  });

  it('takes as the word with neighbours a whole word of the text, the one that has the nearest', () => {
    const taken = (start: string) => {
      const found = told.find(({ input }) => input.startsWith(start));
      const kin = { kind: 'place', from: 'kin', offset: 0 } as const;
      if (found === undefined) throw new Error(`no prompt begins with ${start}`);
      const moment = { source: found.source, tokens: found.source.given, answered: 0 };
      return readLetters({ of: 'position', place: kin }, moment);
    };
    expect(taken('I like the red ball')).toEqual(['red']);
    expect(taken('“I am happy,”')).toEqual(['Ben']);
    expect(taken('Tom (he')).toEqual(['Tom']);
    for (const text of ['“', '日本語', 'x = y', 'Der Ball']) expect(taken(text)).toBeUndefined();
  });

  it('says nothing without asking that is not so', () => {
    expect(wrongIn(told)).toEqual([]);
  });
});
