import { describe, expect, test } from 'vitest';
import { type Paragraph, type Run, type Style, SWATCH, setText } from '../../../src/scene/caption/typesetting.ts';

const STYLE: Style = { family: 'serif', size: 10, weight: 400, colour: [0, 0, 0] };
/** Each letter is ten wide. */
const measure = (text: string) => 10 * text.length;

const run = (text: string, style: Partial<Style> = {}): Run => ({ text, style: { ...STYLE, ...style } });
const paragraph = (runs: readonly Run[], rest: Partial<Paragraph> = {}): Paragraph => ({
  runs,
  lineHeight: 20,
  indent: 0,
  after: 0,
  ...rest,
});

/** The lines from the top, each as it reads from the left. */
function lines(paragraphs: readonly Paragraph[], width: number): string[] {
  const rows = new Map<number, string[]>();
  for (const { text, y } of setText(paragraphs, width, measure).runs) rows.set(y, [...(rows.get(y) ?? []), text]);
  return [...rows].sort(([a], [b]) => a - b).map(([, texts]) => texts.join('|'));
}

describe('setting text', () => {
  test('breaks lines where the next word would reach out, and only there', () => {
    expect(lines([paragraph([run('one two three')])], 70)).toEqual(['one|two', 'three']);
    expect(lines([paragraph([run('one two three')])], 69)).toEqual(['one', 'two', 'three']);
    expect(lines([paragraph([run('incomparable so')])], 50)).toEqual(['incomparable', 'so']);
  });

  test('keeps together what has no space in between, whatever its styles', () => {
    const runs = [run('see the '), run('key', { isItalic: true }), run(', here')];
    expect(lines([paragraph(runs)], 110)).toEqual(['see|the', 'key|,|here']);
  });

  test('underlined words that follow each other are one run', () => {
    const colour = [1, 0, 0] as const;
    const { runs } = setText([paragraph([run('attention weights', { underline: colour })])], 500, measure);
    expect(runs.map(({ text }) => text)).toEqual(['attention weights']);
  });

  test('a number has room for its square, once', () => {
    const { runs } = setText([paragraph([run('is '), run('2.07', { swatch: 'red' }), run(' so')])], 500, measure);
    const room = SWATCH.side + SWATCH.gap;
    expect(runs.map(({ x }) => x)).toEqual([0, 30, 30 + room + 40 + 10]);
  });

  test('a tail stands flush right, on a line of its own where the text leaves it no room', () => {
    const [wide, narrow] = [100, 60].map(
      (width) => setText([paragraph([run('score')], { tail: [run('2.07')] })], width, measure).runs,
    );
    expect(wide?.map(({ x }) => x)).toEqual([0, 60]);
    expect(wide?.[1]?.y).toBe(wide?.[0]?.y);
    expect(narrow?.map(({ x }) => x)).toEqual([0, 20]);
    expect((narrow?.[1]?.y ?? 0) - (narrow?.[0]?.y ?? 0)).toBeCloseTo(20);
  });

  test('paragraphs stand one below the other, clear of each other, the last with nothing below it', () => {
    const text = [paragraph([run('one two')], { after: 5 }), paragraph([run('three')], { indent: 15, after: 5 })];
    const { runs, height } = setText(text, 40, measure);
    expect(height).toBe(20 + 20 + 5 + 20);
    expect(runs.at(-1)?.x).toBe(15);
    expect((runs.at(-1)?.y ?? 0) - (runs[0]?.y ?? 0)).toBeCloseTo(45);
  });
});
