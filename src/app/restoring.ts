/** Goes to saved moments, such as that of a link: model, prompt, selection, tour and view, one after another. */
import { batch } from '@preact/signals-core';
import type { Sizes } from '../architecture/sizes.ts';
import { DEFAULT_SETTINGS } from '../scene/picture.ts';
import type { Cutaway } from './create-app.ts';
import { DEFAULT_GENERATING } from './generating.ts';
import { type OpenModel, takesTexts } from './model.ts';
import { isAbort, messageOf } from './refusals.ts';
import type { ReadState, SavedState } from './saved-state.ts';
import { promptOf } from './task.ts';
import { count, type Word, word } from './words.ts';

export class Restoring {
  readonly #app: Cutaway;
  #latest = new AbortController();

  constructor(app: Cutaway) {
    this.#app = app;
  }

  /**
   * Goes to a state; what it leaves out goes to its default, what does not fit is told and left out too. Gives way to the next
   * call: the latest wins. Where there is none, all stays as it is, and that is told.
   * @param fallback The model to open where the state names none, or none can be opened: by its id, or one that was open before.
   */
  async restore({ state, problems }: ReadState, fallback?: string | OpenModel): Promise<void> {
    const app = this.#app;
    if (state === undefined) {
      app.notice.value = problems.join(' ');
      return;
    }
    this.#latest.abort();
    this.#latest = new AbortController();
    const { signal } = this.#latest;
    const told = [...problems];
    const attempt = async (work: () => unknown, tell = (reason: string) => reason) => {
      if (signal.aborted) return;
      try {
        await work();
      } catch (error) {
        // Whoever cancels knows it.
        if (!isAbort(error)) told.push(tell(messageOf(error)));
      }
    };
    const { model = fallback, sizes, frame, pinned, tour, view, from } = state;
    this.#reset(state);
    await attempt(() => this.#open(model));
    if (app.model.peek() === undefined) await attempt(() => this.#open(fallback));
    await attempt(() => this.#resize(sizes), leftOut('link.sizes'));
    await attempt(() => this.#showFrame(frame), leftOut('link.frame'));
    await attempt(() => this.#run(state, signal));
    await attempt(() => this.#lookFrom(from));
    if (pinned !== undefined) await attempt(() => app.pin(app.checked(pinned)), leftOut('link.selection'));
    if (tour !== undefined) await attempt(() => app.openTour(tour.id, tour));
    if (view !== undefined) await attempt(() => this.#show(view), leftOut('link.view'));
    await app.telling.chosen;
    if (!signal.aborted) app.notice.value = told.length === 0 ? undefined : told.join(' ');
  }

  /** Before anything else, so that what the reader does while the rest is on its way stays. */
  #reset({ theme, scale, sampling, pinned, tour, view, tab, compare }: SavedState): void {
    const app = this.#app;
    const { tab: up, comparing } = app.surroundings;
    batch(() => {
      // What is newly pinned comes to the front by itself.
      up.value = tab ?? (pinned === undefined || up.peek() === 'run' ? 'story' : up.peek());
      comparing.value = compare ?? false;
      app.theme.value = theme ?? app.surroundings.theme;
      app.settings.value = { ...app.settings.peek(), scale: scale ?? DEFAULT_SETTINGS.scale };
      app.generating.choose(sampling ?? DEFAULT_GENERATING);
      app.lookFrom(undefined);
      if (pinned === undefined) app.pin(undefined);
      if (tour === undefined) app.telling.close();
    });
    if (tour === undefined && view === undefined) app.staging.show(undefined);
  }

  /** Opens a model; if it is the one that is open, that stays. */
  async #open(wanted: string | OpenModel | undefined): Promise<void> {
    const app = this.#app;
    if (wanted === undefined) return;
    const open = app.model.peek();
    if (typeof wanted === 'object') app.reopen(wanted);
    else if (wanted === open?.id && open.isAddressable) app.reopen(open);
    else await app.open(wanted);
  }

  #resize(sizes: Sizes = {}): void {
    if (this.#app.model.peek() === undefined) return;
    try {
      this.#app.resize(sizes);
    } catch (error) {
      this.#app.resize({});
      throw error;
    }
  }

  /** Shows the model at a step of its training; as it ships where there is none such. */
  async #showFrame(step: number | undefined): Promise<void> {
    const { keyFraming } = this.#app;
    try {
      await keyFraming.show(step);
    } catch (error) {
      if (!isAbort(error)) await keyFraming.show(undefined);
      throw error;
    }
  }

  /**
   * Runs the prompt; where it can't be run, or there is none, the one that the model's task begins with. Of the tokens after it, those
   * before the first that the model does not have, and of them as many as it can read.
   */
  async #run({ prompt, generated = [] }: SavedState, signal: AbortSignal): Promise<void> {
    const app = this.#app;
    const model = app.model.peek();
    if (model?.runnable !== true) return;
    await app.staging.painted;
    signal.throwIfAborted();
    const usual = promptOf(model.task);
    const wanted = prompt ?? usual;
    if (wanted === undefined) return;
    const { context, vocabulary } = model.graph.dimensions;
    const unknown = generated.find((id) => id >= vocabulary);
    const known = unknown === undefined ? generated : generated.slice(0, generated.indexOf(unknown));
    const room = context - app.readPrompt(wanted).tokens.length;
    const kept = known.slice(0, Math.max(0, room));
    await app.ask(wanted, kept);
    signal.throwIfAborted();
    const problem = app.promptProblem.peek();
    if (problem === undefined && takesTexts(model)) {
      if (kept.length < known.length) {
        throw new RangeError(word('link.generated', { count: count(generated.length), kept: count(kept.length) }));
      }
      if (unknown !== undefined) {
        throw new RangeError(word('link.unknownToken', { id: unknown, vocabulary: count(vocabulary) }));
      }
    }
    if (problem === undefined || usual === undefined) return;
    await app.ask(usual);
    if (prompt !== undefined) throw new Error(word('link.prompt', { prompt, problem }));
  }

  /** @throws RangeError, with a sentence, where the run has no such token */
  #lookFrom(from: number | undefined): void {
    const tokens = this.#app.run.peek()?.tokens.length ?? 0;
    if (from !== undefined && from >= tokens) throw new RangeError(word('link.from', { from, count: count(tokens) }));
    this.#app.lookFrom(from);
  }

  #show(view: NonNullable<SavedState['view']>): void {
    const { block, cell } = view;
    if (block !== undefined) this.#app.checkedView({ block, cell });
    this.#app.telling.leave();
    this.#app.staging.show(view);
  }
}

/** Says that a part was left out, and why. */
function leftOut(part: Word): (reason: string) => string {
  return (reason) => word(part, { reason });
}
