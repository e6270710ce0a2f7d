import type { Claim } from '../../src/narrative/tour.ts';
import { Attributes, type Directive } from './attributes.ts';
import { readQuantity } from './inline.ts';

/** The claim of `when{…}`. @throws TourProblem for a claim or an attribute that there is not. */
export function readClaim(file: string, directive: Directive): Claim {
  const attributes = new Attributes(file, directive);
  const claim = read(attributes);
  attributes.done();
  return claim;
}

function read(attributes: Attributes): Claim {
  const kind = attributes.choice('claim', ['sorted', 'in-order', 'right', 'above', 'below', 'same-letter']);
  switch (kind) {
    case 'sorted':
    case 'in-order':
      return { kind };
    case 'right':
      return { kind, answer: attributes.count('answer') };
    case 'above':
    case 'below': {
      const quantity = readQuantity(attributes);
      const than = attributes.number('than');
      if (than === undefined) throw attributes.problem('needs than=, the number to compare with');
      return { kind, quantity, than };
    }
    case 'same-letter':
      return { kind, at: attributes.address('at'), answer: attributes.count('answer') };
  }
}
