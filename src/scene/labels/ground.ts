/** What lies where on the canvas, so that asking what lies under a rectangle looks at few things. */
import { covers, type Outlined, type Rect } from './room.ts';

/** Side of a tile in CSS pixels, and tiles in a row and in a column: what lies beyond counts to the outermost. */
const TILE = 96;
const TILES = 48;

const tileAt = (place: number): number => Math.min(TILES - 1, Math.max(0, Math.floor(place / TILE)));

/** Outlines by the tiles of the canvas that they lie in. */
export class Ground<T extends Outlined> {
  private readonly tiles: T[][] = [];

  constructor(things: readonly T[]) {
    for (const thing of things) {
      const { left, top, right, bottom } = thing.bounds;
      for (let row = tileAt(top); row <= tileAt(bottom); row++) {
        for (let column = tileAt(left); column <= tileAt(right); column++) {
          const tile = row * TILES + column;
          const known = this.tiles[tile];
          if (known) known.push(thing);
          else this.tiles[tile] = [thing];
        }
      }
    }
  }

  /** Whether one of the things that are `meant` lies under the rectangle. */
  isUnder(rect: Rect, isMeant: (thing: T) => boolean = () => true): boolean {
    const isCovering = (thing: T) => isMeant(thing) && covers(thing, rect);
    for (let row = tileAt(rect.top); row <= tileAt(rect.bottom); row++) {
      for (let column = tileAt(rect.left); column <= tileAt(rect.right); column++) {
        if (this.tiles[row * TILES + column]?.some(isCovering)) return true;
      }
    }
    return false;
  }
}
