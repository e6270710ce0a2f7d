import { ownId } from './address.ts';
import type { Graph, TensorId } from './graph.ts';
import { splitId } from './symbols.ts';

/** The same block in another model: of the same layer, or of the last where there are fewer; undefined where it has none such. */
export function samePlace(block: TensorId, graph: Graph): TensorId | undefined {
  const { layer, name } = splitId(block);
  const there = layer === undefined ? name : `layers.${Math.min(layer, graph.dimensions.layers - 1)}.${name}`;
  return [ownId(block), there].find((id) => graph.has(id));
}
