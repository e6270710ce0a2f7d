import type { Claim, Quantity } from '../../src/narrative/tour.ts';
import { Attributes, type Directive } from './attributes.ts';
import { readQuantity } from './quantity.ts';

const CLAIMS = [
  'sorted',
  'in-order',
  'right',
  'above',
  'below',
  'same-letter',
  'letter',
  'has',
  'there',
  'trained',
  'lens-agrees',
] as const;

/** The same measure of the cells that `other` names. */
function sameOf(quantity: Quantity, attributes: Attributes): Quantity {
  if (quantity.take === 'count') return { ...quantity, counted: attributes.counted('other') };
  if (quantity.take === 'lens') return { ...quantity, stream: attributes.block('other') };
  return { ...quantity, at: attributes.address('other') };
}

/** The claim of `when{…}` or `::holds{…}`. @throws TourProblem for a claim or an attribute that there is not. */
export function readClaim(file: string, directive: Directive): Claim {
  const attributes = new Attributes(file, directive);
  const claim = readClaimOf(attributes);
  attributes.done();
  return claim;
}

/** The claim that a directive's attributes make; those that are not of it are left for the directive. */
export function readClaimOf(attributes: Attributes): Claim {
  const kind = attributes.choice('claim', CLAIMS);
  switch (kind) {
    case 'sorted':
    case 'in-order':
    case 'trained':
      return { kind };
    case 'right':
      return { kind, answer: attributes.count('answer') };
    case 'above':
    case 'below': {
      const quantity = readQuantity(attributes);
      if (attributes.has('other')) return { kind, quantity, than: sameOf(quantity, attributes) };
      const than = attributes.number('than');
      if (than === undefined) throw attributes.problem('needs than=, the number to compare with, or other=, cells');
      return { kind, quantity, than };
    }
    case 'same-letter':
      return { kind, at: attributes.address('at'), answer: attributes.count('answer') };
    case 'letter':
      return { kind, at: attributes.address('at'), letter: attributes.text('letter') };
    case 'has':
      return { kind, letter: attributes.text('letter') };
    case 'there':
      return { kind, at: attributes.address('at') };
    case 'lens-agrees':
      return { kind, stream: attributes.block('at') };
  }
}
