/** A figure of a tour's text on one run: the numbers it is drawn from, and where they stand. */
import { type ActivationFunction, isCausal, type TensorId } from '../architecture/graph.ts';
import { type Moment, resolve } from './address.ts';
import { cellsOf, type FigureCell, indexName, largestFew, numbersOf, producerOf, type Shown } from './figures/cells.ts';
import { type GateFigure, readGate } from './figures/gate.ts';
import { type GroupsFigure, readGroups } from './figures/groups.ts';
import { type NeighboursFigure, readNeighbours } from './figures/neighbours.ts';
import { type NormFigure, readNorm } from './figures/norm.ts';
import { type DistanceFigure, type RotaryFigure, readDistance, readRotary } from './figures/rotary.ts';
import { readSum, type SumFigure } from './figures/sum.ts';
import { readTraining, type TrainingFigure } from './figures/training.ts';
import { eachCell, extentOf, type Grid, narrowed, perSlab, readGrid } from './grid.ts';
import { lastColumn, readLens } from './lens.ts';
import { indexOfLargest, largestOf, sumOf } from './numbers.ts';
import type { Cells, Stage, StageSource } from './stage.ts';
import type { Figure } from './tour.ts';

export type { FigureCell } from './figures/cells.ts';

export interface BarsFigure extends Shown {
  readonly kind: 'bars';
  readonly block: TensorId;
  /** Of many the largest. */
  readonly bars: readonly FigureCell[];
  /** How many more there are. */
  readonly others: number;
  /** What the shares were made from, where a temperature can move them. */
  readonly logits: readonly number[] | undefined;
}

interface SoftmaxStep {
  readonly exponent: number;
  readonly value: number;
}

export interface SoftmaxFigure extends Shown {
  readonly kind: 'softmax';
  readonly block: TensorId;
  readonly scores: TensorId;
  /** The exponent is e^(score − largest score of the row). Of many those with the largest shares. */
  readonly rows: readonly (FigureCell & SoftmaxStep & { readonly score: number })[];
  /** The other ones together. */
  readonly others: SoftmaxStep & { readonly count: number };
  /** Of all exponents, and of all shares. */
  readonly sum: SoftmaxStep;
}

interface CurveFigure extends Shown {
  readonly kind: 'curve';
  readonly block: TensorId;
  readonly function: ActivationFunction;
  /** `value` is what the function makes of `input`. */
  readonly points: readonly (FigureCell & { readonly input: number })[];
}

export interface LensFigure extends Shown {
  readonly kind: 'lens';
  /** The vocabulary as it is written. */
  readonly words: readonly string[];
  readonly rows: readonly {
    readonly stream: TensorId;
    readonly shares: readonly number[];
    /** The index of the largest share. */
    readonly answer: number;
  }[];
}

export interface PatternFigure extends Shown {
  readonly kind: 'pattern';
  readonly block: TensorId;
  readonly slabs: readonly { readonly slab: number; readonly rows: readonly PatternRow[] }[];
}

export interface PatternRow {
  readonly name: string;
  readonly cells: readonly PatternCell[];
}

export interface PatternCell extends FigureCell {
  /** Of a key after the token. */
  readonly isMasked: boolean;
}

export type ReadFigure =
  | BarsFigure
  | SoftmaxFigure
  | CurveFigure
  | LensFigure
  | PatternFigure
  | RotaryFigure
  | DistanceFigure
  | NormFigure
  | GateFigure
  | GroupsFigure
  | SumFigure
  | TrainingFigure
  | NeighboursFigure;

/** Undefined while the numbers are not there. @throws Error when the model has no such block, or no such op makes it. */
export function readFigure(figure: Figure, moment: Moment): ReadFigure | undefined {
  if (figure.kind === 'lens') return readLensFigure(figure.streams, moment);
  const { source } = moment;
  if (figure.kind === 'training') return readTraining(source);
  if (figure.kind === 'groups') return readGroups(figure.block, figure.head, source);
  if (figure.kind === 'sum') return readSum(figure, source);
  const cells = resolve(figure.at, moment);
  const grid = cells && readGrid(source, cells.block);
  if (cells === undefined || grid === undefined) return undefined;
  const { block } = cells;
  switch (figure.kind) {
    case 'bars': {
      const logits = figure.temperature ? inputOf(cells, 'softmax', source)?.numbers : undefined;
      if (figure.temperature && logits === undefined) return undefined;
      const all = cellsOf(cells, grid, source);
      const bars = largestFew(all);
      return { kind: 'bars', block, cells: [cells], bars, others: all.length - bars.length, logits };
    }
    case 'softmax':
      return readSoftmax(cells, grid, source);
    case 'curve': {
      const input = inputOf(cells, 'activate', source);
      if (input === undefined) return undefined;
      const points = cellsOf(cells, grid, source).map((point, index) => ({
        ...point,
        input: input.numbers[index] ?? Number.NaN,
      }));
      return { kind: 'curve', block, cells: [cells], function: input.op.function, points };
    }
    case 'pattern':
      return readPattern(cells, grid, source);
    case 'rotary':
      return readRotary(cells, source);
    case 'distance':
      return readDistance(cells, source);
    case 'norm':
      return readNorm(cells, source);
    case 'gate':
      return readGate(cells, source);
    case 'neighbours':
      return readNeighbours(cells, source);
  }
}

/** Whether everything that a figure shows has been computed by then. */
export function isComputedAt(
  stage: Pick<Stage, 'pending' | 'values'>,
  figure: ReadFigure,
  source: StageSource,
): boolean {
  return figure.cells.every((cells) => {
    if (stage.pending.has(cells.block)) return false;
    const shown = stage.values.get(cells.block);
    const grid = readGrid(source, cells.block);
    if (shown === undefined || grid === undefined) return true;
    // On their way cells show partial results.
    for (const cell of eachCell(cells)) if (shown[grid.offset(cell)] !== grid.at(cell)) return false;
    return true;
  });
}

function readSoftmax(cells: Cells, grid: Grid, source: StageSource): ReadFigure | undefined {
  const input = inputOf(cells, 'softmax', source);
  if (input === undefined) return undefined;
  const largest = largestOf(input.numbers);
  const all = cellsOf(cells, grid, source).map((row, index) => {
    const score = input.numbers[index] ?? Number.NaN;
    return { ...row, score, exponent: Math.exp(score - largest) };
  });
  const rows = largestFew(all);
  const rest = all.filter((row) => !rows.includes(row));
  const others = { count: rest.length, ...together(rest) };
  return {
    kind: 'softmax',
    block: cells.block,
    cells: [cells],
    scores: input.op.input,
    rows,
    others,
    sum: together(all),
  };
}

function together(steps: readonly SoftmaxStep[]): SoftmaxStep {
  return { exponent: sumOf(steps.map(({ exponent }) => exponent)), value: sumOf(steps.map(({ value }) => value)) };
}

function readLensFigure(streams: readonly TensorId[], moment: Moment): ReadFigure | undefined {
  const cells: Cells[] = [];
  const rows: LensFigure['rows'][number][] = [];
  for (const stream of streams) {
    const shares = readLens(stream, moment);
    const column = lastColumn(stream, moment);
    if (shares === undefined || column === undefined) return undefined;
    cells.push(column);
    rows.push({ stream, shares, answer: indexOfLargest(shares) });
  }
  const words = rows[0]?.shares.map((_, id) => moment.source.word(id)) ?? [];
  return { kind: 'lens', cells, words, rows };
}

function readPattern(cells: Cells, grid: Grid, source: StageSource): ReadFigure {
  const { block } = cells;
  const tensor = source.graph.tensor(block);
  const last = cells.from.length - 1;
  if (last < 1) throw new Error(`${block} has one axis: a pattern has rows and columns`);
  const rowAxis = tensor.axes[last - 1]?.name;
  const isMasked = ({ cell }: FigureCell) => isCausal(tensor) && (cell[last] ?? 0) > (cell[last - 1] ?? 0);
  const slabs = perSlab(tensor, cells).map((slab) => ({
    slab: last < 2 ? 0 : (slab.from[0] ?? 0),
    rows: range(slab, last - 1).map((row) => ({
      name: indexName(source, rowAxis, row),
      cells: cellsOf(narrowed(slab, last - 1, row, row), grid, source).map((cell) => ({
        ...cell,
        isMasked: isMasked(cell),
      })),
    })),
  }));
  return { kind: 'pattern', block, cells: [cells], slabs };
}

/** The op of this kind that made cells, and the numbers it made each of them from. @throws Error when another one made them. */
function inputOf<Kind extends 'softmax' | 'activate'>(cells: Cells, kind: Kind, source: StageSource) {
  const op = producerOf(cells.block, source, kind);
  const numbers = numbersOf({ ...cells, block: op.input }, source);
  return numbers && { op, numbers };
}

function range(cells: Cells, axis: number): number[] {
  return Array.from({ length: extentOf(cells, axis) }, (_, index) => (cells.from[axis] ?? 0) + index);
}
