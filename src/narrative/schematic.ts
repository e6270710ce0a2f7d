/** The model as a line of parts, for a small drawing of where a tour is. Made from the graph alone. */
import { readAddress } from '../architecture/address.ts';
import type { Graph, Module, Role, Tensor, TensorId } from '../architecture/graph.ts';
import { tensorsIn } from '../architecture/module.ts';
import { splitId } from '../architecture/symbols.ts';
import type { PlacedBeat } from './schedule.ts';
import type { Stage } from './stage.ts';
import type { Cue } from './tour.ts';

/** What leaves the residual stream and comes back, or a step before or after the layers; in a hall a model. */
export interface Part {
  /** Of its module, `layers.1.attention`; of a step the block that it makes, `logits`; of a model its name. */
  readonly id: string;
  readonly role: Role;
  /** All its blocks, weights among them; of a model its name for all of them. */
  readonly blocks: ReadonlySet<TensorId>;
  /** What it computes, without the norm before an attention or feed-forward part and the sum after it. */
  readonly made: ReadonlySet<TensorId>;
  /** The one that stands for it. */
  readonly block: TensorId;
}

/** From left to right, or from top to bottom. A gap stands for layers that have no room; both ends are left out. */
export type Section =
  | { readonly kind: 'step'; readonly part: Part }
  | { readonly kind: 'layer'; readonly layer: number; readonly parts: readonly Part[] }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

/**
 * The whole model in its order of computation; a hall as its models. Of more layers than there is room for, the first and the last and those around
 * `here`: no other layer is built for it.
 * @param here a layer
 * @param room for how many layers, gaps counted; at least 5
 */
export function schematicOf(graph: Graph, here: number, room: number): Section[] {
  const modules = graph.root.modules;
  if (graph.members !== undefined) return modules.map(({ id }) => ({ kind: 'step', part: modelPart(id) }));
  const isLayer = ({ id }: Module) => /^layers\.\d+$/.test(id);
  const first = modules.findIndex(isLayer);
  const layers = modules.filter(isLayer);
  const steps = (outside: readonly Module[]) =>
    outside.flatMap((module) => stepsOf(module).map((part): Section => ({ kind: 'step', part })));
  return [
    ...steps(modules.slice(0, first)),
    ...shownLayers(layers.length, here, room).map((shown): Section => {
      if (typeof shown !== 'number') return { kind: 'gap', ...shown };
      const parts = (layers[shown]?.modules ?? []).flatMap((module) => partOf(module.id, [...tensorsIn(module)]));
      return { kind: 'layer', layer: shown, parts };
    }),
    ...steps(modules.slice(first + layers.length)),
  ];
}

function modelPart(id: string): Part {
  const blocks = new Set([id]);
  return { id, role: 'weight', blocks, made: blocks, block: id };
}

/** Whether a block, or in a hall its model, is among those of a part. */
export function isAmongBlocks(blocks: ReadonlySet<TensorId>, id: TensorId): boolean {
  return blocks.has(id) || blocks.has(readAddress(id)?.model ?? id);
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

function shownLayers(count: number, here: number, room: number): (number | Gap)[] {
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const last = count - 1;
  if (count <= room) return range(0, last);
  // Near an end there is a gap on the other side alone.
  const beside = room - 3;
  if (here < beside) return [...range(0, beside), { from: beside + 1, to: last - 1 }, last];
  if (here > last - beside) return [0, { from: 1, to: last - beside - 1 }, ...range(last - beside, last)];
  const from = here - Math.floor((room - 5) / 2);
  const to = from + room - 5;
  return [0, { from: 1, to: from - 1 }, ...range(from, to), { from: to + 1, to: last - 1 }, last];
}

/** What makes the stream is one part; what reads it at the end goes step by step, each weight with the step that reads it. */
function stepsOf({ id, tensors, ops }: Module): Part[] {
  if (tensors.at(-1)?.role === 'residual') return partOf(id, tensors);
  return ops.flatMap((op) => {
    const until = tensors.findIndex((tensor) => tensor.id === op.output);
    const before = tensors.slice(0, until).findLastIndex(({ kind }) => kind !== 'weight');
    return partOf(op.output, tensors.slice(before + 1, until + 1));
  });
}

/** None where a module makes nothing. */
function partOf(id: string, tensors: readonly Tensor[]): Part[] {
  const made = tensors.filter(({ kind, role }) => kind === 'activation' && role !== 'residual');
  const main = made.findLast(({ role }) => role === 'attention') ?? made.at(-1);
  if (main === undefined) return [];
  const own = made.filter(({ role }) => role !== 'normalisation' || role === main.role);
  return [{ id, role: main.role, blocks: idsOf(tensors), made: idsOf(own), block: main.id }];
}

function idsOf(tensors: readonly Tensor[]): ReadonlySet<TensorId> {
  return new Set(tensors.map(({ id }) => id));
}

/** The blocks that a stage is about: the lit ones; where all are, those that the camera goes to. None where that is the whole model. */
export function blocksOnStage({ lit, flight }: Pick<Stage, 'lit' | 'flight'>): readonly TensorId[] {
  return lit?.map(({ block }) => block) ?? flight.to.blocks;
}

/** The first layer that the blocks belong to; 0 where none does. */
export function layerOf(blocks: readonly TensorId[]): number {
  return blocks.map((block) => splitId(block).layer).find((layer) => layer !== undefined) ?? 0;
}

/**
 * The beat that tells of a part: the first that computes cells of what it makes; else the first that runs as far as one of its
 * blocks; else the first that lights or looks at what it makes. Norms before it and sums after it are told of with other parts,
 * and weights alone too. Undefined where a tour never speaks of it.
 */
export function firstBeatOn(beats: readonly PlacedBeat[], { blocks, made }: Part): PlacedBeat | undefined {
  const firstBy = (shows: (cue: Cue) => boolean) => beats.find(({ beat }) => beat.cues.some(shows));
  return (
    firstBy((cue) => cue.kind === 'compute' && made.has(cue.at.block)) ??
    firstBy((cue) => cue.kind === 'run' && blocks.has(cue.to)) ??
    firstBy(
      (cue) => (cue.kind === 'light' || cue.kind === 'look') && cue.at.some(({ block }) => isAmongBlocks(made, block)),
    )
  );
}
