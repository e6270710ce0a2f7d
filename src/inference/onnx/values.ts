import type { Graph, Tensor, TensorId, WeightTensor } from '../../architecture/graph.ts';
import { refusal } from '../../words.ts';
import { InferenceError } from '../errors.ts';
import { isRunnable, RUNNABLE_DTYPES } from '../runnable-dtypes.ts';
import { type Attributes, ElementType, OnnxModel } from './model.ts';
import { findWeight, type GivenWeight, isWhole, type StoredWeights } from './weights.ts';

/** Name of the model's input: the token ids, int64, axes [token]. */
export const TOKENS_INPUT: TensorId = 'tokens';

const WEIGHT_TYPES = {
  F32: ElementType.float,
  F16: ElementType.float16,
  BF16: ElementType.bfloat16,
} satisfies Record<(typeof RUNNABLE_DTYPES)[number], ElementType>;

/**
 * The values of the ONNX model while the graph is lowered: activations under their tensor ids, weights, and what several ops share.
 * Every function that makes a value returns its name.
 */
export class Values {
  readonly model = new OnnxModel();
  readonly graph: Graph;
  readonly weights: StoredWeights;
  /** What is given of the passes before. */
  readonly pasts: readonly Tensor[];
  /** By name in the checkpoint, the weights so far that are given with every run. */
  readonly given = new Map<string, GivenWeight>();
  readonly #givesWeights: boolean;
  readonly #shared = new Set<string>();

  constructor(
    graph: Graph,
    { weights, givenWeights, pasts }: { weights: StoredWeights; givenWeights: boolean; pasts: readonly Tensor[] },
  ) {
    this.graph = graph;
    this.weights = weights;
    this.pasts = pasts;
    this.#givesWeights = givenWeights;
  }

  node(type: string, inputs: readonly string[], output: string, attributes: Attributes = {}): string {
    this.model.node(type, inputs, [output], attributes);
    return output;
  }

  /** In `shape`, 0 keeps the extent that stands there and −1 takes what is left. */
  reshape(input: string, shape: readonly number[], output: string): string {
    return this.node('Reshape', [input, this.model.integers(shape)], output);
  }

  slice(input: string, axis: number, start: number, count: number, output: string): string {
    const [from, to] = [this.model.integers([start]), this.model.integers([start + count])];
    return this.node('Slice', [input, from, to, this.model.integers([axis])], output);
  }

  cast(input: string, output: string): string {
    return this.node('Cast', [input], output, { to: ElementType.float });
  }

  /** Makes the value of this name unless it is there already. */
  once(name: string, make: (name: string) => void): string {
    if (!this.#shared.has(name)) {
      this.#shared.add(name);
      make(name);
    }
    return name;
  }

  /** Where the tokens of the pass stand in the text: int64, axes [token]. */
  positions(): string {
    return this.once('positions', (name) => this.#range(this.pastCount(), this.keyCount(), name));
  }

  /** 0, 1, 2, … for all that the tokens can look at: int64, axes [key]. */
  keyPositions(): string {
    return this.once('key positions', (name) => this.#range(this.model.integers([0]), this.keyCount(), name));
  }

  /** How many tokens the passes before have taken in: int64, axes [1]. */
  pastCount(): string {
    const [past] = this.pasts;
    if (past === undefined) return this.model.integers([0]);
    return this.once('past count', (name) => {
      const axis = past.axes.findIndex((axis) => axis.name === 'past');
      this.node('Shape', [past.id], name, { start: axis, end: axis + 1 });
    });
  }

  /** How many tokens there are with those of the pass: int64, axes [1]. */
  keyCount(): string {
    const tokens = this.once('token count', (name) => this.node('Shape', [TOKENS_INPUT], name));
    return this.once('key count', (name) => this.node('Add', [this.pastCount(), tokens], name));
  }

  weight(id: TensorId): WeightTensor {
    const tensor = this.graph.tensor(id);
    if (tensor.kind === 'weight') return tensor;
    throw new InferenceError('NotLowerable', refusal('lowering.noWeight', { id }));
  }

  /** A weight that must be the whole of its stored tensor, as float32. */
  wholeWeight(id: TensorId): string {
    const weight = this.weight(id);
    if (isWhole(weight)) return this.floatStored(weight);
    throw new InferenceError('NotLowerable', refusal('lowering.part', { id, name: weight.stored.names[0] ?? '' }));
  }

  /** The whole stored tensor that a weight is in, as float32. */
  floatStored(weight: WeightTensor): string {
    const stored = this.stored(weight);
    if (stored.isFloat32) return stored.name;
    return this.once(`${stored.name} as float`, (name) => this.cast(stored.name, name));
  }

  /** The whole stored tensor that a weight is in, in the dtype that it is stored in, or float32 where it is given. */
  stored(weight: WeightTensor): { name: string; isFloat32: boolean } {
    const { name, stored } = findWeight(weight, this.weights);
    if (!isRunnable(stored.dtype)) {
      const runnable = RUNNABLE_DTYPES.join(', ');
      const message = refusal('weights.dtype', { file: stored.file.name, name, dtype: stored.dtype, runnable });
      throw new InferenceError('WeightDtype', message);
    }
    const type = WEIGHT_TYPES[stored.dtype];
    // A prefix, because a checkpoint may use any name, also one of ours.
    const value = `stored ${name}`;
    if (this.#givesWeights) {
      this.given.set(name, { name, input: value, shape: stored.shape });
      return { name: value, isFloat32: true };
    }
    const initialiser = this.model.external(value, type, stored.shape, {
      location: stored.file.name,
      offset: stored.begin,
      length: stored.end - stored.begin,
    });
    return { name: initialiser, isFloat32: type === ElementType.float };
  }

  /** Whole numbers from one count up to, not including, another. */
  #range(from: string, to: string, name: string): string {
    const ends = [from, to].map((end, at) => this.node('Squeeze', [end], `${name}/${at}`));
    return this.node('Range', [...ends, this.model.integer(1)], name);
  }
}
