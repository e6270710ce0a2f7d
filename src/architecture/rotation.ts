/**
 * Rotary positions as geometry: a pair of channels is a point in the plane, and a position turns it about the origin.
 * Source: Su and others, “RoFormer: Enhanced Transformer with Rotary Position Embedding”, 2021, where neighbours are pairs, as they
 * are in DeepSeek's `inference/model.py`; the pairing of channels c and c + half is that of Hugging Face's `modeling_llama.py`.
 */
import type { RotateOp } from './graph.ts';

/** Two channels that turn together. */
export type Point = readonly [x: number, y: number];

/** The channels of a pair; pairs are numbered in the order of their first channels. */
export function channelsOf(
  { still, pairing, frequencies }: RotateOp,
  pair: number,
): readonly [first: number, second: number] {
  const [first, distance] = pairing === 'halves' ? [pair, frequencies.length] : [2 * pair, 1];
  return [still + first, still + first + distance];
}

/** The pair that a channel belongs to; undefined for a channel that does not turn. */
export function pairOf({ still, pairing, frequencies }: RotateOp, channel: number): number | undefined {
  if (channel < still) return undefined;
  const place = channel - still;
  return pairing === 'halves' ? place % frequencies.length : Math.floor(place / 2);
}

/** Radians by which a position turns a pair. @param frequencies Radians for each position, by pair */
export function angleOf({ frequencies }: Pick<RotateOp, 'frequencies'>, pair: number, position: number): number {
  return position * (frequencies[pair] ?? Number.NaN);
}

/** The point turned about the origin. @param angle Radians, from the first channel's axis towards the second's. */
export function turned([x, y]: Point, angle: number): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [x * cos - y * sin, y * cos + x * sin];
}
