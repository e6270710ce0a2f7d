/** Large quantities with their units, to three figures. */
import { word } from '../words.ts';

const figures = { maximumSignificantDigits: 3 } as const;

function unit(name: string): Intl.NumberFormat {
  return new Intl.NumberFormat(word('locale'), { ...figures, style: 'unit', unit: name, unitDisplay: 'short' });
}

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'].map(unit);

/** 13476831232 as “13.5 GB”. */
export function bytes(count: number): string {
  const [scaled, power] = inThousands(count, BYTES.length - 1);
  return BYTES[power]?.format(scaled) ?? String(count);
}

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** 13214154752 floating-point operations as “13.2 GFLOP”. */
export function flops(count: number): string {
  const [scaled, power] = inThousands(count, PREFIXES.length - 1);
  return `${plain.format(scaled)} ${PREFIXES[power]}FLOP`;
}

const plain = new Intl.NumberFormat(word('locale'), figures);

/** The mantissa, and the power of a thousand. */
function inThousands(count: number, most: number): readonly [number, number] {
  // What would round up to a thousand is one of the next.
  const power = count < 1 ? 0 : Math.min(most, Math.floor(Math.log10(Number(count.toPrecision(3))) / 3));
  return [count / 1000 ** power, power];
}

const short = new Intl.NumberFormat(word('locale'), { ...figures, notation: 'compact' });

/** 6738415616 as “6.74B”. */
export function roundly(count: number): string {
  return short.format(count);
}

const long = new Intl.NumberFormat(word('locale'), {
  maximumSignificantDigits: 2,
  notation: 'compact',
  compactDisplay: 'long',
});

/** 2036723 as “2 million”. */
export function roughly(count: number): string {
  return long.format(count);
}
