import type { LinearOp } from '../graph.ts';
import type { Cells } from './cells.ts';
import type { Cell, CellRange, Term } from './explanation.ts';
import { at, type Made, oneCell, product, range, sum } from './made.ts';

/** `output[…, token, outer] = Σ_inner input[token, inner] · weight[…, inner, outer] + bias[…, outer]`. */
export function explainLinear(cells: Cells, op: LinearOp, cell: Cell): Made {
  const token = at(cell, -2);
  const slabAndOuter = [...cell.slice(0, -2), at(cell, -1)];
  const { bias } = op;
  const inner = cells.extent(op.weight, op.inner);
  const innerAxis = cells.tensor(op.weight).axes.findIndex(({ name }) => name === op.inner);
  const weightCell = <Index>(index: Index) => [
    ...slabAndOuter.slice(0, innerAxis),
    index,
    ...slabAndOuter.slice(innerAxis),
  ];
  const x = cells.symbol(op.input, [token, 'i']);
  const w = cells.symbol(op.weight, weightCell('i'));
  const shift = bias === undefined ? '' : ` + ${cells.symbol(bias, slabAndOuter)}`;
  const sources: CellRange[] = [
    { id: op.input, from: [token, 0], to: [token, inner - 1] },
    { id: op.weight, from: weightCell(0), to: weightCell(inner - 1) },
  ];
  if (bias !== undefined) sources.push(oneCell(bias, slabAndOuter));
  return {
    formula: `${cells.symbol(op.output, cell)} = \\sum_{i=0}^{${inner - 1}} ${x}\\,${w}${shift}`,
    sources,
    calculate: () => {
      const terms: Term[] = range(inner).map((index) =>
        product(cells.factor(op.input, [token, index]), cells.factor(op.weight, weightCell(index))),
      );
      if (bias !== undefined) terms.push({ ...product(cells.factor(bias, slabAndOuter)), role: 'bias' });
      return sum(terms);
    },
  };
}
