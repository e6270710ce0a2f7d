/** What the reader points at and has pinned, and what is known of it. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { TensorId } from '../architecture/graph.ts';
import type { Hit } from '../scene/picture.ts';
import type { Answer } from './app.ts';

export class Pointing {
  readonly hover = signal<Hit | undefined>(undefined);
  readonly pinned = signal<Hit | undefined>(undefined);
  /** Blocks that a term in the text points at. */
  readonly blocks = signal<readonly TensorId[]>([]);
  /** For what is hovered, else what is pinned. */
  readonly answer: ReadonlySignal<Answer | undefined>;
  /** For what is pinned. */
  readonly inspected: ReadonlySignal<Answer | undefined>;

  /** @param answerFor What is known of a hit; undefined while the model has no such block or cell. */
  constructor(answerFor: (hit: Hit) => Answer | undefined) {
    const known = (hit: Hit | undefined) => hit && answerFor(hit);
    this.answer = computed(() => known(this.hover.value ?? this.pinned.value));
    this.inspected = computed(() => known(this.pinned.value));
  }

  point(hit: Hit | undefined): void {
    if (!isSameHit(hit, this.hover.peek())) this.hover.value = hit;
  }

  pin(hit: Hit | undefined): void {
    if (isSameHit(hit, this.pinned.peek())) return;
    batch(() => {
      this.pinned.value = hit;
      // What is pinned is shown, and not what the pointer happens to rest on.
      if (hit !== undefined && !isSameHit(hit, this.hover.peek())) this.hover.value = undefined;
    });
  }

  /** Points at nothing of another model, but for what it has too and is to stay pinned. */
  reset(kept?: Hit): void {
    batch(() => {
      this.hover.value = undefined;
      this.pinned.value = kept;
      this.blocks.value = [];
    });
  }
}

function isSameHit(a: Hit | undefined, b: Hit | undefined): boolean {
  return a?.block === b?.block && a?.cell?.join() === b?.cell?.join();
}
