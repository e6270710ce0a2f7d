/** Which faces of a frame have letters or numbers along their edges: the ones that are talked about, so that the picture stays calm. */
import type { TensorId } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import { placeOfCell } from '../layout/cells.ts';
import type { Palette } from '../palette.ts';
import type { Hit, Picture } from '../picture.ts';
import { plus } from '../tiles/sight.ts';
import { type AxisLetters, axisLetters, type Letter } from './axis.ts';
import type { Pointed } from './axis-edge.ts';
import type { BlockFace } from './faces.ts';
import type { Rect } from './room.ts';
import type { Measure } from './text.ts';

export interface Lettering {
  readonly eye: Eye;
  readonly layout: Layout;
  readonly picture: Pick<Picture, 'lit' | 'named' | 'outlines' | 'links'>;
  readonly pointed?: Hit;
  readonly palette: Palette;
  readonly letter: Letter;
  readonly measure: Measure;
  readonly safe: Rect;
  /** How little a letter there would be wanted: 0 on free ground. */
  readonly costOf: (room: Rect) => number;
}

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
    onSide: palette.paper,
  };
  return [...wanted].slice(0, MOST).flatMap((id) => {
    const seen = inView.get(id)?.seen;
    if (seen === undefined) return [];
    const { block, slab, corner } = seen;
    const placed = { block, slab, corner: plus(corner, eye.position) };
    const spoken = pointedOn(id, layout, picture, pointed);
    const isNumbered = id === pointed?.block;
    return [{ id, axes: axisLetters(placed, spoken, eye, { ...style, isNumbered }, lettering.costOf) }];
  });
}

/** The row and the column of the cell under the pointer, and the single rows and columns that are outlined or linked. */
function pointedOn(
  id: TensorId,
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
    if (from.row === to.row) rows.add(from.row);
    if (from.column === to.column) columns.add(from.column);
  }
  return { rows, columns };
}
