import type { ContainerDirective } from 'mdast-util-directive';
import type { Jump } from '../../src/narrative/tour.ts';
import { Attributes } from './attributes.ts';

/** Where `:::same-but` leads. @throws TourProblem when it names neither a block nor a beat, or not all of a beat */
export function readJump(file: string, directive: ContainerDirective): Jump {
  const attributes = new Attributes(file, directive);
  const model = attributes.text('model');
  const to: Jump['to'] = attributes.has('tour')
    ? {
        kind: 'beat',
        tour: attributes.text('tour'),
        chapter: attributes.text('chapter'),
        beat: attributes.text('beat'),
      }
    : { kind: 'block', block: attributes.block('at') };
  attributes.done();
  return { model, to };
}
