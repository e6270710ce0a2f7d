import type { TextDirective } from 'mdast-util-directive';
import type { Notation } from '../../src/narrative/short.ts';
import type { Deed, KnownFigure, Letters, Measurement, TextNode } from '../../src/narrative/tour.ts';
import { Attributes } from './attributes.ts';
import { readClaimOf } from './claim.ts';
import { TourProblem } from './problem.ts';
import { readQuantity } from './quantity.ts';

const KNOWN: readonly KnownFigure[] = [
  'parameters',
  'layers',
  'heads',
  'kvHeads',
  'width',
  'hidden',
  'vocabulary',
  'context',
  'cache',
];

const NOTATIONS: readonly Notation[] = ['rounded', 'bytes', 'length', 'area'];

type Reader = (attributes: Attributes, children: readonly TextNode[]) => TextNode;

const READERS: Readonly<Record<string, Reader>> = {
  term(attributes, children) {
    if (children.length === 0) throw attributes.problem('needs its words in [ ]');
    return { kind: 'term', block: attributes.block('at'), children };
  },
  try(attributes, children) {
    if (children.length === 0) throw attributes.problem('needs its words in [ ]');
    return { kind: 'try', deed: readDeed(attributes), children };
  },
  value(attributes) {
    const quantity = readQuantity(attributes);
    const digits = attributes.has('digits') ? attributes.count('digits') : undefined;
    const notation = quantity.take === 'count' && attributes.has('as') ? attributes.choice('as', NOTATIONS) : undefined;
    return { kind: 'value', quantity, digits, notation };
  },
  measured(attributes, children) {
    const [only, more] = children;
    if (only?.kind !== 'text' || more !== undefined) throw attributes.problem('needs the figure as plain text in [ ]');
    if (!/\d/.test(only.text)) throw attributes.problem(`“${only.text}” holds no figure`);
    const measurement = readMeasurement(attributes);
    if (measurement.of.kind === 'mean' && !only.text.endsWith('%')) {
      throw attributes.problem(`a mean is written as a percentage, such as 72 %, but “${only.text}” is not`);
    }
    return { kind: 'measured', text: only.text, measurement };
  },
  known(attributes, children) {
    const [only, more] = children;
    if (only?.kind !== 'text' || more !== undefined) throw attributes.problem('needs the figure as plain text in [ ]');
    return { kind: 'known', text: only.text, model: attributes.text('model'), of: attributes.choice('of', KNOWN) };
  },
  count: (attributes) => ({ kind: 'count', letter: attributes.text('letter') }),
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

function readMeasurement(attributes: Attributes): Measurement {
  const of: Measurement['of'] = attributes.has('claim')
    ? { kind: 'share', claim: readClaimOf(attributes) }
    : { kind: 'mean', quantity: readQuantity(attributes) };
  const asked = attributes.has('asked') ? attributes.count('asked') : 0;
  if (!attributes.has('among')) return { of, asked };
  const [, letter, count] = /^(\S+)=(\d+)$/.exec(attributes.text('among')) ?? [];
  if (letter === undefined) throw attributes.problem('among is a letter and how many of it, such as among="A=2"');
  return { of, asked, among: { letter, count: Number(count) } };
}

function readDeed(attributes: Attributes): Deed {
  if (attributes.has('generate')) return { kind: 'generate', count: attributes.count('generate') };
  if (attributes.has('frame')) return { kind: 'frame', frame: attributes.choice('frame', ['first', 'last']) };
  return { kind: 'prompt', prompt: attributes.text('prompt') };
}

function oneLetter(attributes: Attributes): Letters {
  if (attributes.has('position')) return { of: 'position', place: attributes.place('position') };
  if (attributes.has('answer')) return { of: 'answer', number: attributes.count('answer') };
  if (attributes.has('lens')) return { of: 'lens', stream: attributes.block('lens') };
  return { of: 'cell', at: attributes.address('at') };
}
