import { describe, expect, test } from 'vitest';
import { axisName, cellDigits, clock, count, figure, inWords, shapeInWords, word } from '../../../src/ui/words.ts';

describe('figure', () => {
  test.each([
    [4.668, '4.67'],
    [106.94, '107'],
    [0.9523, '0.952'],
    [0, '0'],
    [-0.025249, '−0.0252'],
    [0.00123456, '0.00123'],
    [1.234e-7, '1.23e−7'],
    [-2.5e9, '−2.50e9'],
    [-Infinity, '−∞'],
    [Infinity, '∞'],
    [Number.NaN, '–'],
  ])('%f is written %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  test('nothing has no sign', () => {
    expect(figure(-0)).toBe('0');
  });

  test('reads back as the number to within its digits', () => {
    for (let exponent = -9; exponent < 9; exponent += 0.37) {
      const value = -(10 ** exponent);
      const text = figure(value, 4).replaceAll('−', '-');
      expect(Math.abs(Number(text) / value - 1)).toBeLessThan(1e-3);
    }
  });
});

test('digits in a cell are short: no leading zero, no sign on nothing', () => {
  expect(cellDigits(-0.958, 1)).toBe('−1.0');
  expect(cellDigits(-0.04, 1)).toBe('0.0');
  expect(cellDigits(0.025, 2)).toBe('.03');
  expect(cellDigits(-12.4, 0)).toBe('−12');
});

test('counts have commas, times minutes and seconds', () => {
  expect(count(85728)).toBe('85,728');
  expect(clock(278.9)).toBe('4:38');
  expect(clock(-1)).toBe('0:00');
});

test('small numbers are words, others figures', () => {
  expect(inWords(8, 'sentence')).toBe('Eight');
  expect(inWords(12)).toBe('twelve');
  expect(inWords(1200)).toBe('1,200');
});

test('axes and shapes read as words', () => {
  expect(axisName('headChannel')).toBe('head channel');
  expect(shapeInWords(['vocab', 'channel'], [50257, 768])).toBe('50,257 vocabulary tokens × 768 channels');
  expect(shapeInWords(['head', 'token', 'headChannel'], [3, 1, 16])).toBe('3 heads × 1 token × 16 head channels');
});

test('names in a string are filled in', () => {
  expect(word('story.place', { chapter: 4, beat: 5, beats: 9 })).toBe('Chapter 4 · beat 5 of 9');
});
