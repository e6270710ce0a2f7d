/** Ops that make each cell from the cells in the same place. */
import type { ActivateOp, AddOp, MultiplyOp, ScaleOp } from '../graph.ts';
import type { Cells } from './cells.ts';
import type { Cell } from './explanation.ts';
import { constant, type Made, oneCell, product, sum } from './made.ts';
import { texFunction, texRoot } from './tex.ts';

export function explainAdd(cells: Cells, op: AddOp, cell: Cell): Made {
  const [left, right] = [cells.symbol(op.left, cell), cells.symbol(op.right, cell)];
  return {
    formula: `${cells.symbol(op.output, cell)} = ${left} + ${right}`,
    sources: [oneCell(op.left, cell), oneCell(op.right, cell)],
    calculate: () => sum([product(cells.factor(op.left, cell)), product(cells.factor(op.right, cell))]),
  };
}

export function explainMultiply(cells: Cells, op: MultiplyOp, cell: Cell): Made {
  const [left, right] = [cells.symbol(op.left, cell), cells.symbol(op.right, cell)];
  return {
    formula: `${cells.symbol(op.output, cell)} = ${left}\\,${right}`,
    sources: [oneCell(op.left, cell), oneCell(op.right, cell)],
    calculate: () => sum([product(cells.factor(op.left, cell), cells.factor(op.right, cell))]),
  };
}

export function explainScale(cells: Cells, op: ScaleOp, cell: Cell): Made {
  const factor = constant(texRoot(op.factor), op.factor);
  return {
    formula: `${cells.symbol(op.output, cell)} = ${factor.symbol}\\,${cells.symbol(op.input, cell)}`,
    sources: [oneCell(op.input, cell)],
    calculate: () => sum([product(factor, cells.factor(op.input, cell))]),
  };
}

export function explainActivate(cells: Cells, op: ActivateOp, cell: Cell): Made {
  const name = texFunction(op.function);
  return {
    formula: `${cells.symbol(op.output, cell)} = ${name}(${cells.symbol(op.input, cell)})`,
    sources: [oneCell(op.input, cell)],
    calculate: () => sum([product(cells.factor(op.input, cell))], [{ operation: 'apply', function: op.function }]),
  };
}
