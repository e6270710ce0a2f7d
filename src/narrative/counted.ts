/** Numbers that are counted from the descriptions of models, before and without any run. */
import { costOf } from '../architecture/cost.ts';
import type { Dimensions, Graph } from '../architecture/graph.ts';
import { findModule } from '../architecture/module.ts';
import { SIZE_NAMES } from '../architecture/sizes.ts';
import { activeParameterCount, parameterCount, parametersOf } from '../architecture/tally.ts';

/** What is counted of a part. */
export const FIGURES = [
  /** Of a tensor too. */
  'parameters',
  /** As many of them as a token goes through. */
  'active',
  /** Numbers that are remembered of each token. */
  'cache',
  /** Through how many of the alternatives in it, such as experts, a token goes. */
  'awake',
] as const;

/** Sizes of a model that can be asked for. */
export const SIZES = [...SIZE_NAMES, 'context'] as const satisfies readonly (keyof Dimensions)[];

type Figure = (typeof FIGURES)[number];
type Size = (typeof SIZES)[number];

export type Counted =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'figure'; readonly figure: Figure | Size; readonly at: string }
  | { readonly kind: 'term'; readonly sign: Sign; readonly left: Counted; readonly right: Counted };

export type Sign = '+' | '-' | '*' | '/';

/** @throws Error when there is no such part, or it has no such figure */
export function countIn(graph: Graph, counted: Counted): number {
  switch (counted.kind) {
    case 'number':
      return counted.value;
    case 'figure':
      return figureOf(graph, counted.figure, counted.at);
    case 'term': {
      const [left, right] = [countIn(graph, counted.left), countIn(graph, counted.right)];
      if (counted.sign === '+') return left + right;
      if (counted.sign === '-') return left - right;
      return counted.sign === '*' ? left * right : left / right;
    }
  }
}

function figureOf(graph: Graph, figure: Figure | Size, at: string): number {
  if (figure === 'parameters' && graph.has(at)) {
    const tensor = graph.tensor(at);
    return tensor.kind === 'weight' ? parametersOf(tensor) : 0;
  }
  if (!isFigure(figure)) return known(modelOf(graph, at)?.dimensions[figure], figure, at);
  const root = known(findModule(graph, at), figure, at);
  switch (figure) {
    case 'parameters':
      return parameterCount({ root });
    case 'active':
      return activeParameterCount({ root });
    case 'cache':
      return costOf({ root, tensor: (id) => graph.tensor(id) }).cachedNumbers;
    case 'awake':
      return known(root.awake, figure, at);
  }
}

/** Of a hall the model of this name; of a model by itself, which goes by none, that. */
export function modelOf(graph: Graph, name: string): Graph | undefined {
  const models = graph.members ?? [{ name: '', graph }];
  return models.find((model) => model.name === name)?.graph;
}

function isFigure(figure: Figure | Size): figure is Figure {
  return FIGURES.some((one) => one === figure);
}

function known<Value>(value: Value | undefined, figure: string, at: string): Value {
  if (value === undefined) throw new Error(`there is no ${figure} of “${at}”`);
  return value;
}
