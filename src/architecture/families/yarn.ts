/**
 * YaRN, which stretches a trained context: slow pairs of channels turn `factor` times slower, quick ones as before, those between are
 * mixed; and attention is made sharper to make up for it. Source: Peng and others, “YaRN: Efficient Context Window Extension of
 * Large Language Models”, 2023, in the form of DeepSeek's `modeling_deepseek.py`.
 */
import type { ConfigFields } from '../config.ts';
import type { Rotation, Turning } from './rope.ts';

/** @throws ConfigError for a form that is not DeepSeek's, and for one that also changes the length of queries and keys. */
export function yarn(scaling: ConfigFields, { dimension, theta }: Turning): Rotation {
  scaling.absent('attention_factor');
  scaling.only('truncate', true);
  const factor = scaling.positive('factor');
  const oldContext = scaling.positive('original_max_position_embeddings');
  const sharpening = scaling.positive('mscale_all_dim');
  // Where the two differ, queries and keys are made longer or shorter as they turn.
  if ((scaling.raw('mscale') ?? 1) !== sharpening) scaling.refuse('mscale', `${sharpening}`);

  // The pair, as a number between pairs, that turns around so many times within the old context.
  const pairTurning = (times: number) =>
    (dimension * Math.log(oldContext / (times * 2 * Math.PI))) / (2 * Math.log(theta));
  const first = Math.max(0, Math.floor(pairTurning(scaling.positive('beta_fast', 32))));
  const last = Math.min(dimension - 1, Math.ceil(pairTurning(scaling.positive('beta_slow', 1))));
  const width = last === first ? 0.001 : last - first;
  const frequencies = Array.from({ length: dimension / 2 }, (_, pair) => {
    const frequency = theta ** ((-2 * pair) / dimension);
    const slowness = Math.min(1, Math.max(0, (pair - first) / width));
    return (1 - slowness) * frequency + slowness * (frequency / factor);
  });
  const stretch = factor <= 1 ? 1 : 0.1 * sharpening * Math.log(factor) + 1;
  return { frequencies, sharpness: stretch ** 2 };
}
