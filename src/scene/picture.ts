/**
 * What the scene is asked to show besides the model itself: a plain description, made anew whenever something changes, of which
 * the drawing is a pure function. Tours, hover and selection all speak to the scene through it.
 */

import { isInside } from '../architecture/address.ts';
import type { TensorId } from '../architecture/graph.ts';
import type { CellRange, CellRef, Point } from './geometry.ts';

/** A block, or one slab of it (one head); or all blocks of a module or a model. */
export interface LitBlock {
  /** Of a module its id. */
  readonly block: TensorId;
  readonly slab?: number;
  readonly isModule?: boolean;
}

/** Whether a slab of a block is of those. */
export function isAmong(lit: readonly LitBlock[], id: TensorId, index: number): boolean {
  return lit.some(({ block, slab, isModule }) =>
    isModule === true ? isInside(id, block) : block === id && (slab === undefined || slab === index),
  );
}

export interface Outline {
  readonly range: CellRange;
  /** `accent`: what is talked about now; `source`: what it was made from; `dotted`: the row or column that leads to the cell. */
  readonly style: 'accent' | 'source' | 'dotted';
}

/** A line in the accent colour that joins two ranges of cells (their nearest edges). */
export interface Link {
  readonly from: CellRange;
  readonly to: CellRange;
  /** 0 … 1: how much of it is drawn, from its start. */
  readonly progress: number;
}

/** Copies of cells on their way: drawn with the values' colours between the place they left and the place they go to. */
export interface Mover {
  readonly from: CellRange;
  readonly to: CellRange;
  /** 0 at the start, 1 at the end of the way. */
  readonly progress: number;
  /** One value for each cell of `from`, row by row as seen on its face. Coloured in the range of `scaleOf`. */
  readonly values: Float32Array;
  readonly scaleOf: TensorId;
}

export interface Picture {
  /** Blocks in full colour; the others are dimmed. Undefined: nothing is dimmed. */
  readonly lit?: readonly LitBlock[];
  /** Of the experts that stand behind one another, those before this block's are out of the way. */
  readonly opened?: TensorId | undefined;
  /** Positions of tokens in full colour, both included; what belongs to others is dimmed. Undefined: none is. */
  readonly positions?: { readonly from: number; readonly to: number } | undefined;
  /** Activations that have not been computed at this moment: drawn as empty cells. */
  readonly pending: ReadonlySet<TensorId>;
  /**
   * Values shown in place of a block's own (row-major, the block's full shape): sums under way, rows half normalised.
   * NaN: not computed yet, drawn as an empty cell. The same array object means the same numbers.
   */
  readonly values: ReadonlyMap<TensorId, Float32Array>;
  readonly outlines: readonly Outline[];
  readonly links: readonly Link[];
  readonly movers: readonly Mover[];
  /** Blocks whose label is wanted first, and in the accent colour. */
  readonly named: readonly TensorId[];
}

export const EMPTY_PICTURE: Picture = {
  pending: new Set(),
  values: new Map(),
  outlines: [],
  links: [],
  movers: [],
  named: [],
};

/**
 * A camera pose that means the same in every window: what it looks at, from which side, and how much of the free window the
 * subject fills. Angles in degrees: yaw turns around the vertical (negative: the camera stands to the left), pitch is the elevation.
 */
export interface View {
  /** Blocks and modules to look at; the whole model where empty. */
  readonly blocks: readonly TensorId[];
  /** Cells to look at in place of all of their block. */
  readonly cells?: readonly CellRange[];
  readonly yaw: number;
  readonly pitch: number;
  /** 1: the subject just fits into the free window; 2: it is drawn twice as large. */
  readonly zoom: number;
  /** How far beside the subject's middle it looks, in cells; by hand one looks anywhere. */
  readonly offset?: Point;
}

/** What the pointer is on. */
export interface Hit {
  readonly block: TensorId;
  /** Undefined on the sides of a solid. */
  readonly cell?: readonly number[];
}

export type Theme = 'light' | 'dark';

/** CSS pixels at each edge of the canvas that other things cover. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
  /** How far from the left edge what covers the bottom reaches; undefined: all along it. */
  readonly bottomReach?: number;
  /** What of the right is covered for a while only: blocks stay where they stand, the camera alone makes room. */
  readonly passing?: number;
  /** How much more of that corner is covered while the whole model is in view. */
  readonly besideWhole?: number;
}

export type ColourScale = 'linear' | 'symlog' | 'rank';
export type CoarseCells = 'mean' | 'rms' | 'extreme';

/** Settings of the drawing that a person can change. */
export interface ViewSettings {
  readonly scale: ColourScale;
  readonly coarse: CoarseCells;
  /** 0 … 1 */
  readonly labelDensity: number;
  readonly digits: boolean;
  /** Weights have the colour of the part of the model that they belong to, as they always have in a hall. */
  readonly parts: boolean;
}

export const DEFAULT_SETTINGS: ViewSettings = {
  scale: 'linear',
  coarse: 'extreme',
  labelDensity: 0.5,
  digits: true,
  parts: false,
};

export type { CellRange, CellRef };
