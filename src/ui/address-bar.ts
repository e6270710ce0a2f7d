/** Keeps the address in step with the moment: a model or a chapter makes an entry of the history, all else replaces the present one. */
import { effect } from '@preact/signals';
import { DEFAULT_MODEL } from '../app/bundled.ts';
import type { Cutaway } from '../app/create-app.ts';
import type { Restoring } from '../app/restoring.ts';
import { fromHash, toHash } from '../app/saved-state.ts';
import { pageMode } from './mode.ts';

/** The address follows after this long without a change: browsers refuse hundreds of changes in a row. */
const QUIET_MS = 400;

/** Opens what the address says, and follows it from then on. */
export async function followAddress(app: Cutaway, restoring: Restoring): Promise<void> {
  await restoring.restore(fromHash(location.hash), DEFAULT_MODEL);
  let entry = entryOf(app);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // What is on its way to an entry of the history must not make another one.
  let arrivals = 0;
  const write = () => {
    if (arrivals > 0) return;
    const hash = toHash(app.savedState());
    if (hash === location.hash) return;
    const next = entryOf(app);
    // The history of a page around this one is not ours to fill.
    if (next === entry || pageMode.peek() === 'embedded') history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
    entry = next;
  };
  effect(() => {
    for (const part of [app.model, app.prompt, app.pinned, app.theme, app.settings, app.frame]) void part.value;
    clearTimeout(timer);
    timer = setTimeout(write, QUIET_MS);
  });
  addEventListener('popstate', () => {
    clearTimeout(timer);
    arrivals += 1;
    void restoring.restore(fromHash(location.hash), DEFAULT_MODEL).finally(() => {
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
