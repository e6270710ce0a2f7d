/**
 * What a frame draws: a walk over groups, blocks and slabs that stops where nothing more could be told apart, so that its result
 * follows what can be seen and not the size of the model.
 */
import type { Tensor, TensorId } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Block, Group, Point, Slab, Template } from '../geometry.ts';
import { type SeenFlow, seenFlows } from './bundles.ts';
import { LargestFirst } from './largest-first.ts';
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
  /** What covers most of it; undefined for a group of groups. */
  readonly main: Tensor | undefined;
  readonly sight: Sight;
}

export interface Seen {
  readonly slabs: SeenSlab[];
  readonly boxes: readonly SeenBox[];
  readonly flows: readonly SeenFlow[];
}

/** A group smaller than this on the screen (CSS pixels, the larger side) is one box. */
const GROUP_ERROR = 5;

/** Slabs of a stack that are closer together than this (CSS pixels) are one solid. */
const SLAB_ERROR = 1.6;

/** What covers less of the screen than this (CSS pixels squared), or is thinner (CSS pixels), would only flicker. */
const LEAST_AREA = 0.5;
const LEAST_THICKNESS = 0.4;

/** So many solids at most by opening groups, and with the members of stacks that can be told apart. */
const MOST_OF_GROUPS = 1500;
const MOST_SOLIDS = 4000;

/** A group that the eye sees. */
interface Place {
  readonly group: Group;
  /** Relative to the eye. */
  readonly origin: Point;
  /** What the group stands for besides itself. */
  readonly behind: Behind;
  /** How many solids there may be with its parts. */
  readonly most: number;
  /** Corners relative to the eye, of all that it stands for. */
  readonly min: Point;
  readonly max: Point;
  readonly sight: Sight;
}

/** What can be drawn as one solid or, at the cost of more, in its parts. */
interface Choice {
  /** At most so many solids more, and how many there may be with them. */
  readonly cost: number;
  readonly most: number;
  inParts(): void;
  asOne(): void;
}

/** Walks the layout from its root. */
export function traverse(root: Group, eye: Eye): Seen {
  const walk = new Walk(eye);
  walk.meet(root, minus({ x: 0, y: 0, z: 0 }, eye.position));
  return walk.seen();
}

/**
 * What would be the most wrong as one solid is drawn in its parts first, until there are as many solids as there may be: so a frame's
 * cost is bounded, and what is left as it is, is small.
 */
class Walk {
  private readonly slabs: SeenSlab[] = [];
  private readonly boxes: SeenBox[] = [];
  private readonly opened: Place[] = [];
  /** By their error as one solid, in CSS pixels. */
  private readonly choices = new LargestFirst<Choice>();

  constructor(private readonly eye: Eye) {}

  /** @param parent origin of the group's parent, relative to the eye */
  meet(group: Group, parent: Point, most = MOST_OF_GROUPS, behind = NOTHING): void {
    const origin = plus(parent, group.origin);
    const { box, blocks } = group.template;
    const [min, max] = [plus(box.min, { ...origin, z: origin.z - behind.depth }), plus(box.max, origin)];
    const sight = sightOf(this.eye, min, max);
    if (sight === undefined) return;
    const place = { group, origin, behind, most, min, max, sight };
    const asOne = () => this.boxes.push({ min, max, main: mainTensor(group.template), sight });
    if (sizeOf(sight) < GROUP_ERROR) asOne();
    else this.choices.add({ cost: blocks.length, most, asOne, inParts: () => this.open(place) }, sizeOf(sight));
  }

  seen(): Seen {
    const { slabs, boxes, choices, opened, eye } = this;
    for (let choice = choices.take(); choice !== undefined; choice = choices.take()) {
      const isRoom = slabs.length + boxes.length + choices.count + choice.cost < choice.most;
      if (isRoom) choice.inParts();
      else choice.asOne();
    }
    return { slabs, boxes, flows: seenFlows(opened, eye) };
  }

  private open(place: Place): void {
    this.opened.push(place);
    const { group, origin, behind, most, sight } = place;
    const { blocks, groups, isStack } = group.template;
    for (const block of blocks) if (!isHairline(block, behind, sight)) this.meetBlock(block, place);
    const stack = isStack ? stackOf(groups, origin, this.eye) : undefined;
    const meetAll = (among: number) => {
      for (const child of groups) this.meet(child, origin, among);
    };
    if (stack === undefined) {
      meetAll(most);
      return;
    }
    const { first, gap } = stack;
    // Once there is room for the members of a stack there is for what is in them, and always for the one that stands for all.
    const asOne = () => this.meet(first, origin, Infinity, stack.behind);
    const ofEach = first.template.blocks.filter((block) => !isHairline(block, NOTHING, sight)).length;
    const inParts = () => meetAll(Infinity);
    if (gap < SLAB_ERROR) asOne();
    else this.choices.add({ cost: groups.length * ofEach, most: MOST_SOLIDS, asOne, inParts }, gap);
  }

  private meetBlock(block: Block, { group, origin, behind }: Place): void {
    const farthest = { ...origin, z: origin.z - behind.depth };
    if (sightOfLarge(this.eye, plus(block.box.min, farthest), plus(block.box.max, origin)) === undefined) return;
    const [first, last] = [block.slabs[0], block.slabs.at(-1)];
    if (first === undefined || last === undefined || first.thickness < LEAST_FILLING * behind.pitch) return;
    const depth = first.position.z - last.position.z;
    const meetSlab = (slab: Slab, index: number, stackDepth: number) => {
      const corner = plus(slab.position, origin);
      const end = plus(corner, { x: slab.columns, y: slab.rows, z: slab.thickness });
      const whole = sightOfLarge(this.eye, { ...corner, z: corner.z - stackDepth }, end);
      if (whole === undefined) return;
      // The front of a stack may be out of view where what is behind it is not.
      const sight = stackDepth === 0 ? whole : (sightOf(this.eye, corner, end) ?? whole);
      this.slabs.push({ id: group.prefix + block.id, block, slab, index, corner, stackDepth, sight });
    };
    const asOne = () => meetSlab(first, 0, behind.depth + depth);
    if (first === last) {
      asOne();
      return;
    }
    const inParts = () => {
      block.slabs.forEach((slab, index) => {
        meetSlab(slab, index, behind.depth);
      });
    };
    const front = plus(first.position, origin);
    const end = plus(front, { x: first.columns, y: first.rows, z: first.thickness });
    const gap = largestGap(this.eye, front, end, depth, depth / (block.slabs.length - 1));
    if (gap < SLAB_ERROR) asOne();
    else this.choices.add({ cost: block.slabs.length, most: MOST_SOLIDS, asOne, inParts }, gap);
  }
}

/** The larger side on the screen, in CSS pixels. */
const sizeOf = ({ width, height }: Sight): number => Math.max(width, height);

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
export function oneForAll(groups: readonly Group[], origin: Point, eye: Eye) {
  const stack = stackOf(groups, origin, eye);
  return stack !== undefined && stack.gap < SLAB_ERROR ? stack : undefined;
}

/** Groups behind one another: the first, what it can stand for, and the CSS pixels between neighbours. Undefined where there is but one. */
function stackOf(groups: readonly Group[], origin: Point, eye: Eye) {
  const [first, back] = [groups[0], groups.at(-1)];
  if (first === undefined || back === undefined || first === back) return undefined;
  const depth = first.origin.z - back.origin.z;
  const pitch = depth / (groups.length - 1);
  const { min, max } = first.template.box;
  const at = plus(origin, first.origin);
  return { first, behind: { depth, pitch }, gap: largestGap(eye, plus(min, at), plus(max, at), depth, pitch) };
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

/**
 * Whether a block must be too thin to be drawn, from whichever side it is seen: across its longest edge it reaches no further than its
 * other two together, and somewhat more where that edge runs aslant. Most blocks of a model far away are passed over by this alone.
 */
function isHairline({ box: { min, max } }: Block, behind: Behind, { cellSize }: Sight): boolean {
  const [width, height, depth] = [max.x - min.x, max.y - min.y, max.z - min.z + behind.depth];
  const across = width + height + depth - Math.max(width, height, depth);
  return Math.SQRT2 * across * cellSize < LEAST_THICKNESS;
}

/** Undefined also where what can be seen of the box would only flicker. */
function sightOfLarge(eye: Eye, min: Point, max: Point): Sight | undefined {
  const sight = sightOf(eye, min, max);
  if (sight === undefined) return undefined;
  const area = areaOnScreen(eye, min, max);
  return area < LEAST_AREA || area < LEAST_THICKNESS * sizeOf(sight) ? undefined : sight;
}

const mainTensors = new WeakMap<Template, Tensor>();

/** The one that covers most of a template. */
function mainTensor(template: Template): Tensor | undefined {
  const known = mainTensors.get(template);
  if (known !== undefined) return known;
  let [main, most]: [Tensor | undefined, number] = [undefined, 0];
  for (const block of template.blocks) {
    const cells = block.slabs.reduce((sum, slab) => sum + slab.columns * slab.rows, 0);
    if (cells > most) [main, most] = [block.tensor, cells];
  }
  if (main !== undefined) mainTensors.set(template, main);
  return main;
}
