/** How far the computation has come: which cells of which activations are there. */
import type { Graph, Tensor, TensorId } from '../architecture/graph.ts';
import { operandsOf } from '../architecture/operands.ts';
import { eachCell, Grid, wholeOf } from './grid.ts';
import type { Cells } from './stage.ts';

/** All cells of the first `tokens` tokens, and these ranges of cells. */
export interface Extent {
  readonly tokens: number;
  readonly cells: readonly Cells[];
}

export type Computed = ReadonlyMap<TensorId, Extent>;

/** Whether a block is there for all of `tokens` tokens. Weights always are. */
export function isComplete(computed: Computed, tensor: Tensor, tokens: number): boolean {
  return tensor.kind === 'weight' || (computed.get(tensor.id)?.tokens ?? 0) >= tokens;
}

/** With more cells of a block. */
export function withCells(computed: Computed, tensor: Tensor, cells: Cells, tokens: number): Computed {
  const whole = wholeOf(tensor, tokens);
  if (whole !== undefined && sameBounds(cells, whole)) return withBlocks(computed, [tensor.id], tokens);
  const before = computed.get(tensor.id) ?? { tokens: 0, cells: [] };
  return new Map(computed).set(tensor.id, { ...before, cells: [...before.cells, cells] });
}

/** With all of these blocks. */
export function withBlocks(computed: Computed, ids: readonly TensorId[], tokens: number): Computed {
  const after = new Map(computed);
  for (const id of ids) after.set(id, { tokens, cells: [] });
  return after;
}

/** The activations that a block needs and that are not complete, in the order of computation; without the block itself. */
export function missingBefore(computed: Computed, graph: Graph, id: TensorId, tokens: number): TensorId[] {
  const missing = new Set<TensorId>();
  const visit = (at: TensorId): void => {
    const op = graph.producer(at);
    if (op === undefined) return;
    for (const { id: operand } of operandsOf(op)) {
      if (missing.has(operand) || isComplete(computed, graph.tensor(operand), tokens)) continue;
      visit(operand);
      missing.add(operand);
    }
  };
  visit(id);
  return [...missing];
}

/** The numbers of the cells that are there, NaN in the others. */
export function paintComputed(extent: Extent, tensor: Tensor, traced: Grid): Float32Array {
  const values = new Grid(traced.shape, new Float32Array(traced.data.length).fill(Number.NaN));
  const whole = wholeOf(tensor, extent.tokens);
  for (const cells of whole === undefined ? extent.cells : [whole, ...extent.cells]) {
    for (const cell of eachCell(cells)) values.set(cell, traced.at(cell));
  }
  return values.data;
}

function sameBounds(left: Cells, right: Cells): boolean {
  return left.from.every((at, axis) => at === right.from[axis]) && left.to.every((at, axis) => at === right.to[axis]);
}
