/** Large numbers in few digits, and sizes in units that fit them. */
import { isWord, type Word, word } from '../words.ts';
import { formatNumber } from './written.ts';

const FIGURES = new Intl.NumberFormat(word('locale'), { minimumSignificantDigits: 4, maximumSignificantDigits: 4 });

/** 349,208,518,656 as 349.2 GB: of a thousand, as files are. */
export function shortBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3);
  const unit = `bytes.${power}`;
  return isWord(unit)
    ? word(unit, { value: FIGURES.format(bytes / 1000 ** power) })
    : word('bytes.0', { value: bytes });
}

/**
 * How a counted number is written: `rounded`, with “million” and its like; `bytes`; a `length` or an `area` whose cells are a
 * millimetre wide. Else as it is.
 */
export type Notation = 'rounded' | 'bytes' | 'length' | 'area';

/** @param digits significant ones where it is rounded, three where nothing is said; else decimals */
export function noted(value: number, notation: Notation | undefined, digits?: number): string {
  switch (notation) {
    case 'rounded':
      return rounded(value, digits);
    case 'bytes':
      return shortBytes(value);
    case 'length':
      return inUnit(value, LENGTHS, digits);
    case 'area':
      return inUnit(value, AREAS, digits);
    case undefined:
      return formatNumber(value, digits ?? (Number.isInteger(value) ? 0 : undefined));
  }
}

/** From this on a number is written with a word for its size. */
const LARGE = 1e6;

function rounded(value: number, digits = 3): string {
  const size = value < LARGE ? {} : ({ notation: 'compact', compactDisplay: 'long' } as const);
  return new Intl.NumberFormat(word('locale'), { ...size, maximumSignificantDigits: digits }).format(value);
}

/** Units with their size in millimetres, or in square ones, and from how many of these on they are used. */
interface Unit {
  readonly name: Word;
  readonly size: number;
  readonly from: number;
}

const LENGTHS: readonly Unit[] = [
  { name: 'unit.km', size: 1e6, from: 1e6 },
  { name: 'unit.m', size: 1e3, from: 1e3 },
  { name: 'unit.cm', size: 10, from: 10 },
  { name: 'unit.mm', size: 1, from: 0 },
];

const AREAS: readonly Unit[] = [
  { name: 'unit.km2', size: 1e12, from: 1e11 },
  { name: 'unit.m2', size: 1e6, from: 1e6 },
  { name: 'unit.cm2', size: 100, from: 100 },
  { name: 'unit.mm2', size: 1, from: 0 },
];

function inUnit(value: number, units: readonly Unit[], digits: number | undefined): string {
  const unit = units.find(({ from }) => value >= from);
  return unit === undefined ? rounded(value, digits) : word(unit.name, { value: rounded(value / unit.size, digits) });
}
