/** The ribbons of one unit: for each op, how its operands come to its output. */
import type { Op, Role, TensorId } from '../../architecture/graph.ts';
import { operandsOf } from '../../architecture/operands.ts';
import type { Flow, Point } from '../geometry.ts';
import { type Branch, isNorm } from './branch.ts';
import type { Sheet, Standing } from './sheet.ts';
import { faceHeight } from './solid.ts';
import { BEHIND, type Spacing } from './spacing.ts';

/** Strengths relative to an ordinary ribbon. */
export const STRENGTH = { trunk: 1.3, riser: 0.5, head: 0.55, ordinary: 1 };

interface Ends {
  readonly from: TensorId;
  readonly to: TensorId;
  readonly role: Role;
}

interface Ribbon {
  readonly kind: Flow['kind'];
  readonly path: readonly Point[];
  readonly startWidth: number;
  readonly endWidth?: number;
  readonly strength?: number;
}

export function flow({ from, to, role }: Ends, ribbon: Ribbon, { gap, tokens }: Spacing): Flow {
  const { kind, startWidth, endWidth = startWidth, strength = STRENGTH.ordinary } = ribbon;
  const path = ribbon.path.some(isThere) ? ribbon.path.filter((...at) => !isThere(...at)) : ribbon.path;
  const radius = radiusOf(path, Math.max(0.9 * gap, 0.75 * startWidth));
  return { from, to, role, kind, path, startWidth, endWidth, strands: tokens, radius, strength };
}

/** Whether a point of a path is where the one before it is. */
function isThere(point: Point, index: number, path: readonly Point[]): boolean {
  const before = path[index - 1];
  return before?.x === point.x && before.y === point.y;
}

/** As wished, but no corner may take more than its share of the runs that it joins. */
function radiusOf(path: readonly Point[], wished: number): number {
  if (path.length < 3) return 0;
  return path.reduce((radius, point, index) => {
    const before = path[index - 1];
    if (before === undefined) return radius;
    const run = Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
    const isBetweenCorners = index > 1 && index < path.length - 1;
    return Math.min(radius, isBetweenCorners ? run / 2 : run);
  }, wished);
}

/** Side flows are half as wide as the stream, and never wider than the block they leave. */
export function sideWidth(rows: number, { tokens }: Spacing): number {
  return Math.min(tokens / 2, 0.8 * rows);
}

/** What an id is within the unit. */
export type Relative = (id: TensorId) => TensorId;

/** All ribbons between blocks of one unit. */
export function flowsOf(sheet: Sheet, branches: readonly Branch[], relative: Relative): Flow[] {
  const drawing = new Drawing(sheet, branches, relative);
  return sheet.ops.flatMap((op) => drawing.ribbonsOf(op));
}

function inPlane(behind: number) {
  return { z: -behind, strength: STRENGTH.ordinary };
}

class Drawing {
  constructor(
    private readonly sheet: Sheet,
    private readonly branches: readonly Branch[],
    private readonly relative: Relative,
  ) {}

  ribbonsOf(op: Op): Flow[] {
    switch (op.kind) {
      case 'gather':
        return [...this.down(op.tokens, op.output), ...this.across(op.table, op.output)];
      case 'position':
        return this.across(op.table, op.output);
      case 'copy':
      case 'scale':
        return this.trunk(op.input, op.output);
      case 'add':
        return [...this.trunk(op.left, op.output), ...this.across(op.right, op.output)];
      case 'layerNorm':
      case 'rmsNorm': {
        if (!this.sheet.has(op.input)) return [];
        const branch = this.branches.find(({ start }) => start === op);
        if (branch === undefined) return this.down(op.input, op.output);
        return branch.last === undefined ? this.trunk(op.input, op.output) : this.across(op.input, op.output);
      }
      case 'linear':
        return this.product(op.input, op.weight, op.output);
      case 'rotate':
      case 'route':
        return this.down(op.input, op.output);
      case 'join':
        return [...this.down(op.left, op.output), ...this.aside(op.right, op.output)];
      case 'scores':
        return [...this.aside(op.query, op.output), ...this.down(op.key, op.output)];
      case 'softmax':
      case 'activate':
        return this.isAbove(op.input, op.output) ? this.down(op.input, op.output) : this.across(op.input, op.output);
      case 'mix':
        // The values pass behind the weights that mix them, a little deeper than the weights' own ribbon.
        return [
          ...this.together(op.value, op.output, this.sheet.at(op.weights).bottom, 2 * BEHIND),
          ...this.together(op.weights, op.output, this.sheet.at(op.weights).bottom, BEHIND),
        ];
      case 'combine':
        if (op.shared === undefined) return [];
        return this.isAbove(op.shared, op.output)
          ? this.under(op.shared, op.output)
          : this.across(op.shared, op.output);
      // What comes to experts and from them runs outside of their sheet.
      case 'dispatch':
        return [];
      case 'multiply':
        // Behind a block between them the ribbon would lie over the same block of the expert behind.
        return [
          ...this.across(op.left, op.output),
          ...(this.sheet.isOneOfMany ? this.under(op.right, op.output) : this.across(op.right, op.output, 0.75)),
        ];
    }
  }

  private isAbove(from: TensorId, to: TensorId): boolean {
    return this.sheet.at(to).top < this.sheet.at(from).bottom;
  }

  /** Down the residual stream. Where it comes from another unit, the ribbon is the whole model's. */
  private trunk(from: TensorId, to: TensorId): Flow[] {
    if (!this.sheet.has(from)) return [];
    const path = [this.point(0, this.sheet.at(from).bottom, -BEHIND), this.point(0, this.sheet.at(to).top, -BEHIND)];
    return [this.flow(from, to, { kind: 'trunk', path, startWidth: this.tokens, strength: STRENGTH.trunk })];
  }

  /**
   * Input to weight to result: on the way out the result stands beneath its weight, on the way back beside it. On the stream it stands
   * beneath the input, and beside its weight's foot.
   */
  private product(input: TensorId, weight: TensorId, output: TensorId): Flow[] {
    const readers = this.sheet.ops.filter((op) => op.kind === 'linear' && op.input === input);
    const into = readers.length > 1 ? this.lane(input, output) : this.across(input, weight);
    if (!this.isAbove(weight, output)) return [...into, ...this.across(weight, output)];
    const isBeneath = this.sheet.at(weight).left < this.sheet.at(output).centre;
    return [...into, ...(isBeneath ? this.taper(weight, output) : this.aside(weight, output))];
  }

  /** From a norm that several products read: under their weights, from above into each result. */
  private lane(input: TensorId, output: TensorId): Flow[] {
    const [source, target] = [this.sheet.at(input), this.sheet.at(output)];
    const { gap, tokens } = this.sheet.spacing;
    const z = -2 * BEHIND;
    const y = target.top + 0.6 * gap;
    const path = [
      this.point(source.centre, source.bottom, z),
      this.point(source.centre, y, z),
      this.point(target.centre, y, z),
      this.point(target.centre, target.top, z),
    ];
    return [this.flow(input, output, { kind: 'side', path, startWidth: Math.min(tokens / 2, 0.4 * gap) })];
  }

  /** From a weight down into its result: as wide as the weight, but no flatter than 45°, and within the weight. */
  private taper(weight: TensorId, output: TensorId): Flow[] {
    const [source, target] = [this.sheet.at(weight), this.sheet.at(output)];
    const within = 2 * Math.min(target.centre - source.left, source.right - target.centre);
    const startWidth = Math.min(within, target.solid.columns + 2 * this.sheet.spacing.gap);
    return this.ribbonsBetween(source, target).map(({ z, strength }) => {
      const path = [this.point(target.centre, source.bottom, z), this.point(target.centre, target.top, z)];
      return this.flow(weight, output, {
        kind: 'vertical',
        path,
        startWidth,
        endWidth: target.solid.columns,
        strength,
      });
    });
  }

  /** Straight down, from block to block. */
  private down(from: TensorId, to: TensorId, behind = BEHIND): Flow[] {
    const [source, target] = [this.sheet.at(from), this.sheet.at(to)];
    return this.ribbonsBetween(source, target, behind).map(({ z, strength }) => {
      const path = [this.point(target.centre, source.bottom, z), this.point(target.centre, target.top, z)];
      return this.flow(from, to, { kind: 'vertical', path, startWidth: this.tokens, strength });
    });
  }

  /** From every head down into a block that has all of them side by side: below `foot` they come to its depth. */
  private together(from: TensorId, to: TensorId, foot: number, behind: number): Flow[] {
    const [source, target] = [this.sheet.at(from), this.sheet.at(to)];
    const depth = Math.max(...target.solid.slabs.map(faceHeight)) - behind;
    return this.ribbonsBetween(source, target, behind).map(({ z, strength }) => {
      const path = [
        this.point(target.centre, source.bottom, z),
        this.point(target.centre, foot, z),
        this.point(target.centre, target.top, depth),
      ];
      return this.flow(from, to, { kind: 'vertical', path, startWidth: this.tokens, strength });
    });
  }

  /** Down and then sideways into the next block: how queries meet keys. */
  private aside(from: TensorId, to: TensorId): Flow[] {
    const [source, target] = [this.sheet.at(from), this.sheet.at(to)];
    const y = (target.top + target.bottom) / 2;
    return this.ribbonsBetween(source, target).map(({ z, strength }) => {
      const path = [
        this.point(source.centre, source.bottom, z),
        this.point(source.centre, y, z),
        this.point(source.centre > target.centre ? target.right : target.left, y, z),
      ];
      return this.flow(from, to, { kind: 'product', path, startWidth: this.tokens, strength });
    });
  }

  /** From foot to foot, below all that stands between. */
  private under(from: TensorId, to: TensorId): Flow[] {
    const [source, target] = [this.sheet.at(from), this.sheet.at(to)];
    const { gap } = this.sheet.spacing;
    const y = Math.min(source.bottom, target.bottom) - 0.4 * gap;
    const z = -2 * BEHIND;
    const path = [
      this.point(source.centre, source.bottom, z),
      this.point(source.centre, y, z),
      this.point(target.centre, y, z),
      this.point(target.centre, target.bottom, z),
    ];
    const startWidth = Math.min(sideWidth(source.solid.rows, this.sheet.spacing), 0.4 * gap);
    return [this.flow(from, to, { kind: 'side', path, startWidth })];
  }

  /** Level, at a height that both blocks have: a part of the way down the lower block. */
  private across(from: TensorId, to: TensorId, part = 0.5): Flow[] {
    const [source, target] = [this.sheet.at(from), this.sheet.at(to)];
    const [top, bottom] = [Math.min(source.top, target.top), Math.max(source.bottom, target.bottom)];
    const y = top + part * (bottom - top);
    const goesLeft = source.centre > target.centre;
    const isPerHead = source.solid.axes.slab !== undefined;
    const ribbons = isPerHead ? this.ribbonsBetween(source, target) : [inPlane(BEHIND)];
    return ribbons.map(({ z, strength }) => {
      const path = [
        this.point(goesLeft ? source.left : source.right, y, z),
        this.point(goesLeft ? target.right : target.left, y, z),
      ];
      const startWidth = isPerHead ? this.tokens : sideWidth(top - bottom, this.sheet.spacing);
      return this.flow(from, to, { kind: isPerHead ? 'product' : 'side', path, startWidth, strength });
    });
  }

  /**
   * Depths of the ribbons between two blocks: one for each slab of the stack with fewer, where both are stacks; one for each
   * head where heads come side by side again; else a single one in the plane of the model.
   */
  private ribbonsBetween({ solid: a }: Standing, { solid: b }: Standing, behind = BEHIND) {
    const both = a.slabs.length > 1 && b.slabs.length > 1;
    const fewer = both && b.slabs.length < a.slabs.length ? b : a;
    if (!both && a.axes.slab === undefined) return [inPlane(behind)];
    const strength = fewer.slabs.length > 1 ? STRENGTH.head : STRENGTH.ordinary;
    return fewer.slabs.map((slab) => ({ z: faceHeight(slab) - behind, strength }));
  }

  private flow(from: TensorId, to: TensorId, ribbon: Ribbon): Flow {
    const { role } = this.sheet.solid(from).tensor;
    return flow({ from: this.relative(from), to: this.relative(to), role }, ribbon, this.sheet.spacing);
  }

  private point(x: number, y: number, z: number): Point {
    return { x, y, z };
  }

  private get tokens(): number {
    return this.sheet.spacing.tokens;
  }
}

/** What the whole model's stream has to reach in a unit: the blocks that read it, and how. */
export interface Entry {
  readonly to: TensorId;
  readonly kind: 'trunk' | 'side';
  /** Where the ribbon ends: the top of a block on the stream, or the near edge of one beside it. */
  readonly end: Point;
  /** Of the block, in cells: a side flow is never wider. */
  readonly rows: number;
}

/** The readers of the stream that comes into a unit, in the order of computation. */
export function entriesOf(sheet: Sheet, branches: readonly Branch[]): Entry[] {
  const entries: Entry[] = [];
  for (const op of sheet.ops) {
    // What mixes experts reads them, and not the stream.
    if (op.kind === 'combine' || operandsOf(op).every(({ id }) => sheet.has(id))) continue;
    const { left, right, top, bottom, solid } = sheet.at(op.output);
    const branch = branches.find(({ start }) => start === op);
    const isBeside = isNorm(op) && branch?.last !== undefined;
    const end = isBeside
      ? { x: branch.side < 0 ? right : left, y: (top + bottom) / 2, z: -BEHIND }
      : { x: 0, y: top, z: -BEHIND };
    entries.push({ to: op.output, kind: isBeside ? 'side' : 'trunk', end, rows: solid.rows });
  }
  return entries;
}
