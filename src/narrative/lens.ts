/** What the logit lens reads out of the residual stream after the last token that is there. */
import type { TensorId } from '../architecture/graph.ts';
import { type Moment, resolve } from './address.ts';
import { indexOfLargest } from './numbers.ts';
import type { Cells } from './stage.ts';

/** Probabilities [vocab]; undefined while there are no numbers. @throws Error when the tensor is not of the stream. */
export function readLens(stream: TensorId, { source, tokens }: Moment): readonly number[] | undefined {
  return source.ids.length === 0 ? undefined : source.lens(stream, tokens - 1);
}

/** The token id that the lens finds most probable. */
export function lensAnswer(stream: TensorId, moment: Moment): number | undefined {
  const shares = readLens(stream, moment);
  return shares && indexOfLargest(shares);
}

/** The cells that the lens reads: all channels of the last token. */
export function lastColumn(stream: TensorId, moment: Moment): Cells | undefined {
  const last = { kind: 'place', from: 'last', offset: 0 } as const;
  return resolve({ block: stream, indices: [last, { kind: 'all' }] }, moment);
}
