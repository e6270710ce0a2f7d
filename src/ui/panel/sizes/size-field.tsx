import { useId } from 'preact/hooks';
import type { SizeName } from '../../../architecture/sizes.ts';
import { word } from '../../words.ts';

interface SizeFieldProps {
  readonly name: SizeName;
  /** As chosen, whether or not it fits. */
  readonly size: number;
  /** Values that fit, the least first. */
  readonly choices: readonly number[];
  /** Why it does not fit. */
  readonly problem: string | undefined;
  readonly choose: (size: number) => void;
}

/** One size: a slider over values that fit, and a field for any. */
export function SizeField({ name, size, choices, problem, choose }: SizeFieldProps) {
  const id = useId();
  const label = word(`sizes.${name}`);
  const choice = choices.findLastIndex((value) => value <= size);
  return (
    <>
      <label for={id}>{label}</label>
      <input
        type="range"
        aria-label={word('sizes.slider', { size: label })}
        aria-valuetext={String(size)}
        min={0}
        max={Math.max(0, choices.length - 1)}
        step={1}
        value={Math.max(0, choice)}
        onInput={({ currentTarget }) => {
          const value = choices[Number(currentTarget.value)];
          if (value !== undefined) choose(value);
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
