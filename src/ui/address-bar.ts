/** Keeps the address in step with the moment: a model or a chapter makes an entry of the history, all else replaces the present one. */
import { effect } from '@preact/signals';
import { DEFAULT_MODEL } from '../app/bundled.ts';
import type { Cutaway } from '../app/create-app.ts';
import type { OpenModel } from '../app/model.ts';
import type { Restoring } from '../app/restoring.ts';
import { fromHash, toHash } from '../app/saved-state.ts';
import { pageMode } from './mode.ts';
import { word } from './words.ts';

/** The address follows after this long without a change: browsers refuse hundreds of changes in a row. */
const QUIET_MS = 400;

/** Opens what the address says, and follows it from then on. */
export async function followAddress(app: Cutaway, restoring: Restoring): Promise<void> {
  const ownModels = new OwnModels();
  const arriveAt = (kept: unknown) => {
    const { state, problems } = fromHash(location.hash);
    const own = ownModels.find(kept);
    const lost = ownModels.isKept(kept) && own === undefined ? [word('link.ownModel')] : [];
    return restoring.restore({ state, problems: [...problems, ...lost] }, own ?? DEFAULT_MODEL);
  };
  await arriveAt(history.state);
  let entry = entryOf(app);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // What is on its way to an entry of the history must not make another one.
  let arrivals = 0;
  const write = () => {
    if (arrivals > 0) return;
    const hash = toHash(app.savedState());
    const next = entryOf(app);
    if (hash === location.hash && next === entry) return;
    const kept = ownModels.keep(app.model.peek());
    // The history of a page around this one is not ours to fill.
    if (next === entry || pageMode.peek() === 'embedded') history.replaceState(kept, '', hash);
    else history.pushState(kept, '', hash);
    entry = next;
  };
  effect(() => {
    const { generating } = app;
    const parts = [app.model, app.prompt, app.run, generating.settings, app.pinned, app.theme, app.settings, app.frame];
    for (const part of parts) void part.value;
    clearTimeout(timer);
    timer = setTimeout(write, QUIET_MS);
  });
  // A link leaves this moment: the entry that the way back leads to must hold all of it.
  const leave = ({ target }: MouseEvent) => {
    if (!(target instanceof Element) || target.closest('a[href^="#"]') === null) return;
    clearTimeout(timer);
    write();
  };
  addEventListener('click', leave, { capture: true });
  addEventListener('popstate', ({ state }) => {
    clearTimeout(timer);
    arrivals += 1;
    void arriveAt(state).finally(() => {
      arrivals -= 1;
      entry = entryOf(app);
    });
  });
}

/** What an entry of the history stands for. */
function entryOf(app: Cutaway): string {
  const chapter = app.telling.isTold.peek() ? app.player.peek()?.place.peek().chapter : undefined;
  return `${app.model.peek()?.id} ${chapter ?? ''}`;
}

/** What an entry of the history holds of a model from the reader's own files: its number among those of one load of the page. */
interface Kept {
  readonly load: number;
  readonly model: number;
}

/** Of this load: entries of the history outlive it. */
const LOAD = performance.timeOrigin;

/** Models from files of the reader's own: no address opens them. */
class OwnModels {
  readonly #models: OpenModel[] = [];

  /** What the entry of a model holds. */
  keep(model: OpenModel | undefined): Kept | undefined {
    if (model === undefined || model.isAddressable) return undefined;
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
