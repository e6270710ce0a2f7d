/** Running text broken into lines: what is said beside a drawing where there is no HTML to say it. Lengths in CSS pixels. */
import type { Rgb } from '../palette.ts';

export type Family = 'serif' | 'sans' | 'mono';

/** How a run of letters is set. */
export interface Style {
  readonly family: Family;
  readonly size: number;
  readonly weight: number;
  readonly isItalic?: boolean;
  readonly colour: Rgb;
  /** Above the line; below it where negative. */
  readonly raise?: number;
  /** A line below, in its own colour. */
  readonly underline?: Rgb;
  /** A square before it, in the colour of the cell whose number it is. As CSS. */
  readonly swatch?: string;
}

export interface Run {
  readonly text: string;
  readonly style: Style;
}

export interface Paragraph {
  readonly runs: readonly Run[];
  /** Set flush right on its last line. */
  readonly tail?: readonly Run[];
  readonly lineHeight: number;
  /** From the left edge, and clear before the next paragraph. */
  readonly indent: number;
  readonly after: number;
}

/** A run in its place: left end of the baseline, from the text's left and top edge. */
export interface SetRun extends Run {
  readonly x: number;
  readonly y: number;
}

export interface SetText {
  readonly runs: readonly SetRun[];
  readonly height: number;
}

/** Width of a text in a style, without its swatch. */
export type MeasureRun = (text: string, style: Style) => number;

/** A square before a number, and what is clear after it. */
export const SWATCH = { side: 11, gap: 5 } as const;

/** Of the line's height, above the baseline: the letters stand in the middle of it. */
const BASELINE = 0.69;

/** Letters that no line ends within, and whether white space stands before them. */
interface Word {
  readonly runs: Run[];
  readonly space: number;
}

/** Sets paragraphs one below the other. A word wider than the column stands on a line of its own and reaches out of it. */
export function setText(paragraphs: readonly Paragraph[], width: number, measure: MeasureRun): SetText {
  const runs: SetRun[] = [];
  let top = 0;
  let clear = 0;
  for (const paragraph of paragraphs) {
    top += clear;
    const lines = linesOf(paragraph, width, measure);
    lines.forEach((line, index) => {
      const y = top + (index + BASELINE) * paragraph.lineHeight;
      runs.push(...line.map((run) => ({ ...run, y })));
    });
    top += lines.length * paragraph.lineHeight;
    clear = paragraph.after;
  }
  return { runs, height: top };
}

type LineRun = Omit<SetRun, 'y'>;

function linesOf({ runs, tail = [], indent }: Paragraph, width: number, measure: MeasureRun): LineRun[][] {
  const lines: LineRun[][] = [[]];
  let pen = indent;
  const begin = () => {
    lines.push([]);
    pen = indent;
  };
  for (const word of wordsOf(runs, measure)) {
    const isFirst = pen === indent;
    if (!isFirst && pen + word.space + widthOf(word.runs, measure) > width) begin();
    else if (!isFirst) pen += word.space;
    for (const run of word.runs) {
      lines.at(-1)?.push({ ...run, x: pen });
      pen += widthOf([run], measure);
    }
  }
  const flush = widthOf(tail, measure);
  if (flush > 0 && pen + flush > width) begin();
  let x = width - flush;
  for (const run of tail) {
    lines.at(-1)?.push({ ...run, x });
    x += widthOf([run], measure);
  }
  return lines.map((line) => joined(line, measure));
}

function wordsOf(runs: readonly Run[], measure: MeasureRun): Word[] {
  const words: Word[] = [];
  let space: number | undefined = 0;
  for (const { text, style } of runs) {
    for (const [index, piece] of text.split(/[ \t\n]+/).entries()) {
      if (index > 0) space = measure(' ', style);
      if (piece === '') continue;
      // The square stands before the first of a number's letters alone.
      const own = index > 0 && style.swatch !== undefined ? { ...style, swatch: undefined } : style;
      if (space === undefined) words.at(-1)?.runs.push({ text: piece, style: own });
      else words.push({ runs: [{ text: piece, style: own }], space });
      space = undefined;
    }
  }
  return words;
}

function widthOf(runs: readonly Run[], measure: MeasureRun): number {
  return runs.reduce((sum, { text, style }) => sum + swatchWidth(style) + measure(text, style), 0);
}

function swatchWidth({ swatch }: Style): number {
  return swatch === undefined ? 0 : SWATCH.side + SWATCH.gap;
}

/** Words of one underlined style that follow each other are one run, so that the line below them has no holes. */
function joined(line: readonly LineRun[], measure: MeasureRun): LineRun[] {
  const runs: LineRun[] = [];
  for (const run of line) {
    const last = runs.at(-1);
    if (last === undefined || last.style !== run.style || run.style.underline === undefined) {
      runs.push(run);
      continue;
    }
    const gap = run.x - last.x - measure(last.text, last.style);
    runs[runs.length - 1] = { ...last, text: last.text + (gap > 0.5 ? ' ' : '') + run.text };
  }
  return runs;
}
