/** How many parameters a model has, and each module of it with all that is in it; a tied weight is counted where its numbers are stored. */
import type { Graph, Module, Op, WeightTensor } from './graph.ts';
import { findModule } from './module.ts';

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

/** What was counted of a model, as far as somebody asked. */
interface Counted {
  readonly byKind: Map<string, number>;
  readonly byId: Map<string, number | undefined>;
}

const counted = new WeakMap<Module, Counted>();

function countedOf(root: Module): Counted {
  const known = counted.get(root) ?? { byKind: new Map(), byId: new Map() };
  counted.set(root, known);
  return known;
}

/** Modules of one kind are counted once, so a model of many layers costs no more than one of few. */
function count(module: Module, byKind: Map<string, number>): number {
  const known = byKind.get(module.kind);
  if (known !== undefined) return known;
  let parameters = module.tensors.reduce((sum, one) => sum + (one.kind === 'weight' ? parametersOf(one) : 0), 0);
  for (const child of module.modules) parameters += count(child, byKind);
  byKind.set(module.kind, parameters);
  return parameters;
}

/** Parameters of the whole model. */
export function parameterCount({ root }: Pick<Graph, 'root'>): number {
  return count(root, countedOf(root).byKind);
}

/** Parameters of one module, undefined where the model has no such. It is looked for once, however often it is asked. */
export function parametersOfModule({ root }: Pick<Graph, 'root'>, id: string): number | undefined {
  const { byKind, byId } = countedOf(root);
  if (byId.has(id)) return byId.get(id);
  const module = findModule({ root }, id);
  const parameters = module && count(module, byKind);
  byId.set(id, parameters);
  return parameters;
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
