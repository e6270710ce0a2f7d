/** Numbers and words of the open model and its run, as the page asks for them. */
import type { ReadonlySignal } from '@preact/signals-core';
import type { AxisName, TensorData, TensorId } from '../architecture/graph.ts';
import type { Hit } from '../scene/picture.ts';
import type { Answer, Run } from './app.ts';
import { answerFor } from './asking.ts';
import type { OpenModel } from './model.ts';
import type { ShownWeights } from './shown-weights.ts';

export interface ReadFrom {
  readonly model: ReadonlySignal<OpenModel | undefined>;
  readonly run: ReadonlySignal<Run | undefined>;
  readonly weights: Pick<ShownWeights, 'read' | 'state'>;
  /** How many tokens the blocks are laid out for; 0 before they are. */
  readonly tokens: () => number;
}

export class Reading {
  readonly #from: ReadFrom;

  constructor(from: ReadFrom) {
    this.#from = from;
  }

  /** Numbers of an activation of the run, or of a weight block; undefined while they are not there. */
  read(id: TensorId): TensorData | undefined {
    const graph = this.#from.model.value?.graph;
    if (graph?.has(id) !== true) return undefined;
    if (graph.tensor(id).kind !== 'weight') return this.#from.run.value?.trace.get(id);
    return this.#from.weights.read(id);
  }

  /** Whether the numbers of a block are there, or will be. */
  state(id: TensorId): 'here' | 'loading' | 'absent' {
    const model = this.#from.model.value;
    if (model?.graph.tensor(id).kind === 'weight') return this.#from.weights.state(id);
    if (this.#from.run.value !== undefined) return 'here';
    return model?.runnable === true ? 'loading' : 'absent';
  }

  /** The token at an index along an axis: a position of the run, or an entry of the vocabulary. */
  wordAt(axis: AxisName, index: number): string | undefined {
    if (axis === 'token' || axis === 'key') return this.#from.run.value?.tokens[index]?.word;
    return axis === 'vocab' ? this.#from.model.value?.tokenizer?.word(index) : undefined;
  }

  /** What is known of a block or cell; undefined where the model, or its run, has none such. */
  answerFor(hit: Hit): Answer | undefined {
    const graph = this.#from.model.value?.graph;
    if (graph === undefined) return undefined;
    try {
      return answerFor(hit, {
        graph,
        tokens: this.#from.tokens(),
        wordAt: (axis, index) => this.wordAt(axis, index),
        read: (id) => this.read(id),
      });
    } catch {
      // A run over fewer tokens has taken the cell away.
      return undefined;
    }
  }
}
