/**
 * What a frame draws: a walk over groups, blocks and slabs that stops where nothing more could be told apart, so that its result
 * follows what can be seen and not the size of the model.
 */
import type { Role, TensorId } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Block, Group, Point, Slab, Template } from '../geometry.ts';
import { type SeenFlow, seenFlows } from './bundles.ts';
import { areaOnScreen, largestShift, minus, plus, type Sight, sightOf } from './sight.ts';

export interface SeenSlab {
  readonly id: TensorId;
  readonly block: Block;
  readonly slab: Slab;
  /** Of the slab among those of its block. */
  readonly index: number;
  /** Left, bottom, back corner relative to the eye. */
  readonly corner: Point;
  /** Cells that the solid reaches further back than its slab: it stands for those behind it, too close to be told apart. */
  readonly stackDepth: number;
  readonly sight: Sight;
}

/** A group too small to be resolved. Corners relative to the eye. */
export interface SeenBox {
  readonly min: Point;
  readonly max: Point;
  readonly role: Role;
  readonly sight: Sight;
}

export interface Seen {
  readonly slabs: SeenSlab[];
  readonly boxes: SeenBox[];
  readonly flows: SeenFlow[];
}

/** A group smaller than this on the screen (CSS pixels, the larger side) is one box. */
const GROUP_ERROR = 5;

/** Slabs of a stack that are closer together than this (CSS pixels) are one solid. */
const SLAB_ERROR = 1.6;

/** What covers less of the screen than this (CSS pixels squared), or is thinner (CSS pixels), would only flicker. */
const LEAST_AREA = 0.5;
const LEAST_THICKNESS = 0.4;

/** With more things than this the walk is repeated with a coarser error: the picture is then denser than the screen. */
const MOST_THINGS = 4000;

/** Walks the layout from its root. */
export function traverse(root: Group, eye: Eye): Seen {
  for (let error = GROUP_ERROR; ; error *= 2) {
    const seen: Seen = { slabs: [], boxes: [], flows: [] };
    const origin = minus(root.origin, eye.position);
    if (visit(root, origin, eye, error, seen)) return seen;
  }
}

/**
 * Returns false as soon as there is too much to draw.
 * @param behind What the group stands for besides itself.
 */
function visit(group: Group, origin: Point, eye: Eye, error: number, seen: Seen, behind = NOTHING): boolean {
  const { template } = group;
  const [min, max] = [
    plus(template.box.min, { ...origin, z: origin.z - behind.depth }),
    plus(template.box.max, origin),
  ];
  const sight = sightOf(eye, min, max);
  if (sight === undefined) return true;
  if (Math.max(sight.width, sight.height) < error) {
    seen.boxes.push({ min, max, role: mainRole(template), sight });
    return thingsIn(seen) <= MOST_THINGS;
  }
  const coarseness = error / GROUP_ERROR;
  for (const block of template.blocks) visitBlock(block, group.prefix, origin, eye, coarseness, seen, behind);
  seenFlows(template, group.prefix, origin, eye, seen.flows);
  if (thingsIn(seen) > MOST_THINGS) return false;
  const first = template.isStack ? oneForAll(template.groups, origin, eye, coarseness) : undefined;
  if (first !== undefined) return visit(first.group, plus(origin, first.group.origin), eye, error, seen, first.behind);
  return template.groups.every((child) => visit(child, plus(origin, child.origin), eye, error, seen));
}

const thingsIn = ({ slabs, boxes, flows }: Seen): number => slabs.length + boxes.length + flows.length;

/** Groups behind one another that are too close to be told apart, so that the first one stands for all. In cells. */
interface Behind {
  /** From the first one to the last. */
  readonly depth: number;
  /** From one to the next. */
  readonly pitch: number;
}

const NOTHING: Behind = { depth: 0, pitch: 0 };

/** Of what is less thick than this part of the pitch, many would make a wall where there is mostly air. */
const LEAST_FILLING = 0.2;

/** The front group of a stack, where those behind it are too close to be told apart. `origin` of their parent, relative to the eye. */
export function oneForAll(groups: readonly Group[], origin: Point, eye: Eye, coarseness = 1) {
  const [group, back] = [groups[0], groups.at(-1)];
  if (group === undefined || back === undefined || group === back) return undefined;
  const depth = group.origin.z - back.origin.z;
  const pitch = depth / (groups.length - 1);
  const { min, max } = group.template.box;
  const at = plus(origin, group.origin);
  if (largestGap(eye, plus(min, at), plus(max, at), depth, pitch) >= SLAB_ERROR * coarseness) return undefined;
  return { group, behind: { depth, pitch } };
}

/**
 * CSS pixels between neighbours of a stack where they are furthest apart: on the average, or at one of its ends, the nearer of which
 * has the widest gaps. In cells but for these.
 * @param min,max corners of the first one, relative to the eye
 */
function largestGap(eye: Eye, min: Point, max: Point, depth: number, pitch: number): number {
  const last = { ...max, z: max.z - depth + pitch };
  return Math.max(
    (largestShift(eye, min, max, depth) * pitch) / depth,
    largestShift(eye, min, max, pitch),
    largestShift(eye, min, last, pitch),
  );
}

function visitBlock(
  block: Block,
  prefix: string,
  origin: Point,
  eye: Eye,
  coarseness: number,
  seen: Seen,
  behind: Behind,
): void {
  const farthest = { ...origin, z: origin.z - behind.depth };
  if (sightOfLarge(eye, plus(block.box.min, farthest), plus(block.box.max, origin), coarseness) === undefined) return;
  const [first, last] = [block.slabs[0], block.slabs.at(-1)];
  if (first === undefined || last === undefined || first.thickness < LEAST_FILLING * behind.pitch) return;
  const [front, back] = [plus(first.position, origin), plus(last.position, origin)];
  const depth = front.z - back.z;
  const end = plus(front, { x: first.columns, y: first.rows, z: first.thickness });
  const isStack =
    block.slabs.length > 1 &&
    largestGap(eye, front, end, depth, depth / (block.slabs.length - 1)) < SLAB_ERROR * coarseness;
  const slabs = isStack ? [first] : block.slabs;
  slabs.forEach((slab, index) => {
    const corner = plus(slab.position, origin);
    const end = plus(corner, { x: slab.columns, y: slab.rows, z: slab.thickness });
    const stackDepth = behind.depth + (isStack ? depth : 0);
    const whole = sightOfLarge(eye, { ...corner, z: corner.z - stackDepth }, end, coarseness);
    if (whole === undefined) return;
    // The front of a stack may be out of view where what is behind it is not.
    const sight = stackDepth === 0 ? whole : (sightOf(eye, corner, end) ?? whole);
    seen.slabs.push({ id: prefix + block.id, block, slab, index, corner, stackDepth, sight });
  });
}

/** Undefined also where what can be seen of the box would only flicker. */
function sightOfLarge(eye: Eye, min: Point, max: Point, coarseness: number): Sight | undefined {
  const sight = sightOf(eye, min, max);
  if (sight === undefined) return undefined;
  const area = areaOnScreen(eye, min, max);
  const length = Math.max(sight.width, sight.height);
  return area < LEAST_AREA * coarseness ** 2 || area < LEAST_THICKNESS * coarseness * length ? undefined : sight;
}

const mainRoles = new WeakMap<Template, Role>();

/** The role that covers most of a template. */
function mainRole(template: Template): Role {
  const known = mainRoles.get(template);
  if (known !== undefined) return known;
  let [role, most]: [Role, number] = ['weight', 0];
  for (const block of template.blocks) {
    const cells = block.slabs.reduce((sum, slab) => sum + slab.columns * slab.rows, 0);
    if (cells > most) [role, most] = [block.tensor.role, cells];
  }
  mainRoles.set(template, role);
  return role;
}
