/** Where a tip stands beside what it speaks of, in CSS pixels of the view. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** Between the target and the card: the length of the leader. */
const GAP = 44;
/** Free at the edges of the view, and under the top bar. */
const EDGE = 16;
const BAR = 56;

/**
 * Of the places around the target, the one that keeps the card in the view and covers least of what it speaks of. A view too
 * small for the card shows its top left corner.
 */
export function placeTip(size: Size, target: Box, avoid: readonly Box[], view: Size): Box {
  const left = target.x - GAP - size.width;
  const right = target.x + target.width + GAP;
  const above = target.y - GAP - size.height;
  const below = target.y + target.height + GAP;
  const middleX = target.x + target.width / 2 - size.width / 2;
  const middleY = target.y + target.height / 2 - size.height / 2;
  const candidates: readonly (readonly [number, number])[] = [
    [right, below],
    [right, middleY],
    [left, below],
    [left, middleY],
    [right, above],
    [left, above],
    [middleX, below],
    [middleX, above],
  ];
  const costs = candidates.map(([x, y]) => {
    const inside = {
      x: Math.max(EDGE, Math.min(view.width - EDGE - size.width, x)),
      y: Math.max(BAR, Math.min(view.height - EDGE - size.height, y)),
      ...size,
    };
    const pushed = Math.abs(inside.x - x) + Math.abs(inside.y - y);
    const covered = [target, ...avoid].reduce((sum, box) => sum + overlap(inside, box), 0);
    return { box: inside, cost: pushed + covered * 2 + overlap(inside, target) * 1e3 };
  });
  return costs.reduce((best, next) => (next.cost < best.cost ? next : best)).box;
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** SVG path of the line from the middle of the target to the card's nearest edge. */
export function leaderPath(card: Box, target: Box): string {
  const x = target.x + target.width / 2;
  const y = target.y + target.height / 2;
  const right = card.x + card.width;
  const bottom = card.y + card.height;
  if (card.x > x || right < x) {
    const endX = card.x > x ? card.x : right;
    const endY = clamp(y, card.y + 20, bottom - 20);
    const bend = (x + endX) / 2;
    return `M${x} ${y}C${bend} ${y} ${bend} ${endY} ${endX} ${endY}`;
  }
  const endX = clamp(x, card.x + 12, right - 12);
  const endY = card.y > y ? card.y : bottom;
  const bend = (y + endY) / 2;
  return `M${x} ${y}C${x} ${bend} ${endX} ${bend} ${endX} ${endY}`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
