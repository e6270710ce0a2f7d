/** Which entries of a vocabulary lie near one another, as their vectors' directions tell. */
import type { TensorData } from '../architecture/graph.ts';

export interface Neighbour {
  /** Of the vocabulary. */
  readonly id: number;
  /** Of the angle between the two vectors, −1 … 1. */
  readonly cosine: number;
}

/**
 * The entries whose vectors point most nearly as that of `id` does, nearest first, itself left out. Double precision. A vector of
 * length 0 points nowhere and is nobody's neighbour.
 * @param table One vector for each entry along the axis `vocab`: an embedding [vocab, channel] or an unembedding [channel, vocab].
 * @throws {RangeError} for an entry that the table does not have
 * @throws {Error} for a table that is not a matrix with an axis `vocab`
 */
export function neighbours(table: TensorData, id: number, count: number): Neighbour[] {
  const vocab = table.axes.indexOf('vocab');
  const [rows = 0, columns = 0] = table.shape;
  if (vocab < 0 || table.shape.length !== 2) throw new Error(`[${table.axes.join(', ')}] is no table of a vocabulary`);
  const [size, width] = vocab === 0 ? [rows, columns] : [columns, rows];
  const [entryStride, channelStride] = vocab === 0 ? [columns, 1] : [1, columns];
  if (!Number.isInteger(id) || id < 0 || id >= size)
    throw new RangeError(`the vocabulary of ${size} has no entry ${id}`);
  const dot = (left: number, right: number) => {
    let sum = 0;
    for (let channel = 0; channel < width; channel += 1) {
      const offset = channel * channelStride;
      sum += (table.data[left * entryStride + offset] ?? 0) * (table.data[right * entryStride + offset] ?? 0);
    }
    return sum;
  };
  const length = Math.sqrt(dot(id, id));
  return Array.from({ length: size }, (_, other) => ({
    id: other,
    cosine: dot(id, other) / (length * Math.sqrt(dot(other, other))),
  }))
    .filter(({ id: other, cosine }) => other !== id && !Number.isNaN(cosine))
    .toSorted((left, right) => right.cosine - left.cosine)
    .slice(0, count);
}
