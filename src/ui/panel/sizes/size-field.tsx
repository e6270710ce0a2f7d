import { useId } from 'preact/hooks';
import type { SizeName, SizeRange } from '../../../architecture/sizes.ts';
import { word } from '../../words.ts';

interface SizeFieldProps {
  readonly name: SizeName;
  /** As chosen, whether or not it fits. */
  readonly size: number;
  readonly range: SizeRange;
  /** Why it does not fit. */
  readonly problem: string | undefined;
  readonly choose: (size: number) => void;
  /** Towards a value, as far as one fits. */
  readonly slide: (wanted: number) => void;
}

/** One size: a slider over values that fit, and a field for any. */
export function SizeField({ name, size, range, problem, choose, slide }: SizeFieldProps) {
  const id = useId();
  const label = word(`sizes.${name}`);
  return (
    <>
      <label for={id}>{label}</label>
      <input
        type="range"
        aria-label={word('sizes.slider', { size: label })}
        aria-valuetext={String(size)}
        min={range.least}
        max={range.most}
        step={range.step}
        value={size}
        onInput={({ currentTarget: slider }) => {
          slide(slider.valueAsNumber);
          // Where that fits nowhere it stays; else it moves with the size.
          slider.value = String(size);
        }}
      />
      <input
        id={id}
        class="figure"
        type="number"
        inputMode="numeric"
        step={1}
        value={size}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={({ currentTarget: field }) => {
          // What is no number at all is not chosen.
          if (Number.isNaN(field.valueAsNumber)) field.value = String(size);
          else choose(field.valueAsNumber);
        }}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} class="size-problem" role="alert">
          {word('sizes.refused', { reason: problem })}
        </p>
      )}
    </>
  );
}
