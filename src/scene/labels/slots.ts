/** The places that a label could have: around a face with a leader, or on the ground of an area without one. */
import type { Spot } from '../marks/stroke.ts';
import type { AxisLetters } from './axis.ts';
import type { Slot } from './place.ts';
import { boundsOf, type Rect } from './room.ts';

/** The front of a slab as it is seen: its corners in CSS pixels. */
export interface FaceCorners {
  readonly topLeft: Spot;
  readonly topRight: Spot;
  readonly bottomRight: Spot;
  readonly bottomLeft: Spot;
}

/** Room of a label's text: its width, its height, and the middle of its first line below the top. */
export interface TextSize {
  readonly width: number;
  readonly height: number;
  readonly middle: number;
}

/** A leader starts with its dot this far inside the edge. */
const INSIDE = 3;
/** From the end of a leader to the text. */
const GAP = 5;

const between = (a: Spot, b: Spot, part: number): Spot => ({
  x: a.x + (b.x - a.x) * part,
  y: a.y + (b.y - a.y) * part,
});

export const rectAt = (left: number, top: number, { width, height }: TextSize): Rect => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

type Side = 'left' | 'right' | 'up' | 'down';

/** Text beside the end of a leader that runs to one side. */
function textBeside(side: Side, end: Spot, size: TextSize): Rect {
  switch (side) {
    case 'left':
      return rectAt(end.x - GAP - size.width, end.y - size.middle, size);
    case 'right':
      return rectAt(end.x + GAP, end.y - size.middle, size);
    case 'up':
      return rectAt(end.x, end.y - GAP - size.height, size);
    case 'down':
      return rectAt(end.x, end.y + GAP, size);
  }
}

const OUTWARD: Readonly<Record<Side, Spot>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** Lengths of leaders in CSS pixels, the shortest first. */
const LENGTHS = [16, 26, 40, 60, 80, 100] as const;
const DIAGONAL_LENGTHS = [16, 28, 44] as const;
/** Where along an edge a leader starts. */
const PARTS = [0.5, 0.22, 0.78] as const;
const SIDES = ['left', 'up', 'right', 'down'] as const;

/** The starts of straight leaders, and the leaders, the short ones first. */
const STARTS = SIDES.flatMap((side) => PARTS.map((part) => ({ side, part })));
const STRAIGHT = LENGTHS.flatMap((length) =>
  STARTS.map(({ side, part }, start) => ({ name: `${side} ${part} ${length}`, start, length })),
);
/** At 45° from the corners. */
const CORNERS = [
  { corner: 'topRight', x: 1, y: -1 },
  { corner: 'bottomRight', x: 1, y: 1 },
  { corner: 'topLeft', x: -1, y: -1 },
  { corner: 'bottomLeft', x: -1, y: 1 },
] as const;
const DIAGONAL = DIAGONAL_LENGTHS.flatMap((length) =>
  CORNERS.map((way, start) => ({ ...way, name: `${way.corner} ${length}`, start, length })),
);

/** Places around a face: straight leaders first, the short ones before the long; then leaders at 45° from the corners. */
export function slotsAround(face: FaceCorners, size: TextSize): Slot[] {
  const edgeOf = {
    left: [face.topLeft, face.bottomLeft],
    up: [face.topLeft, face.topRight],
    right: [face.topRight, face.bottomRight],
    down: [face.bottomLeft, face.bottomRight],
  } as const;
  const straight = STARTS.map(({ side, part }) => {
    const edge = between(edgeOf[side][0], edgeOf[side][1], part);
    const out = OUTWARD[side];
    return { side, out, edge, from: { x: edge.x - out.x * INSIDE, y: edge.y - out.y * INSIDE } };
  });
  const diagonal = CORNERS.map(({ corner, x, y }) => ({
    x: face[corner].x - (x * INSIDE) / 2,
    y: face[corner].y - (y * INSIDE) / 2,
  }));
  return [
    ...STRAIGHT.flatMap(({ name, start, length }): Slot[] => {
      const found = straight[start];
      if (found === undefined) return [];
      const { side, out, edge, from } = found;
      const to = { x: edge.x + out.x * length, y: edge.y + out.y * length };
      return [{ name, text: textBeside(side, to, size), leader: [from, to] }];
    }),
    ...DIAGONAL.flatMap(({ name, corner, x, y, start, length }): Slot[] => {
      const from = diagonal[start];
      if (from === undefined) return [];
      const reach = length / Math.SQRT2;
      const to = { x: face[corner].x + x * reach, y: face[corner].y + y * reach };
      return [{ name, text: textBeside(x > 0 ? 'right' : 'left', to, size), leader: [from, to] }];
    }),
  ];
}

/** From letters to a name over or under them. */
const OFF_LETTERS = 7;

/** Places over or under the letters along an edge of a face, at their start and at their end: they need no leader. */
export function slotsOver({ rooms, outward }: AxisLetters, size: TextSize): Slot[] {
  const { left, right } = boundsOf(
    rooms.flatMap((room) => [
      { x: room.left, y: room.top },
      { x: room.right, y: room.bottom },
    ]),
  );
  // A name that began before the letters would seem to be that of the neighbour.
  const starts = right - left < size.width ? [left] : [left, right - size.width];
  return starts.flatMap((start, index): Slot[] => {
    const beside = rooms.filter((room) => room.left < start + size.width && room.right > start);
    if (beside.length === 0) return [];
    const top =
      outward > 0
        ? Math.max(...beside.map((room) => room.bottom)) + OFF_LETTERS
        : Math.min(...beside.map((room) => room.top)) - OFF_LETTERS - size.height;
    return [{ name: `letters ${index}`, text: rectAt(start, top, size) }];
  });
}

/** Parts of an area's width and height where its name is tried, from the right and from below. */
const ACROSS = [1, 0, 0.5, 0.75, 0.25] as const;
const DOWN = [1, 0.85, 0.7, 0, 0.15, 0.5] as const;

/** Where there is little room before its right border, a name may stand so far beyond, in CSS pixels. */
const OVERHANG = 16;

/** A point of an area, the name's own point that stands there, and CSS pixels from one to the other. */
interface Site {
  readonly name: string;
  /** The same for sites that look alike. */
  readonly site: string;
  readonly across: number;
  readonly down: number;
  readonly ownAcross: number;
  readonly ownDown: number;
  readonly x: number;
  readonly y: number;
}

/** On the ground of an area, then beside it where it is too small for its name. */
const SITES: readonly Site[] = [
  ...DOWN.flatMap((down) =>
    ACROSS.flatMap((across) =>
      (across === 1 ? [0, OVERHANG] : [0]).map((x) => {
        const site = `${across} ${down}`;
        return { name: `${site} ${x}`, site, across, down, ownAcross: across, ownDown: down, x, y: 0 };
      }),
    ),
  ),
  { name: 'above', site: 'above', across: 0, down: 0, ownAcross: 0, ownDown: 1, x: 0, y: -GAP },
  { name: 'below', site: 'below', across: 0, down: 1, ownAcross: 0, ownDown: 0, x: 0, y: GAP },
  { name: 'left', site: 'left', across: 0, down: 0.1, ownAcross: 1, ownDown: 0, x: -GAP, y: 0 },
  { name: 'right', site: 'right', across: 1, down: 0.1, ownAcross: 0, ownDown: 0, x: GAP, y: 0 },
];

/**
 * The name of a whole area stands on its ground near its border, or else beside it. `at` gives the spot of a point of the area,
 * from its left (0) to its right (1) and from its top to its bottom; undefined behind the eye. `sizes` are those of all of its lines
 * and of the first alone, which is written where there is no room for all.
 */
export function slotsWithin(
  at: (across: number, down: number) => Spot | undefined,
  sizes: readonly [full: TextSize, first: TextSize],
): Slot[] {
  return SITES.flatMap(({ name, site, across, down, ownAcross, ownDown, x, y }): Slot[] => {
    const spot = at(across, down);
    if (spot === undefined) return [];
    const textOf = (size: TextSize) =>
      rectAt(spot.x - size.width * ownAcross + x, spot.y - size.height * ownDown + y, size);
    return [
      { name, site, text: textOf(sizes[0]) },
      { name: `${name} alone`, site, text: textOf(sizes[1]), lines: 1 },
    ];
  });
}
