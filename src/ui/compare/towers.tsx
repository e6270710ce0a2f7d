import type { ComparedModel } from '../../app/comparison.ts';
import { roundly } from './quantities.ts';
import { Stripes } from './stripes.tsx';

/** From one line to the next. */
const STEP = 1000;

/** Counts of numbers on a logarithmic scale, from one power of a thousand to another. */
export interface LogScale {
  /** How high a count stands, of the scale's whole height. */
  height(parameters: number): number;
  /** What the lines stand for, the ground and the top included. */
  readonly lines: readonly number[];
}

/** The narrowest scale that holds all the counts. @param counts at least one, none below 1 */
export function logScale(counts: readonly number[]): LogScale {
  const power = (count: number) => Math.log10(count) / Math.log10(STEP);
  const ground = Math.floor(power(Math.min(...counts)));
  const top = Math.max(ground + 1, Math.ceil(power(Math.max(...counts))));
  return {
    height: (parameters) => (power(parameters) - ground) / (top - ground),
    lines: Array.from({ length: top - ground + 1 }, (_, index) => STEP ** (ground + index)),
  };
}

/** A model as a tower whose height is its count of numbers on the scale. */
export function Tower({ model, scale }: { readonly model: ComparedModel; readonly scale: LogScale }) {
  return (
    <div class="tower-place">
      <Stripes model={model} className="square tower" style={{ height: percent(scale.height(model.parameters)) }} />
    </div>
  );
}

/** The scale's lines, with what they stand for. */
export function Lines({ scale }: { readonly scale: LogScale }) {
  return (
    <div class="scale-lines" aria-hidden="true">
      {scale.lines.map((line) => (
        <span key={line} class="figure" style={{ bottom: percent(scale.height(line)) }}>
          {roundly(line)}
        </span>
      ))}
    </div>
  );
}

function percent(part: number): string {
  return `${100 * part}%`;
}
