/** What every figure is read with: cells under their names, rows of numbers, single cells. */
import type { AxisName, Op, TensorId } from '../../architecture/graph.ts';
import { countOf, eachCell, type Grid, readGrid } from '../grid.ts';
import { wordAt } from '../letters.ts';
import type { Cells, StageSource } from '../stage.ts';

/** A number with its cell and the name of its last index: a token as it is written, or the index itself. */
export interface FigureCell {
  readonly cell: readonly number[];
  readonly name: string;
  readonly value: number;
}

/** As many are all told one by one. */
const ALL = 12;
/** How many of more than that are. */
const FEW = 8;

/** Those with the largest numbers, largest first, where there are too many to tell all; else all, in their order. */
export function largestFew<Cell extends Pick<FigureCell, 'value'>>(cells: readonly Cell[]): readonly Cell[] {
  return cells.length <= ALL ? cells : cells.toSorted((left, right) => right.value - left.value).slice(0, FEW);
}

/** What every figure has beside its own. */
export interface Shown {
  /** The cells whose numbers it shows. */
  readonly cells: readonly Cells[];
}

/** Cells of a block one by one, the last axis fastest. @param grid the block's numbers */
export function cellsOf(cells: Cells, grid: Grid, source: StageSource): FigureCell[] {
  const axis = source.graph.tensor(cells.block).axes.at(-1)?.name;
  return [...eachCell(cells)].map((cell) => ({
    cell,
    name: indexName(source, axis, cell.at(-1) ?? 0),
    value: grid.at(cell),
  }));
}

/** How an index along an axis is called: by the token that stands there, or by its number. */
export function indexName(source: StageSource, axis: AxisName | undefined, index: number): string {
  return wordAt(source, axis, index) ?? String(index);
}

/** The op that made cells. @throws Error when one of no such kind did */
export function producerOf<Kind extends Op['kind']>(
  block: TensorId,
  source: StageSource,
  ...kinds: readonly Kind[]
): Op & { kind: Kind } {
  const op = source.graph.producer(block);
  if (!isOf(op, kinds)) throw new Error(`${block} is not made by an op of the kind ${kinds.join(' or ')}`);
  return op;
}

function isOf<Kind extends Op['kind']>(op: Op | undefined, kinds: readonly Kind[]): op is Op & { kind: Kind } {
  return op !== undefined && kinds.some((kind) => kind === op.kind);
}

/** The numbers of cells of a block, the last axis fastest; undefined while they are not there. */
export function numbersOf(cells: Cells, source: StageSource): readonly number[] | undefined {
  const grid = readGrid(source, cells.block);
  return grid && [...grid.take(cells)];
}

/** @throws Error for more than one cell. */
export function onlyCell(cells: Cells): readonly number[] {
  if (countOf(cells) !== 1) throw new Error(`${cells.block}: this figure is of one cell, not of ${countOf(cells)}`);
  return cells.from;
}
