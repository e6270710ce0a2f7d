/** From one bundled model to another without losing one's place: what is pinned and looked at is looked for in the other. */
import { addressOf, ownId } from '../architecture/address.ts';
import type { TensorId } from '../architecture/graph.ts';
import type { Hit } from '../scene/picture.ts';
import type { App } from './app.ts';
import { whyMissing } from './asking.ts';
import { modelAround, type OpenModel } from './model.ts';
import type { Staging } from './staging.ts';

export interface Switched extends Pick<App, 'open' | 'ask' | 'pin' | 'prompt' | 'pinned' | 'model'> {
  readonly staging: Pick<Staging, 'view' | 'show' | 'layout'>;
}

/**
 * Opens a model, runs the prompt that it was left with, and goes to the block, and the cell, that was pinned and looked at before
 * where it has them too.
 * @throws {OpenError | CheckpointError | ConfigError} as `open`
 */
export async function switchModel(app: Switched, id: string): Promise<void> {
  const pinned = app.pinned.peek();
  const view = app.staging.view();
  const from = app.model.peek();
  const model = await app.open(id);
  if (model.runnable) await app.ask(app.prompt.peek());
  // By then the reader may have gone on.
  if (app.model.peek() !== model || app.pinned.peek() !== undefined || app.staging.view() !== undefined) return;
  const tokens = app.staging.layout.peek()?.tokens ?? 0;
  const kept = (hit: Hit) =>
    sameIn(model, tokens, { ...hit, block: from ? blockThere(hit.block, from, model) : hit.block });
  app.pin(pinned && kept(pinned));
  if (view?.block === undefined) return;
  const { block, cell, ...side } = view;
  const seen = kept({ block, ...(cell && { cell }) });
  if (seen !== undefined) app.staging.show({ ...side, ...seen });
}

/** What a block of a model goes by in another: from a model into a hall with it, and out of the hall, the block itself. */
function blockThere(block: TensorId, from: OpenModel, to: OpenModel): TensorId {
  if (to.members !== undefined) {
    const guest = to.members.find(({ model }) => model === from);
    return addressOf({ model: guest?.name ?? from.id, id: block });
  }
  return modelAround(block, from).id === to.id ? ownId(block) : block;
}

/** The cell, else its block, as far as a model has it. */
export function sameIn(model: OpenModel, tokens: number, hit: Hit): Hit | undefined {
  return [hit, { block: hit.block }].find((wanted) => whyMissing(wanted, model, tokens) === undefined);
}
