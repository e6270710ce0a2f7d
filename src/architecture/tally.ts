import type { Graph, Module, WeightTensor } from './graph.ts';

/** How many parameters a module has, itself and all that is in it; a tied weight is counted where its numbers are stored. */
export interface Tally {
  readonly id: string;
  readonly parameters: number;
}

/** Numbers that a weight adds to a model: none where it shows those of another one. */
export function parametersOf(weight: WeightTensor): number {
  if (weight.sameNumbersAs !== undefined) return 0;
  return weight.axes.reduce((product, { extent }) => {
    if (extent === 'tokens') throw new Error(`${weight.id} is a weight and cannot have an axis of tokens`);
    return product * extent;
  }, 1);
}

/**
 * Parameters of the whole model first, then of every module in it, each before those inside it. Modules of one kind are
 * counted once and the count is repeated, so a model of many layers costs no more than one of few.
 */
export function tally(graph: Graph): Tally[] {
  const byKind = new Map<string, Tally[]>();
  const count = (module: Module): Tally[] => {
    const known = byKind.get(module.kind);
    if (known !== undefined) return known.map((entry) => ({ ...entry, id: module.id + entry.id }));
    const own = module.tensors.reduce((sum, tensor) => sum + (tensor.kind === 'weight' ? parametersOf(tensor) : 0), 0);
    let parameters = own;
    const inside: Tally[] = [];
    for (const child of module.modules) {
      const entries = count(child);
      parameters += entries[0]?.parameters ?? 0;
      inside.push(...entries);
    }
    const entries = [{ id: module.id, parameters }, ...inside];
    const relative = entries.map((entry) => ({ ...entry, id: entry.id.slice(module.id.length) }));
    byKind.set(module.kind, relative);
    return entries;
  };
  return count(graph.root);
}

/** Parameters of the whole model. */
export function parameterCount(graph: Graph): number {
  return tally(graph)[0]?.parameters ?? 0;
}
