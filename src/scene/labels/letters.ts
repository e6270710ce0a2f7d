/** Which faces of a frame have letters or numbers along their edges: the ones that are talked about, so that the picture stays calm. */
import type { TensorId } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import { boxOfRange, placeOfCell } from '../layout/cells.ts';
import { faceCentre } from '../marks/outline.ts';
import type { Spot } from '../marks/stroke.ts';
import type { Palette } from '../palette.ts';
import type { Hit, Picture } from '../picture.ts';
import { plus } from '../tiles/sight.ts';
import { type AxisLetters, axisLetters, type Letter } from './axis.ts';
import type { Pointed } from './axis-edge.ts';
import type { BlockFace } from './faces.ts';
import type { SeenFace, Surroundings } from './place.ts';
import { meet, type Rect } from './room.ts';
import { AXIS_POINTED, type Measure } from './text.ts';

export interface Lettering {
  readonly eye: Eye;
  readonly layout: Layout;
  readonly picture: Pick<Picture, 'lit' | 'named' | 'outlines' | 'links'>;
  readonly pointed?: Hit;
  readonly palette: Palette;
  /** How many tokens, from the first, the reader gave. */
  readonly given: number;
  readonly letter: Letter;
  readonly measure: Measure;
  readonly safe: Rect;
  /** What stands where. */
  readonly ground: Pick<Surroundings, 'lit' | 'dimmed' | 'links'>;
  /** Parts of the canvas out of sight. */
  readonly covered: readonly Rect[];
}

/** How little a letter is wanted where it cannot be seen, on what is in full colour, on a link, on a dimmed face. */
const COST = { unseen: 6, lit: 6, link: 2, dimmed: 1 } as const;

/** The letters along the edges of a block's face. */
export interface FaceLetters {
  readonly id: TensorId;
  readonly axes: readonly AxisLetters[];
}

/** Where more blocks than this are in full colour, only those that are named have letters, and no more than this. */
const MOST = 4;

/** Letters and numbers along the block that the pointer is on; along others that are talked about, the letters of tokens alone. */
export function lettersOf(blocks: readonly BlockFace[], lettering: Lettering): FaceLetters[] {
  const { eye, layout, picture, pointed, palette } = lettering;
  const inView = new Map(blocks.map((face) => [face.seen.id, face]));
  const hasTokens = (id: TensorId) => {
    const axes = inView.get(id)?.seen.block.tensor.axes ?? [];
    return axes.some(({ name }, axis) => {
      const { rows, columns } = inView.get(id)?.seen.block.axes ?? {};
      return (axis === rows || axis === columns) && lettering.letter(name, 0) !== undefined;
    });
  };
  const lit = [...new Set((picture.lit ?? []).map(({ block }) => block))].filter(hasTokens);
  const told = [...picture.named.filter(hasTokens), ...(lit.length <= MOST ? lit : [])];
  const wanted = new Set([...(pointed ? [pointed.block] : []), ...told]);
  const style = {
    safe: lettering.safe,
    letter: lettering.letter,
    measure: lettering.measure,
    colour: palette.ink2,
    accent: palette.accentText,
    answered: palette.roles.attention,
    given: lettering.given,
    onSide: palette.paper,
  };
  return [...wanted].slice(0, MOST).flatMap((id) => {
    const seen = inView.get(id)?.seen;
    if (seen === undefined) return [];
    const { block, slab, corner, index } = seen;
    const placed = { block, slab, corner: plus(corner, eye.position) };
    const spoken = pointedOn(id, index, layout, picture, pointed);
    const isNumbered = id === pointed?.block;
    const costOf = (room: Rect) => costOfLetter(room, (face) => face.id !== id || face.slab !== index, lettering);
    return [{ id, axes: axisLetters(placed, spoken, eye, { ...style, isNumbered }, costOf) }];
  });
}

/**
 * The row and the column of the cell under the pointer, and the single rows and columns that are outlined or linked: of the slab that
 * has the letters. Heads have their rows in common; bands, into which a long axis is cut, do not.
 */
function pointedOn(
  id: TensorId,
  shown: number,
  layout: Layout,
  { outlines, links }: Pick<Picture, 'outlines' | 'links'>,
  pointed: Hit | undefined,
): Pointed {
  const rows = new Set<number>();
  const columns = new Set<number>();
  const placed = layout.find(id);
  if (placed === undefined) return { rows, columns };
  const marked = [
    ...outlines.filter(({ style }) => style !== 'dotted').map(({ range }) => range),
    ...links.flatMap(({ from, to }) => [from, to]),
  ];
  const ranges = marked.filter(({ block }) => block === id).map(({ from, to }) => [from, to] as const);
  if (pointed?.block === id && pointed.cell) ranges.push([pointed.cell, pointed.cell]);
  for (const [first, last] of ranges) {
    const [from, to] = [placeOfCell(placed.block, first), placeOfCell(placed.block, last)];
    const isBanded = placed.block.axes.slab === undefined;
    if (isBanded && (from.index !== shown || to.index !== shown)) continue;
    if (from.row === to.row) rows.add(from.row);
    if (from.column === to.column) columns.add(from.column);
  }
  return { rows, columns };
}

function costOfLetter(
  room: Rect,
  isOther: (face: SeenFace) => boolean,
  { ground: { lit, dimmed, links }, covered }: Lettering,
): number {
  const unseen = covered.some((rect) => meet(rect, room)) ? COST.unseen : 0;
  const faces = (lit.isUnder(room, isOther) ? COST.lit : 0) + (dimmed.isUnder(room, isOther) ? COST.dimmed : 0);
  return unseen + faces + (links.isUnder(room) ? COST.link : 0);
}

/** The letters of one token along an edge of a block's face. */
export interface TokenLetters {
  readonly block: TensorId;
  readonly position: number;
  readonly room: Rect;
}

export function tokenLettersOf(letters: readonly FaceLetters[]): TokenLetters[] {
  return letters.flatMap(({ id, axes }) =>
    axes.flatMap(({ positions, rooms }) =>
      rooms.flatMap((room, index) => {
        const position = positions[index];
        return position === undefined ? [] : [{ block: id, position, room }];
      }),
    ),
  );
}

/** The letters at a spot of the canvas, or the nearest to it within `reach` CSS pixels. */
export function tokenLettersAt(
  letters: readonly TokenLetters[],
  { x, y }: Spot,
  reach: number,
): TokenLetters | undefined {
  const away = ({ room: { left, top, right, bottom } }: TokenLetters) =>
    Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
  return letters.filter((one) => away(one) <= reach).toSorted((a, b) => away(a) - away(b))[0];
}

/** From the cell under the pointer to the letters of its row and its column. */
export function waysToHeadings(
  letters: readonly FaceLetters[],
  { pointed, layout, eye }: Pick<Lettering, 'pointed' | 'layout' | 'eye'>,
): Spot[][] {
  const placed = pointed?.cell && layout.find(pointed.block);
  if (!pointed?.cell || !placed) return [];
  const centre = eye.project(faceCentre(boxOfRange(placed, pointed.cell, pointed.cell)));
  const axes = letters.find(({ id }) => id === pointed.block)?.axes ?? [];
  return axes.flatMap(({ lines, rooms }) =>
    rooms
      .filter((_, index) => lines[index]?.face.weight === AXIS_POINTED.weight)
      .map(({ left, top, right, bottom }) => [{ x: (left + right) / 2, y: (top + bottom) / 2 }, centre]),
  );
}
