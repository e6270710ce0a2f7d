/** One top-level part of the model (the embedding, a layer, the head), laid out once for all parts of its kind. */
import type { Module, Op, Tensor, TensorId } from '../../architecture/graph.ts';
import type { Block, Flow, Group, Point, Template } from '../geometry.ts';
import { boundsOf, boxOfFlow } from './bounds.ts';
import { type Entry, entriesOf, flowsOf } from './flows.ts';
import { Sheet } from './sheet.ts';
import { blockOf } from './solid.ts';
import type { Spacing } from './spacing.ts';
import { standStream } from './stream.ts';

/** Blocks and flows that stand for themselves at one place: a unit, or the modules in it. */
interface Part {
  /** What the id of the module has beyond the unit's: `.attention`, or nothing. */
  readonly suffix: string;
  readonly template: Template;
}

/** Ids are relative to the unit's prefix. The stream runs down along x = 0; the unit is entered at y = 0. */
export interface Unit {
  /** The unit itself comes last, with the flows between its modules. */
  readonly parts: readonly Part[];
  readonly whole: Pick<Template, 'blocks' | 'flows' | 'box'>;
  readonly entries: readonly Entry[];
  /** The block with which the stream leaves, and the heights between which it stands. */
  readonly exit: { readonly id: TensorId; readonly top: number; readonly bottom: number } | undefined;
  /** See `Stream`. */
  readonly isEnteredBeside: boolean;
}

/** What stands before the relative ids of a unit's tensors. */
export function prefixOf(module: Module): string {
  const prefix = `${module.id}.`;
  return tensorsIn(module).every(({ id }) => id.startsWith(prefix)) ? prefix : '';
}

function tensorsIn(module: Module): Tensor[] {
  return [...module.tensors, ...module.modules.flatMap(tensorsIn)];
}

function opsIn(module: Module): Op[] {
  return [...module.ops, ...module.modules.flatMap(opsIn)];
}

/** Lays out a unit. @throws Error naming the op or tensor for which there is no rule. */
export function layOutUnit(module: Module, spacing: Spacing): Unit {
  const tensors = tensorsIn(module);
  const prefix = prefixOf(module);
  const sheet = new Sheet(tensors, opsIn(module), spacing);
  const { branches, exit, isEnteredBeside } = standStream(sheet);

  const relative = (id: TensorId) => id.slice(prefix.length);
  const toBlock = ({ id }: Tensor): Block => {
    return blockOf(sheet.at(id), relative(id));
  };
  const flows = flowsOf(sheet, branches);
  const flowsWithin = (ids: ReadonlySet<TensorId>) => flows.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const relativeFlow = (flow: Flow): Flow => ({ ...flow, from: relative(flow.from), to: relative(flow.to) });

  const inParts = new Set<Flow>();
  const parts = module.modules.map((child): Part => {
    const own = tensorsIn(child);
    const within = flowsWithin(new Set(own.map(({ id }) => id)));
    for (const flow of within) inParts.add(flow);
    const blocks = own.map(toBlock);
    const template = templateOf(blocks, within.map(relativeFlow));
    return { suffix: child.id.slice(module.id.length), template };
  });
  const blocks = module.tensors.map(toBlock);
  const between = flows.filter((flow) => !inParts.has(flow)).map(relativeFlow);
  const box = boundsOf([
    ...parts.map(({ template }) => template.box),
    ...blocks.map((block) => block.box),
    ...between.map(boxOfFlow),
  ]);
  return {
    parts,
    whole: { blocks, flows: between, box },
    entries: entriesOf(sheet, branches).map((entry) => ({ ...entry, to: relative(entry.to) })),
    exit:
      exit === undefined ? undefined : { id: relative(exit), top: sheet.at(exit).top, bottom: sheet.at(exit).bottom },
    isEnteredBeside,
  };
}

function templateOf(blocks: readonly Block[], flows: readonly Flow[]): Template {
  const box = boundsOf([...blocks.map((block) => block.box), ...flows.map(boxOfFlow)]);
  return { blocks, flows, groups: [], box };
}

/** A unit at its place. Only the thin frame of groups is made anew: blocks and flows are shared by all units of the kind. */
export function groupOf(unit: Unit, id: string, prefix: string, origin: Point): Group {
  const groups = unit.parts.map(({ suffix, template }) => ({ id: id + suffix, prefix, origin: ORIGIN, template }));
  return { id, prefix, origin, template: { ...unit.whole, groups } };
}

const ORIGIN: Point = { x: 0, y: 0, z: 0 };
