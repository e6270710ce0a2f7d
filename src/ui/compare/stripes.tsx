import type { ComparedModel } from '../../app/comparison.ts';
import { PARTS, type Part } from '../../architecture/part.ts';

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
