import type { TensorData } from '../architecture/graph.ts';
import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';
import { checkSettings, type SamplingSettings, sample, seededRandom } from './sampling.ts';

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

/** Why generation ended: all tokens that were asked for are there, or the model can read no more. */
export type GenerateEnd = 'count' | 'context';

/** Logits [token, vocab] of one pass. */
export type RunLogits = (ids: readonly number[], signal?: AbortSignal) => Promise<TensorData>;

/**
 * Tokens after a prompt, one at a time, each from a pass over all before it.
 * @param context Most tokens that the model can read.
 * @returns why it ended
 * @throws {InferenceError} NoTokens, SamplingSetting; or the signal's reason
 */
export async function* generate(
  prompt: readonly number[],
  { count, seed, ...settings }: GenerateSettings,
  { run, context }: { readonly run: RunLogits; readonly context: number },
  signal?: AbortSignal,
): AsyncGenerator<GeneratedToken, GenerateEnd> {
  if (prompt.length === 0) throw new InferenceError('NoTokens', refusal('run.nothingToGoOn'));
  if (!Number.isInteger(count) || count < 0) {
    throw new InferenceError('SamplingSetting', refusal('sampling.count', { value: count }));
  }
  checkSettings(settings);
  const random = seededRandom(seed);
  let ids = prompt;
  for (let made = 0; made < count; made++) {
    signal?.throwIfAborted();
    if (ids.length > context) return 'context';
    const { shape, data } = await run(ids, signal);
    const vocabulary = shape[1] ?? 0;
    const id = sample(data.subarray(data.length - vocabulary), settings, random);
    ids = [...ids, id];
    yield { id, ids };
  }
  return 'count';
}
