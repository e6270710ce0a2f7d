/** A beat's text as it reads on one run: numbers and letters put in, and of each choice the side that is true. */
import type { TensorId } from '../architecture/graph.ts';
import { holdsQuoteMark } from '../words.ts';
import { resolve } from './address.ts';
import { holds } from './claim.ts';
import { type ReadFigure, readFigure } from './figure.ts';
import { countOfLetter, type ReadingMoment, readLetters } from './letters.ts';
import { type Measured, measure } from './quantity.ts';
import { noted } from './short.ts';
import type { Cells } from './stage.ts';
import type { Deed, Jump, Quantity, TextNode } from './tour.ts';
import { formatNumber, formatShare, writerOf } from './written.ts';

export type ReadNode =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | {
      readonly kind: 'paragraph' | 'list' | 'item' | 'emphasis' | 'strong';
      readonly children: readonly ReadNode[];
    }
  | { readonly kind: 'term'; readonly block: TensorId; readonly children: readonly ReadNode[] }
  | { readonly kind: 'try'; readonly deed: Deed; readonly children: readonly ReadNode[] }
  /**
   * A live number and where it stands. `value` is what the swatch is coloured by, in the range of the cells' block; undefined where
   * the number is not a cell's own, or there are no numbers yet. `text` is undefined while there are none.
   */
  | {
      readonly kind: 'value';
      readonly text: string | undefined;
      readonly value: number | undefined;
      readonly cells: Cells | undefined;
    }
  /** Words put in from the run: letters, counts, indices. Undefined while they are not there. */
  | { readonly kind: 'words'; readonly words: readonly string[] | undefined }
  | { readonly kind: 'formula'; readonly html: string; readonly text: string }
  | { readonly kind: 'card'; readonly html: string; readonly text: string; readonly rows: readonly ReadRow[] }
  | { readonly kind: 'sameBut'; readonly jump: Jump; readonly children: readonly ReadNode[] }
  /** Undefined while its numbers are not there. */
  | { readonly kind: 'figure'; readonly figure: ReadFigure | undefined };

export interface ReadRow {
  readonly label: string;
  readonly children: readonly ReadNode[];
}

/** @throws Error when a tour speaks of a block that the model does not have. */
export function readText(nodes: readonly TextNode[], moment: ReadingMoment): ReadNode[] {
  return legible(nodes.flatMap((node) => readNode(node, moment)));
}

/** Quote marks around a letter that is or holds one are left out: “““ says nothing. */
function legible(nodes: readonly ReadNode[]): ReadNode[] {
  const isMark = (node: ReadNode | undefined) => node?.kind === 'words' && node.words?.some(holdsQuoteMark);
  return nodes.map((node, at) => {
    if (node.kind !== 'text') return node;
    const opened = isMark(nodes[at - 1]) ? node.text.replace(/^”/, '') : node.text;
    return { kind: 'text', text: isMark(nodes[at + 1]) ? opened.replace(/“$/, '') : opened };
  });
}

/** One node; of a choice the nodes of the side that is true. */
function readNode(node: TextNode, moment: ReadingMoment): ReadNode | ReadNode[] {
  switch (node.kind) {
    case 'text':
    case 'code':
    case 'formula':
      return node;
    case 'paragraph':
    case 'list':
    case 'item':
    case 'emphasis':
    case 'strong':
      return { kind: node.kind, children: readText(node.children, moment) };
    case 'term':
    case 'try':
    case 'sameBut':
      return { ...node, children: readText(node.children, moment) };
    case 'value':
      return node.quantity.take === 'count' ? countedNode(node, moment) : valueNode(node, moment);
    case 'known':
      return { kind: 'text', text: node.text };
    case 'measured':
      // A figure and its sign stay on one line.
      return { kind: 'text', text: node.text.replaceAll(' ', NO_BREAK) };
    case 'count': {
      const { source } = moment;
      return {
        kind: 'words',
        words: source.ids.length === 0 ? undefined : [String(countOfLetter(node.letter, source))],
      };
    }
    case 'size':
      return { kind: 'text', text: formatNumber(extentOfAxis(node, moment), 0) };
    case 'index': {
      const index = resolve(node.at, moment)?.from.at(-1);
      return { kind: 'words', words: index === undefined ? undefined : [String(index)] };
    }
    case 'letters':
      return { kind: 'words', words: readLetters(node.letters, moment) };
    case 'card':
      return { ...node, rows: node.rows.map((row) => ({ ...row, children: readText(row.children, moment) })) };
    case 'figure':
      return { kind: 'figure', figure: readFigure(node.figure, moment) };
    case 'choice': {
      const held = holds(node.claim, moment);
      // What is not known is not said.
      if (held === undefined) return [];
      return readText(held ? node.holds : node.otherwise, moment);
    }
  }
}

type ValueNode = Extract<TextNode, { kind: 'value' }>;

function valueNode({ quantity, digits }: ValueNode, moment: ReadingMoment): ReadNode {
  const measured = measure(quantity, moment);
  return {
    kind: 'value',
    text: measured && written(quantity, measured, digits),
    value: quantity.take === 'cell' ? measured?.value : undefined,
    cells: measured?.cells,
  };
}

/** It is no cell's number, and there before any run. A number and its unit stay on one line. */
function countedNode({ quantity, notation, digits }: ValueNode, moment: ReadingMoment): ReadNode {
  const value = measure(quantity, moment)?.value ?? Number.NaN;
  return { kind: 'text', text: noted(value, notation, digits).replaceAll(' ', NO_BREAK) };
}

const NO_BREAK = '\u00a0';

function written({ take }: Quantity, { value, cells }: Measured, digits: number | undefined): string {
  // The lens reads shares, whatever block it reads them out of.
  const write = take === 'lens' || cells === undefined ? formatShare : writerOf(cells.block);
  return write(value, digits);
}

function extentOfAxis({ block, axis }: TextNode & { kind: 'size' }, { source, tokens }: ReadingMoment): number {
  const found = source.graph.tensor(block).axes.find(({ name }) => name === axis);
  if (found === undefined) throw new Error(`${block} has no axis ${axis}`);
  return found.extent === 'tokens' ? tokens : found.extent;
}

/** A figure as a sentence, of whose words the reading knows none. */
export type FigureWords = (figure: ReadFigure) => string;

/** The text alone, for the ear, for captions and tests. What is not there yet is “…”. */
export function plainText(nodes: readonly ReadNode[], figureWords: FigureWords): string {
  return nodes.map((node) => plainNode(node, figureWords)).join('');
}

function plainNode(node: ReadNode, figureWords: FigureWords): string {
  switch (node.kind) {
    case 'text':
    case 'code':
    case 'formula':
      return node.text;
    case 'value':
      return node.text ?? '…';
    case 'words':
      return node.words?.join(' ') ?? '…';
    case 'figure':
      return node.figure === undefined ? '…' : `${figureWords(node.figure)}\n`;
    case 'card':
      return [node.text, ...node.rows.map(({ label, children }) => `${label}: ${plainText(children, figureWords)}`)]
        .map((line) => `${line}\n`)
        .join('');
    case 'paragraph':
    case 'list':
    case 'item':
      return `${plainText(node.children, figureWords)}\n`;
    default:
      return plainText(node.children, figureWords);
  }
}
