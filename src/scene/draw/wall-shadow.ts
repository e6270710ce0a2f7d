/** The soft shadow that the solids cast on a wall behind them, as shares of darkness on a coarse grid: it is blurred anyway. */
import type { Box, Layout } from '../geometry.ts';

export interface WallShadow {
  /** The grid's place on the wall, in cells: its z is the wall's. */
  readonly area: Box;
  readonly columns: number;
  readonly rows: number;
  /** [row, column], the first row on top; 0 … 255. */
  readonly shares: Uint8Array<ArrayBuffer>;
}

/** The wall stands this many cells behind the deepest slab. */
const BEHIND = 30;
/** Parts of the distance from a slab to the wall: where its shadow falls, and how soft it is. */
const RIGHT = 0.35;
const DOWN = 0.45;
const BLUR = 0.42;
/** Blurs after which nothing is left. */
const REACH = 2.5;

/** Models beyond this have no wall: at true scale its shadow would be a line. */
const LONGEST = 12_000;
const MOST_SLABS = 2000;

const LARGEST_GRID = 640;
const FINEST_STEP = 3;

interface Caster {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  readonly blur: number;
}

/** The shadow of a laid out model; undefined where it has none. */
export function wallShadow(layout: Layout): WallShadow | undefined {
  const { min, max } = layout.box;
  if (Math.max(max.x - min.x, max.y - min.y) > LONGEST) return undefined;
  const wall = min.z - BEHIND;
  const casters = castersOf(layout, wall);
  if (casters === undefined) return undefined;
  const reach = REACH * BLUR * (max.z - wall) + DOWN * (max.z - wall);
  const area = {
    min: { x: min.x - reach, y: min.y - reach, z: wall },
    max: { x: max.x + reach, y: max.y + reach, z: wall },
  };
  const [width, height] = [area.max.x - area.min.x, area.max.y - area.min.y];
  const step = Math.max(FINEST_STEP, Math.max(width, height) / LARGEST_GRID);
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)];
  const light = new Float32Array(columns * rows).fill(1);
  for (const caster of casters) darken(light, columns, rows, area, caster);
  return { area, columns, rows, shares: Uint8Array.from(light, (share) => Math.round(255 * (1 - share))) };
}

function castersOf(layout: Layout, wall: number): Caster[] | undefined {
  const casters: Caster[] = [];
  for (const { block, origin } of layout.blocks()) {
    for (const { position, columns, rows } of block.slabs) {
      if (casters.length === MOST_SLABS) return undefined;
      const distance = origin.z + position.z - wall;
      const left = origin.x + position.x + RIGHT * distance;
      const bottom = origin.y + position.y - DOWN * distance;
      casters.push({ left, right: left + columns, bottom, top: bottom + rows, blur: BLUR * distance });
    }
  }
  return casters;
}

/** The light that a blurred box leaves: separable, as the blur of a box is a product of two error functions. */
function darken(light: Float32Array, columns: number, rows: number, area: Box, caster: Caster): void {
  const stepX = (area.max.x - area.min.x) / columns;
  const stepY = (area.max.y - area.min.y) / rows;
  const margin = REACH * caster.blur;
  const firstColumn = Math.max(0, Math.floor((caster.left - margin - area.min.x) / stepX));
  const lastColumn = Math.min(columns, Math.ceil((caster.right + margin - area.min.x) / stepX));
  const firstRow = Math.max(0, Math.floor((area.max.y - caster.top - margin) / stepY));
  const lastRow = Math.min(rows, Math.ceil((area.max.y - caster.bottom + margin) / stepY));
  const acrossX = Float32Array.from({ length: Math.max(0, lastColumn - firstColumn) }, (_, i) =>
    between(area.min.x + (firstColumn + i + 0.5) * stepX, caster.left, caster.right, caster.blur),
  );
  for (let row = firstRow; row < lastRow; row++) {
    const shareY = between(area.max.y - (row + 0.5) * stepY, caster.bottom, caster.top, caster.blur);
    for (let column = firstColumn; column < lastColumn; column++) {
      const at = row * columns + column;
      light[at] = (light[at] ?? 1) * (1 - shareY * (acrossX[column - firstColumn] ?? 0));
    }
  }
}

/** How much of a Gaussian around `at` lies between two bounds. */
function between(at: number, low: number, high: number, blur: number): number {
  const scale = Math.SQRT1_2 / blur;
  return 0.5 * (erf((at - low) * scale) - erf((at - high) * scale));
}

/** Abramowitz and Stegun 7.1.27; off by less than 0.0005. */
function erf(x: number): number {
  const a = Math.abs(x);
  const series = 1 + a * (0.278393 + a * (0.230389 + a * (0.000972 + a * 0.078108)));
  return Math.sign(x) * (1 - 1 / series ** 4);
}
