/**
 * A pass that goes on from the passes before: the keys and values of tokens that were taken in already are given, not computed. That
 * is so too for a model that could make them again of fewer numbers (`Module.remembered`).
 */
import type { Graph, MixOp, Module, Op, ScoresOp, Tensor, TensorId } from './graph.ts';
import { ModuleGraph } from './module-graph.ts';
import { once } from './once.ts';

/** Rows that later tokens read, and so go from pass to pass. */
export interface CarriedRows {
  /** A tensor of the pass: keys as they are compared, or values. */
  readonly rows: TensorId;
  /** The rows that the passes before made of it, with axis `past` where `rows` has `token`. Given with the tokens; no op makes it. */
  readonly past: TensorId;
}

/**
 * The same model as a pass over new tokens alone: attention reads, before the rows of these, those that the passes before made.
 * With an empty past it is the pass that `graph` describes.
 */
export function withCache(graph: Graph): Graph {
  return new ModuleGraph(graph, () => graph.root.modules.map((module) => cached(module, graph)));
}

/** What an op reads of the passes before; undefined where that is nothing. */
export function carriedRows(op: Op): CarriedRows | undefined {
  if (!isAttention(op) || op.past === undefined) return undefined;
  return { rows: rowsOf(op), past: op.past };
}

function cached(module: Module, graph: Graph): Module {
  // No expert looks from one token at others.
  if (module.awake !== undefined) return module;
  const modules = once(() => module.modules.map((child) => cached(child, graph)));
  const pasts = new Map<TensorId, Tensor>();
  const ops = module.ops.map((op) => {
    if (!isAttention(op)) return op;
    const past = pastOf(graph.tensor(rowsOf(op)));
    pasts.set(op.output, past);
    return { ...op, past: past.id };
  });
  const tensors = module.tensors.flatMap((tensor) => {
    const past = pasts.get(tensor.id);
    return past === undefined ? [tensor] : [past, tensor];
  });
  return {
    id: module.id,
    kind: module.kind,
    remembered: module.remembered,
    tensors,
    ops,
    get modules() {
      return modules();
    },
  };
}

/** The ops that look from one token at others. */
function isAttention(op: Op): op is ScoresOp | MixOp {
  return op.kind === 'scores' || op.kind === 'mix';
}

function rowsOf(op: ScoresOp | MixOp): TensorId {
  return op.kind === 'scores' ? op.key : op.value;
}

/** The rows of all tokens that an op reads to make those of one; undefined for an op that looks at each token by itself. */
export function rowsLookedAt(op: Op): TensorId | undefined {
  return isAttention(op) ? rowsOf(op) : undefined;
}

function pastOf({ id, role, axes }: Tensor): Tensor {
  const pastAxes = axes.map((axis) => (axis.name === 'token' ? { ...axis, name: 'past' as const } : axis));
  return { kind: 'activation', id: `${id}.past`, role, axes: pastAxes };
}
