/**
 * The plates of a hall: over the roof of each model its name, when it was published and how large it is. Of the models too small to be
 * seen the smallest alone is told of, with a ring around the speck.
 */
import type { Spot } from '../marks/stroke.ts';
import type { Sight } from '../tiles/sight.ts';
import { type InView, type Label, type PlateWords, write } from './label.ts';
import { type Memory, type Placed, place, type Slot, type Surroundings } from './place.ts';
import type { Outlined } from './room.ts';
import { rectAt, type TextSize } from './slots.ts';
import type { SeenStand } from './stands.ts';
import { type Face, LAYER, NAME, PLATE } from './text.ts';

/** A model of which no side is so large on the canvas, in CSS pixels, is a speck. */
const LEAST_SIDE = 4;
/** Below this a model that can be seen is still ringed. */
const RINGED_BELOW = 12;
/** The larger the model, the larger its name. CSS pixels of its larger side. */
const FACES: readonly { readonly from: number; readonly face: Face }[] = [
  { from: 200, face: PLATE },
  { from: 90, face: LAYER },
  { from: 0, face: NAME },
];
/** In a free area narrower than this, all names are small. */
const NARROW = 560;

/** Lengths of leaders in CSS pixels, the shortest first: names of narrow models make stairs, with long ones on top. */
const LENGTHS = {
  narrow: Array.from({ length: 20 }, (_, index) => 14 + 12 * index),
  wide: [14, 26, 62, 98],
} as const;
/** How much of its text stands before a leader, and where in the width of its model's outline that begins. */
const BEFORE = { narrow: [1, 0], wide: [0, 0.25, 0.5, 0.75, 1] } as const;
const ALONG = { narrow: [0.5], wide: [0.5, 0.15, 0.85] } as const;
/** From the end of a leader to the text, and from the roof to its start. */
const GAP = 4;
const OFF_ROOF = 4;

/** The ring around a speck. Its leader falls from its lower left to the ground before all models, clear of the ruler's zero. */
export const RING_RADIUS = 8;
const ON_RING = RING_RADIUS / Math.SQRT2;
const RING_LENGTHS = [40, 30, 54, 22, 70] as const;

/** The middle of the ring at which a leader begins. */
export const ringAround = ({ x, y }: Spot): Spot => ({ x: x + ON_RING, y: y - ON_RING });

type PlatesView = Pick<InView, 'eye' | 'layout' | 'picture' | 'names' | 'measure' | 'palette' | 'safe'>;

/** More than stand in any hall. */
const MOST_STANDS = 1000;
/**
 * Who finds a place first: the models that are talked about, those that are as wide as their names, of these the largest, then the others, of these the smallest:
 * above it the sky is highest.
 */
const RANK = { named: -1, speck: 0, wide: 1, narrow: 2 } as const;

/**
 * The plates that there is room for.
 * @param around where nothing of a plate may stand: `lit` are the models
 */
export function platesOf(
  stands: readonly SeenStand[],
  view: PlatesView,
  around: Omit<Surroundings, 'limit' | 'shows'>,
  memory: Memory,
): Placed<Label>[] {
  const candidates = stands.flatMap((stand, index) => {
    const words = view.names.plate(stand.id);
    return words === undefined ? [] : plateOf(stand, words, index, view);
  });
  // A leader begins in the air over a roof.
  return place(candidates, { ...around, limit: Number.POSITIVE_INFINITY, shows: () => true }, memory);
}

function plateOf(stand: SeenStand, words: PlateWords, index: number, view: PlatesView): Label[] {
  const { sight, id } = stand;
  const side = Math.max(sight.width, sight.height);
  const isSmallest = id === view.layout.stands?.[0]?.name;
  if (side < LEAST_SIDE && !isSmallest) return [];
  const isRinged = isSmallest && side < RINGED_BELOW;
  const isNamed = view.picture.named.includes(id);
  const face = isRinged || view.safe.right - view.safe.left < NARROW ? NAME : faceOf(side);
  const details = detailsOf(words, face, sight, isRinged);
  const colour = isRinged || isNamed ? view.palette.accentText : view.palette.ink;
  const written = (count: number) => write({ name: words.name, details: details.slice(0, count) }, face, colour, view);
  const shape = isRinged ? 'speck' : sight.width < written(details.length).size.width / 2 ? 'narrow' : 'wide';
  const sizes = Array.from({ length: details.length + 1 }, (_, fewer) => {
    const kept = details.length - fewer;
    return { ...written(kept).size, lines: kept + 1 };
  });
  return [
    {
      kind: id,
      id,
      rank: RANK[isNamed ? 'named' : shape] + (shape === 'wide' ? MOST_STANDS - index : index) / MOST_STANDS,
      area: sight.width * sight.height,
      depth: sight.depth,
      slots: () => slotsOf(stand, sizes, shape),
      worst: 'crossing',
      lines: written(details.length).lines,
      isAccent: isRinged || isNamed,
      isRinged,
      role: 'residual',
      face: undefined,
    },
  ];
}

/** What is said under the name. */
function detailsOf(words: PlateWords, face: Face, sight: Sight, isRinged: boolean): readonly string[] {
  if (isRinged) return [words.asSpeck(sight.width)];
  return face === PLATE ? words.details : [words.short];
}

const faceOf = (side: number): Face => FACES.find(({ from }) => side >= from)?.face ?? NAME;

type Shape = Exclude<keyof typeof RANK, 'named'>;

/** Room for so many lines. */
interface Size extends TextSize {
  readonly lines: number;
}

/** All lines before fewer; but stairs keep to one side as long as they can. */
function slotsOf(stand: SeenStand, sizes: readonly Size[], shape: Shape): Slot[] {
  switch (shape) {
    case 'speck':
      return sizes.flatMap((size) => slotsUnder(stand, size));
    case 'wide':
      return sizes.flatMap((size) => slotsOver(stand, size, shape, BEFORE.wide));
    case 'narrow':
      return BEFORE.narrow.flatMap((before) => sizes.flatMap((size) => slotsOver(stand, size, shape, [before])));
  }
}

/** Above leaders that rise from the roof. */
function slotsOver(outline: SeenStand, size: Size, shape: 'narrow' | 'wide', befores: readonly number[]): Slot[] {
  const { left, right } = outline.bounds;
  const starts = ALONG[shape].map((along) => {
    const x = left + (right - left) * along;
    return { along, spot: { x, y: topAt(outline, x) - OFF_ROOF } };
  });
  return LENGTHS[shape].flatMap((length) =>
    starts.flatMap(({ along, spot }) =>
      befores.map((before): Slot => {
        const end = { ...spot, y: spot.y - length };
        const text = rectAt(end.x - before * size.width, end.y - GAP - size.height, size);
        const name = `${size.lines} ${length} ${along} ${before}`;
        return { name, text, leader: [spot, end], lines: size.lines };
      }),
    ),
  );
}

/** Under leaders that fall from the ring. */
function slotsUnder({ bounds }: SeenStand, size: Size): Slot[] {
  const spot = { x: (bounds.left + bounds.right) / 2 - ON_RING, y: (bounds.top + bounds.bottom) / 2 + ON_RING };
  return RING_LENGTHS.map((length): Slot => {
    const end = { ...spot, y: spot.y + length };
    const text = rectAt(end.x, end.y + GAP, size);
    return { name: `${size.lines} ${length}`, text, leader: [spot, end], lines: size.lines };
  });
}

/** The highest point of a convex outline that stands at `x`. */
function topAt({ corners, bounds }: Outlined, x: number): number {
  const heights = corners.flatMap((a, index): number[] => {
    const b = corners[(index + 1) % corners.length] ?? a;
    const part = (x - a.x) / (b.x - a.x);
    return part >= 0 && part <= 1 ? [a.y + (b.y - a.y) * part] : [];
  });
  return Math.min(bounds.bottom, ...heights);
}
