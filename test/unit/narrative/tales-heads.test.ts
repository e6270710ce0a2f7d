/** Which heads of the story teller have a craft: the ones that “A Llama, step by step” names, measured anew among all there are. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StageSource } from '../../../src/narrative/stage.ts';
import { randomNumbers } from './random.ts';
import { loadTeller, TOUR_FILE } from './tales.ts';

/** A query and a key of a craft. */
type Pair = readonly [query: number, key: number];

const WORDS_IN_A_ROW = 20;
const ROWS = 6;
const QUOTING = [
  'The cat sat down. “I am so happy,” said Ben. “Let us go to the park and play with the big ball,” said Mia.',
  'One day Tom went to the lake. “Did you see my little dog?” asked Tom. “No, I did not see it today,” said the man.',
  '“We like the red boat,” said Emma. Lucy said “I like the blue one more than the red one.” They laughed.',
];

/** As the tour names them: layer and head. */
const named = new Map(
  [...(/::heads\{(.*)\}/.exec(readFileSync(TOUR_FILE, 'utf8'))?.[1]?.matchAll(/(\w+)="([\d.]+)"/g) ?? [])].map(
    ([, name = '', place = '']) => [name, place],
  ),
);

let rows: readonly StageSource[] = [];
let quoting: readonly StageSource[] = [];

beforeAll(async () => {
  const tell = await loadTeller();
  const known = await tell('a');
  const { vocabulary } = known.graph.dimensions;
  const words = Array.from({ length: vocabulary }, (_, id) => known.word(id)).filter((word) =>
    /^[a-z]{3,}$/.test(word),
  );
  const random = randomNumbers(11);
  const row = () => Array.from({ length: WORDS_IN_A_ROW }, () => words[Math.floor(random() * words.length)]).join(' ');
  const texts = Array.from({ length: ROWS }, row);
  rows = await Promise.all(texts.map((text) => tell(`${text} ${text}`)));
  quoting = await Promise.all(QUOTING.map((text) => tell(text)));
}, 120_000);

/** The head, as the tour names it, that gives most to its pairs on average. */
function best(runs: readonly StageSource[], pairsOf: (run: StageSource) => readonly Pair[]): string {
  const [first] = runs;
  if (first === undefined) throw new Error('nothing has run');
  const { layers, heads } = first.graph.dimensions;
  const places = Array.from({ length: layers * heads }, (_, index) => ({
    layer: Math.floor(index / heads),
    head: index % heads,
  }));
  const given = places.map(({ layer, head }) => {
    const shares = runs.flatMap((run) => {
      const { shape = [], data } = run.read(`layers.${layer}.attention.weights`) ?? {};
      const [, queries = 0, keys = 0] = shape;
      return pairsOf(run).map(([query, key]) => data?.[(head * queries + query) * keys + key] ?? Number.NaN);
    });
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  });
  const place = places[given.indexOf(Math.max(...given))];
  return `${place?.layer}.${place?.head}`;
}

/** The second half of a row that says itself twice. */
function repeated({ ids }: StageSource): readonly number[] {
  const start = ids.length - WORDS_IN_A_ROW;
  return Array.from({ length: WORDS_IN_A_ROW - 1 }, (_, index) => start + index);
}

/** The last token of every quotation that closes, with its opening mark. */
function lastInside({ words }: StageSource): Pair[] {
  return words.flatMap((word, at): Pair[] => (word === '”' ? [[at - 1, words.lastIndexOf('“', at)]] : []));
}

describe('of all heads, the one that the tour names', () => {
  it('gives most to the word before', () => {
    expect(named.get('back')).toBe(best(rows, (run) => repeated(run).map((at) => [at, at - 1])));
  });

  it('gives most to what came next the time before', () => {
    expect(named.get('echo')).toBe(best(rows, (run) => repeated(run).map((at) => [at, at - WORDS_IN_A_ROW + 1])));
  });

  it('gives most, at the end of a quotation, to the mark that opened it', () => {
    expect(named.get('quotes')).toBe(best(quoting, lastInside));
  });
});
