/** Normalisation of a row: what one cell becomes when its whole row is given a fixed spread. */
import type { LayerNormOp, RmsNormOp } from '../graph.ts';
import type { Cells } from './cells.ts';
import type { Cell, CellRange, Step } from './explanation.ts';
import { at, constant, type Made, oneCell, product, range, sum } from './made.ts';

/** `(x − mean) / √(variance + ε) · weight + bias`, mean and variance over the row. */
export function explainLayerNorm(cells: Cells, op: LayerNormOp, cell: Cell): Made {
  const token = at(cell, 0);
  const channel = at(cell, -1);
  const { bias } = op;
  const x = cells.symbol(op.input, cell);
  const gamma = cells.symbol(op.weight, [channel]);
  const shift = bias === undefined ? '' : ` + ${cells.symbol(bias, [channel])}`;
  const mu = `\\mu_{${token}}`;
  const deviation = `\\sqrt{\\sigma_{${token}}^{2} + \\varepsilon}`;
  return {
    formula: `${cells.symbol(op.output, cell)} = ${gamma}\\,\\frac{${x} - ${mu}}{${deviation}}${shift}`,
    sources: normSources(cells, op, cell),
    calculate: () => {
      const row = readRow(cells, op.input, cell);
      const mean = average(row);
      const variance = average(row.map((value) => (value - mean) ** 2));
      const steps: Step[] = [
        { operation: 'subtract', factor: constant(mu, mean) },
        { operation: 'divide', factor: constant(deviation, Math.sqrt(variance + op.epsilon)) },
        { operation: 'multiply', factor: cells.factor(op.weight, [channel]) },
      ];
      if (bias !== undefined) steps.push({ operation: 'add', factor: cells.factor(bias, [channel]) });
      return sum([product(cells.factor(op.input, cell))], steps);
    },
  };
}

/** `x / √(mean(x²) + ε) · (offset + weight)`, the mean over the row. */
export function explainRmsNorm(cells: Cells, op: RmsNormOp, cell: Cell): Made {
  const channel = at(cell, -1);
  const x = cells.symbol(op.input, cell);
  const gamma = cells.symbol(op.weight, [channel]);
  const scale = op.offset === 0 ? gamma : `(${op.offset} + ${gamma})`;
  const root = `\\sqrt{\\overline{(${cells.symbol(op.input, cell.slice(0, -1))})^{2}} + \\varepsilon}`;
  return {
    formula: `${cells.symbol(op.output, cell)} = ${scale}\\,\\frac{${x}}{${root}}`,
    sources: normSources(cells, op, cell),
    calculate: () => {
      const meanSquare = average(readRow(cells, op.input, cell).map((value) => value ** 2));
      const weight = cells.factor(op.weight, [channel]);
      return sum(
        [product(cells.factor(op.input, cell))],
        [
          { operation: 'divide', factor: constant(root, Math.sqrt(meanSquare + op.epsilon)) },
          { operation: 'multiply', factor: op.offset === 0 ? weight : constant(scale, op.offset + weight.value) },
        ],
      );
    },
  };
}

function normSources(cells: Cells, op: LayerNormOp | RmsNormOp, cell: Cell): CellRange[] {
  const channel = [at(cell, -1)];
  const row = cell.slice(0, -1);
  const last = (cells.lastExtent(op.input) ?? 1) - 1;
  const sources: CellRange[] = [{ id: op.input, from: [...row, 0], to: [...row, last] }, oneCell(op.weight, channel)];
  if (op.kind === 'layerNorm' && op.bias !== undefined) sources.push(oneCell(op.bias, channel));
  return sources;
}

function readRow(cells: Cells, id: string, cell: Cell): number[] {
  const row = cell.slice(0, -1);
  return range(cells.lastExtent(id) ?? 0).map((channel) => cells.number(id, [...row, channel]));
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
