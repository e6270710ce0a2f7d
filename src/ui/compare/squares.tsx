import type { ComparedModel } from '../../app/comparison.ts';
import { PARTS, type Part } from '../../architecture/cost.ts';
import { isPhone } from '../media.ts';
import { count } from '../words.ts';
import { roundly } from './quantities.ts';
import { said } from './words.ts';

/** Of the largest square, CSS pixels. */
const LARGEST = { page: 216, phone: 118 };
/** A square smaller than this cannot be seen, and is shown enlarged where there is room. */
const SMALLEST_SEEN = 1;
const ENLARGED = 44;

interface SquaresProps {
  readonly models: readonly ComparedModel[];
  readonly chosen: ComparedModel;
  readonly choose: (id: string) => void;
}

/** One square for each model, its area its count of numbers, in stripes the parts that they belong to. All at one scale. */
export function Squares({ models, chosen, choose }: SquaresProps) {
  const largest = Math.max(...models.map(({ parameters }) => parameters));
  const unit = (isPhone.value ? LARGEST.phone : LARGEST.page) / Math.sqrt(largest);
  return (
    <figure class="squares">
      <div role="img" aria-label={said('figure')}>
        {models.map((model) => (
          <div
            key={model.id}
            class={`square-place${model.id === chosen.id ? ' chosen' : ''}`}
            onPointerEnter={() => choose(model.id)}
          >
            <Square model={model} side={Math.sqrt(model.parameters) * unit} />
            <span class="figure">{roundly(model.parameters)}</span>
            <strong>{model.name}</strong>
          </div>
        ))}
      </div>
      <figcaption>
        {PARTS.map((part) => (
          <span key={part} class="role-key">
            <span class={`part ${part}`} />
            {said(`role.${part}`)}
          </span>
        ))}
        <span class="role-key">
          <span class="part absent" />
          {said('role.hatched')}
        </span>
      </figcaption>
    </figure>
  );
}

function Square({ model, side }: { readonly model: ComparedModel; readonly side: number }) {
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

interface StripesProps {
  readonly model: ComparedModel;
  readonly className: string;
  readonly style?: Readonly<Record<string, string>>;
}

/** A model's numbers by the part that they belong to, each as wide as its share. */
export function Stripes({ model, className, style }: StripesProps) {
  const { cost, absence } = model;
  const width = (part: Part) => `${(100 * cost.parameters[part]) / model.parameters}%`;
  return (
    <div class={`stripes ${className}${absence === undefined ? '' : ' absent'}`} style={style} aria-hidden="true">
      {PARTS.map((part) => (
        <span key={part} class={`part ${part}`} style={{ width: width(part) }} />
      ))}
    </div>
  );
}
