/** The slabs of a frame as they lie on the canvas: what labels name, and what they must not cover. */
import type { TensorId } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Point, Slab } from '../geometry.ts';
import { marginOf, placeOfCell } from '../layout/cells.ts';
import { projectPolygon, type Spot } from '../marks/stroke.ts';
import { isAmong, type Picture } from '../picture.ts';
import { plus } from '../tiles/sight.ts';
import type { SeenSlab } from '../tiles/traverse.ts';
import type { SeenFace } from './place.ts';
import { hullOf, type Outlined, outlined } from './room.ts';
import type { FaceCorners } from './slots.ts';

/** A block with one of its slabs, the one in front or else the one that is told of, and that slab's face as it is seen. */
export interface BlockFace {
  readonly seen: SeenSlab;
  /** Of the cells. Undefined where one of them is behind the eye. */
  readonly corners: FaceCorners | undefined;
  /** The same with the margin around the cells. */
  readonly frame: FaceCorners | undefined;
  /** Of the front, with the margin, as far as it lies before the eye. */
  readonly outline: Outlined;
  readonly isLit: boolean;
  /** Of the bands into which a long axis is cut: whether something is framed in this one. */
  readonly isFramed: boolean;
  readonly depth: number;
}

export interface FacesOfFrame {
  /** One for each block in view. */
  readonly blocks: readonly BlockFace[];
  /** Silhouettes of slabs, with their sides. */
  readonly lit: readonly SeenFace[];
  readonly dimmed: readonly SeenFace[];
}

/** Slabs smaller than this on the canvas, in CSS pixels, get no label and may be covered by one. */
const LEAST_SIDE = 8;
/** With more faces than this, the smallest ones don't count: labels would find no ground, and placing them would take long. */
const MOST_FACES = 500;
/** What is thinner than this, in CSS pixels, is a line that a label's halo may interrupt. */
const HAIRLINE = 4;
/** So many slabs of a stack stand for all of it. */
const MOST_OF_A_STACK = 8;

type Solid = Pick<Slab, 'position' | 'columns' | 'rows' | 'thickness'>;

/** Left top, right top, right bottom, left bottom. */
function cornersInWorld({ position, columns, rows }: Solid, z: number): [Point, Point, Point, Point] {
  const [left, right, bottom, top] = [position.x, position.x + columns, position.y, position.y + rows];
  return [
    { x: left, y: top, z },
    { x: right, y: top, z },
    { x: right, y: bottom, z },
    { x: left, y: bottom, z },
  ];
}

/** The corners of a slab's front as they are seen. Undefined where one of them is behind the eye. */
export function cornersOf(solid: Solid, eye: Eye): FaceCorners | undefined {
  const [a, b, c, d] = cornersInWorld(solid, solid.position.z + solid.thickness);
  const [topLeft, topRight, bottomRight, bottomLeft] = [eye.project(a), eye.project(b), eye.project(c), eye.project(d)];
  const isBehind = [topLeft, topRight, bottomRight, bottomLeft].some(({ depth }) => depth < eye.near);
  return isBehind ? undefined : { topLeft, topRight, bottomRight, bottomLeft };
}

export function withMargin({ position, columns, rows, thickness }: Solid, margin: number): Solid {
  return {
    position: { x: position.x - margin, y: position.y - margin, z: position.z },
    columns: columns + 2 * margin,
    rows: rows + 2 * margin,
    thickness,
  };
}

/** The part of a slab's front or back that lies before the eye. */
const spotsOf = (solid: Solid, z: number, eye: Eye): Spot[] => projectPolygon(cornersInWorld(solid, z), eye);

/** Which slab stands for its block: one in full colour, of these one with something framed. */
const rankOf = ({ isLit, isFramed }: Pick<BlockFace, 'isLit' | 'isFramed'>): number =>
  (isLit ? 2 : 0) + (isFramed ? 1 : 0);

const areaOn = ({ sight }: SeenSlab): number => sight.width * sight.height;

/** Whether something is framed in a band of a long axis. Heads have their rows and columns in common: any of them shows them. */
function isFramed({ id, block, index }: SeenSlab, outlines: Picture['outlines']): boolean {
  return (
    block.axes.slab === undefined &&
    outlines.some(
      ({ range, style }) => style !== 'dotted' && range.block === id && placeOfCell(block, range.from).index === index,
    )
  );
}

/** The slabs that a frame draws, on the canvas. */
export function facesOf(
  slabs: readonly SeenSlab[],
  eye: Eye,
  { lit, outlines }: Pick<Picture, 'lit' | 'outlines'>,
): FacesOfFrame {
  const isLit = (id: TensorId, slab: number) => lit === undefined || isAmong(lit, id, slab);
  const large = slabs.filter(({ sight }) => Math.max(sight.width, sight.height) >= LEAST_SIDE);
  const largest = large.sort((a, b) => areaOn(b) - areaOn(a)).slice(0, MOST_FACES);

  const blocks = new Map<TensorId, BlockFace>();
  const faces: { readonly lit: SeenFace[]; readonly dimmed: SeenFace[] } = { lit: [], dimmed: [] };
  for (const seen of largest) {
    const { id, block, slab, index, corner, sight } = seen;
    const place = { ...slab, position: plus(corner, eye.position) };
    const solid = withMargin(place, marginOf(block));
    const front = spotsOf(solid, place.position.z + place.thickness, eye);
    const slabIsLit = isLit(id, index);
    const counts = index % Math.ceil(block.slabs.length / MOST_OF_A_STACK) === 0;
    if (counts && Math.min(sight.width, sight.height) >= HAIRLINE) {
      const silhouette = hullOf([...front, ...spotsOf(solid, place.position.z, eye)]);
      faces[slabIsLit ? 'lit' : 'dimmed'].push({ id, slab: index, ...silhouette });
    }
    const known = blocks.get(id);
    const told = { isLit: slabIsLit, isFramed: isFramed(seen, outlines) };
    const gain = known === undefined ? 1 : rankOf(told) - rankOf(known) || known.seen.index - index;
    if (gain > 0)
      blocks.set(id, {
        seen,
        corners: cornersOf(place, eye),
        frame: cornersOf(solid, eye),
        outline: outlined(front),
        ...told,
        depth: sight.depth,
      });
  }
  return { blocks: [...blocks.values()], ...faces };
}
