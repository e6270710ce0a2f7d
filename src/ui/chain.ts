/** Along the computation from block to block, and back the same way. */
import { batch } from '@preact/signals';
import type { App } from '../app/app.ts';
import type { TensorId } from '../architecture/graph.ts';
import { operandsOf } from '../architecture/operands.ts';
import { goToBlock } from './go-to-block.ts';
import { trail } from './ui-state.ts';

/** To what a block was made from, or to what it feeds. */
export type Way = 'madeFrom' | 'feeds';

/** A block on the way that the reader has taken; the way is how it was reached from the one before. */
export interface TrailStep {
  readonly block: TensorId;
  readonly way: Way | undefined;
}

/** Steps further back are forgotten. */
const LONGEST = 8;

/** The blocks that the block was made from, in the order of its formula. */
export function madeFrom(app: App, block: TensorId): readonly TensorId[] {
  const op = app.model.value?.graph.producer(block);
  return op === undefined ? [] : operandsOf(op).map((operand) => operand.id);
}

/** The blocks that are made from it. */
export function feeds(app: App, block: TensorId): readonly TensorId[] {
  return app.model.value?.graph.consumers(block).map((op) => op.output) ?? [];
}

/** The way that ends at a block: the one taken if it ends there, else the block alone. */
export function trailTo(taken: readonly TrailStep[], block: TensorId): readonly TrailStep[] {
  return taken.at(-1)?.block === block ? taken : [{ block, way: undefined }];
}

/** The trail after a step from its end to a neighbour. A step to a block on the trail goes back to it. */
export function stepped(taken: readonly TrailStep[], block: TensorId, way: Way): readonly TrailStep[] {
  const known = taken.findIndex((step) => step.block === block);
  return known < 0 ? [...taken, { block, way }].slice(-LONGEST) : taken.slice(0, known + 1);
}

/** Goes from the pinned block to a neighbour of it. */
export function follow(app: App, block: TensorId, way: Way): void {
  const from = app.pinned.value?.block;
  batch(() => {
    if (from !== undefined) trail.value = stepped(trailTo(trail.value, from), block, way);
    goToBlock(app, block);
  });
}

/** Forgets the trail once something is pinned otherwise than by going along it, or nothing is, as in another model. */
export function endStaleTrail(app: App): void {
  const pinned = app.pinned.value?.block;
  if (trail.peek().at(-1)?.block !== pinned) trail.value = [];
}

/** One step from the pinned block: back where one came from that way, else to its first neighbour. Nothing at the ends. */
export function followFirst(app: App, way: Way): void {
  const from = app.pinned.value?.block;
  if (from === undefined) return;
  const taken = trailTo(trail.value, from);
  const [before, here] = [taken.at(-2), taken.at(-1)];
  const cameOpposite = here?.way !== undefined && here.way !== way;
  const neighbours = way === 'madeFrom' ? madeFrom(app, from) : feeds(app, from);
  const next = cameOpposite ? before?.block : neighbours[0];
  if (next !== undefined) follow(app, next, way);
}
