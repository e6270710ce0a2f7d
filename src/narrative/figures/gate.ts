/** A gated hidden channel: what its gate opens to, times its number; beside it what a model without gates makes of the number. */
import { ACTIVATION_FUNCTIONS } from '../../architecture/explain/functions.ts';
import type { ActivateOp, ActivationFunction, MultiplyOp, TensorId } from '../../architecture/graph.ts';
import { readGrid } from '../grid.ts';
import type { Cells, StageSource } from '../stage.ts';
import { onlyCell, producerOf, type Shown } from './cells.ts';

/** What GPT-2 puts in the gate's place. */
const UNGATED: ActivationFunction = 'gelu_tanh';

export interface GateFigure extends Shown {
  readonly kind: 'gate';
  readonly block: TensorId;
  readonly cell: readonly number[];
  readonly function: ActivationFunction;
  /** The gate before and after the function. */
  readonly gate: { readonly block: TensorId; readonly input: number; readonly opened: number };
  readonly up: { readonly block: TensorId; readonly value: number };
  readonly product: number;
  /** The same number `up` without a gate, through GPT-2's function. */
  readonly ungated: { readonly function: ActivationFunction; readonly value: number };
}

/** @param cells one cell of a product of which one side is an activated gate */
export function readGate(cells: Cells, source: StageSource): GateFigure | undefined {
  const product = producerOf(cells.block, source, 'multiply');
  const cell = onlyCell(cells);
  const { gate, up } = sidesOf(product, source);
  const at = (block: TensorId) => readGrid(source, block)?.at(cell);
  const [input, opened, value, made] = [at(gate.input), at(gate.output), at(up), at(cells.block)];
  if (input === undefined || opened === undefined || value === undefined || made === undefined) return undefined;
  return {
    kind: 'gate',
    block: cells.block,
    cell,
    function: gate.function,
    gate: { block: gate.output, input, opened },
    up: { block: up, value },
    product: made,
    ungated: { function: UNGATED, value: ACTIVATION_FUNCTIONS[UNGATED](value) },
    cells: [cells],
  };
}

/** @throws Error when neither side is made by an activation function */
function sidesOf({ left, right }: MultiplyOp, source: StageSource): { gate: ActivateOp; up: TensorId } {
  const first = source.graph.producer(left);
  return first?.kind === 'activate'
    ? { gate: first, up: right }
    : { gate: producerOf(right, source, 'activate'), up: left };
}
