import type { Graph, Tensor, TensorId } from '../../architecture/graph.ts';
import { extentOf, type Grid, perSlab, readGrid } from '../grid.ts';
import type { Cells, Stage, StageSource } from '../stage.ts';

/** What an animator shows at one instant of its work. */
export interface Motion extends Pick<Stage, 'outlines' | 'links' | 'movers'> {
  /** Names the numbers shown: equal steps of one motion show equal numbers. */
  readonly step: string;
  /** Writes the numbers shown into the output's grid, over those that were there before. Undefined: none are changed. */
  readonly paint?: (values: Grid) => void;
}

/** Where an animator finds its blocks and their numbers. Numbers come from the run and the checkpoint alone. */
export class Bench {
  readonly source: StageSource;
  /** How many tokens are there. */
  readonly tokens: number;
  readonly #grids = new Map<TensorId, Grid>();

  constructor(source: StageSource, tokens: number) {
    this.source = source;
    this.tokens = tokens;
  }

  get graph(): Graph {
    return this.source.graph;
  }

  tensor(id: TensorId): Tensor {
    return this.graph.tensor(id);
  }

  /** Undefined while the block has no numbers. */
  grid(id: TensorId): Grid | undefined {
    const known = this.#grids.get(id);
    if (known !== undefined) return known;
    const grid = readGrid(this.source, id);
    if (grid !== undefined) this.#grids.set(id, grid);
    return grid;
  }

  /** A frame around cells, in each slab that they span. */
  outlines(cells: readonly Cells[], style: Stage['outlines'][number]['style']): Stage['outlines'] {
    return cells.flatMap((range) => perSlab(this.tensor(range.block), range).map((slab) => ({ range: slab, style })));
  }
}

/** Nothing moves. */
export const STILL: Motion = { step: 'still', outlines: [], links: [], movers: [] };

/** `progress` within the part of the way from `start` to `end`, 0 … 1. */
export function within(progress: number, start: number, end: number): number {
  return Math.min(1, Math.max(0, (progress - start) / (end - start)));
}

/** How many of `count` steps are done. */
export function stepsDone(progress: number, count: number): number {
  return progress >= 1 ? count : Math.floor(progress * count);
}

/** Index of the axis with a name, −1 where there is none. */
export function axisOf(tensor: Tensor, ...names: readonly string[]): number {
  return tensor.axes.findIndex(({ name }) => names.includes(name));
}

/** Slow and smooth at both ends. */
function eased(progress: number): number {
  return progress * progress * (3 - 2 * progress);
}

/** Copies of cells on their way, eased. None before they leave and after they arrive, and while their block has no numbers. */
export function mover(
  bench: Bench,
  { from, to, progress, values }: { from: Cells; to: Cells; progress: number; values?: Float32Array },
): Stage['movers'] {
  const carried = values ?? bench.grid(from.block)?.take(from);
  if (carried === undefined || progress <= 0 || progress >= 1) return [];
  return [{ from, to, progress: eased(progress), values: carried, scaleOf: from.block }];
}

/** Whether cells lie in one row of tokens: what the ops that work token by token do at a time. */
export function isOneToken(tensor: Tensor, cells: Cells): boolean {
  const axis = axisOf(tensor, 'token');
  return axis < 0 || extentOf(cells, axis) === 1;
}
