import type { LeafDirective } from 'mdast-util-directive';
import type { Address, Cue, LightCue } from '../../src/narrative/tour.ts';
import { Attributes } from './attributes.ts';
import { TourProblem } from './problem.ts';

/** The pose that STYLE.md gives for the whole model: a little from the left and from above. */
const USUAL_YAW = -24;
const USUAL_PITCH = 12;

type Reader = (attributes: Attributes) => Cue;

const READERS: Readonly<Record<string, Reader>> = {
  look: (attributes) => ({
    kind: 'look',
    at: attributes.has('at') ? attributes.addresses('at') : [],
    yaw: attributes.number('yaw') ?? USUAL_YAW,
    pitch: attributes.number('pitch') ?? USUAL_PITCH,
    zoom: zoom(attributes),
    seconds: attributes.seconds(),
  }),
  light: (attributes) => ({
    kind: 'light',
    at: (attributes.has('at') ? attributes.addresses('at') : []).map((address) => litBlock(attributes, address)),
  }),
  compute: (attributes) => ({
    kind: 'compute',
    at: attributes.address('at'),
    by: attributes.has('by') ? attributes.axis('by') : undefined,
    seconds: attributes.seconds(),
  }),
  run: (attributes) => ({ kind: 'run', to: attributes.block('to'), seconds: attributes.seconds() }),
  choose: (attributes) => ({ kind: 'choose', at: attributes.block('at'), seconds: attributes.seconds() }),
  append: (attributes) => ({ kind: 'append', at: attributes.block('at'), seconds: attributes.seconds() }),
  restart: () => ({ kind: 'restart' }),
  outline: (attributes) => ({
    kind: 'outline',
    at: attributes.addresses('at'),
    style: attributes.choice('style', ['accent', 'source', 'dotted'], 'accent'),
  }),
  link: (attributes) => ({
    kind: 'link',
    from: attributes.address('from'),
    to: attributes.address('to'),
    seconds: attributes.seconds(),
  }),
  name: (attributes) => ({ kind: 'name', at: attributes.addresses('at').map(({ block }) => block) }),
  rest: (attributes) => ({ kind: 'rest', seconds: attributes.seconds() ?? 1 }),
};

/** `::look{…}` and its like. @throws TourProblem for a directive or an attribute that there is not. */
export function readCue(file: string, directive: LeafDirective): Cue {
  const reader = READERS[directive.name];
  if (reader === undefined) {
    throw new TourProblem(
      file,
      directive,
      `there is no ::${directive.name}; there are ${[...Object.keys(READERS), 'figure', 'holds'].join(', ')}`,
    );
  }
  const attributes = new Attributes(file, directive);
  const cue = reader(attributes);
  attributes.done();
  return cue;
}

function zoom(attributes: Attributes): number {
  const value = attributes.number('zoom') ?? 1;
  if (value <= 0) throw attributes.problem('zoom must be above 0; 1 just fits');
  return value;
}

/** A block, or one slab of it: `layers.0.attention.query[1]`. */
function litBlock(attributes: Attributes, { block, indices }: Address): LightCue['at'][number] {
  if (indices === undefined) return { block };
  const [slab, more] = indices;
  if (slab?.kind !== 'place' || slab.from !== 'first' || more !== undefined) {
    throw attributes.problem(`at takes blocks, or one slab of a block such as ${block}[0]`);
  }
  return { block, slab: slab.offset };
}
