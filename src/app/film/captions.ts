/** What the tour says at a beat, as paragraphs to be set beside the drawing. */
import type { Graph } from '../../architecture/graph.ts';
import { plainText, type ReadNode, type ReadRow, readText } from '../../narrative/reading.ts';
import type { PlacedBeat } from '../../narrative/schedule.ts';
import type { TourTimeline } from '../../narrative/timeline.ts';
import type { Paragraph, Run, Style } from '../../scene/caption/typesetting.ts';
import type { Palette } from '../../scene/palette.ts';
import { word } from '../words.ts';

/** What a caption's colours come from. */
export interface Colours {
  readonly palette: Palette;
  /** As CSS. */
  readonly colourOf: (id: string, value: number) => string;
}

/** Kicker, title of the chapter, text of the beat. */
export function captionOf(placed: PlacedBeat, timeline: TourTimeline, colours: Colours): Paragraph[] {
  const { source, chapters } = timeline;
  const chapter = chapters[placed.chapter];
  const nodes = readText(placed.beat.text, { source, tokens: placed.tokens, answered: placed.answered });
  const count = { chapter: placed.chapter + 1, beat: placed.index + 1, beats: chapter?.beats.length ?? 0 };
  const writer = new Writer(source.graph, colours);
  return [
    writer.plain(word('story.place', count), 'kicker', 8),
    writer.plain(chapter?.title ?? '', 'title', 16),
    ...writer.paragraphs(nodes),
  ];
}

/** What stands at the foot of a caption. */
export function footOf(text: string, { palette }: Pick<Colours, 'palette'>): Paragraph[] {
  const style: Style = { family: 'sans', size: 12, weight: 450, colour: palette.ink2 };
  return [{ runs: [{ text, style }], lineHeight: 16, indent: 0, after: 0 }];
}

const STORY = { size: 17, lineHeight: 27, after: 14 };
const ROW = { size: 13, lineHeight: 22 };
const HEADS = { kicker: { size: 12, lineHeight: 16 }, title: { size: 28, lineHeight: 34 } };
const ITEM_INDENT = 20;

class Writer {
  readonly #graph: Graph;
  readonly #colours: Colours;
  readonly #story: Style;

  constructor(graph: Graph, colours: Colours) {
    this.#graph = graph;
    this.#colours = colours;
    this.#story = { family: 'serif', size: STORY.size, weight: 400, colour: colours.palette.ink };
  }

  plain(text: string, as: 'kicker' | 'title', after: number): Paragraph {
    const { palette } = this.#colours;
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
        return node.rows.map((row, index) => this.#row(row, index === node.rows.length - 1));
      default:
        return [this.#text(this.#runs([node], this.#story))];
    }
  }

  #text(runs: readonly Run[]): Paragraph {
    return { runs, lineHeight: STORY.lineHeight, indent: 0, after: STORY.after };
  }

  #row({ label, children }: ReadRow, isLast: boolean): Paragraph {
    const { palette } = this.#colours;
    const style: Style = { family: 'sans', size: ROW.size, weight: 450, colour: palette.ink2 };
    const tail = this.#runs(children, { ...style, weight: 600, colour: palette.ink });
    return {
      runs: [{ text: label, style }],
      tail,
      lineHeight: ROW.lineHeight,
      indent: 0,
      after: isLast ? STORY.after : 0,
    };
  }

  #runs(nodes: readonly ReadNode[], style: Style): Run[] {
    return nodes.flatMap((node) => this.#run(node, style));
  }

  #run(node: ReadNode, style: Style): Run[] {
    const { palette, colourOf } = this.#colours;
    switch (node.kind) {
      case 'text':
        return [{ text: node.text, style }];
      case 'code':
        return [{ text: node.text, style: { ...style, family: 'mono', size: style.size * 0.82 } }];
      case 'emphasis':
        return this.#runs(node.children, { ...style, isItalic: true });
      case 'strong':
        return this.#runs(node.children, { ...style, weight: 600 });
      case 'term':
        return this.#runs(node.children, { ...style, underline: palette.roles[this.#graph.tensor(node.block).role] });
      case 'value': {
        const { text = '…', value, cells } = node;
        const swatch = value === undefined || cells === undefined ? undefined : colourOf(cells.block, value);
        return [{ text, style: { ...numbers(style), swatch } }];
      }
      case 'letters':
        return [{ text: node.words?.join(' ') ?? '…', style: numbers(style) }];
      case 'paragraph':
      case 'item':
        return this.#runs(node.children, style);
      default:
        return [{ text: plainText([node]), style }];
    }
  }
}

/** Numbers and letters of the run stand out of the story as they do on the page. */
function numbers(style: Style): Style {
  return { ...style, family: 'sans', size: Math.min(style.size, 15), weight: 560 };
}
