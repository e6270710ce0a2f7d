/** Which part of a model a weight belongs to. */
import { ownId } from './address.ts';
import type { Tensor } from './graph.ts';

/**
 * `norms` are scales and shifts of every norm, wherever it stands; `embedding` the tables and the output matrix; the rest is of the
 * part that mixes tokens, or of the part that works on each by itself. Biases go with their matrices.
 */
export type Part = 'embedding' | 'attention' | 'feedForward' | 'norms';

export const PARTS: readonly Part[] = ['embedding', 'attention', 'feedForward', 'norms'];

/** As the addresses of all families have it: `layers.3.attention.query.weight`, `final_norm.weight`. */
export function partOf({ id, role }: Pick<Tensor, 'id' | 'role'>): Part {
  const modules = ownId(id).split('.').slice(0, -1);
  if (modules.at(-1)?.endsWith('norm')) return 'norms';
  if (role === 'embedding') return 'embedding';
  return modules.includes('attention') ? 'attention' : 'feedForward';
}
