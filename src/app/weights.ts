/** The numbers of the open model's weights, by block: read from the checkpoint when they are first asked for, and kept. */
import { type Graph, shapeOf, type TensorData, type TensorId, type WeightTensor } from '../architecture/graph.ts';
import { blockFromStored, storedAxes } from '../architecture/view.ts';
import { type Checkpoint, isScaled } from '../checkpoint/checkpoint.ts';
import type { WeightNumbers } from '../checkpoint/key-frames.ts';
import { storedTensor } from './open-model.ts';

/** A weight as the checkpoint has it. */
export interface StoredShape {
  /** The name in the checkpoint; the usual one where nothing is at hand. */
  readonly name: string;
  /** Of the stored tensor, several names where several axes of a block run along one. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
}

/** What the numbers are read from: a checkpoint, or one with other numbers in its place. */
export type WeightSource = Pick<Checkpoint, 'tensors' | 'read'>;

/** The tensors of a checkpoint, with other numbers. */
export function withNumbers({ tensors }: WeightSource, numbers: WeightNumbers): WeightSource {
  return {
    tensors,
    async read(name) {
      const found = numbers.get(name);
      if (found === undefined) throw new Error(`there are no numbers for ${name}`);
      return found.slice();
    },
  };
}

/** Blocks in memory; the ones not asked for longest are dropped beyond it and read again when they are wanted. */
const MAX_BYTES = 512 * 2 ** 20;

/** A stored tensor larger than this is not read to be shown as one block. */
const MAX_TENSOR_ELEMENTS = 2 ** 26;

export class Weights {
  readonly #graph: Graph;
  readonly #checkpoint: WeightSource;
  readonly #arrived: () => void;
  readonly #abort = new AbortController();
  /** In the order of last use. */
  readonly #blocks = new Map<TensorId, TensorData>();
  readonly #loading = new Map<TensorId, Promise<TensorData | undefined>>();
  readonly #failed = new Set<TensorId>();
  #bytes = 0;

  /** @param arrived called whenever a block's numbers have come */
  constructor(graph: Graph, checkpoint: WeightSource, arrived: () => void) {
    this.#graph = graph;
    this.#checkpoint = checkpoint;
    this.#arrived = arrived;
  }

  /** The numbers of a block if they are here; asks for them if they are not. */
  read(id: TensorId): TensorData | undefined {
    if (this.state(id) !== 'here') return undefined;
    const block = this.#blocks.get(id);
    if (block !== undefined) {
      this.#blocks.delete(id);
      this.#blocks.set(id, block);
    }
    return block;
  }

  /** `loading`: asked for, by this question if by none before. `absent`: not in what was opened, too large, or unreadable. */
  state(id: TensorId): 'here' | 'loading' | 'absent' {
    if (this.#blocks.has(id)) return 'here';
    if (this.#failed.has(id)) return 'absent';
    if (!this.#isReadable(this.#weight(id))) {
      // It is asked for every frame.
      this.#failed.add(id);
      return 'absent';
    }
    void this.load(id).catch(() => undefined);
    return 'loading';
  }

  /** The numbers of a block; undefined where the checkpoint does not have them. @throws {CheckpointError} */
  load(id: TensorId): Promise<TensorData | undefined> {
    const here = this.#blocks.get(id);
    if (here !== undefined) return Promise.resolve(here);
    const loading = this.#loading.get(id) ?? this.#load(id);
    this.#loading.set(id, loading);
    return loading;
  }

  /** Loads all blocks that are in memory in `others`. @throws {CheckpointError} */
  async loadAsIn(others: Weights): Promise<void> {
    await Promise.all(Array.from(others.#blocks.keys(), (id) => this.load(id)));
  }

  /** Every stored tensor that the model reads, once each. */
  list(): StoredShape[] {
    const weights = new Map<string, StoredShape>();
    for (const tensor of this.#graph.tensors()) {
      if (tensor.kind !== 'weight') continue;
      const name = storedTensor(tensor, this.#checkpoint)?.name ?? tensor.stored.names[0] ?? tensor.id;
      if (!weights.has(name)) weights.set(name, { name, axes: storedAxes(tensor), shape: tensor.stored.shape });
    }
    return [...weights.values()];
  }

  /**
   * By id the block, by its name in the checkpoint the tensor as it is stored; of one that the model does not read the axes have
   * no names.
   * @throws {CheckpointError} Error where there is no such weight, or its numbers are not at hand
   */
  async find(idOrName: string): Promise<TensorData> {
    if (this.#graph.has(idOrName)) {
      const block = await this.load(idOrName);
      if (block !== undefined) return block;
      throw new Error(`The numbers of ${idOrName} are not in what was opened, or too many to be held at once.`);
    }
    const stored = this.#checkpoint.tensors.get(idOrName);
    if (stored === undefined)
      throw new Error(`There is no weight “${idOrName}”, neither as an id nor in the checkpoint.`);
    const axes = this.list().find(({ name }) => name === idOrName)?.axes ?? [];
    return { axes, shape: stored.shape, data: await this.#checkpoint.read(idOrName, this.#abort.signal) };
  }

  async #load(id: TensorId): Promise<TensorData | undefined> {
    try {
      const weight = this.#weight(id);
      const stored = storedTensor(weight, this.#checkpoint);
      if (stored === undefined || !this.#isReadable(weight)) return undefined;
      const numbers = await this.#checkpoint.read(stored.name, this.#abort.signal);
      const shape = shapeOf(weight, 0);
      const data = blockFromStored(weight.stored, shape, numbers);
      const block: TensorData = { axes: weight.axes.map((axis) => axis.name), shape, data };
      this.#keep(id, block);
      return block;
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#failed.add(id);
      throw error;
    } finally {
      this.#loading.delete(id);
      if (!this.#abort.signal.aborted) this.#arrived();
    }
  }

  /** Stops every read under way. */
  dispose(): void {
    this.#abort.abort();
  }

  #weight(id: TensorId): WeightTensor {
    const tensor = this.#graph.tensor(id);
    if (tensor.kind !== 'weight') throw new Error(`${id} is computed, not stored: ask the run for it.`);
    return tensor;
  }

  #isReadable(weight: WeightTensor): boolean {
    const stored = storedTensor(weight, this.#checkpoint);
    if (stored === undefined || isScaled(stored.name, this.#checkpoint.tensors)) return false;
    return stored.shape.reduce((a, b) => a * b, 1) <= MAX_TENSOR_ELEMENTS;
  }

  #keep(id: TensorId, block: TensorData): void {
    this.#blocks.set(id, block);
    this.#bytes += block.data.byteLength;
    for (const [oldest, { data }] of this.#blocks) {
      if (this.#bytes <= MAX_BYTES || oldest === id) break;
      this.#blocks.delete(oldest);
      this.#bytes -= data.byteLength;
    }
  }
}
