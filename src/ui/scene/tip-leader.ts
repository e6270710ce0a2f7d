/** The line from what is pointed at to its card, in CSS pixels of the view. */
import { spotsAlong } from '../../scene/marks/bezier.ts';
import type { Spot } from '../../scene/marks/stroke.ts';
import { type Box, middleOf } from './box.ts';

/** Runs from an edge or a corner of the target to an edge of the card, and away from both: it covers nothing of either. */
export interface Leader {
  readonly start: Spot;
  /** As SVG. */
  readonly path: string;
  /** Along it, `SPACING` apart. */
  readonly spots: readonly Spot[];
  readonly length: number;
}

const SPACING = 6;
/** From a corner of the card to the line's end. */
const FROM_CORNER = 20;
/** How far the line keeps its direction at both ends, as a part of the way in that direction. */
const HANDLE = 0.55;

/** A point of an edge or a corner, and the unit vector away from its box. */
interface Port {
  readonly spot: Spot;
  readonly outward: Spot;
}

/** Of all pairs of edges that look at each other, or around one corner. */
export function leadersBetween(target: Box, card: Box): Leader[] {
  const { x, y } = middleOf(target);
  const [right, bottom] = [card.x + card.width, card.y + card.height];
  const end = {
    x: Math.max(card.x + FROM_CORNER, Math.min(right - FROM_CORNER, x)),
    y: Math.max(card.y + FROM_CORNER, Math.min(bottom - FROM_CORNER, y)),
  };
  const starts = [...portsOf(target, { x, y }), ...cornersOf(target)];
  const ends = portsOf(card, end);
  return starts.flatMap((from) => ends.filter((to) => areFacing(from, to)).map((to) => leaderBetween(from, to)));
}

/** The four edges of a box, each at its point nearest to `at`. */
function portsOf({ x, y, width, height }: Box, at: Spot): Port[] {
  return [
    { spot: { x, y: at.y }, outward: { x: -1, y: 0 } },
    { spot: { x: x + width, y: at.y }, outward: { x: 1, y: 0 } },
    { spot: { x: at.x, y }, outward: { x: 0, y: -1 } },
    { spot: { x: at.x, y: y + height }, outward: { x: 0, y: 1 } },
  ];
}

const DIAGONAL = Math.SQRT1_2;

function cornersOf({ x, y, width, height }: Box): Port[] {
  return [0, 1].flatMap((right) =>
    [0, 1].map((low) => ({
      spot: { x: x + right * width, y: y + low * height },
      outward: { x: right === 1 ? DIAGONAL : -DIAGONAL, y: low === 1 ? DIAGONAL : -DIAGONAL },
    })),
  );
}

const along = (from: Spot, to: Spot, way: Spot): number => (to.x - from.x) * way.x + (to.y - from.y) * way.y;

const areFacing = (from: Port, to: Port): boolean =>
  along(from.spot, to.spot, from.outward) > 0 && along(to.spot, from.spot, to.outward) > 0;

function leaderBetween(from: Port, to: Port): Leader {
  const [leave, meet] = [handleOf(from, to), handleOf(to, from)];
  const reach = Math.abs(from.spot.x - to.spot.x) + Math.abs(from.spot.y - to.spot.y);
  const steps = Math.max(1, Math.ceil(reach / SPACING));
  const spots = spotsAlong([from.spot, leave, meet, to.spot], steps);
  const length = spots.reduce((sum, spot, index) => {
    const before = spots[index - 1] ?? spot;
    return sum + Math.hypot(spot.x - before.x, spot.y - before.y);
  }, 0);
  const words = [leave, meet, to.spot].map(({ x, y }) => `${x} ${y}`).join(' ');
  return { start: from.spot, path: `M${from.spot.x} ${from.spot.y}C${words}`, spots, length };
}

function handleOf({ spot, outward }: Port, other: Port): Spot {
  const reach = HANDLE * along(spot, other.spot, outward);
  return { x: spot.x + outward.x * reach, y: spot.y + outward.y * reach };
}
