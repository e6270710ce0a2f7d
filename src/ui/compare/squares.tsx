import type { ComparedModel } from '../../app/comparison.ts';
import { isPhone } from '../media.ts';
import { count } from '../words.ts';
import { Stripes } from './stripes.tsx';
import { said } from './words.ts';

/** Of the largest square, CSS pixels. */
const LARGEST = { page: 216, phone: 118 };
/** A square smaller than this cannot be seen, and is shown enlarged where there is room. */
const SMALLEST_SEEN = 1;
const ENLARGED = 44;

interface SquareProps {
  readonly model: ComparedModel;
  /** Parameters of the largest model. */
  readonly largest: number;
}

/** A model as a square whose area is its count of numbers, at the scale of the largest. */
export function Square({ model, largest }: SquareProps) {
  const side = (isPhone.value ? LARGEST.phone : LARGEST.page) * Math.sqrt(model.parameters / largest);
  const isEnlarged = side < SMALLEST_SEEN && !isPhone.value;
  const size = isEnlarged ? ENLARGED : side;
  return (
    <>
      {isEnlarged && <span class="times">{said('enlarged', { times: count(Math.round(ENLARGED / side)) })}</span>}
      <Stripes
        model={model}
        className={`square${isEnlarged ? ' enlarged' : ''}`}
        style={{ width: `${size}px`, height: `${size}px` }}
      />
    </>
  );
}
