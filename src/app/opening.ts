/** Opens models as they are asked for: the latest wins, and what was open stays until another one is. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Progress, Refusal } from './app.ts';
import { asOpened, HALL, type OpenModel } from './model.ts';
import { type Openable, openModel } from './open-model.ts';
import { openingProgress } from './progress.ts';
import { refusalOf } from './refusals.ts';

export interface Opened {
  readonly model: ReadonlySignal<OpenModel | undefined>;
  /** Makes a model the open one. */
  readonly use: (model: OpenModel) => void;
}

export class Opening {
  /** Why the last one was not opened. */
  readonly refusal = signal<Refusal | undefined>(undefined);
  /** Of the model that is being opened. */
  readonly #progress = signal<Progress | undefined>(undefined);
  readonly #opened: Opened;
  #latest = new AbortController();

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  get progress(): ReadonlySignal<Progress | undefined> {
    return this.#progress;
  }

  /** @throws {OpenError | CheckpointError | ConfigError}, or AbortError when it was cancelled or another one was asked for */
  async open(what: Openable): Promise<OpenModel> {
    this.#latest.abort();
    const mine = new AbortController();
    this.#latest = mine;
    this.refusal.value = undefined;
    this.#progress.value = openingProgress(what, () => mine.abort());
    try {
      const model = await this.#read(what, mine.signal);
      mine.signal.throwIfAborted();
      this.#opened.use(model);
      return model;
    } catch (error) {
      // Whatever went wrong with what nobody waits for any more is of no interest.
      mine.signal.throwIfAborted();
      this.refusal.value = refusalOf(error);
      throw error;
    } finally {
      if (this.#latest === mine) this.#progress.value = undefined;
    }
  }

  /** A shape that is opened in the hall joins it. */
  async #read(what: Openable, signal: AbortSignal): Promise<OpenModel> {
    const open = this.#opened.model.peek();
    if (what === HALL) return (await import('./hall.ts')).openHall(open, signal);
    const model = await openModel(what, signal);
    // What stands at an address is what the address says, wherever one comes from.
    const joins = open?.members !== undefined && !model.isAddressable && model.absence === 'notOpened';
    return joins ? (await import('./hall.ts')).joined(open, model) : model;
  }

  /** Shows a model again that was open before, or still is, be it with other sizes; whatever was on its way. */
  reopen(model: OpenModel): void {
    this.#latest.abort();
    const open = this.#opened.model.peek();
    if (open !== undefined && asOpened(model) === asOpened(open)) return;
    this.refusal.value = undefined;
    this.#opened.use(model);
  }
}
