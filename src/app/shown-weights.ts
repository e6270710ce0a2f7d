/** The weights that are painted: those of the open model, or others in their place. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { TensorData, TensorId } from '../architecture/graph.ts';
import type { WeightNumbers } from '../checkpoint/key-frames.ts';
import type { OpenModel } from './model.ts';
import { type WeightSource, Weights, withNumbers } from './weights.ts';

export class ShownWeights {
  readonly #weights = signal<Weights | undefined>(undefined);
  readonly #arrivals = signal(0);
  /** Those of the checkpoint that is open. */
  #own: Weights | undefined;
  /** Blocks made of other numbers, kept as long as those are. */
  readonly #others = new WeakMap<WeightNumbers, Weights>();

  /** Goes up when numbers have come. */
  get arrivals(): ReadonlySignal<number> {
    return this.#arrivals;
  }

  /** Undefined while no model is open. */
  peek(): Weights | undefined {
    return this.#weights.peek();
  }

  /** Those of a model that has been opened. */
  use({ graph, checkpoint }: OpenModel): void {
    const own = this.#from(graph, checkpoint);
    this.#show(own);
    this.#own = own;
  }

  /** The numbers of a block if they are here; asks for them if they are not. */
  read(id: TensorId): TensorData | undefined {
    void this.#arrivals.value;
    return this.#weights.value?.read(id);
  }

  state(id: TensorId): ReturnType<Weights['state']> {
    return this.#weights.value?.state(id) ?? 'absent';
  }

  /** Makes other numbers ready for the blocks that are painted now. Gives what puts them in the place of those. */
  async prepare({ graph, checkpoint }: OpenModel, numbers: WeightNumbers): Promise<() => void> {
    const next = this.#others.get(numbers) ?? this.#from(graph, withNumbers(checkpoint, numbers));
    this.#others.set(numbers, next);
    const former = this.#weights.peek();
    if (former !== undefined) await next.loadAsIn(former);
    return () => this.#show(next);
  }

  #show(weights: Weights): void {
    if (this.#weights.peek() === this.#own) this.#own?.dispose();
    this.#weights.value = weights;
  }

  #from(graph: OpenModel['graph'], source: WeightSource): Weights {
    const weights: Weights = new Weights(graph, source, () => {
      if (this.#weights.peek() === weights) this.#arrivals.value += 1;
    });
    return weights;
  }
}
