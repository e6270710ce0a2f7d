/**
 * What a frame draws: a walk over groups, blocks and slabs that stops where nothing more could be told apart, so that its result
 * follows what can be seen and not the size of the model.
 */
import type { TensorId } from '../../architecture/graph.ts';
import type { Eye } from '../eye.ts';
import type { Block, Group, Point, Slab } from '../geometry.ts';
import { type Bulk, bulkOf } from './bulk.ts';
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
  /** Cells from one of them to the next where they could be told apart, had they not been too many; else 0. */
  readonly stackPitch: number;
  readonly sight: Sight;
}

/** A group too small to be resolved. Corners relative to the eye. */
export interface SeenBox extends Bulk {
  readonly min: Point;
  readonly max: Point;
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

/** So many solids at most. */
const MOST_SOLIDS = 1500;
/** Members of stacks hide one another: of what they hide, so many canvases at most, for it costs as much as what is seen. */
const MOST_HIDDEN = 1;

/** A group that the eye sees. */
interface Place {
  readonly group: Group;
  /** Relative to the eye. */
  readonly origin: Point;
  /** What the group stands for besides itself. */
  readonly behind: Behind;
  /** Corners relative to the eye, of all that it stands for. */
  readonly min: Point;
  readonly max: Point;
  readonly sight: Sight;
}

/** What can be drawn as one thing or, at the cost of more solids, in its parts. */
interface Choice {
  /** Solids of it as one, and at most of its parts, each of them as one. */
  readonly least: number;
  readonly most: number;
  /** CSS pixels squared of its parts that others of them hide. */
  readonly hidden: number;
  asOne(): void;
  inParts(): void;
}

/** Walks the layout from its root. */
export function traverse(root: Group, eye: Eye): Seen {
  const walk = new Walk(eye);
  walk.meet(root, minus({ x: 0, y: 0, z: 0 }, eye.position));
  return walk.seen();
}

/**
 * What would be the most wrong as one is drawn in its parts first, until there are as many solids as there may be: so a frame's cost is
 * bounded, and what is left as it is, is small.
 */
class Walk {
  private readonly slabs: SeenSlab[] = [];
  private readonly boxes: SeenBox[] = [];
  private readonly opened: Place[] = [];
  /** By their error as one, in CSS pixels. */
  private readonly choices = new LargestFirst<Choice>();
  /** Solids of all choices that are not made yet, as one each. */
  private waiting = 0;
  /** CSS pixels squared that may still be drawn to be hidden. */
  private left: number;

  constructor(private readonly eye: Eye) {
    this.left = MOST_HIDDEN * eye.width * eye.height;
  }

  /** @param parent origin of the group's parent, relative to the eye */
  meet(group: Group, parent: Point): void {
    const place = this.placeOf(group, parent, NOTHING);
    if (place === undefined) return;
    const { blocks, groups } = group.template;
    const choice = {
      least: 1,
      most: blocks.length + Math.min(groups.length, 1),
      hidden: 0,
      asOne: () => this.close(place),
      inParts: () => this.open(place),
    };
    this.add(choice, sizeOf(place.sight), GROUP_ERROR);
  }

  seen(): Seen {
    const { slabs, boxes, choices, opened, eye } = this;
    for (let choice = choices.take(); choice !== undefined; choice = choices.take()) {
      this.waiting -= choice.least;
      const solids = slabs.length + boxes.length + this.waiting + choice.most;
      if (solids <= MOST_SOLIDS && choice.hidden <= this.left) {
        this.left -= choice.hidden;
        choice.inParts();
      } else choice.asOne();
    }
    return { slabs, boxes, flows: seenFlows(opened, eye) };
  }

  /** @param least CSS pixels: a smaller error is none */
  private add(choice: Choice, error: number, least: number): void {
    if (error < least) {
      choice.asOne();
      return;
    }
    this.waiting += choice.least;
    this.choices.add(choice, error);
  }

  private placeOf(group: Group, parent: Point, behind: Behind): Place | undefined {
    const origin = plus(parent, group.origin);
    const { box } = group.template;
    const [min, max] = [plus(box.min, { ...origin, z: origin.z - behind.depth }), plus(box.max, origin)];
    const sight = sightOf(this.eye, min, max);
    return sight && { group, origin, behind, min, max, sight };
  }

  private close({ group, min, max, sight }: Place): void {
    this.boxes.push({ min, max, ...bulkOf(group.template), sight });
  }

  private open(place: Place): void {
    this.opened.push(place);
    const { group, origin, behind, sight } = place;
    const { blocks, groups, isStack } = group.template;
    for (const block of blocks) if (!isHairline(block, behind, sight)) this.meetBlock(block, place);
    if (isStack) this.meetStack(groups, origin);
    else for (const child of groups) this.meet(child, origin);
  }

  /** The first stands for all of a stack that are too close to be told apart: else its halves are looked at. */
  private meetStack(groups: readonly Group[], parent: Point): void {
    const stack = stackOf(groups, parent, this.eye);
    if (stack === undefined) {
      for (const group of groups) this.meet(group, parent);
      return;
    }
    const { first, behind, gap } = stack;
    const place = this.placeOf(first, parent, behind);
    if (place === undefined) return;
    const least = first.template.blocks.filter((block) => !isHairline(block, behind, place.sight)).length;
    const half = Math.ceil(groups.length / 2);
    const choice = {
      least,
      most: 2 * least,
      hidden: this.hiddenBy(gap, plus(first.template.box.min, place.origin), place.max),
      asOne: () => (sizeOf(place.sight) < GROUP_ERROR ? this.close(place) : this.open(place)),
      inParts: () => {
        this.meetStack(groups.slice(0, half), parent);
        this.meetStack(groups.slice(half), parent);
      },
    };
    this.add(choice, gap, SLAB_ERROR);
  }

  private meetBlock(block: Block, place: Place): void {
    const { origin, behind } = place;
    const farthest = { ...origin, z: origin.z - behind.depth };
    if (sightOfLarge(this.eye, plus(block.box.min, farthest), plus(block.box.max, origin)) === undefined) return;
    const [first] = block.slabs;
    if (first !== undefined && first.thickness >= LEAST_FILLING * behind.pitch)
      this.meetSlabs(block, 0, block.slabs.length - 1, place);
  }

  /** Those of a block from one to another, as a stack of groups is met. */
  private meetSlabs(block: Block, from: number, to: number, place: Place): void {
    const [slab, last] = [block.slabs[from], block.slabs[to]];
    if (slab === undefined || last === undefined) return;
    const depth = slab.position.z - last.position.z;
    const stackDepth = place.behind.depth + depth;
    const corner = plus(slab.position, place.origin);
    const end = plus(corner, { x: slab.columns, y: slab.rows, z: slab.thickness });
    const whole = sightOfLarge(this.eye, { ...corner, z: corner.z - stackDepth }, end);
    if (whole === undefined) return;
    const pitch = from === to ? 0 : depth / (to - from);
    const gap = from === to ? 0 : largestGap(this.eye, corner, end, depth, pitch);
    const { behind } = place;
    const stackPitch = gap >= SLAB_ERROR ? pitch : behind.isTold ? behind.pitch : 0;
    const middle = Math.floor((from + to) / 2);
    const choice = {
      least: 1,
      most: 2,
      hidden: this.hiddenBy(gap, corner, end),
      asOne: () => {
        // The front of a stack may be out of view where what is behind it is not.
        const sight = stackDepth === 0 ? whole : (sightOf(this.eye, corner, end) ?? whole);
        const id = place.group.prefix + block.id;
        this.slabs.push({ id, block, slab, index: from, corner, stackDepth, stackPitch, sight });
      },
      inParts: () => {
        this.meetSlabs(block, from, middle, place);
        this.meetSlabs(block, middle + 1, to, place);
      },
    };
    this.add(choice, gap, SLAB_ERROR);
  }

  /** CSS pixels squared that one of a stack hides of the next, which appears `gap` CSS pixels beside it. Corners relative to the eye. */
  private hiddenBy(gap: number, min: Point, max: Point): number {
    const { width, height } = this.eye;
    const canvas = width * height;
    const area = Math.min(areaOnScreen(this.eye, min, max), canvas);
    return area * Math.max(0, 1 - gap / Math.sqrt(area));
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
  /** Whether they could be told apart. */
  readonly isTold: boolean;
}

const NOTHING: Behind = { depth: 0, pitch: 0, isTold: false };

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
  const gap = largestGap(eye, plus(min, at), plus(max, at), depth, pitch);
  return { first, behind: { depth, pitch, isTold: gap >= SLAB_ERROR }, gap };
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
