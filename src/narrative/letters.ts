import type { AxisName } from '../architecture/graph.ts';
import { type Moment, placeIndex, resolve } from './address.ts';
import { type Grid, readGrid } from './grid.ts';
import { lensAnswer } from './lens.ts';
import { indexOfLargest } from './numbers.ts';
import type { StageSource } from './stage.ts';
import type { Letters } from './tour.ts';

/** Where every family of the graph keeps what the model answers. */
const PROBABILITIES = 'probabilities';

/** When a text is read: answers that have not been chosen yet are not told. */
export interface ReadingMoment extends Moment {
  readonly answered: number;
}

/** Letters of the run, as they are written; undefined while they are not there. @throws Error as `resolve` does. */
export function readLetters(letters: Letters, moment: ReadingMoment): readonly string[] | undefined {
  const { source } = moment;
  switch (letters.of) {
    case 'position': {
      const word = source.words[placeIndex(letters.place, moment.tokens - 1, moment)];
      return word === undefined ? undefined : [word];
    }
    case 'cell': {
      const cells = resolve(letters.at, moment);
      const index = cells?.from.at(-1);
      if (cells === undefined || index === undefined) return undefined;
      const isVocabulary = source.graph.tensor(cells.block).axes.at(-1)?.name === 'vocab';
      const word = isVocabulary ? source.word(index) : source.words[index];
      return word === undefined ? undefined : [word];
    }
    case 'answer': {
      const id = toldAnswers(moment)[letters.number];
      return id === undefined ? undefined : [source.word(id)];
    }
    case 'lens': {
      const id = lensAnswer(letters.stream, moment);
      return id === undefined ? undefined : [source.word(id)];
    }
    case 'given':
      return source.ids.length === 0 ? undefined : source.words.slice(0, source.given);
    case 'sorted':
      return source.ids.length === 0 ? undefined : sortedIds(source).map((id) => source.word(id));
    case 'answers': {
      const ids = toldAnswers(moment);
      return ids.length === 0 ? undefined : ids.map((id) => source.word(id));
    }
  }
}

/** The model's answers so far, as they were drawn; behind them what is most probable after the last token of the run. */
export function toldAnswers({ source, answered }: ReadingMoment): number[] {
  const ids: number[] = [];
  for (let token = source.given - 1; token < source.ids.length && ids.length < answered; token += 1) {
    const id = answerAfter(token, source);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/** What the model answered after a token, most probable or not; where nothing was drawn there, what is most probable, if that is known. */
export function answerAfter(token: number, source: StageSource): number | undefined {
  return source.answers[token + 1 - source.given] ?? mostProbable(readGrid(source, PROBABILITIES), token);
}

/** The word at an index along an axis: an entry of the vocabulary, or the token at a position; undefined along other axes. */
export function wordAt(source: StageSource, axis: AxisName | undefined, index: number): string | undefined {
  if (axis === 'vocab') return source.word(index);
  return axis === 'token' || axis === 'key' ? source.words[index] : undefined;
}

/** How many of the given letters are this one. */
export function countOfLetter(letter: string, { words, given }: StageSource): number {
  return words.slice(0, given).filter((word) => word === letter).length;
}

/** What the model finds most probable after the last token; undefined while there are no numbers. */
export function modelAnswer({ source, tokens }: Moment): number | undefined {
  return mostProbable(readGrid(source, PROBABILITIES), tokens - 1);
}

/**
 * The id of the largest probability in a token's row, the first of equals. Undefined while there are no numbers.
 * @param probabilities [token, vocab]
 * @param count looks among so many ids
 */
export function mostProbable(probabilities: Grid | undefined, token: number, count?: number): number | undefined {
  const [tokens = 0, vocabulary = 0] = probabilities?.shape ?? [];
  if (probabilities === undefined || token < 0 || token >= tokens) return undefined;
  return indexOfLargest(Array.from({ length: count ?? vocabulary }, (_, id) => probabilities.at([token, id])));
}

/** The given letters in order. */
export function sortedIds({ ids, given }: StageSource): number[] {
  return ids.slice(0, given).toSorted((left, right) => left - right);
}
