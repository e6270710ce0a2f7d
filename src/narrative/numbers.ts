/** Measures of a row of numbers. */

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

/** Over all of them, as in LayerNorm: divided by their count. */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}

export function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
}

/** The first of equals. */
export function indexOfLargest(values: readonly number[]): number {
  return values.indexOf(largestOf(values));
}

/** How many entries of a vocabulary are told where not all can be. */
const FEW = 3;
/** As many as are all told. */
const ALL = 6;

/** The ids of the largest shares, largest first; of a small vocabulary all ids, in their order. */
export function likeliest(shares: readonly number[]): readonly number[] {
  const ids = shares.map((_, id) => id);
  if (ids.length <= ALL) return ids;
  return ids.toSorted((left, right) => (shares[right] ?? 0) - (shares[left] ?? 0)).slice(0, FEW);
}
