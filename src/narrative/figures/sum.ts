/** A model's parameters as a sum that grows: of the graph alone, so that it is there before any run. */
import { readAddress } from '../../architecture/address.ts';
import { type Graph, shapeOf, type TensorId } from '../../architecture/graph.ts';
import { parameterCount } from '../../architecture/tally.ts';
import { countIn, modelOf } from '../counted.ts';
import { sumOf } from '../numbers.ts';
import type { StageSource } from '../stage.ts';
import type { Figure } from '../tour.ts';

import type { Shown } from './cells.ts';

export interface SumRow {
  /** The first of `blocks`. */
  readonly block: TensorId;
  readonly shape: readonly number[];
  /** The same weight in every layer that has it; outside the layers it alone. */
  readonly blocks: readonly TensorId[];
  /** Of all of them together. */
  readonly parameters: number;
  /** It is what the sum has grown by. */
  readonly isNew: boolean;
}

export interface SumFigure extends Shown {
  readonly kind: 'sum';
  readonly rows: readonly SumRow[];
  readonly total: number;
  /** Parameters of the model that the blocks are of. */
  readonly whole: number;
}

/**
 * @param before weights of one model, each of the first layer that has it, and then `blocks`
 * @throws Error when there is no such block
 */
export function readSum({ before, blocks }: Extract<Figure, { kind: 'sum' }>, { graph }: StageSource): SumFigure {
  const [first = ''] = blocks;
  const model = modelOf(graph, readAddress(first)?.model ?? '');
  if (model === undefined) throw new Error(`“${first}” is of no model: a sum is of its weights`);
  const rows = [...before, ...blocks].map((block, index): SumRow => {
    const alike = inEveryLayer(block, graph, model.dimensions.layers);
    const parameters = alike.map((at) => countIn(graph, { kind: 'figure', figure: 'parameters', at }));
    return {
      block,
      shape: shapeOf(graph.tensor(block), 0),
      blocks: alike,
      parameters: sumOf(parameters),
      isNew: index >= before.length,
    };
  });
  const total = sumOf(rows.map(({ parameters }) => parameters));
  return { kind: 'sum', rows, total, whole: parameterCount(model), cells: [] };
}

const IN_LAYER = /(?<=^|\/)layers\.\d+\./;

function inEveryLayer(block: TensorId, graph: Graph, layers: number): TensorId[] {
  if (!IN_LAYER.test(block)) return [block];
  const all = Array.from({ length: layers }, (_, layer) => block.replace(IN_LAYER, `layers.${layer}.`));
  return all.filter((id) => graph.has(id));
}
