/** What could be named in a frame: the blocks in view and the groups that have a name, such as layers. */
import type { Role } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Group, Layout, Point } from '../geometry.ts';
import type { Palette, Rgb } from '../palette.ts';
import type { Picture } from '../picture.ts';
import { minus, plus, type Sight, sightOf } from '../tiles/sight.ts';
import type { BlockFace, FacesOfFrame } from './faces.ts';
import { type Candidate, visibleArea } from './place.ts';
import { areaOf, outlined, type Rect } from './room.ts';
import { slabNames } from './slab-names.ts';
import { slotsAround, slotsWithin, type TextSize } from './slots.ts';
import { DETAIL, type Face, LAYER, type Measure, NAME } from './text.ts';

/**
 * The name of a block or a group, and a second line such as its shape. Undefined for what is never named. A block and the group
 * around it may have the same id: `embedding`.
 */
export type Names = (
  id: string,
  of: 'block' | 'group',
) => { readonly name: string; readonly detail?: string } | undefined;

export interface Label extends Candidate {
  readonly lines: readonly {
    readonly text: string;
    readonly face: Face;
    readonly colour: Rgb;
    /** Below the label's top, CSS pixels. */
    readonly baseline: number;
  }[];
  readonly isAccent: boolean;
  readonly role: Role;
  /** Undefined for groups and for the slabs of a stack. */
  readonly face: BlockFace | undefined;
}

export interface InView {
  readonly layout: Layout;
  readonly eye: Eye;
  readonly faces: FacesOfFrame;
  readonly picture: Pick<Picture, 'lit' | 'named'>;
  readonly names: Names;
  readonly measure: Measure;
  readonly palette: Palette;
  readonly safe: Rect;
}

/** Who is written first. */
const RANK = { named: 0, tokens: 1, group: 2, slab: 3, block: 4 } as const;
/** A block is named when its face has at least this side and this area in CSS pixels (the tokens always), a group from this side. */
const LEAST_SIDE = 10;
const LEAST_AREA = 150;
const LEAST_GROUP_SIDE = 50;
/** A strip of one column (a bias, the weight of a norm) is named from this width in CSS pixels, unless it is talked about. */
const LEAST_STRIP_WIDTH = 30;
/** A group is named while at least this part of it is in view: nearer, its name would say nothing about what is there. */
const LEAST_PART_OF_GROUP = 0.3;
/** A name that took more than this part of its group's width is written smaller. */
const MOST_OF_WIDTH = 0.25;
/** At most so many groups are named: every one of them, every second, … as they are numbered. */
const MOST_GROUPS = 8;
const EVERY = [1, 2, 4, 5, 10, 20, 50, 100] as const;

export function candidatesOf(view: InView): Label[] {
  return [
    ...view.faces.blocks.flatMap((face) => blockLabel(face, view)),
    ...groupLabels(view),
    ...slabNames(view, RANK.slab),
  ];
}

function blockLabel(face: BlockFace, view: InView): Label[] {
  const { id, block } = face.seen;
  const { frame, outline, depth } = face;
  const area = visibleArea(outline, view.safe);
  const side = Math.max(outline.bounds.right - outline.bounds.left, outline.bounds.bottom - outline.bounds.top);
  const isNamed = view.picture.named.includes(id);
  const isTokens = block.tensor.kind === 'tokens';
  // Where some blocks are lit, they alone are talked about.
  const isTold = isNamed || (view.picture.lit !== undefined && face.isLit);
  const isStrip = block.axes.columns === undefined;
  const isThin = isStrip && outline.bounds.right - outline.bounds.left < LEAST_STRIP_WIDTH;
  const isLarge = area >= LEAST_AREA && side >= LEAST_SIDE && (isTold || !isThin);
  if (frame === undefined || !(isNamed || (face.isLit && (isTokens || isLarge)))) return [];
  const written = write(view.names(id, 'block'), NAME, isNamed ? view.palette.accentText : view.palette.ink, view);
  if (written === undefined) return [];
  const rank = isNamed ? RANK.named : isTokens ? RANK.tokens : RANK.block;
  // Named blocks are each written, the others once for all layers: their ids differ by their group's prefix alone.
  const kind = isNamed ? id : block.id;
  const slots = () => slotsAround(frame, written.size);
  const { role } = block.tensor;
  const label = { kind, id, rank, area, depth, slots, needsGround: !isTold && !isTokens };
  return [{ ...label, lines: written.lines, isAccent: isNamed, role, face }];
}

/**
 * The labels of the groups in view that have a name. Where there are many, every second or tenth is named, so that room is left
 * for the names of blocks.
 */
function groupLabels(view: InView): Label[] {
  const found: Label[] = [];
  const visit = (group: Group, parent: Point) => {
    const origin = plus(parent, group.origin);
    const { min, max } = group.template.box;
    const sight = sightOf(view.eye, plus(min, origin), plus(max, origin));
    if (sight === undefined || Math.max(sight.width, sight.height) < LEAST_GROUP_SIDE) return;
    const label = groupLabel(group, origin, sight, view);
    if (label) found.push(label);
    for (const child of group.template.groups) visit(child, origin);
  };
  visit(view.layout.root, minus({ x: 0, y: 0, z: 0 }, view.eye.position));
  const every = EVERY.find((step) => found.length / step <= MOST_GROUPS) ?? found.length;
  return found.filter(({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0) % every === 0);
}

/** @param origin of the group, relative to the eye */
function groupLabel(group: Group, origin: Point, { depth, width, height }: Sight, view: InView): Label | undefined {
  const words = view.names(group.id, 'group');
  const full = write(words, LAYER, view.palette.ink, view);
  const isSmall = full !== undefined && full.size.width > MOST_OF_WIDTH * width;
  const written = isSmall ? write(words && { name: words.name }, NAME, view.palette.ink, view) : full;
  if (written === undefined) return undefined;
  const { min, max } = group.template.box;
  const at = (across: number, down: number) => {
    const x = min.x + (max.x - min.x) * across;
    const y = max.y - (max.y - min.y) * down;
    const spot = view.eye.project(plus(view.eye.position, plus(origin, { x, y, z: (min.z + max.z) / 2 })));
    return spot.depth < view.eye.near ? undefined : spot;
  };
  const corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)].filter((spot) => spot !== undefined);
  const outline = outlined(corners);
  const isInView = visibleArea(outline, view.safe) >= LEAST_PART_OF_GROUP * areaOf(corners);
  if (corners.length < 4 || !isInView) return undefined;
  return {
    kind: group.id,
    company: 'groups',
    id: group.id,
    rank: RANK.group,
    area: width * height,
    depth,
    slots: () => slotsWithin(at, written.size),
    needsGround: true,
    lines: written.lines,
    isAccent: false,
    role: 'residual',
    face: undefined,
  };
}

/** Height of a line and of its letters above its baseline, as parts of the size: those of IBM Plex Sans. */
const LINE_HEIGHT = 1.25;
const ASCENT = 0.98;
const HALF_X_HEIGHT = 0.3;

function write(
  words: ReturnType<Names>,
  face: Face,
  colour: Rgb,
  { measure, palette }: InView,
): { readonly lines: Label['lines']; readonly size: TextSize } | undefined {
  if (words === undefined) return undefined;
  const baseline = face.size * ASCENT;
  const middle = baseline - HALF_X_HEIGHT * face.size;
  const height = face.size * LINE_HEIGHT;
  const name = { text: words.name, face, colour, baseline };
  const width = measure(words.name, face);
  if (words.detail === undefined) return { lines: [name], size: { width, height, middle } };
  const detail = { text: words.detail, face: DETAIL, colour: palette.ink2, baseline: height + DETAIL.size * ASCENT };
  return {
    lines: [name, detail],
    size: {
      width: Math.max(width, measure(words.detail, DETAIL)),
      height: height + DETAIL.size * LINE_HEIGHT,
      middle,
    },
  };
}
