import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import type { ContainerDirective, TextDirective } from 'mdast-util-directive';
import type { CardRow, TextNode } from '../../src/narrative/tour.ts';
import { readClaim } from './claim.ts';
import { readFigure } from './figure.ts';
import { renderFormula } from './formula.ts';
import { readInline } from './inline.ts';
import { readJump } from './jump.ts';
import { TourProblem } from './problem.ts';

/** Blocks and inline content as the page shows it. @throws TourProblem for what a tour's text cannot hold. */
export function readText(file: string, nodes: readonly RootContent[]): TextNode[] {
  const text: TextNode[] = [];
  for (let index = 0; index < nodes.length; index += 1) {
    const node = nodes[index];
    if (node === undefined) continue;
    if (isDirective(node) && node.name === 'when') {
      const next = followingOtherwise(nodes, index);
      text.push({
        kind: 'choice',
        claim: readClaim(file, node),
        holds: readText(file, node.children),
        otherwise: next === undefined ? [] : readText(file, next.directive.children),
      });
      if (next !== undefined) index = next.index;
    } else {
      text.push(readNode(file, node));
    }
  }
  return text;
}

function isDirective(node: RootContent): node is ContainerDirective | TextDirective {
  return node.type === 'containerDirective' || node.type === 'textDirective';
}

/** `otherwise` directly after the `when` at `index`, or with nothing but white space between. */
function followingOtherwise(nodes: readonly RootContent[], index: number) {
  const between = nodes[index + 1];
  const place = between?.type === 'text' && between.value.trim() === '' ? index + 2 : index + 1;
  const directive = nodes[place];
  if (directive === undefined || !isDirective(directive) || directive.name !== 'otherwise') return undefined;
  return { directive, index: place };
}

function readNode(file: string, node: RootContent): TextNode {
  switch (node.type) {
    case 'text':
      return { kind: 'text', text: node.value.replaceAll('\n', ' ') };
    case 'inlineCode':
      return { kind: 'code', text: node.value };
    case 'inlineMath':
      return { kind: 'formula', ...renderFormula(file, node, node.value, false) };
    case 'math':
      return { kind: 'card', ...renderFormula(file, node, node.value, true), rows: [] };
    case 'paragraph':
    case 'emphasis':
    case 'strong':
    case 'list':
      return { kind: node.type, children: readText(file, node.children) };
    case 'listItem':
      return { kind: 'item', children: readText(file, unwrapped(node.children)) };
    case 'textDirective':
      return readInline(file, node, readText(file, node.children));
    case 'leafDirective':
      if (node.name === 'figure') return { kind: 'figure', figure: readFigure(file, node) };
      throw new TourProblem(file, node, `::${node.name} stands on its own, not within other text`);
    case 'containerDirective':
      if (node.name === 'formula') return readCard(file, node);
      if (node.name === 'same-but') {
        return { kind: 'sameBut', jump: readJump(file, node), children: readText(file, node.children) };
      }
      throw new TourProblem(
        file,
        node,
        `there is no :::${node.name}; there are formula, same-but, when, otherwise (after a when)`,
      );
    default:
      throw new TourProblem(file, node, `a tour's text cannot hold this (${node.type})`);
  }
}

/** An item that is one paragraph is that paragraph's words. */
function unwrapped(nodes: readonly RootContent[]): readonly RootContent[] {
  const [first, more] = nodes;
  return first?.type === 'paragraph' && more === undefined ? first.children : nodes;
}

/** `:::formula`: one formula between `$$`, then a list of rows `label: what it comes to`. */
function readCard(file: string, directive: ContainerDirective): TextNode {
  const [formula, list, more] = directive.children as Nodes[];
  if (formula?.type !== 'math' || more !== undefined || (list !== undefined && list.type !== 'list')) {
    throw new TourProblem(file, directive, 'formula: needs a formula between $$ lines, then at most one list of rows');
  }
  const rows = list?.children.map((item) => readRow(file, unwrapped(item.children), item)) ?? [];
  return { kind: 'card', ...renderFormula(file, formula, formula.value, true), rows };
}

function readRow(file: string, nodes: readonly RootContent[], item: Nodes): CardRow {
  const [first, ...rest] = nodes;
  const match = first?.type === 'text' ? /^([^:]+):\s*(.*)$/s.exec(first.value) : null;
  const label = match?.[1];
  if (label === undefined) throw new TourProblem(file, item, 'formula: a row begins with its label and a colon');
  const head: PhrasingContent[] = match?.[2] ? [{ type: 'text', value: match[2] }] : [];
  return { label, children: readText(file, [...head, ...rest]) };
}

/** How many words a reader reads; of a choice, the longer side. */
export function wordCount(nodes: readonly TextNode[]): number {
  return nodes.reduce((sum, node) => sum + wordsOf(node), 0);
}

function wordsOf(node: TextNode): number {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    case 'card':
      return node.rows.reduce(
        (sum, row) => sum + wordCount([{ kind: 'text', text: row.label }, ...row.children]),
        FORMULA_WORDS,
      );
    case 'figure':
      return FIGURE_WORDS;
    case 'choice':
      return Math.max(wordCount(node.holds), wordCount(node.otherwise));
    case 'value':
    case 'measured':
    case 'known':
    case 'count':
    case 'size':
    case 'index':
    case 'letters':
    case 'formula':
      return 1;
    default:
      return wordCount(node.children);
  }
}

/** A figure takes as long to look at as two sentences. */
const FIGURE_WORDS = 25;

/** A formula on its own takes as long as a sentence. */
const FORMULA_WORDS = 10;
