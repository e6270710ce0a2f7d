/** One row through both kinds of norm, side by side: RMSNorm divides by its size, LayerNorm takes the mean away first. */
import type { TensorId } from '../../architecture/graph.ts';
import { wholeOf } from '../grid.ts';
import { meanOf, varianceOf } from '../numbers.ts';
import type { Cells, StageSource } from '../stage.ts';
import { numbersOf, producerOf, type Shown } from './cells.ts';

export interface NormFigure extends Shown {
  readonly kind: 'norm';
  readonly block: TensorId;
  readonly input: TensorId;
  /** Which of the two made the block. */
  readonly own: 'rmsNorm' | 'layerNorm';
  /** The row that went in. */
  readonly before: readonly number[];
  /** Of the row. `rms` and `deviation` with the model's ε under the root. */
  readonly mean: number;
  readonly rms: number;
  readonly deviation: number;
  /** The row by either, before scale and shift. */
  readonly normed: { readonly rmsNorm: readonly number[]; readonly layerNorm: readonly number[] };
  /** The run's own, with its scale, and shift where it has one. */
  readonly after: readonly number[];
}

/** @param cells one token's row of a norm, or a part of it: all of the row is shown */
export function readNorm(cells: Cells, source: StageSource): NormFigure | undefined {
  const op = producerOf(cells.block, source, 'rmsNorm', 'layerNorm');
  const whole = wholeOf(source.graph.tensor(op.output), source.ids.length);
  const row: Cells = { block: op.output, from: cells.from.with(-1, 0), to: cells.from.with(-1, whole?.to.at(-1) ?? 0) };
  const [before, after] = [numbersOf({ ...row, block: op.input }, source), numbersOf(row, source)];
  if (before === undefined || after === undefined) return undefined;
  const mean = meanOf(before);
  const rms = Math.sqrt(meanOf(before.map((value) => value ** 2)) + op.epsilon);
  const deviation = Math.sqrt(varianceOf(before) + op.epsilon);
  return {
    kind: 'norm',
    block: op.output,
    input: op.input,
    own: op.kind,
    before,
    mean,
    rms,
    deviation,
    normed: {
      rmsNorm: before.map((value) => value / rms),
      layerNorm: before.map((value) => (value - mean) / deviation),
    },
    after,
    cells: [row],
  };
}
