import type { TensorId } from '../architecture/graph.ts';
import { type Moment, resolve } from './address.ts';
import { countIn } from './counted.ts';
import { eachCell, type Grid, readGrid, rowThrough } from './grid.ts';
import { lastColumn, readLens } from './lens.ts';
import { largestOf, meanOf, sumOf, varianceOf } from './numbers.ts';
import type { Cells } from './stage.ts';
import type { Quantity } from './tour.ts';

/** A number, and the cells of a run that it was read from; none of a number that is counted. */
export interface Measured {
  readonly value: number;
  readonly cells?: Cells;
}

/** Undefined while there are no numbers, or no such cells. @throws Error as `resolve` and `countIn` do. */
export function measure(quantity: Quantity, moment: Moment): Measured | undefined {
  if (quantity.take === 'count') return { value: countIn(moment.source.graph, quantity.counted) };
  if (quantity.take === 'lens') return measureLens(quantity.stream, moment);
  const { at, take, letter } = quantity;
  const cells = resolve(at, moment);
  const grid = cells && readGrid(moment.source, cells.block);
  if (cells === undefined || grid === undefined) return undefined;
  const taken = letter === undefined ? grid.take(cells) : onLetter(letter, cells, grid, moment);
  const values = [...taken].filter(Number.isFinite);
  const row = () => rowThrough(cells.from, moment.source.graph.tensor(cells.block), grid, moment.tokens);
  switch (take) {
    case 'cell':
      return { value: grid.at(cells.from), cells };
    case 'remainder':
      return { value: 1 - grid.at(cells.from), cells };
    case 'sum':
      return { value: sumOf(values), cells };
    case 'mean':
      return { value: meanOf(values), cells };
    case 'deviation':
      return { value: Math.sqrt(varianceOf(values)), cells };
    case 'rms':
      return { value: Math.sqrt(meanOf(values.map((value) => value ** 2))), cells };
    case 'largest':
      return { value: largestOf(values), cells };
    case 'exponent':
      return { value: Math.exp(grid.at(cells.from) - largestOf(row())), cells };
    case 'exponents': {
      const largest = largestOf(row());
      return { value: sumOf(row().map((value) => Math.exp(value - largest))), cells };
    }
  }
}

/** The numbers of those cells at whose last index the letter stands. */
function onLetter(letter: string, cells: Cells, grid: Grid, { source }: Moment): number[] {
  return Array.from(eachCell(cells))
    .filter((cell) => source.words[cell.at(-1) ?? -1] === letter)
    .map((cell) => grid.at(cell));
}

/** The largest probability that the lens reads out of the last token's column. */
function measureLens(stream: TensorId, moment: Moment): Measured | undefined {
  const cells = lastColumn(stream, moment);
  const shares = readLens(stream, moment);
  return cells && shares && { value: largestOf(shares), cells };
}
