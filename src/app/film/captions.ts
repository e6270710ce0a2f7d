/** What the tour says at a beat, as paragraphs to be set beside the drawing. */
import { isComputedAt, type ReadFigure } from '../../narrative/figure.ts';
import { plainText, type ReadNode, readText } from '../../narrative/reading.ts';
import type { PlacedBeat } from '../../narrative/schedule.ts';
import type { Stage, StageSource } from '../../narrative/stage.ts';
import type { TourTimeline } from '../../narrative/timeline.ts';
import type { Paragraph, Run, Style } from '../../scene/caption/typesetting.ts';
import type { Palette } from '../../scene/palette.ts';
import type { App } from '../app.ts';
import { figureInWords } from '../figure-in-words.ts';
import { word } from '../words.ts';
import { figureRows } from './figure-rows.ts';
import { formulaRuns } from './formula-runs.ts';

/** What a caption is written with. */
export interface Means {
  readonly describe: App['describe'];
  readonly palette: Palette;
  /** As CSS. */
  readonly colourOf: (id: string, value: number) => string;
}

/** Kicker, title of the chapter, text of the beat. Figures have their numbers once the stage has computed them. */
export function captionOf(placed: PlacedBeat, timeline: TourTimeline, stage: Stage, means: Means): Paragraph[] {
  const { source, chapters } = timeline;
  const chapter = chapters[placed.chapter];
  const nodes = readText(placed.beat.text, { source, tokens: placed.tokens, answered: placed.answered });
  const count = { chapter: placed.chapter + 1, beat: placed.index + 1, beats: chapter?.beats.length ?? 0 };
  const writer = new Writer(source, stage, means);
  return [
    writer.plain(word('story.place', count), 'kicker', 8),
    writer.plain(chapter?.title ?? '', 'title', 16),
    ...writer.paragraphs(nodes),
  ];
}

/** What stands at the foot of a caption. */
export function footOf(text: string, { palette }: Pick<Means, 'palette'>): Paragraph[] {
  const style: Style = { family: 'sans', size: 12, weight: 450, colour: palette.ink2 };
  return [{ runs: [{ text, style }], lineHeight: 16, indent: 0, after: 0 }];
}

const STORY = { size: 17, lineHeight: 27, after: 14 };
const ROW = { size: 13, lineHeight: 22 };
const HEADS = { kicker: { size: 12, lineHeight: 16 }, title: { size: 28, lineHeight: 34 } };
const ITEM_INDENT = 20;
/** Between numbers on one line. */
const NUMBER_GAP = '\u2003';

class Writer {
  readonly #source: StageSource;
  readonly #stage: Stage;
  readonly #means: Means;
  readonly #story: Style;

  constructor(source: StageSource, stage: Stage, means: Means) {
    this.#source = source;
    this.#stage = stage;
    this.#means = means;
    this.#story = { family: 'serif', size: STORY.size, weight: 400, colour: means.palette.ink };
  }

  plain(text: string, as: 'kicker' | 'title', after: number): Paragraph {
    const { palette } = this.#means;
    const { size, lineHeight } = HEADS[as];
    const style: Style =
      as === 'title'
        ? { family: 'serif', size, weight: 560, colour: palette.ink }
        : { family: 'sans', size, weight: 550, colour: palette.ink2 };
    return { runs: [{ text, style }], lineHeight, indent: 0, after };
  }

  paragraphs(nodes: readonly ReadNode[]): Paragraph[] {
    return nodes.flatMap((node) => this.#paragraph(node));
  }

  #paragraph(node: ReadNode): Paragraph[] {
    switch (node.kind) {
      case 'list':
        return node.children.flatMap((item) => {
          const bullet = { text: '• ', style: this.#story };
          return [{ ...this.#text([bullet, ...this.#runs([item], this.#story)]), indent: ITEM_INDENT, after: 4 }];
        });
      case 'card':
        return [
          this.#text(formulaRuns(node.text, this.#story)),
          ...this.#rows(node.rows.map(({ label, children }) => [label, this.#runs(children, this.#value())])),
        ];
      case 'sameBut':
        return [this.plain(word('sameBut.title'), 'kicker', 4), ...this.paragraphs(node.children)];
      case 'figure':
        return node.figure === undefined ? [] : this.#figure(node.figure);
      default:
        return [this.#text(this.#runs([node], this.#story))];
    }
  }

  #text(runs: readonly Run[]): Paragraph {
    return { runs, lineHeight: STORY.lineHeight, indent: 0, after: STORY.after };
  }

  /** Labels, and flush right what stands to them. */
  #rows(rows: readonly (readonly [label: string, tail: readonly Run[]])[]): Paragraph[] {
    const style: Style = { ...this.#value(), weight: 450, colour: this.#means.palette.ink2 };
    return rows.map(([text, tail], index) => ({
      runs: [{ text, style }],
      tail,
      lineHeight: ROW.lineHeight,
      indent: 0,
      after: index === rows.length - 1 ? STORY.after : 0,
    }));
  }

  #value(): Style {
    return { family: 'sans', size: ROW.size, weight: 600, colour: this.#means.palette.ink };
  }

  #figure(figure: ReadFigure): Paragraph[] {
    const isThere = isComputedAt(this.#stage, figure, this.#source);
    const rows = figureRows(figure, this.#means.describe).map(({ label, numbers }) => {
      const tail = numbers.flatMap(({ text, value, block }, index): Run[] => {
        const swatch = block === undefined ? undefined : this.#means.colourOf(block, value);
        const style = { ...this.#value(), swatch };
        return index === 0
          ? [{ text, style }]
          : [
              { text: NUMBER_GAP, style: this.#value() },
              { text, style },
            ];
      });
      return [label, isThere ? tail : []] as const;
    });
    return this.#rows(rows);
  }

  #runs(nodes: readonly ReadNode[], style: Style): Run[] {
    return nodes.flatMap((node) => this.#run(node, style));
  }

  #run(node: ReadNode, style: Style): Run[] {
    const { palette, colourOf } = this.#means;
    switch (node.kind) {
      case 'text':
        return [{ text: node.text, style }];
      case 'formula':
        return formulaRuns(node.text, style);
      case 'code':
        return [{ text: node.text, style: { ...style, family: 'mono', size: style.size * 0.82 } }];
      case 'emphasis':
        return this.#runs(node.children, { ...style, isItalic: true });
      case 'strong':
        return this.#runs(node.children, { ...style, weight: 600 });
      case 'term':
        return this.#runs(node.children, {
          ...style,
          underline: palette.roles[this.#source.graph.tensor(node.block).role],
        });
      case 'value': {
        const { text = '…', value, cells } = node;
        const swatch = value === undefined || cells === undefined ? undefined : colourOf(cells.block, value);
        return [{ text, style: { ...numbers(style), swatch } }];
      }
      case 'words':
        return [{ text: node.words?.join(' ') ?? '…', style: numbers(style) }];
      case 'paragraph':
      case 'item':
        return this.#runs(node.children, style);
      default:
        return [{ text: plainText([node], (figure) => figureInWords(figure, this.#means.describe)), style }];
    }
  }
}

/** Numbers and letters of the run stand out of the story as they do on the page. */
function numbers(style: Style): Style {
  return { ...style, family: 'sans', size: Math.min(style.size, 15), weight: 560 };
}
