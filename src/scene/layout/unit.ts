/** One top-level part of the model (the embedding, a layer, the head), laid out once for all parts of its kind. */
import type { Module, Tensor, TensorId } from '../../architecture/graph.ts';
import { opsIn, tensorsIn } from '../../architecture/module.ts';
import type { Block, Flow, Group, Point, Template } from '../geometry.ts';
import { boundsOf, boxOfFlow, movedBox } from './bounds.ts';
import { type Entry, entriesOf, flowsOf, type Relative } from './flows.ts';
import { Sheet } from './sheet.ts';
import { blockOf } from './solid.ts';
import type { Spacing } from './spacing.ts';
import { flowsOfStack, groupsOf, layOutStack, type PlacedStack } from './stack.ts';
import { standStream } from './stream.ts';

/** A module of a unit: blocks and flows that stand for themselves at one place, and the modules in it. */
interface Part {
  /** What the id of the module has beyond the unit's: `.attention`, or nothing. */
  readonly suffix: string;
  /** What stands in the module itself, with a box around all that is in it. */
  readonly template: Template;
  readonly parts: readonly Part[];
  /** Instead of parts, modules of one kind behind one another. */
  readonly stack: PlacedStack | undefined;
}

/** Ids are relative to the unit's prefix. The stream runs down along x = 0; the unit is entered at y = 0. */
export interface Unit {
  readonly id: string;
  /** The unit itself. */
  readonly whole: Part;
  readonly entries: readonly Entry[];
  /** The block with which the stream leaves, and the heights between which it stands. */
  readonly exit: { readonly id: TensorId; readonly top: number; readonly bottom: number } | undefined;
  /** See `Stream`. */
  readonly isEnteredBeside: boolean;
}

/** What stands before the relative ids of a unit's tensors. */
export function prefixOf(module: Module): string {
  const prefix = `${module.id}.`;
  return [...tensorsIn(single(module))].every(({ id }) => id.startsWith(prefix)) ? prefix : '';
}

/** The module without those of which there are many of one kind. */
function single(module: Module): Module {
  return { ...module, modules: module.awake === undefined ? module.modules.map(single) : [] };
}

/** The module in it that holds modules of one kind. */
function manyIn(module: Module): Module | undefined {
  if (module.awake !== undefined) return module;
  return module.modules.map(manyIn).find((found) => found !== undefined);
}

/** Lays out a unit. @throws Error naming the op or tensor for which there is no rule. */
export function layOutUnit(module: Module, spacing: Spacing): Unit {
  const own = single(module);
  const many = manyIn(module);
  const prefix = prefixOf(module);
  const sheet = new Sheet([...tensorsIn(own)], [...opsIn(own)], spacing);
  const { branches, experts, exit, isEnteredBeside } = standStream(sheet, many && layOutStack(many, spacing));
  const mixing = sheet.ops.find((op) => op.kind === 'combine');
  const relative = (id: TensorId) => id.slice(prefix.length);
  const flows = flowsOf(sheet, branches, relative);
  if (experts !== undefined && mixing !== undefined) flows.push(...flowsOfStack(experts, mixing, sheet, relative));

  const toBlock = ({ id }: Tensor): Block => {
    return blockOf(sheet.at(id), relative(id));
  };
  const flowsOfPart = byPart(flows, module, relative);
  const partOf = (part: Module): Part => {
    const parts = part.awake === undefined ? part.modules.map(partOf) : [];
    const within = flowsOfPart.get(part) ?? [];
    const blocks = part.tensors.map(toBlock);
    const stack = part.awake === undefined ? undefined : experts;
    const boxes = [
      ...parts.map(({ template }) => template.box),
      ...blocks.map(({ box }) => box),
      ...within.map(boxOfFlow),
      ...(stack === undefined ? [] : [movedBox(stack.stack.box, { x: stack.x, y: stack.y, z: 0 })]),
    ];
    return {
      suffix: part.id.slice(module.id.length),
      template: { blocks, flows: within, groups: [], box: boundsOf(boxes) },
      parts,
      stack,
    };
  };
  const whole = partOf(module);
  return {
    id: module.id,
    whole,
    entries: entriesOf(sheet, branches).map((entry) => ({ ...entry, to: relative(entry.to) })),
    exit:
      exit === undefined ? undefined : { id: relative(exit), top: sheet.at(exit).top, bottom: sheet.at(exit).bottom },
    isEnteredBeside,
  };
}

/** A ribbon belongs to the smallest part of the unit that has both its ends. */
function byPart(flows: readonly Flow[], unit: Module, relative: Relative): ReadonlyMap<Module, readonly Flow[]> {
  /** The parts that a tensor is in, the unit first. */
  const chains = new Map<TensorId, readonly Module[]>();
  let ofMany: readonly Module[] = [];
  const walk = (part: Module, outer: readonly Module[]) => {
    const chain = [...outer, part];
    for (const { id } of part.tensors) chains.set(relative(id), chain);
    if (part.awake === undefined) for (const child of part.modules) walk(child, chain);
    else ofMany = chain;
  };
  walk(unit, []);

  const found = new Map<Module, Flow[]>();
  for (const one of flows) {
    const [from, to] = [one.from, one.to].map((id) => chains.get(id) ?? ofMany);
    const part = from?.findLast((module) => to?.includes(module)) ?? unit;
    const own = found.get(part);
    if (own === undefined) found.set(part, [one]);
    else own.push(one);
  }
  return found;
}

/** A unit at its place. Only the thin frame of groups is made anew: blocks and flows are shared by all units of the kind. */
export function groupOf(unit: Unit, id: string, prefix: string, origin: Point): Group {
  const idOf = (own: string) => id + own.slice(unit.id.length);
  const toGroup = ({ suffix, template, parts, stack }: Part, at: Point): Group => {
    const groups = stack === undefined ? parts.map((part) => toGroup(part, ORIGIN)) : groupsOf(stack, idOf);
    const filled = groups.length === 0 ? template : { ...template, groups, isStack: stack !== undefined };
    return { id: id + suffix, prefix, origin: at, template: filled };
  };
  return toGroup(unit.whole, origin);
}

const ORIGIN: Point = { x: 0, y: 0, z: 0 };
