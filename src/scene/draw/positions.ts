/** Faces in parts: what belongs to the positions that are talked about in full colour, what belongs to others dimmed. */
import type { Block } from '../geometry.ts';
import { marginOf } from '../layout/cells.ts';
import type { Picture } from '../picture.ts';
import type { Solid } from './solids.ts';

type Positions = NonNullable<Picture['positions']>;

/** Along which side of a face the tokens stand; undefined where the block has none. */
function sideOf({ tensor, axes }: Block): 'across' | 'down' | undefined {
  const isToken = (axis: number | undefined) => axis !== undefined && tensor.axes[axis]?.name === 'token';
  if (isToken(axes.columns)) return 'across';
  return isToken(axes.rows) ? 'down' : undefined;
}

/**
 * Solids in place of one whose face has cells of tokens, together the same: its sides, and its face in up to three parts.
 * @param dim Share of paper in the colours of other positions.
 */
export function partsByPosition(solid: Solid, block: Block, { from, to }: Positions, dim: number): Solid[] {
  const side = sideOf(block);
  if (side === undefined || !solid.hasFace) return [solid];
  const isAcross = side === 'across';
  const [left, top] = solid.edges;
  const length = isAcross ? solid.width : solid.height;
  // Where a position begins, from the left or upper edge of this face. Tokens are never cut: their number is their place.
  const margin = marginOf(block);
  const placeOf = (position: number) =>
    Math.min(length, Math.max(0, position + (isAcross ? left - solid.cellX : top - solid.cellY) + margin));
  const last = (block.shape[(isAcross ? block.axes.columns : block.axes.rows) ?? 0] ?? 0) - 1;
  const start = from <= 0 ? 0 : placeOf(from);
  const end = to >= last ? length : placeOf(to + 1);
  const part = (begin: number, stop: number, share: number): Solid[] => {
    if (stop <= begin) return [];
    const own = { ...solid, hasSides: false, dim: Math.max(solid.dim, share) };
    if (isAcross) {
      const corner = { ...solid.corner, x: solid.corner.x + begin };
      return [{ ...own, corner, width: stop - begin, cellX: solid.cellX + begin }];
    }
    const corner = { ...solid.corner, y: solid.corner.y + solid.height - stop };
    return [{ ...own, corner, height: stop - begin, cellY: solid.cellY + begin }];
  };
  const sides: Solid[] = solid.hasSides ? [{ ...solid, kind: 'plain', hasFace: false }] : [];
  return [...sides, ...part(0, start, dim), ...part(start, end, 0), ...part(end, length, dim)];
}
