/** The tiles of one slab: a quadtree over its cells, refined until a texel of it is about a pixel of the screen. */
import type { Eye } from '../eye.ts';
import type { Point, Slab } from '../geometry.ts';
import { plus, sightOf } from './sight.ts';

/** Most texels of a tile along a side. A power of two. */
export const TILE_SIZE = 256;

/**
 * A texel larger than this on the screen (device pixels) is split where finer data exist. The shader begins to blend in the next
 * coarser level at the same size, so that no seam shows between tiles of different levels.
 */
const LARGEST_TEXEL = 2 ** -0.25;

/** The part of a slab that one tile shows. */
export interface TileSpan {
  /** A texel stands for 2^level × 2^level cells. */
  readonly level: number;
  /** First cell. */
  readonly column: number;
  readonly row: number;
  /** Cells covered. */
  readonly columns: number;
  readonly rows: number;
}

/** The level at which one tile holds the whole slab. */
export function coarsestLevel(slab: Slab): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(slab.columns, slab.rows) / TILE_SIZE)));
}

/**
 * The tiles to draw of a slab, each as fine as the screen can show. `corner`: its left, bottom, back, relative to the eye.
 * @param finest The least level: below 0 there are no finer data, only fewer cells to a tile.
 */
export function spansOf(slab: Slab, corner: Point, eye: Eye, finest = 0): TileSpan[] {
  const spans: TileSpan[] = [];
  refine(coarsestLevel(slab), 0, 0);
  return spans;

  function refine(level: number, column: number, row: number): void {
    const side = TILE_SIZE * 2 ** level;
    const columns = Math.min(side, slab.columns - column);
    const rows = Math.min(side, slab.rows - row);
    if (columns <= 0 || rows <= 0) return;
    const min = plus(corner, { x: column, y: slab.rows - row - rows, z: slab.thickness });
    const sight = sightOf(eye, min, plus(min, { x: columns, y: rows, z: 0 }));
    if (sight === undefined) return;
    if (level > finest && sight.cellSize * eye.pixelRatio * 2 ** level > LARGEST_TEXEL) {
      const half = side / 2;
      for (const right of [0, half]) {
        for (const down of [0, half]) refine(level - 1, column + right, row + down);
      }
      return;
    }
    spans.push({ level, column, row, columns, rows });
  }
}
