/** Everything that is written on one frame: names with their leaders, dimensions, letters along the edges of faces. */
import type { TensorId } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import { placeOfCell } from '../layout/cells.ts';
import { marksOf } from '../marks/marks.ts';
import { dotAt, type Stroke } from '../marks/stroke.ts';
import type { Palette } from '../palette.ts';
import { pick } from '../pick.ts';
import type { Hit, Insets, Picture } from '../picture.ts';
import { plus } from '../tiles/sight.ts';
import type { SeenFlow, SeenSlab } from '../tiles/traverse.ts';
import { axisLetters, type Letter, type Pointed } from './axis.ts';
import { candidatesOf } from './candidates.ts';
import { dimensionsOf } from './dimensions.ts';
import { type BlockFace, facesOf } from './faces.ts';
import type { Label, Names } from './label.ts';
import { type Memory, type Placed, place } from './place.ts';
import { groundAlong, isResidual, ribbonsOf } from './ribbons.ts';
import { boundsOf, Ground, type Outlined, type Rect } from './room.ts';
import { CAP_HEIGHT, type Measure, type TextLine } from './text.ts';

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
  /** Where labels stand, without their leaders, and around faces. */
  readonly labels: readonly Rect[];
  readonly faces: readonly Rect[];
  /** For the next frame, so that labels stay where they are. */
  readonly memory: Memory;
}

const MOST_LABELS = 16;
/** Each label has at least so many CSS pixels squared of the free area: fewer are written in a small window. */
const AREA_OF_LABEL = 40_000;
/** Clear canvas at the borders of the free area, CSS pixels. */
const BORDER = 12;
const LEADER_WIDTH = 0.8;
const DOT_RADIUS = 2;

export function annotate(frame: Frame, words: Words, measure: Measure, memory: Memory): Writing {
  const { eye, layout, insets, palette, picture } = frame;
  const safe: Rect = {
    left: insets.left + BORDER,
    top: insets.top + BORDER,
    right: eye.width - insets.right - BORDER,
    bottom: eye.height - insets.bottom - BORDER,
  };
  const faces = facesOf(frame.slabs, eye, picture.lit);
  const letters = lettersOf(frame, faces.blocks, words.letter, measure, safe);
  const candidates = candidatesOf({ layout, eye, faces, picture, names: words.names, measure, palette, safe });
  const taken = letters.map((line) => roomOf(line, measure));
  // As if all links were there in full, so that no label has to make way for one that grows.
  const links = picture.links.map((link) => ({ ...link, progress: 1 }));
  const marked = groundAlong(marksOf({ outlines: [], links }, layout, eye, palette));
  const stream = ribbonsOf(frame.flows.filter(isResidual), eye);
  const ribbons = [
    ...stream,
    ...ribbonsOf(
      frame.flows.filter((flow) => !isResidual(flow)),
      eye,
    ),
    ...marked,
  ];
  const placed = place(
    candidates,
    {
      safe,
      limit: Math.round(mostIn(safe) * frame.density),
      taken,
      lit: faces.lit,
      dimmed: faces.dimmed,
      ribbons,
      barriers: [...stream, ...marked],
      shows: (id, { x, y }) => pick(layout, eye, x, y)?.block === id,
    },
    memory,
  );
  const labelled = placed.map(({ candidate }) => candidate.face).filter((face) => face !== undefined);
  const dimensions = dimensionsOf(labelled, {
    safe,
    taken: [...taken, ...placed.flatMap(({ slot }) => [slot.text, ...(slot.leader ? [boundsOf(slot.leader)] : [])])],
    covered: new Ground<Outlined>([...faces.lit, ...faces.dimmed, ...ribbons]),
    colour: palette.ink2,
    measure,
  });
  return {
    strokes: [...dimensions.flatMap(({ strokes }) => strokes), ...placed.flatMap((label) => leaderOf(label, palette))],
    lines: [...letters, ...dimensions.map(({ text }) => text), ...placed.flatMap(linesOf)],
    labels: placed.map(({ slot }) => slot.text),
    faces: [...faces.lit, ...faces.dimmed].map(({ bounds }) => bounds),
    memory: new Map(
      placed.map(({ candidate, slot }) => [candidate.kind, { id: candidate.id, slot: slot.name }] as const),
    ),
  };
}

function mostIn({ left, top, right, bottom }: Rect): number {
  const area = Math.max(0, right - left) * Math.max(0, bottom - top);
  return Math.min(MOST_LABELS, area / AREA_OF_LABEL);
}

/** Letters and numbers along the block that the pointer is on; along those that the story names, the letters of tokens alone. */
function lettersOf(
  { eye, layout, picture, pointed, palette }: Frame,
  blocks: readonly BlockFace[],
  letter: Letter,
  measure: Measure,
  safe: Rect,
): TextLine[] {
  const wanted = new Set([...picture.named, ...(pointed ? [pointed.block] : [])]);
  const style = { safe, letter, measure, colour: palette.ink2, accent: palette.accentText, onSide: palette.paper };
  return blocks
    .filter(({ seen }) => wanted.has(seen.id))
    .flatMap(({ seen }) => {
      const { block, slab, corner } = seen;
      const placed = { block, slab, corner: plus(corner, eye.position) };
      const isNumbered = seen.id === pointed?.block;
      return axisLetters(placed, pointedOn(seen.id, layout, picture, pointed), eye, { ...style, isNumbered });
    });
}

/** The row and the column of the cell under the pointer, and of the single rows, columns and cells that are outlined. */
function pointedOn(
  id: TensorId,
  layout: Layout,
  { outlines }: Pick<Picture, 'outlines'>,
  pointed: Hit | undefined,
): Pointed {
  const rows = new Set<number>();
  const columns = new Set<number>();
  const placed = layout.find(id);
  if (placed === undefined) return { rows, columns };
  const ranges = outlines
    .filter(({ range, style }) => range.block === id && style !== 'dotted')
    .map(({ range }) => [range.from, range.to] as const);
  if (pointed?.block === id && pointed.cell) ranges.push([pointed.cell, pointed.cell]);
  for (const [first, last] of ranges) {
    const [from, to] = [placeOfCell(placed.block, first), placeOfCell(placed.block, last)];
    if (from.row === to.row) rows.add(from.row);
    if (from.column === to.column) columns.add(from.column);
  }
  return { rows, columns };
}

/** The rectangle around a line of text. */
function roomOf({ text, face, at, angle }: TextLine, measure: Measure): Rect {
  const [width, cap] = [measure(text, face), CAP_HEIGHT * face.size];
  return angle === 0
    ? { left: at.x, top: at.y - cap, right: at.x + width, bottom: at.y }
    : { left: at.x, top: at.y, right: at.x + cap, bottom: at.y + width };
}

function leaderOf({ candidate, slot }: Placed<Label>, palette: Palette): Stroke[] {
  if (slot.leader === undefined) return [];
  const colour = candidate.isAccent ? palette.accent : palette.ink2;
  return [
    { points: slot.leader, width: LEADER_WIDTH, colour, opacity: 1 },
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
