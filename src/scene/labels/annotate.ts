/** Everything that is written on one frame: names with their leaders, dimensions, letters along the edges of faces. */
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import { linkLines } from '../marks/marks.ts';
import { dotAt, ringAt, type Spot, type Stroke } from '../marks/stroke.ts';
import type { Palette } from '../palette.ts';
import { pick } from '../pick.ts';
import type { Hit, Insets, Picture } from '../picture.ts';
import type { SeenFlow } from '../tiles/bundles.ts';
import { isWholeInView } from '../tiles/sight.ts';
import type { SeenSlab } from '../tiles/traverse.ts';
import type { Letter } from './axis.ts';
import { candidatesOf } from './candidates.ts';
import { dimensionsOf } from './dimensions.ts';
import { facesOf } from './faces.ts';
import { Ground } from './ground.ts';
import type { Label, Names } from './label.ts';
import { lettersOf, type TokenLetters, tokenLettersOf, waysToHeadings } from './letters.ts';
import { type Memory, type Placed, place, type SeenFace, type Slot } from './place.ts';
import { platesOf, RING_RADIUS, ringAround } from './plates.ts';
import { groundAlong, ribbonsOf } from './ribbons.ts';
import { boundsOf, type Rect } from './room.ts';
import { rulersOf } from './ruler.ts';
import { seenStands } from './stands.ts';
import { type Measure, roomOf, type TextLine } from './text.ts';

/** What a frame shows, as far as writing depends on it. */
export interface Frame {
  readonly eye: Eye;
  readonly layout: Layout;
  /** What the frame draws. */
  readonly slabs: readonly SeenSlab[];
  readonly flows: readonly SeenFlow[];
  readonly picture: Pick<Picture, 'lit' | 'named' | 'outlines' | 'links'>;
  readonly pointed?: Hit;
  readonly insets: Insets;
  /** How many tokens, from the first, the reader gave; the names of the others say that the model made them. */
  readonly given: number;
  /** 0 … 1 of the usual number of labels. */
  readonly density: number;
  readonly palette: Palette;
}

/** How things are called. */
export interface Words {
  readonly names: Names;
  readonly letter: Letter;
}

export interface Writing {
  readonly strokes: readonly Stroke[];
  readonly lines: readonly TextLine[];
  /** Where anything is written, without leaders. */
  readonly labels: readonly Rect[];
  /** What of that names tokens along the edges of faces. */
  readonly tokens: readonly TokenLetters[];
  /** Where the plates of models are, with the ring of one too small to be seen. */
  readonly plates: readonly { readonly id: string; readonly rooms: readonly Rect[] }[];
  /** Lines that join things: links, leaders, from the pointed cell to the letters of its row and column. */
  readonly ways: readonly (readonly Spot[])[];
  /** Around faces. */
  readonly faces: readonly Rect[];
  /** For the next frame, so that labels stay where they are. */
  readonly memory: Memory;
}

const MOST_LABELS = 16;
/** Each label has at least so many CSS pixels squared of the free area: fewer are written in a small window. */
const AREA_OF_LABEL = 20_000;
/** Clear canvas at the borders of the free area, CSS pixels. */
const BORDER = 12;
const LEADER_WIDTH = 0.8;
const RING_WIDTH = 1.2;
const DOT_RADIUS = 2;

export function annotate(frame: Frame, words: Words, measure: Measure, memory: Memory): Writing {
  const { eye, layout, insets, palette, picture } = frame;
  const { safe, covered } = freeArea(eye, insets, isWholeInView(eye, layout.box));
  const faces = facesOf(frame.slabs, eye, picture);
  // As if all links were there in full, so that no label has to make way for one that grows.
  const links = linkLines(picture.links, layout, eye);
  const ribbons = ribbonsOf(frame.flows, eye);
  const ground = {
    lit: new Ground(faces.lit),
    dimmed: new Ground(faces.dimmed),
    links: new Ground(groundAlong(links)),
    ribbons: new Ground(ribbons),
    barriers: new Ground(ribbons.filter(({ isResidual }) => isResidual)),
  };
  const letters = lettersOf(faces.blocks, {
    ...frame,
    letter: words.letter,
    measure,
    safe,
    covered,
    ground,
  });
  const axes = letters.flatMap((face) => face.axes);
  const lettered = [...covered, ...axes.flatMap(({ rooms }) => rooms)];
  const view = { layout, eye, names: words.names, measure, palette, picture, safe };
  const stands = seenStands(layout, eye);
  const models = new Ground<SeenFace>(stands);
  const plates = platesOf(stands, view, { ...ground, lit: models, safe, taken: lettered }, memory);
  const hung = [...lettered, ...plates.flatMap(({ slot }) => roomsOf(slot))];
  const isOnFace = (rect: Rect) => [models, ground.lit, ground.dimmed].some((faces) => faces.isUnder(rect));
  const rulers = rulersOf({ ...view, taken: hung, isOnFace });
  const taken = [...hung, ...rulers.rooms];
  const named = place(
    candidatesOf({ ...view, faces, letters }),
    {
      ...ground,
      safe,
      limit: Math.round(mostIn(safe) * frame.density),
      taken,
      shows: ({ id, slab }, { x, y }) => {
        const seen = pick(layout, eye, x, y);
        return seen?.block === id && (slab === undefined || seen.slab === slab);
      },
    },
    memory,
  );
  const placed = [...plates, ...named];
  const labelled = placed.map(({ candidate }) => candidate.face).filter((face) => face !== undefined);
  const leaders = placed.flatMap(({ slot }) => (slot.leader ? [slot.leader] : []));
  const dimensions = dimensionsOf(labelled, {
    safe,
    taken: [...taken, ...named.flatMap(({ slot }) => roomsOf(slot))],
    covered: [ground.lit, ground.dimmed, ground.links, ground.ribbons],
    colour: palette.ink2,
    measure,
    count: words.names.count,
  });
  return {
    strokes: [
      ...rulers.strokes,
      ...dimensions.flatMap(({ strokes }) => strokes),
      ...placed.flatMap((label) => leaderOf(label, palette)),
    ],
    lines: [
      ...axes.flatMap(({ lines }) => lines),
      ...rulers.lines,
      ...dimensions.map(({ text }) => text),
      ...placed.flatMap(linesOf),
    ],
    plates: plates.map(({ candidate, slot }) => ({ id: candidate.id, rooms: [slot.text, ...ringOf(candidate, slot)] })),
    labels: [
      ...lettered,
      ...rulers.lines.map((line) => roomOf(line, measure)),
      ...dimensions.flatMap(({ room }) => room),
      ...placed.map(({ slot }) => slot.text),
    ],
    tokens: tokenLettersOf(letters),
    ways: [...links, ...leaders, ...waysToHeadings(letters, frame)],
    faces: [...faces.lit, ...faces.dimmed].map(({ bounds }) => bounds),
    memory: new Map(
      placed.map(({ candidate, slot }) => [candidate.kind, { id: candidate.id, slot: slot.name }] as const),
    ),
  };
}

/** Where writing may stand, and what of that is covered in a corner. */
function freeArea(
  { width, height }: Eye,
  { left, top, right, bottom, bottomReach, besideWhole = 0 }: Insets,
  isWhole: boolean,
): { safe: Rect; covered: Rect[] } {
  const below = bottomReach === undefined ? bottom : 0;
  const safe = {
    left: left + BORDER,
    top: top + BORDER,
    right: width - right - BORDER,
    bottom: height - below - BORDER,
  };
  const cornerTop = height - bottom - (isWhole ? besideWhole : 0);
  const corner = { left: 0, top: cornerTop, right: bottomReach ?? 0, bottom: height };
  return { safe, covered: bottomReach === undefined ? [] : [corner] };
}

function mostIn({ left, top, right, bottom }: Rect): number {
  const area = Math.max(0, right - left) * Math.max(0, bottom - top);
  return Math.min(MOST_LABELS, area / AREA_OF_LABEL);
}

/** The text, and its leader. */
const roomsOf = ({ text, leader }: Slot): Rect[] => [text, ...(leader ? [boundsOf(leader)] : [])];

/** Around the ring at which a leader begins. */
function ringOf({ isRinged }: Label, { leader }: Slot): Rect[] {
  if (!isRinged || leader === undefined) return [];
  const { x, y } = ringAround(leader[0]);
  return [{ left: x - RING_RADIUS, top: y - RING_RADIUS, right: x + RING_RADIUS, bottom: y + RING_RADIUS }];
}

function leaderOf({ candidate, slot }: Placed<Label>, palette: Palette): Stroke[] {
  if (slot.leader === undefined) return [];
  const colour = candidate.isAccent ? palette.accent : palette.ink2;
  const line = { points: slot.leader, width: LEADER_WIDTH, colour, opacity: 1 };
  const [start] = slot.leader;
  if (candidate.isRinged) return [line, ringAt(ringAround(start), RING_RADIUS, RING_WIDTH, colour)];
  return [
    line,
    dotAt(slot.leader[0], DOT_RADIUS + LEADER_WIDTH, palette.paper),
    dotAt(slot.leader[0], DOT_RADIUS, candidate.isAccent ? palette.accent : palette.roles[candidate.role]),
  ];
}

function linesOf({ candidate, slot }: Placed<Label>): TextLine[] {
  return candidate.lines.slice(0, slot.lines).map(({ text, face, colour, baseline }) => ({
    text,
    face,
    colour,
    at: { x: slot.text.left, y: slot.text.top + baseline },
    angle: 0,
    halo: true,
  }));
}
