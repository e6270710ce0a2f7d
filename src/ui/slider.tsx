import { useId } from 'preact/hooks';

interface SliderProps {
  readonly label: string;
  readonly range: { readonly min: number; readonly max: number; readonly step: number };
  readonly value: number;
  /** The value as a person reads it. */
  readonly written: string;
  readonly choose: (value: number) => void;
}

/** A name, a slider, and beside it what it is set to. */
export function Slider({ label, range, value, written, choose }: SliderProps) {
  const id = useId();
  return (
    <>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        {...range}
        value={value}
        aria-valuetext={written}
        onInput={(event) => choose(Number(event.currentTarget.value))}
      />
      <output class="figure" for={id}>
        {written}
      </output>
    </>
  );
}
