/** The words of the interface, and numbers as they are written in it. */
export { axisName, count, inWords, isWord, percent, quoted, shapeInWords, type Word, word } from '../app/words.ts';

const MINUS = '\u2212';

/** A number in at most `digits` significant digits, with a true minus: −0.0252, 4.67, 1.2e−7, −∞. */
export function figure(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : '∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e6 ? size.toExponential(digits - 1) : plain(size, digits);
  return (value < 0 ? MINUS : '') + text.replace('e-', `e${MINUS}`).replace('e+', 'e');
}

function plain(size: number, digits: number): string {
  return size.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

/** A number as it stands in a cell: no leading zero, no sign where it rounds to nothing. */
export function cellDigits(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  const short = text.startsWith('0.') && decimals > 1 ? text.slice(1) : text;
  return value < 0 && Number(text) !== 0 ? MINUS + short : short;
}

/** Seconds as 4:38. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
