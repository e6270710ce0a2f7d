/**
 * Numbers as shares of one: e^(zᵢ / T) over the sum of all of them.
 * @param temperature T, above 0: below 1 the lead of the largest grows, above 1 the shares draw level.
 */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  const largest = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const exponents = logits.map((value) => Math.exp((value - largest) / temperature));
  const sum = exponents.reduce((total, value) => total + value, 0);
  return exponents.map((value) => value / sum);
}
