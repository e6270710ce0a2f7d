import type { LeafDirective } from 'mdast-util-directive';
import type { Address, Figure } from '../../src/narrative/tour.ts';
import { Attributes } from './attributes.ts';

const KINDS: readonly Figure['kind'][] = [
  'bars',
  'softmax',
  'curve',
  'lens',
  'pattern',
  'rotary',
  'distance',
  'norm',
  'gate',
  'groups',
  'sum',
  'neighbours',
  'training',
];

/** `::figure{kind=…}`. @throws TourProblem for a figure or an attribute that there is not. */
export function readFigure(file: string, directive: LeafDirective): Figure {
  const attributes = new Attributes(file, directive);
  const figure = read(attributes);
  attributes.done();
  return figure;
}

function read(attributes: Attributes): Figure {
  const kind = attributes.choice('kind', KINDS);
  switch (kind) {
    case 'bars':
      return { kind, at: row(attributes), temperature: attributes.optional('temperature') !== undefined };
    case 'softmax':
    case 'curve':
    case 'rotary':
    case 'norm':
      return { kind, at: row(attributes) };
    case 'lens':
      return { kind, streams: attributes.addresses('at').map(blockOf) };
    case 'sum': {
      const before = attributes.has('after') ? attributes.addresses('after') : [];
      return { kind, before: before.map(blockOf), blocks: attributes.addresses('at').map(blockOf) };
    }
    case 'pattern':
      return { kind, at: attributes.address('at') };
    case 'distance':
    case 'gate':
    case 'neighbours':
      return { kind, at: cell(attributes) };
    case 'training':
      return { kind };
    case 'groups': {
      const block = attributes.block('at');
      return attributes.has('head') ? { kind, block, head: attributes.count('head') } : { kind, block };
    }
  }
}

const blockOf = ({ block }: Address) => block;

/** One cell: a place along each axis, of which one may be searched for. */
function cell(attributes: Attributes): Address {
  const at = attributes.address('at');
  if (at.indices === undefined || at.indices.some(({ kind }) => kind === 'all' || kind === 'span')) {
    throw attributes.problem('at takes one cell: a single place along each axis');
  }
  return at;
}

/** Cells along the last axis, the other indices being single places. */
function row(attributes: Attributes): Address {
  const at = attributes.address('at');
  const [last, ...before] = at.indices?.toReversed() ?? [];
  if (last === undefined || before.some(({ kind }) => kind !== 'place')) {
    throw attributes.problem('at takes one row: single places, then * or a span');
  }
  return at;
}
