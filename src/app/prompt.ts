/** The reader's prompt: from text to tokens and back, and what is to be said of it. */
import { UnknownTextError } from '../inference/tokenizer.ts';
import type { Token } from './app.ts';
import { type OpenModel, tokenOf } from './model.ts';
import { messageOf } from './refusals.ts';
import { count, inWords, quoted, word } from './words.ts';

type Reader = Pick<OpenModel, 'tokenizer' | 'id'>;
type Judge = Reader & Pick<OpenModel, 'graph' | 'task'>;

/** A text as a model would read it. */
export interface ReadPrompt {
  /** None where there is a part that no token stands for. */
  readonly tokens: readonly Token[];
  /** Why it cannot be run: a sentence. */
  readonly problem: string | undefined;
  /** What the reader should know although it can be run: a sentence. */
  readonly remark: string | undefined;
}

/**
 * A text as token ids. A letter that the model knows only as a capital is taken as that; for a model without a tokenizer the
 * text is the ids themselves, as `decodePrompt` writes them.
 * @throws {UnknownTextError} Error where the model has no tokenizer and these are no ids
 */
export function encodePrompt(text: string, { tokenizer, id }: Reader): readonly number[] {
  if (tokenizer === undefined) return readIds(text) ?? notIds(id);
  try {
    return tokenizer.encode(text).ids;
  } catch (error) {
    if (!(error instanceof UnknownTextError) || text === text.toUpperCase()) throw error;
    return tokenizer.encode(text.toUpperCase()).ids;
  }
}

/** Token ids as text, without the special tokens that the tokenizer adds again. */
export function decodePrompt(ids: readonly number[], { tokenizer }: Reader): string {
  return tokenizer?.decode(ids) ?? ids.join(' ');
}

/** A text as the model would read it, with what is to be said of it. Runs nothing. */
export function readPrompt(text: string, model: Judge): ReadPrompt {
  try {
    const ids = encodePrompt(text, model);
    const tokens = ids.map((id) => tokenOf(model, id, 'given'));
    return { tokens, problem: problemOf(ids, model), remark: remarkOn(text, ids, model) };
  } catch (error) {
    return { tokens: [], problem: messageOf(error), remark: undefined };
  }
}

/** Why the tokens cannot be run: too few or too many for what the model was made for, or more than it reads. */
function problemOf({ length }: readonly number[], { task, graph }: Judge): string | undefined {
  if (task?.kind === 'sort') return length === task.promptLength ? undefined : lengthProblem(task.promptLength, length);
  const { context } = graph.dimensions;
  if (length === 0) return word('prompt.empty');
  if (length <= context) return undefined;
  const counts = { count: count(length), context: count(context), over: count(length - context) };
  return word(length - context === 1 ? 'prompt.oneOver' : 'prompt.over', counts);
}

function lengthProblem(expected: number, got: number): string {
  const key = got === 0 ? 'prompt.none' : 'prompt.length';
  return word(key, { expected: inWords(expected), got: inWords(got) });
}

function remarkOn(text: string, ids: readonly number[], { tokenizer }: Judge): string | undefined {
  if (tokenizer === undefined) return undefined;
  const { unknownId } = tokenizer;
  if (unknownId !== undefined && ids.includes(unknownId)) {
    const isUnknown = (part: string) => tokenizer.encode(part).ids.includes(unknownId);
    const pieces = text.split(/\s+/).filter(isUnknown);
    // Characters of which each may be known: a word that is too long is unknown as a whole.
    const parts = pieces.flatMap((piece) => {
      const characters = charactersOf(piece).filter(isUnknown);
      return characters.length === 0 ? [piece] : characters;
    });
    const [first = '', ...others] = new Set(parts);
    const values = { piece: quoted(visible(first)), others: inWords(others.length), token: tokenizer.word(unknownId) };
    return word(others.length === 0 ? 'prompt.unknown' : 'prompt.unknownMore', values);
  }
  const first = ids[0];
  // Special tokens alone: there is no other way that nothing becomes something.
  return text.trim() === '' && first !== undefined ? word('prompt.blank', { token: tokenizer.word(first) }) : undefined;
}

/** More of a piece than this is not needed to find it again. */
const MOST_SHOWN = 24;

/** What a reader takes for one character each, also where it is made of several. */
function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

/** A piece of a text as it can be read: characters without a shape by their code, what is long cut. */
function visible(piece: string): string {
  const characters = charactersOf(piece);
  const text = characters
    .slice(0, MOST_SHOWN)
    .map((character) => (/^\p{C}/u.test(character) ? codeOf(character) : character));
  return text.join('') + (characters.length > MOST_SHOWN ? '…' : '');
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Token ids that were typed: whole numbers with spaces between; undefined for any other text. */
function readIds(text: string): readonly number[] | undefined {
  return /^\s*\d+(\s+\d+)*\s*$/.test(text) ? text.trim().split(/\s+/).map(Number) : undefined;
}

function notIds(model: string): never {
  throw new Error(word('prompt.noTokenizer', { model }));
}
