/** What a model's sizes cost: numbers to store, numbers to remember of each token, and the work that a token takes. */
import { rowsLookedAt } from './cache.ts';
import type { Graph, Module, Tensor, TensorId } from './graph.ts';
import { PARTS, type Part, partOf } from './part.ts';
import { parametersOf } from './tally.ts';

export interface Cost {
  /** Stored numbers by part; a tied matrix is counted once, as embedding. */
  readonly parameters: Readonly<Record<Part, number>>;
  /**
   * Numbers that have to be remembered of each token, in all layers: keys and values, or the fewer ones that they can be made of again
   * where a model has such.
   */
  readonly cachedNumbers: number;
  /**
   * Multiplications of a weight with a number of the token, in all matrix products; also those of a tied output matrix. Keys and values
   * of earlier tokens count as being at hand, also where `cachedNumbers` are fewer: making them again, or doing without them by other
   * products of the same result, comes on top.
   */
  readonly weightProducts: number;
  /** Multiplications of two activations for each token that is looked at, itself included: in scores, and in mixing values. */
  readonly pairProducts: number;
}

/** How numbers are stored. Scales of blocks, where integers have them, come on top. */
export const BYTES = { f32: 4, bf16: 2, int8: 1, int4: 0.5 } as const;

/**
 * Floating-point operations that one more token takes when it looks at `context` tokens, itself included: a multiplication and an
 * addition for each product of `weightProducts` and `pairProducts`. Left out, being far fewer: look-ups in tables, norms, softmax,
 * rotations, biases, activation functions, and sums elementwise.
 */
export function flopsPerToken({ weightProducts, pairProducts }: Cost, context: number): number {
  return 2 * (weightProducts + pairProducts * context);
}

const NOTHING: Cost = {
  parameters: { embedding: 0, attention: 0, feedForward: 0, norms: 0 },
  cachedNumbers: 0,
  weightProducts: 0,
  pairProducts: 0,
};

/** Modules of one kind are counted once, so a model of many layers costs no more than one of few. */
export function costOf(graph: Pick<Graph, 'root' | 'tensor'>): Cost {
  const byKind = new Map<string, Cost>();
  const count = (module: Module): Cost => {
    const known = byKind.get(module.kind);
    if (known !== undefined) return known;
    const cost = costsInside(module, count).reduce(plus, ownCost(module, graph));
    byKind.set(module.kind, cost);
    return cost;
  };
  return count(graph.root);
}

/** Alternatives are of one kind, so that the first one speaks for all. */
function costsInside({ modules, awake }: Module, count: (module: Module) => Cost): readonly Cost[] {
  const [first] = modules;
  if (awake === undefined || first === undefined) return modules.map(count);
  const one = count(first);
  return [times(one, awake), times(asleep(one), modules.length - awake)];
}

/** Stored, and no work for a token that does not go through it. */
function asleep({ parameters }: Cost): Cost {
  return { ...NOTHING, parameters };
}

/** Without what is in the modules inside. */
function ownCost({ tensors, ops, remembered }: Module, graph: Pick<Graph, 'tensor'>): Cost {
  const parameters = { ...NOTHING.parameters };
  for (const tensor of tensors) if (tensor.kind === 'weight') parameters[partOf(tensor)] += parametersOf(tensor);

  const numbers = (id: TensorId) => numbersOf(graph.tensor(id));
  const sum = (terms: readonly number[]) => terms.reduce((total, term) => total + term, 0);
  const cached = new Set(remembered ?? ops.flatMap((op) => rowsLookedAt(op) ?? []));
  return {
    parameters,
    cachedNumbers: sum([...cached].map(numbers)),
    weightProducts: sum(ops.map((op) => (op.kind === 'linear' ? numbers(op.weight) : 0))),
    pairProducts: sum(
      ops.map((op) => (op.kind === 'scores' ? numbers(op.query) : op.kind === 'mix' ? numbers(op.output) : 0)),
    ),
  };
}

/** How many numbers a weight has, or an activation for each token. */
function numbersOf({ axes }: Tensor): number {
  return axes.reduce((product, { extent }) => (extent === 'tokens' ? product : product * extent), 1);
}

function plus(left: Cost, right: Cost): Cost {
  const parameters = { ...left.parameters };
  for (const part of PARTS) parameters[part] += right.parameters[part];
  return {
    parameters,
    cachedNumbers: left.cachedNumbers + right.cachedNumbers,
    weightProducts: left.weightProducts + right.weightProducts,
    pairProducts: left.pairProducts + right.pairProducts,
  };
}

function times(cost: Cost, factor: number): Cost {
  const parameters = { ...cost.parameters };
  for (const part of PARTS) parameters[part] *= factor;
  return {
    parameters,
    cachedNumbers: factor * cost.cachedNumbers,
    weightProducts: factor * cost.weightProducts,
    pairProducts: factor * cost.pairProducts,
  };
}
