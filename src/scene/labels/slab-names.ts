/** The names of the slabs of a stack of heads, `Head 0`, at the feet of one large stack: the nearest one that is talked about. */
import type { Slab } from '../geometry.ts';
import { marginOf } from '../layout/cells.ts';
import { isAmong } from '../picture.ts';
import { minus, plus } from '../tiles/sight.ts';
import { type BlockFace, cornersOf, withMargin } from './faces.ts';
import type { InView, Label } from './label.ts';
import { visibleArea } from './place.ts';
import { HEAD } from './text.ts';

/** Sides of the front slab from which its stack is large enough, CSS pixels. */
const LEAST_SIDE = 80;
/** More heads than this are too many names. */
const MOST_HEADS = 8;
/** CSS pixels between a slab and its name: with letters along its edge the name stands below them. */
const GAPS = [4, 22] as const;
/** Height of a line and of its letters above its baseline, as parts of the size. */
const LINE_HEIGHT = 1.25;
const ASCENT = 0.98;

/** `rank` of those in full colour, `otherRank` of those that are dimmed. */
export function slabNames(view: InView, rank: number, otherRank: number): Label[] {
  const areaOf = ({ outline }: BlockFace) => visibleArea(outline, view.safe);
  const isNamed = ({ seen }: BlockFace) => view.picture.named.includes(seen.id);
  const [stack] = view.faces.blocks
    .filter((face) => face.isLit && isLargeStack(face))
    .sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)) || areaOf(b) - areaOf(a));
  if (stack === undefined) return [];
  return stack.seen.block.slabs.flatMap((slab, index) => slabName(slab, index, stack, view, [rank, otherRank]));
}

function isLargeStack({ seen: { block }, outline: { bounds } }: BlockFace): boolean {
  const side = Math.min(bounds.right - bounds.left, bounds.bottom - bounds.top);
  const heads = block.slabs.length;
  return block.axes.slab !== undefined && heads > 1 && heads <= MOST_HEADS && side >= LEAST_SIDE;
}

function slabName(
  slab: Slab,
  index: number,
  face: BlockFace,
  view: InView,
  [rank, otherRank]: readonly [number, number],
): Label[] {
  const { seen, depth } = face;
  const { eye, measure, palette } = view;
  const group = plus(minus(seen.corner, seen.slab.position), eye.position);
  const placed = { ...slab, position: plus(slab.position, group) };
  const corners = cornersOf(withMargin(placed, marginOf(seen.block)), eye);
  if (corners === undefined) return [];
  const text = view.names.head(index);
  const [width, height] = [measure(text, HEAD), HEAD.size * LINE_HEIGHT];
  const { bottomLeft, bottomRight } = corners;
  const slots = [bottomLeft, { ...bottomRight, x: bottomRight.x - width }].flatMap(({ x, y }, end) =>
    GAPS.map((gap) => {
      const room = { left: x, top: y + gap, right: x + width, bottom: y + gap + height };
      return { name: `foot ${end} ${gap}`, text: room };
    }),
  );
  const { lit } = view.picture;
  const isTold = lit !== undefined && isAmong(lit, seen.id, index);
  const isLit = lit === undefined || isTold;
  const colour = isLit ? palette.ink : palette.ink2;
  return [
    {
      kind: `${seen.id} ${text}`,
      id: seen.id,
      rank: isLit ? rank : otherRank,
      area: 1 / (1 + index),
      depth,
      slots: () => slots,
      worst: isTold ? 'dimmed' : 'ribbon',
      lines: [{ text, face: HEAD, colour, baseline: HEAD.size * ASCENT }],
      isAccent: false,
      role: seen.block.tensor.role,
      face: undefined,
    },
  ];
}
