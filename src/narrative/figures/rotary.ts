/** Rotary positions as turning arrows: the pairs of one token's query or key, and of a query and a key that meet. */
import type { RotateOp, TensorId } from '../../architecture/graph.ts';
import { angleOf, channelsOf, type Point, turned } from '../../architecture/rotation.ts';
import { readGrid } from '../grid.ts';
import { wordAt } from '../letters.ts';
import type { Cells, Stage, StageSource } from '../stage.ts';
import { numbersOf, onlyCell, producerOf, type Shown } from './cells.ts';

/** Two channels before and after their turn. */
export interface TurningPair {
  /** In the rotated block, first channel and second. */
  readonly cells: readonly [readonly number[], readonly number[]];
  /** Radians for each position. */
  readonly frequency: number;
  /** Radians at this position. */
  readonly angle: number;
  readonly before: Point;
  readonly after: Point;
}

/** Its numbers are there once those before the turn are: it shows the turn itself. */
export interface RotaryFigure extends Shown {
  readonly kind: 'rotary';
  readonly block: TensorId;
  readonly head: number;
  readonly position: number;
  /** The token that stands there. */
  readonly word: string;
  readonly pairs: readonly TurningPair[];
}

/** @param cells one token's row in one head, or a part of it: all its pairs are shown */
export function readRotary(cells: Cells, source: StageSource): RotaryFigure | undefined {
  const op = producerOf(cells.block, source, 'rotate');
  const [head = 0, position = 0] = cells.from;
  const row = rowOf(op, head, position);
  const [before, after] = [numbersOf({ ...row, block: op.input }, source), numbersOf(row, source)];
  if (before === undefined || after === undefined) return undefined;
  const pairs = pairPoints(op, before).map((point, pair): TurningPair => {
    const [first, second] = channelsOf(op, pair);
    return {
      cells: [
        [head, position, first],
        [head, position, second],
      ],
      frequency: op.frequencies[pair] ?? Number.NaN,
      angle: angleOf(op, pair, position),
      before: point,
      after: [after[first] ?? Number.NaN, after[second] ?? Number.NaN],
    };
  });
  const word = wordAt(source, 'token', position) ?? '';
  return { kind: 'rotary', block: op.output, head, position, word, pairs, cells: [{ ...row, block: op.input }] };
}

/** Where the arrows of a figure stand in the scene at an instant: before their turn, on the way, or after it. */
export function arrowsAt(
  stage: Pick<Stage, 'pending' | 'values'>,
  { block, pairs }: RotaryFigure,
  source: StageSource,
): readonly Point[] {
  if (stage.pending.has(block)) return pairs.map(({ before }) => before);
  const shown = stage.values.get(block);
  const grid = readGrid(source, block);
  if (shown === undefined || grid === undefined) return pairs.map(({ after }) => after);
  return pairs.map(({ cells: [first, second], before }): Point => {
    const [x, y] = [shown[grid.offset(first)] ?? Number.NaN, shown[grid.offset(second)] ?? Number.NaN];
    return Number.isNaN(x) || Number.isNaN(y) ? before : [x, y];
  });
}

/** A query and a key before they are turned, and what it takes to score them wherever they stand. */
export interface DistanceFigure extends Shown {
  readonly kind: 'distance';
  readonly block: TensorId;
  readonly head: number;
  readonly query: Turnable;
  readonly key: Turnable;
  /** Radians for each position, by pair. */
  readonly frequencies: readonly number[];
  /** What the product is multiplied by to be the score. */
  readonly scale: number;
  /** Positions that the model knows. */
  readonly context: number;
}

export interface Turnable {
  readonly word: string;
  readonly position: number;
  /** By pair, before any turn. */
  readonly pairs: readonly Point[];
}

/** @param cells one score @throws Error where queries and keys are not rotated */
export function readDistance(cells: Cells, source: StageSource): DistanceFigure | undefined {
  const op = producerOf(cells.block, source, 'scores');
  const [head = 0, token = 0, key = 0] = onlyCell(cells);
  const queries = producerOf(op.query, source, 'rotate');
  const keys = producerOf(op.key, source, 'rotate');
  const query = readTurnable(queries, head, token, source);
  const kept = readTurnable(keys, Math.floor(head / op.queriesPerKey), key, source);
  if (query === undefined || kept === undefined) return undefined;
  return {
    kind: 'distance',
    block: cells.block,
    head,
    query,
    key: kept,
    frequencies: queries.frequencies,
    scale: op.scale,
    context: source.graph.dimensions.context,
    cells: [cells],
  };
}

/** The score of the figure's query and key if they stood at these positions. */
export function scoreAt(figure: DistanceFigure, queryAt: number, keyAt: number): number {
  const product = figure.frequencies.reduce((sum, _, pair) => {
    const [qx, qy] = turnedTo(figure, 'query', pair, queryAt);
    const [kx, ky] = turnedTo(figure, 'key', pair, keyAt);
    return sum + qx * kx + qy * ky;
  }, 0);
  return product * figure.scale;
}

/** How far apart a figure's query and key can be moved: as far as they stand in the text at least. */
export function farthestApart({ query, key, context }: DistanceFigure): number {
  return Math.min(context - 1, Math.max(FARTHEST, query.position - key.position));
}

/** A pair of the figure's query or key if it stood at this position. */
export function turnedTo(figure: DistanceFigure, side: 'query' | 'key', pair: number, position: number): Point {
  return turned(figure[side].pairs[pair] ?? NOWHERE, angleOf(figure, pair, position));
}

/** Further apart a curve of scores is too narrow to read. */
const FARTHEST = 64;
const NOWHERE: Point = [Number.NaN, Number.NaN];

function readTurnable(op: RotateOp, head: number, position: number, source: StageSource): Turnable | undefined {
  const numbers = numbersOf({ ...rowOf(op, head, position), block: op.input }, source);
  const word = wordAt(source, 'token', position) ?? '';
  return numbers && { word, position, pairs: pairPoints(op, numbers) };
}

/** A token's row in a head of the rotated block. */
function rowOf(op: RotateOp, head: number, position: number): Cells {
  return {
    block: op.output,
    from: [head, position, op.still],
    to: [head, position, op.still + 2 * op.frequencies.length - 1],
  };
}

/** @param row [headChannel] */
function pairPoints(op: RotateOp, row: readonly number[]): Point[] {
  return op.frequencies.map((_, pair): Point => {
    const [first, second] = channelsOf(op, pair);
    return [row[first] ?? Number.NaN, row[second] ?? Number.NaN];
  });
}
