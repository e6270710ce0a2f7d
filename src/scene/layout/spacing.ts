/** Distances of the layout, in cells. They grow with the model's width, so that models of all sizes look alike. */
import type { AxisName, Dimensions } from '../../architecture/graph.ts';

/** The camera stands about 27° to the left: what is this much deeper appears one cell further left. */
export const SLANT = Math.tan((27 * Math.PI) / 180);

/** A hall is looked at from further to the side. */
export const HALL_YAW = -37;
export const HALL_SLANT = Math.tan((-HALL_YAW * Math.PI) / 180);

/** It stands 12° above: what is this much deeper appears one cell higher. */
export const RISE = Math.tan((12 * Math.PI) / 180);

/** Ribbons run this far behind the faces. */
export const BEHIND = 0.8;

/** Axes longer than this many times the model's width are cut into bands. */
const LONGEST_BAND = 4;

/** As deep as experts stand behind one another, in the model's widths: hundreds make a tunnel, in which one still has a next one. */
const DEEPEST_EXPERTS = 16;

export interface Spacing {
  /** Tokens of the run: the width of the residual stream. */
  readonly tokens: number;
  /** Between neighbouring blocks. */
  readonly gap: number;
  /** Between a block and the bias or norm weight that belongs to it. */
  readonly stripGap: number;
  /** Least distance between two stacks of heads. */
  readonly stackGap: number;
  /** Of a stack of experts, unless there are so many that they would touch. */
  readonly expertDepth: number;
  /** Between the columns that layers stand in. */
  readonly columnGap: number;
  /** Between the faces of neighbouring slabs, for a head axis and for bands. */
  pitchOf(slabs: AxisName | 'band'): number;
  /** Length of the equal bands that an axis is cut into, the last one perhaps shorter; the whole of a short axis. */
  bandLength(extent: number): number;
}

export function spacingOf({ width, heads, kvHeads, headDimension }: Dimensions, tokens: number): Spacing {
  const gap = Math.min(Math.max(width / 4, 14), 560);
  const headPitch = Math.max(13, 0.9 * headDimension);
  const bandPitch = Math.max(13, 0.15 * width);
  return {
    tokens,
    gap,
    stripGap: gap / 5,
    stackGap: 1.4 * headDimension,
    expertDepth: DEEPEST_EXPERTS * width,
    // Room for the riser, as wide as there are tokens, and for the labels at its sides.
    columnGap: tokens + 23 + 4.2 * (gap - 14),
    pitchOf(slabs) {
      if (slabs === 'band') return bandPitch;
      // Each key stands amid the queries that share it.
      return slabs === 'kvHead' ? (headPitch * heads) / kvHeads : headPitch;
    },
    bandLength(extent) {
      const bands = Math.ceil(extent / (LONGEST_BAND * width));
      return Math.ceil(extent / bands);
    },
  };
}
