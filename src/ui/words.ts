/** The words of the interface, and numbers as they are written in it. */
export {
  axisName,
  count,
  inWords,
  isWord,
  length,
  percent,
  quoted,
  shapeInWords,
  type Word,
  word,
} from '../app/words.ts';
export { figure } from '../narrative/written.ts';

const MINUS = '\u2212';

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
