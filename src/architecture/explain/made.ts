import type { TensorId } from '../graph.ts';
import type { Cells } from './cells.ts';
import type { Calculation, Cell, CellRange, Factor, Step, Term } from './explanation.ts';

/** What the explanation of an op adds to a cell. `calculate` may be called once every operand is at hand. */
export interface Made {
  readonly formula: string;
  readonly sources: readonly CellRange[];
  calculate(): Calculation;
}

/** The product of factors, as one term of a sum. */
export function product(...factors: Factor[]): Term {
  return { value: factors.reduce((value, factor) => value * factor.value, 1), factors, role: 'product' };
}

export function sum(terms: readonly Term[], steps: readonly Step[] = []): Calculation {
  return { terms, fold: { kind: 'sum' }, steps };
}

export function constant(symbol: string, value: number): Factor {
  return { symbol, value };
}

/** A cell that holds the number of another one. */
export function sameNumber(
  cells: Cells,
  { output }: { readonly output: TensorId },
  from: { readonly id: TensorId; readonly cell: Cell },
  cell: Cell,
): Made {
  return {
    formula: `${cells.symbol(output, cell)} = ${cells.symbol(from.id, from.cell)}`,
    sources: [oneCell(from.id, from.cell)],
    calculate: () => sum([product(cells.factor(from.id, from.cell))]),
  };
}

export function oneCell(id: TensorId, cell: Cell): CellRange {
  return { id, from: cell, to: cell };
}

/** The numbers 0 to `count` − 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** An index of a cell that the axes of its tensor promise. */
export function at(cell: Cell, axis: number): number {
  const index = cell.at(axis);
  if (index === undefined) throw new Error(`the cell [${cell.join(', ')}] has no index at ${axis}`);
  return index;
}
