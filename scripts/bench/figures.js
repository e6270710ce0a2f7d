/**
 * One measured thing. `limit`: what it must not exceed, `least`: what it must reach; `low` and `high`: what the middle 90 % of its
 * samples lie between.
 * @typedef {{ name: string, value: number, unit: string, limit?: number, least?: number, low?: number, high?: number }} Figure
 */

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** @param {readonly number[]} values @param {number} part 0 … 1 */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** A figure from many samples. @param {string} name @param {readonly number[]} values @param {string} unit @param {number} [limit] @returns {Figure} */
export function sampled(name, values, unit, limit) {
  return { name, value: median(values), unit, limit, low: quantile(values, 0.05), high: quantile(values, 0.95) };
}

/** @param {Figure} figure */
export function holds({ value, limit = Infinity, least = -Infinity }) {
  return value >= least && value <= limit;
}

/** A line of the table. @param {Figure} figure */
export function line(figure) {
  const { name, value, unit, limit, least, low, high } = figure;
  const short = (/** @type {number} */ number) => String(Number(number.toPrecision(3)));
  const spread = low === undefined || high === undefined ? '' : `${short(low)} … ${short(high)}`;
  const bounds = [least === undefined ? [] : `at least ${least}`, limit === undefined ? [] : `at most ${limit}`].flat();
  const verdict = bounds.length === 0 ? '' : `${holds(figure) ? 'holds' : 'MISSED'}: ${bounds.join(', ')}`;
  return `${name.padEnd(42)} ${`${short(value)} ${unit}`.padStart(14)}   ${spread.padEnd(16)} ${verdict}`.trimEnd();
}
