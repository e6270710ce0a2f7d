/** Rows looked up in a table: tokens and positions. */
import type { CopyOp, GatherOp, PositionOp } from '../graph.ts';
import type { Cells } from './cells.ts';
import type { Cell } from './explanation.ts';
import { at, type Made, oneCell, product, sameNumber, sum } from './made.ts';

/** `output[token, channel] = table[tokens[token], channel]`. The row is known once the tokens are. */
export function explainGather(cells: Cells, op: GatherOp, cell: Cell): Made {
  const tokenCell = [at(cell, 0)];
  const channel = at(cell, 1);
  const token = cells.value(op.tokens, tokenCell);
  const row = token ?? cells.symbol(op.tokens, tokenCell);
  const tableCells = token === undefined ? [] : [oneCell(op.table, [token, channel])];
  return {
    formula: `${cells.symbol(op.output, cell)} = ${cells.symbol(op.table, [row, channel])}`,
    sources: [oneCell(op.tokens, tokenCell), ...tableCells],
    calculate: () => sum(tableCells.map(({ id, from }) => product(cells.factor(id, from)))),
  };
}

/** `output[token, channel] = table[token, channel]`. */
export function explainPosition(cells: Cells, op: PositionOp, cell: Cell): Made {
  return sameNumber(cells, op, { id: op.table, cell }, cell);
}

/** The same numbers under a second name. */
export function explainCopy(cells: Cells, op: CopyOp, cell: Cell): Made {
  return sameNumber(cells, op, { id: op.input, cell }, cell);
}
