/** The reader's prompt: from text to token ids and back. */
import { UnknownTextError } from '../inference/tokenizer.ts';
import type { OpenModel } from './model.ts';
import { inWords, word } from './words.ts';

type Reader = Pick<OpenModel, 'tokenizer' | 'id'>;

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

export function decodePrompt(ids: readonly number[], { tokenizer }: Reader): string {
  return tokenizer?.decode(ids) ?? ids.join(' ');
}

/** What to say of a prompt that has not as many tokens as the model's task asks for. */
export function lengthProblem(expected: number, got: number): string {
  const key = got === 0 ? 'prompt.none' : 'prompt.length';
  return word(key, { expected: inWords(expected), got: inWords(got) });
}

/** Token ids that were typed: whole numbers with spaces between; undefined for any other text. */
function readIds(text: string): readonly number[] | undefined {
  return /^\s*\d+(\s+\d+)*\s*$/.test(text) ? text.trim().split(/\s+/).map(Number) : undefined;
}

function notIds(model: string): never {
  throw new Error(word('prompt.noTokenizer', { model }));
}
