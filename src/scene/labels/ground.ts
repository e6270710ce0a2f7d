/** What lies where on the canvas, so that asking what lies under a rectangle looks at few things. */
import { covers, type Outlined, type Rect } from './room.ts';

/** Outlines by the tiles of the canvas that they lie in. */
export class Ground<T extends Outlined> {
  private readonly tiles = new Map<number, T[]>();

  constructor(things: readonly T[]) {
    for (const thing of things) {
      for (const tile of tilesOf(thing.bounds)) {
        const known = this.tiles.get(tile);
        if (known) known.push(thing);
        else this.tiles.set(tile, [thing]);
      }
    }
  }

  /** Whether one of the things that are `meant` lies under the rectangle. */
  isUnder(rect: Rect, isMeant: (thing: T) => boolean = () => true): boolean {
    return tilesOf(rect).some((tile) => this.tiles.get(tile)?.some((thing) => isMeant(thing) && covers(thing, rect)));
  }
}

/** Side of a tile in CSS pixels, and tiles in a row and in a column: what lies beyond counts to the outermost. */
const TILE = 96;
const TILES = 48;

function tilesOf({ left, top, right, bottom }: Rect): number[] {
  const at = (place: number) => Math.min(TILES - 1, Math.max(0, Math.floor(place / TILE)));
  const found: number[] = [];
  for (let row = at(top); row <= at(bottom); row++)
    for (let column = at(left); column <= at(right); column++) found.push(row * TILES + column);
  return found;
}
