/** What sizes cost, in few digits. */
import { word } from '../../words.ts';

const digits = (count: number) => ({ minimumSignificantDigits: count, maximumSignificantDigits: count });

const COUNTS = new Intl.NumberFormat(word('locale'), { notation: 'compact', ...digits(4) });
const FACTORS = new Intl.NumberFormat(word('locale'), digits(3));

/** 174,604,259,328 as 174.6B. */
export function shortCount(value: number): string {
  return COUNTS.format(value);
}

/** How many times as much a number has become; nothing where it is the same. */
export function timesAsMuch(now: number, before: number): string {
  return now === before || before === 0 ? '' : FACTORS.format(now / before);
}
