import type { Graph, Module, Op, WeightTensor } from './graph.ts';

/** How many parameters a module has, itself and all that is in it; a tied weight is counted where its numbers are stored. */
export interface Tally {
  readonly id: string;
  readonly parameters: number;
}

/** Numbers that a weight adds to a model: none where it shows those of another one. */
export function parametersOf(weight: WeightTensor): number {
  return weight.sameNumbersAs === undefined ? sizeOf(weight) : 0;
}

function sizeOf(weight: WeightTensor): number {
  return weight.axes.reduce((product, { extent }) => {
    if (extent === 'tokens') throw new Error(`${weight.id} is a weight and cannot have an axis of tokens`);
    return product * extent;
  }, 1);
}

/**
 * Parameters of the whole model first, then of every module in it, each before those inside it. Modules of one kind are
 * counted once and the count is repeated, so a model of many layers costs no more than one of few.
 */
export function tally(graph: Pick<Graph, 'root'>): Tally[] {
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

const indices = new WeakMap<readonly Tally[], ReadonlyMap<string, number>>();

/** Parameters of one module, undefined where the tally has no such module. The list is gone through once, however often it is asked. */
export function parametersOfModule(counts: readonly Tally[], id: string): number | undefined {
  const index = indices.get(counts) ?? new Map(counts.map((entry) => [entry.id, entry.parameters]));
  indices.set(counts, index);
  return index.get(id);
}

/** Parameters of the whole model. */
export function parameterCount(graph: Pick<Graph, 'root'>): number {
  return tally(graph)[0]?.parameters ?? 0;
}

/**
 * How many numbers of weights the pass of one token reads: of a table that rows are looked up in one row, of experts those that the
 * token goes through, of all else every number, of a tied head too.
 */
export function activeParameterCount(graph: Pick<Graph, 'root'>): number {
  const byKind = new Map<string, number>();
  const count = (module: Module): number => {
    const known = byKind.get(module.kind);
    if (known !== undefined) return known;
    let active = module.tensors.reduce(
      (sum, tensor) => sum + (tensor.kind === 'weight' ? read(tensor, module.ops) : 0),
      0,
    );
    // Alternatives are of one kind, so that the first ones speak for any others.
    for (const child of module.modules.slice(0, module.awake)) active += count(child);
    byKind.set(module.kind, active);
    return active;
  };
  return count(graph.root);
}

/** Numbers of a weight that are read for one token. */
function read(weight: WeightTensor, ops: readonly Op[]): number {
  const isTable = ops.some((op) => (op.kind === 'gather' || op.kind === 'position') && op.table === weight.id);
  return isTable ? sizeOf(weight) / Number(weight.axes[0]?.extent) : sizeOf(weight);
}
