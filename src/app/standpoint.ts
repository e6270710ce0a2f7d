/** From which token the model is looked at: what is read there is what it expects after that token. */
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Run } from './app.ts';

export class Standpoint {
  /** Position of the token in the run; undefined: the last, as it is while nobody has chosen one. */
  readonly position: ReadonlySignal<number | undefined>;
  /** Where the model has gone on with a text, what was kept from the step before is dimmed. */
  readonly marksNew = signal(true);
  readonly #chosen = signal<number | undefined>(undefined);

  constructor(run: ReadonlySignal<Run | undefined>) {
    this.position = computed(() => {
      const chosen = this.#chosen.value;
      const last = (run.value?.tokens.length ?? 0) - 1;
      return chosen !== undefined && chosen < last ? chosen : undefined;
    });
  }

  /** Looks from the token at a position, undefined for the last. */
  choose(position: number | undefined): void {
    this.#chosen.value = position;
  }
}
