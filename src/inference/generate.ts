import type { TensorData } from '../architecture/graph.ts';
import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';
import { candidatesOf, checkSettings, draw, randomAt, type SamplingSettings } from './sampling.ts';

export interface GenerateSettings extends SamplingSettings {
  /** How many tokens at most. */
  readonly count: number;
  /** Equal seeds give equal tokens. Without an effect at temperature 0. */
  readonly seed: number;
}

export interface GeneratedToken {
  readonly id: number;
  /** The prompt and all tokens up to this one. */
  readonly ids: readonly number[];
}

/** Why generation ended: all tokens that were asked for are there, the model can read no more, or it has ended the text. */
export type GenerateEnd = 'count' | 'context' | 'text';

/** What generation must know of the model. */
export interface Generator {
  /** Logits [token, vocab] after these ids, the last token's at least. */
  readonly run: (ids: readonly number[], signal?: AbortSignal) => Promise<TensorData>;
  /** Most tokens that prompt and answer may have together. The last of them is not read. */
  readonly longest: number;
  /** Tokens that end a text. */
  readonly endTokens: readonly number[];
}

/**
 * Tokens after a prompt, one at a time.
 * @returns why it ended
 * @throws {InferenceError} NoTokens, SamplingSetting, NothingToDraw; or the signal's reason
 */
export async function* generate(
  prompt: readonly number[],
  { count, seed, ...settings }: GenerateSettings,
  { run, longest, endTokens }: Generator,
  signal?: AbortSignal,
): AsyncGenerator<GeneratedToken, GenerateEnd> {
  if (prompt.length === 0) throw new InferenceError('NoTokens', refusal('run.nothingToGoOn'));
  if (!Number.isInteger(count) || count < 0) {
    throw new InferenceError('SamplingSetting', refusal('sampling.count', { value: count }));
  }
  checkSettings(settings);
  let ids = prompt;
  for (let made = 0; made < count; made++) {
    signal?.throwIfAborted();
    if (ids.length >= longest) return 'context';
    const id = draw(candidatesOf(lastRow(await run(ids, signal)), settings), randomAt(seed, made));
    ids = [...ids, id];
    yield { id, ids };
    if (endTokens.includes(id)) return 'text';
  }
  return 'count';
}

function lastRow({ shape, data }: TensorData): Float32Array {
  return data.subarray(data.length - (shape.at(-1) ?? 0));
}
