/** Large numbers in few digits. */
import { isWord, word } from '../../words.ts';

const FOUR_DIGITS = { minimumSignificantDigits: 4, maximumSignificantDigits: 4 };
const COUNTS = new Intl.NumberFormat(word('locale'), { notation: 'compact', ...FOUR_DIGITS });
const FIGURES = new Intl.NumberFormat(word('locale'), FOUR_DIGITS);
const FACTORS = new Intl.NumberFormat(word('locale'), { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });

/** 174,604,259,328 as 174.6B. */
export function shortCount(value: number): string {
  return COUNTS.format(value);
}

/** 349,208,518,656 as 349.2 GB: of a thousand, as files are. */
export function shortBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3);
  const unit = `bytes.${power}`;
  return isWord(unit)
    ? word(unit, { value: FIGURES.format(bytes / 1000 ** power) })
    : word('bytes.0', { value: bytes });
}

/** How many times as much a number has become; nothing where it is the same. */
export function timesAsMuch(now: number, before: number): string {
  return now === before || before === 0 ? '' : FACTORS.format(now / before);
}
