/** Keeps the address in step with the moment: a model or a chapter makes an entry of the history, all else replaces the present one. */
import { effect, untracked } from '@preact/signals';
import { DEFAULT_MODEL } from '../app/bundled.ts';
import type { Cutaway } from '../app/create-app.ts';
import { asOpened, isOwnName, type OpenModel } from '../app/model.ts';
import type { Restoring } from '../app/restoring.ts';
import { fromHash, type SavedState, STATE_VERSION, toHash } from '../app/saved-state.ts';
import { pageMode } from './mode.ts';
import { leftFrom } from './ui-state.ts';
import { word } from './words.ts';

/** The address follows no more often than this: browsers refuse hundreds of changes in a row. */
const BETWEEN_MS = 400;

/** What is written down, and what it makes an entry of. */
interface Moment {
  readonly state: SavedState;
  readonly model: OpenModel | undefined;
  readonly entry: string;
}

/** Opens what the address says, and follows it from then on. */
export async function followAddress(app: Cutaway, restoring: Restoring): Promise<void> {
  const ownModels = new OwnModels();
  const arriveAt = (kept: unknown, otherwise?: SavedState) => {
    const { state: told = otherwise, problems } = fromHash(location.hash);
    const own = ownModels.find(kept);
    // What was kept goes before what the address says of it, which of a hall with a guest is not all.
    const state = told && own ? { ...told, model: undefined } : told;
    const lost = ownModels.isKept(kept) && own === undefined ? [word('link.ownModel')] : [];
    return restoring.restore({ state, problems: [...problems, ...lost] }, own ?? DEFAULT_MODEL);
  };
  await arriveAt(history.state, { version: STATE_VERSION });
  const present = (): Moment => ({ state: app.savedState(), model: app.model.peek(), entry: entryOf(app) });
  let last = present();
  let { entry } = last;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopWaiting = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  // What is on its way to an entry of the history must not make another one.
  let arrivals = 0;
  const write = ({ state, model, entry: next } = present()) => {
    stopWaiting();
    if (arrivals > 0) return;
    const hash = toHash(state);
    if (hash === location.hash && next === entry) return;
    const kept = ownModels.keep(model);
    // The history of a page around this one is not ours to fill.
    if (next === entry || pageMode.peek() === 'embedded') history.replaceState(kept, '', hash);
    else history.pushState(kept, '', hash);
    entry = next;
  };
  effect(() => {
    const { generating, surroundings } = app;
    const ofPage = [app.theme, app.settings, surroundings.tab, surroundings.comparing, app.frame];
    const parts = [app.model, app.prompt, app.run, generating.settings, app.pinned, ...ofPage];
    for (const part of parts) void part.value;
    const now = untracked(present);
    const isOther = opened(now.model) !== opened(last.model);
    // Sizes on their way to others are not worth an entry.
    if (isOther || (now.model !== last.model && last.model?.resized === undefined)) {
      // The entry of the model that is left holds all of it, also what came within the last moment, as while tokens are drawn.
      write(last);
      // The way back is from where a link has led, and not from what is opened by hand.
      if (isOther && arrivals === 0) leftFrom.value = undefined;
    }
    last = now;
    // The present entry follows while the moment changes, as while tokens are drawn; a new one waits until it rests.
    if (now.entry !== entry) stopWaiting();
    timer ??= setTimeout(write, BETWEEN_MS);
  });
  // A link leaves this moment: the entry that the way back leads to must hold all of it.
  const leave = ({ target }: MouseEvent) => {
    if (!(target instanceof Element) || target.closest('a[href^="#"]') === null) return;
    write();
  };
  addEventListener('click', leave, { capture: true });
  addEventListener('popstate', ({ state }) => {
    stopWaiting();
    arrivals += 1;
    void arriveAt(state).finally(() => {
      arrivals -= 1;
      last = present();
      entry = last.entry;
      // Of what was not understood nothing stays in the address.
      timer ??= setTimeout(write, BETWEEN_MS);
    });
  });
}

/** What an entry of the history stands for. */
function entryOf(app: Cutaway): string {
  const model = app.model.peek();
  const chapter = app.telling.isTold.peek() ? app.player.peek()?.place.peek().chapter : undefined;
  return JSON.stringify([model?.id, model?.resized?.sizes, chapter]);
}

/** Other sizes do not make another model of it. */
function opened(model: OpenModel | undefined): OpenModel | undefined {
  return model && asOpened(model);
}

/** What an entry of the history holds of a model from the reader's own files: its number among those of one load of the page. */
interface Kept {
  readonly load: number;
  readonly model: number;
}

/** Of this load: entries of the history outlive it. */
const LOAD = performance.timeOrigin;

/** Models from files of the reader's own, and halls with one: no address opens them. */
class OwnModels {
  readonly #models: OpenModel[] = [];

  /** What the entry of a model holds. */
  keep(shown: OpenModel | undefined): Kept | undefined {
    const model = opened(shown);
    const hasGuest = model?.members?.some(({ name }) => isOwnName(name)) === true;
    if (model === undefined || (model.isAddressable && !hasGuest)) return undefined;
    if (!this.#models.includes(model)) this.#models.push(model);
    return { load: LOAD, model: this.#models.indexOf(model) };
  }

  isKept(kept: unknown): kept is Kept {
    return typeof kept === 'object' && kept !== null && 'load' in kept && 'model' in kept;
  }

  /** Undefined also for what was opened before the page was loaded anew. */
  find(kept: unknown): OpenModel | undefined {
    return this.isKept(kept) && kept.load === LOAD ? this.#models[kept.model] : undefined;
  }
}
