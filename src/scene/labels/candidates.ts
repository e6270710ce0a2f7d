/** What could be named in a frame: the blocks in view and the groups that have a name, such as layers. */
import { ownId } from '../../architecture/address.ts';
import { once } from '../../architecture/once.ts';
import type { BlockFace } from './faces.ts';
import { groupNames } from './group-names.ts';
import { type InView, type Label, write } from './label.ts';
import { visibleArea } from './place.ts';
import { slabNames } from './slab-names.ts';
import { slotsAround, slotsOver } from './slots.ts';
import { NAME } from './text.ts';

/**
 * Who is written first: slabs before blocks, for they have few places to stand at; what comes in and out before what is between; last
 * the slabs that nothing is told of.
 */
const RANK = { named: 0, slab: 1, end: 2, group: 3, block: 4, otherSlab: 5 } as const;
/** What comes out of every model. */
const LAST = 'probabilities';
/** A block is named when its face has at least this side and this area in CSS pixels, what comes in and out always. */
const LEAST_SIDE = 10;
const LEAST_AREA = 150;
/** A strip of one column (a bias, the weight of a norm) is named from this width in CSS pixels, unless it is talked about. */
const LEAST_STRIP_WIDTH = 30;
export function candidatesOf(view: InView): Label[] {
  return [
    ...view.faces.blocks.flatMap((face) => blockLabel(face, view)),
    ...groupNames(view, RANK.group),
    ...slabNames(view, RANK.slab, RANK.otherSlab),
  ];
}

function blockLabel(face: BlockFace, view: InView): Label[] {
  const { id, block } = face.seen;
  const { frame, outline, depth } = face;
  const area = visibleArea(outline, view.safe);
  const side = Math.max(outline.bounds.right - outline.bounds.left, outline.bounds.bottom - outline.bounds.top);
  const isNamed = view.picture.named.includes(id);
  const isEnd = block.tensor.kind === 'tokens' || ownId(id) === LAST;
  // Where some blocks are lit, they alone are talked about.
  const isTold = isNamed || (view.picture.lit !== undefined && face.isLit);
  const isStrip = block.axes.columns === undefined;
  const isThin = isStrip && outline.bounds.right - outline.bounds.left < LEAST_STRIP_WIDTH;
  const isLarge = area >= LEAST_AREA && side >= LEAST_SIDE && (isTold || !isThin);
  if (frame === undefined || !(isNamed || (face.isLit && (isEnd || isLarge)))) return [];
  const rank = isNamed ? RANK.named : isEnd ? RANK.end : RANK.block;
  // Of the hundreds in view a few are written: words are found when somebody asks for them.
  const written = once(() => {
    const words = view.names.block(id);
    return words && write(words, NAME, isNamed ? view.palette.accentText : view.palette.ink, view);
  });
  // Named blocks are each written, the others once for all layers: their ids differ by their group's prefix alone.
  const kind = isNamed ? id : block.id;
  const slots = () => {
    const size = written()?.size;
    if (size === undefined) return [];
    const columns = view.letters.find((letters) => letters.id === id)?.axes.find(({ isRow }) => !isRow);
    return [...(columns ? slotsOver(columns, size) : []), ...slotsAround(frame, size)];
  };
  return [
    {
      kind,
      id,
      slab: face.seen.index,
      rank,
      area,
      depth,
      slots,
      worst: isTold || isEnd ? 'dimmed' : 'crossing',
      get lines() {
        return written()?.lines ?? [];
      },
      isAccent: isNamed,
      role: block.tensor.role,
      face,
    },
  ];
}
