/** Numbers as a reader sees them: with a true minus, and never as nothing where they are something. */
import type { TensorId } from '../architecture/graph.ts';
import { holdsShares } from '../architecture/shares.ts';

const MINUS = '\u2212';

/** So many digits are left of a number that its decimals would write as nothing. */
const DIGITS_OF_SMALL = 2;

/**
 * A number by its decimals, thousands with commas. With `digits` so many decimals; without, three below 1, two below 100, then one, by
 * the size that is written: what rounds to 1 is 1.00. What would be written as 0.000 without being 0 is written as `figure` does.
 */
export function formatNumber(value: number, digits?: number): string {
  const rounded = roundedTo(digits, Math.abs(value));
  return isLost(value, rounded) ? figure(value, DIGITS_OF_SMALL) : signed(value, grouped(rounded));
}

/** A share of one, or a probability, as `formatNumber`; but what is above 0 and would be written as 0.000 is < 0.001. */
export function formatShare(share: number, digits?: number): string {
  const rounded = roundedTo(digits, Math.abs(share));
  if (!isLost(share, rounded)) return signed(share, grouped(rounded));
  return share > 0 ? `< ${rounded.slice(0, -1)}1` : rounded;
}

/** How the numbers of a block are written. */
export function writerOf(block: TensorId): typeof formatNumber {
  return holdsShares(block) ? formatShare : formatNumber;
}

/** A number in at most `digits` significant digits: −0.0252, 4.67, 1.2e−7, −∞. */
export function figure(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return signed(value, '∞');
  const text = size < 1e-4 || size >= 1e6 ? size.toExponential(digits - 1) : plain(size, digits);
  return signed(value, text.replace('e-', `e${MINUS}`).replace('e+', 'e'));
}

function plain(size: number, digits: number): string {
  return size.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

function roundedTo(digits: number | undefined, size: number): string {
  if (size === Number.POSITIVE_INFINITY) return '∞';
  if (digits !== undefined) return size.toFixed(digits);
  const fine = size.toFixed(3);
  if (Number(fine) < 1) return fine;
  const coarse = size.toFixed(2);
  return Number(coarse) < 100 ? coarse : size.toFixed(1);
}

/** Decimals were asked for, and none of them says anything. */
function isLost(value: number, rounded: string): boolean {
  return value !== 0 && /^0\.0+$/.test(rounded);
}

function grouped(rounded: string): string {
  const [whole = '', fraction] = rounded.split('.');
  const thousands = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

/** What rounds to nothing has no sign. */
function signed(value: number, text: string): string {
  return value < 0 && text !== '0' ? MINUS + text : text;
}
