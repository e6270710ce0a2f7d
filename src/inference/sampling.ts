/** From logits to the next token. Pure: the same settings, seed and logits give the same tokens on every machine. */

import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';

export interface SamplingSettings {
  /** Logits are divided by it; 0 takes the largest logit always. */
  readonly temperature: number;
  /** Only the most probable tokens, this many, can be drawn; undefined for all. */
  readonly topK?: number;
  /** Only the most probable tokens whose probabilities first sum to this much can be drawn (Holtzman et al. 2020); 1 for all. */
  readonly topP?: number;
}

/** A number from 0 up to, not including, 1. */
export type RandomSource = () => number;

/**
 * mulberry32 by Tommy Ettinger (public domain): 32 bits of state, a period of 2³², good enough for drawing tokens and equal on
 * every machine.
 * @param seed A whole number; its lowest 32 bits are used.
 */
export function seededRandom(seed: number): RandomSource {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @throws {InferenceError} SamplingSetting, naming the setting, its value and what is allowed */
export function checkSettings({ temperature, topK, topP }: SamplingSettings): void {
  const refuse = (name: keyof SamplingSettings, value: number) => {
    throw new InferenceError('SamplingSetting', refusal(`sampling.${name}`, { value }));
  };
  if (!(temperature >= 0 && temperature < Infinity)) refuse('temperature', temperature);
  if (topK !== undefined && !(Number.isInteger(topK) && topK > 0)) refuse('topK', topK);
  if (topP !== undefined && !(topP > 0 && topP <= 1)) refuse('topP', topP);
}

/**
 * Draws a token: temperature first, then top-k, then top-p, as Hugging Face's `generate` does.
 * @param logits One for each token of the vocabulary; those that are −Infinity are never drawn.
 */
export function sample(logits: Float32Array, settings: SamplingSettings, random: RandomSource): number {
  const { temperature, topK = logits.length, topP = 1 } = settings;
  if (temperature === 0) return largest(logits);
  const order = Array.from(logits.keys()).sort((a, b) => at(logits, b) - at(logits, a) || a - b);
  const candidates = order.slice(0, topK);
  const top = at(logits, candidates[0] ?? 0);
  const weights = candidates.map((token) => Math.exp((at(logits, token) - top) / temperature));
  const nucleus = countUpTo(weights, topP);
  const kept = weights.slice(0, nucleus);
  let rest = random() * kept.reduce((total, weight) => total + weight, 0);
  for (const [index, weight] of kept.entries()) {
    rest -= weight;
    if (rest < 0) return candidates[index] ?? 0;
  }
  // Only rounding leads here: the draw was as good as 1.
  return candidates[nucleus - 1] ?? 0;
}

/** The token with the largest logit, the first of equals. */
function largest(logits: Float32Array): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) if (at(logits, token) > at(logits, best)) best = token;
  return best;
}

/** How many weights, from the first, it takes until they are this share of their sum. */
function countUpTo(weights: readonly number[], share: number): number {
  const goal = share * weights.reduce((total, weight) => total + weight, 0);
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    if (sum >= goal) return index + 1;
  }
  return weights.length;
}

function at(logits: Float32Array, token: number): number {
  return logits[token] ?? -Infinity;
}
