/** Room on the canvas, in CSS pixels: rectangles of text, outlines of faces, and whether they meet. */
import type { Spot } from '../marks/stroke.ts';

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A convex outline, its corners in order (two equal ones don't matter), with the rectangle around it. */
export interface Outlined {
  readonly corners: readonly Spot[];
  readonly bounds: Rect;
}

export const grown = (rect: Rect, by: number): Rect => ({
  left: rect.left - by,
  top: rect.top - by,
  right: rect.right + by,
  bottom: rect.bottom + by,
});

export const meet = (a: Rect, b: Rect): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const holds = (outer: Rect, inner: Rect): boolean =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

export function boundsOf(spots: readonly Spot[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of spots) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

export const outlined = (corners: readonly Spot[]): Outlined => ({ corners, bounds: boundsOf(corners) });

/** Whether a rectangle and a convex outline share any area: no edge of either separates them. */
export function covers({ corners, bounds }: Outlined, rect: Rect): boolean {
  if (!meet(bounds, rect)) return false;
  const winding = Math.sign(signedArea(corners));
  for (let index = 0; index < corners.length; index++) {
    const [a, b] = [corners[index], corners[(index + 1) % corners.length]];
    if (a === undefined || b === undefined || (a.x === b.x && a.y === b.y)) continue;
    // Outward normal of the edge; the rectangle's corner that reaches furthest against it decides.
    const normal = { x: (b.y - a.y) * winding, y: (a.x - b.x) * winding };
    const nearest = { x: normal.x > 0 ? rect.left : rect.right, y: normal.y > 0 ? rect.top : rect.bottom };
    if ((nearest.x - a.x) * normal.x + (nearest.y - a.y) * normal.y >= 0) return false;
  }
  return true;
}

function signedArea(corners: readonly Spot[]): number {
  let sum = 0;
  for (let index = 0; index < corners.length; index++) {
    const [a, b] = [corners[index], corners[(index + 1) % corners.length]];
    if (a && b) sum += a.x * b.y - b.x * a.y;
  }
  return sum / 2;
}

export const areaOf = (corners: readonly Spot[]): number => Math.abs(signedArea(corners));

/** The convex hull of some spots, as an outline (Andrew's monotone chain). */
export function hullOf(spots: readonly Spot[]): Outlined {
  const sorted = [...spots].sort((a, b) => a.x - b.x || a.y - b.y);
  return outlined([...chain(sorted), ...chain(sorted.reverse())]);
}

/** One side of a hull, its last spot left out: it is the first of the other side. */
function chain(sorted: readonly Spot[]): Spot[] {
  const side: Spot[] = [];
  for (const spot of sorted) {
    for (let [a, b] = [side.at(-2), side.at(-1)]; a && b && !turnsLeft(a, b, spot); [a, b] = [side.at(-2), side.at(-1)])
      side.pop();
    side.push(spot);
  }
  return side.slice(0, -1);
}

const turnsLeft = (a: Spot, b: Spot, c: Spot): boolean => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
