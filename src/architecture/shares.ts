import type { TensorId } from './graph.ts';

/** Whether the numbers of a block are shares of one, as a softmax makes them. Told by the last part of its id. */
export function holdsShares(id: TensorId): boolean {
  return /(^|\.)(attention\.weights|probabilities)$/.test(id);
}
