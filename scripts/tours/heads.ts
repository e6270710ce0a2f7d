import type { Nodes, RootContent } from 'mdast';
import type { LeafDirective, TextDirective } from 'mdast-util-directive';
import { TourProblem } from './problem.ts';

/** An attention head of the model that a tour is written for. Of another training of that model it is another one. */
interface Head {
  readonly layer: string;
  readonly head: string;
}

type Heads = ReadonlyMap<string, Head>;

/**
 * Puts numbers in the place of heads' names. After `::heads{back=2.5}`, `layers.back` in an address is layer 2, `[back, …]` head 5 of a
 * block, and `:head{of=back}` says both.
 * @throws TourProblem for a head that is none
 */
export function withHeads(file: string, nodes: readonly RootContent[]): readonly RootContent[] {
  const [first, ...rest] = nodes;
  if (first?.type !== 'leafDirective' || first.name !== 'heads') return nodes;
  const heads = readHeads(file, first);
  return rest.map((node) => named(file, node, heads));
}

function readHeads(file: string, directive: LeafDirective): Heads {
  return new Map(
    Object.entries(directive.attributes ?? {}).map(([name, text]) => {
      const [, layer, head] = /^(\d+)\.(\d+)$/.exec(text ?? '') ?? [];
      if (layer === undefined || head === undefined) {
        throw new TourProblem(file, directive, `heads: ${name} is “${text}”, expected layer and head, such as 2.5`);
      }
      return [name, { layer, head }];
    }),
  );
}

/** The node with numbers for names, and all that is in it. */
function named<Node extends Nodes>(file: string, node: Node, heads: Heads): Node {
  if (node.type === 'textDirective' && node.name === 'head') return { ...node, ...saidHead(file, node, heads) };
  const children = 'children' in node && { children: node.children.map((child) => named(file, child, heads)) };
  const attributes = 'attributes' in node &&
    node.attributes && {
      attributes: Object.fromEntries(
        Object.entries(node.attributes).map(([name, text]) => [name, text && numbered(text, heads)]),
      ),
    };
  return { ...node, ...children, ...attributes };
}

function numbered(text: string, heads: Heads): string {
  return [...heads].reduce(
    (address, [name, { layer, head }]) =>
      address
        .replaceAll(`layers.${name}.`, `layers.${layer}.`)
        .replace(new RegExp(`\\[${name}(?=[,\\]])`, 'g'), `[${head}`),
    text,
  );
}

function saidHead(file: string, directive: TextDirective, heads: Heads) {
  const found = heads.get(directive.attributes?.of ?? '');
  if (found === undefined) {
    throw new TourProblem(file, directive, `head: needs of=, one of ${[...heads.keys()].join(', ')}`);
  }
  return { type: 'text', value: `head ${found.head} of layer ${found.layer}` };
}
