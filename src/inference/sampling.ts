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

/** A token that may come next. */
export interface Candidate {
  readonly id: number;
  /** Its probability as the model has it: the softmax of the logits. */
  readonly before: number;
  /** Its probability of being drawn, with temperature and cut; 0 where it is cut. */
  readonly after: number;
  /** The setting that cuts it; undefined where it can be drawn. */
  readonly cutBy: keyof SamplingSettings | undefined;
}

/**
 * The number that decides one step, from 0 up to, not including, 1. It depends on seed and step alone, so that going back and on again
 * draws the same. Over the steps these are the numbers of mulberry32 by Tommy Ettinger (public domain), which is good enough for
 * drawing tokens and equal on every machine.
 * @param seed A whole number; its lowest 32 bits are used.
 * @param step From 0.
 */
export function randomAt(seed: number, step: number): number {
  const state = (seed + Math.imul(step + 1, 0x6d2b79f5)) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
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
 * The largest logit.
 * @throws {InferenceError} NothingToDraw, where one is not a number or the largest is not finite
 */
export function largestLogit(logits: Float32Array): number {
  // Not a number where any of them is none.
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  if (Number.isFinite(largest)) return largest;
  throw new InferenceError('NothingToDraw', refusal('sampling.logits', { count: logits.length, largest }));
}

/**
 * Every token with its chances, the most probable first, of equals the first. What can be drawn stands before what is cut. Temperature,
 * top-k and top-p come in the order that they have in Hugging Face's `generate`; but top-k keeps exactly k tokens, where that keeps
 * all that equal the k-th.
 * @param logits One for each token of the vocabulary; those that are −Infinity are never drawn.
 * @throws {InferenceError} NothingToDraw, as `largestLogit`
 */
export function candidatesOf(logits: Float32Array, settings: SamplingSettings): readonly Candidate[] {
  const { temperature, topK = logits.length, topP = 1 } = settings;
  const largest = largestLogit(logits);
  const at = (id: number) => logits[id] ?? -Infinity;
  const order = Array.from(logits.keys()).sort((a, b) => at(b) - at(a) || a - b);
  const powers = (divisor: number) => order.map((id) => Math.exp((at(id) - largest) / divisor));
  const before = shares(powers(1));
  // At temperature 0 all is the largest's.
  const among = temperature === 0 ? [1] : shares(powers(temperature).slice(0, topK));
  const kept = topP < 1 ? among.slice(0, countUpTo(among, topP)) : among;
  const after = shares(kept);
  const cutAt = (rank: number): Candidate['cutBy'] => {
    if (rank < kept.length) return undefined;
    if (temperature === 0) return 'temperature';
    return rank < among.length ? 'topP' : 'topK';
  };
  return order.map((id, rank) => ({ id, before: before[rank] ?? 0, after: after[rank] ?? 0, cutBy: cutAt(rank) }));
}

/**
 * The token that a number draws.
 * @param candidates As `candidatesOf` gives them.
 * @param random From 0 up to, not including, 1.
 */
export function draw(candidates: readonly Candidate[], random: number): number {
  let rest = random;
  for (const { id, after } of candidates) {
    rest -= after;
    if (rest < 0) return id;
  }
  // Only rounding leads here: the number was as good as 1.
  return candidates.findLast(({ after }) => after > 0)?.id ?? 0;
}

function shares(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** How many shares, from the first, it takes until they sum to this much. */
function countUpTo(weights: readonly number[], goal: number): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    if (sum >= goal) return index + 1;
  }
  return weights.length;
}
