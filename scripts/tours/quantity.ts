import type { Measure, Quantity } from '../../src/narrative/tour.ts';
import type { Attributes } from './attributes.ts';

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

/**
 * `at`, `take` and `letter`: what is read out of which cells; `lens`: what the logit lens reads out of a part of the stream; `count`:
 * what is counted from the descriptions of models.
 */
export function readQuantity(attributes: Attributes): Quantity {
  if (attributes.has('count')) return { take: 'count', counted: attributes.counted('count') };
  if (attributes.has('lens')) return { take: 'lens', stream: attributes.block('lens') };
  const at = attributes.address('at');
  if (at.indices === undefined) throw attributes.problem('needs cells: a block with [ ]');
  const take = attributes.choice('take', MEASURES, 'cell');
  return attributes.has('letter') ? { at, take, letter: attributes.text('letter') } : { at, take };
}
