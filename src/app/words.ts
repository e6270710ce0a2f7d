/** Numbers, axes and shapes in the reader's words. */
import { holdsQuoteMark, isWord, word } from '../words.ts';

export { isWord, type Word, word } from '../words.ts';

/** Made once: every label of every frame is measured with its numbers. */
const COUNTS = new Intl.NumberFormat(word('locale'));

/** 85728 as 85,728. */
export function count(value: number): string {
  return COUNTS.format(value);
}

const ROUND_COUNTS = new Intl.NumberFormat(word('locale'), {
  maximumSignificantDigits: 3,
  notation: 'compact',
  compactDisplay: 'long',
});

/** 671026419200 as “671 billion”; what is less than a million in full. */
export function roundCount(value: number): string {
  return value < 1e6 ? count(value) : ROUND_COUNTS.format(value);
}

const LENGTHS = (['millimeter', 'centimeter', 'meter', 'kilometer'] as const).map(
  (unit) =>
    new Intl.NumberFormat(word('locale'), { maximumSignificantDigits: 3, style: 'unit', unit, unitDisplay: 'short' }),
);
/** Millimetres of each of these. */
const MILLIMETRES = [1, 10, 1000, 1e6];

/** A length in millimetres as “29.3 cm” or “418 m”. */
export function length(millimetres: number): string {
  const unit = Math.max(
    0,
    MILLIMETRES.findLastIndex((own) => millimetres >= own),
  );
  return LENGTHS[unit]?.format(millimetres / (MILLIMETRES[unit] ?? 1)) ?? '';
}

/** 0.0712 as “7.1 %”; what is less than a tenth of one so. */
export function percent(share: number): string {
  const tenths = share * 1000;
  if (tenths > 0 && tenths < 1) return word('percent', { value: '< 0.1' });
  return word('percent', { value: tenths >= 99.5 ? Math.round(tenths / 10) : (tenths / 10).toFixed(1) });
}

/** A token as it is named in a sentence: “red”; one that is or holds a quote mark without more of them around it. */
export function quoted(token: string): string {
  return holdsQuoteMark(token) ? token : `“${token}”`;
}

/** 8 as “eight”, where there is a word for it; “Eight” at the start of a sentence. */
export function inWords(value: number, where: 'text' | 'sentence' = 'text'): string {
  const text = word('numbers').split(' ')[value] ?? count(value);
  return where === 'sentence' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** An axis in words, of one or of `size`: headChannel → head channel, head channels. */
export function axisName(axis: string, size = 1): string {
  const key = `${size === 1 ? 'axis' : 'axes'}.${axis}`;
  return isWord(key) ? word(key) : axis;
}

/** 3 heads × 11 tokens × 16 head channels */
export function shapeInWords(axes: readonly string[], shape: readonly number[]): string {
  return shape.map((size, index) => `${count(size)} ${axisName(axes[index] ?? '', size)}`).join(' × ');
}
