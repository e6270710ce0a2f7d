import type { TextDirective } from 'mdast-util-directive';
import type { Letters, Measure, TextNode } from '../../src/narrative/tour.ts';
import { Attributes } from './attributes.ts';
import { TourProblem } from './problem.ts';

const MEASURES: readonly Measure[] = [
  'cell',
  'sum',
  'mean',
  'deviation',
  'rms',
  'largest',
  'exponent',
  'exponents',
  'remainder',
];

type Reader = (attributes: Attributes, children: readonly TextNode[]) => TextNode;

const READERS: Readonly<Record<string, Reader>> = {
  term(attributes, children) {
    if (children.length === 0) throw attributes.problem('needs its words in [ ]');
    return { kind: 'term', block: attributes.block('at'), children };
  },
  value: (attributes) => ({
    kind: 'value',
    quantity: readQuantity(attributes),
    digits: attributes.has('digits') ? attributes.count('digits') : undefined,
  }),
  size: (attributes) => ({ kind: 'size', block: attributes.block('at'), axis: attributes.axis('axis') }),
  index: (attributes) => ({ kind: 'index', at: attributes.address('at') }),
  letter: (attributes) => ({ kind: 'letters', letters: oneLetter(attributes) }),
  letters: (attributes) => ({
    kind: 'letters',
    letters: { of: attributes.choice('of', ['given', 'sorted', 'answers']) },
  }),
};

/** `:value{…}` and its like. @throws TourProblem for a directive or an attribute that there is not. */
export function readInline(file: string, directive: TextDirective, children: readonly TextNode[]): TextNode {
  const reader = READERS[directive.name];
  if (reader === undefined) {
    const known = [...Object.keys(READERS), 'when', 'otherwise'].join(', ');
    throw new TourProblem(file, directive, `there is no :${directive.name}; there are ${known}; a plain colon is \\:`);
  }
  const attributes = new Attributes(file, directive);
  const node = reader(attributes, children);
  attributes.done();
  return node;
}

export function readQuantity(attributes: Attributes): { at: ReturnType<Attributes['address']>; take: Measure } {
  const at = attributes.address('at');
  if (at.indices === undefined) throw attributes.problem('needs cells: a block with [ ]');
  return { at, take: attributes.choice('take', MEASURES, 'cell') };
}

function oneLetter(attributes: Attributes): Letters {
  if (attributes.has('position')) return { of: 'position', place: attributes.place('position') };
  if (attributes.has('answer')) return { of: 'answer', number: attributes.count('answer') };
  return { of: 'cell', at: attributes.address('at') };
}
