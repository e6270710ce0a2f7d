/**
 * What is asked of onnxruntime, for a runtime module that the caller brings: the worker's in the page, Node's in tests. Runs
 * where it is called, and blocks for as long as the pass takes.
 */

import type * as Ort from 'onnxruntime-web/wasm';
import { shapeOf, type Tensor, type TensorData, type TensorId } from '../architecture/graph.ts';
import type { WeightNumbers } from '../checkpoint/key-frames.ts';
import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';
import { type Compared, compare, type Measurement } from './measurement.ts';
import { type CarriedTensor, type GivenWeight, type LoweredModel, PACKED_OUTPUT, TOKENS_INPUT } from './onnx.ts';
import { commonStart, firstRows, joined, rowsIn } from './rows.ts';

export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

/** A file of weights beside the model. */
export interface ModelFile {
  /** As the weights' entries name it. */
  readonly name: string;
  /** Its bytes, or the absolute address to fetch them from. A Blob is read only when the model is loaded. */
  readonly data: Blob | Uint8Array | string;
}

/** The activations of a run by tensor id. All of them may be views of one buffer. */
export type Trace = Map<TensorId, TensorData>;

/** What a pass adds to those before it. */
export interface NewRows {
  /** The rows of the tokens that were computed; along `key` they reach over all. */
  readonly trace: Trace;
  /** How many tokens, from the first, were not computed anew. */
  readonly reused: number;
}

/** What the call before has left: of its tokens the rows that later ones read. */
interface Cache {
  readonly tokens: readonly number[];
  readonly rows: Trace;
}

/** A model in the runtime, ready to be run. */
export class LoadedModel {
  readonly #ort: OrtModule;
  readonly #session: Ort.InferenceSession;
  readonly #outputs: ReadonlyMap<TensorId, Tensor>;
  readonly #packed: boolean;
  readonly #carried: readonly CarriedTensor[];
  readonly #givenWeights: readonly GivenWeight[];
  #weights: Ort.InferenceSession.FeedsType = {};
  #cache: Cache;

  private constructor(ort: OrtModule, session: Ort.InferenceSession, lowered: LoweredModel) {
    this.#ort = ort;
    this.#session = session;
    this.#outputs = new Map(lowered.outputs.map((tensor) => [tensor.id, tensor]));
    this.#packed = lowered.packed;
    this.#carried = lowered.carried;
    this.#givenWeights = lowered.givenWeights;
    this.#cache = this.#emptyCache();
  }

  /** @throws {InferenceError} LoadFailed */
  static async load(ort: OrtModule, lowered: LoweredModel, files: readonly ModelFile[]): Promise<LoadedModel> {
    try {
      const session = await ort.InferenceSession.create(lowered.bytes, {
        executionProviders: ['wasm'],
        externalData: files.map(({ name, data }) => ({ path: name, data })),
      });
      return new LoadedModel(ort, session, lowered);
    } catch (error) {
      const message = refusal('run.loadFailed', { files: describe(files), reason: reason(error) });
      throw new InferenceError('LoadFailed', message, { cause: error });
    }
  }

  /** Runs by these weights from now on: all that the model is to be given. */
  give(weights: WeightNumbers): void {
    this.#weights = Object.fromEntries(
      this.#givenWeights.map(({ name, input, shape }) => {
        const numbers = weights.get(name);
        if (numbers === undefined) throw new Error(`the weights that were given lack ${name}`);
        return [input, new this.#ort.Tensor('float32', numbers, shape)];
      }),
    );
    this.#cache = this.#emptyCache();
  }

  /**
   * One forward pass over token ids, which the caller has checked against vocabulary and context.
   * @throws {InferenceError} RunFailed, UnknownTensor
   */
  async run(tokens: readonly number[], ids: readonly TensorId[]): Promise<Trace> {
    return (await this.goOn(tokens, ids, 0)).trace;
  }

  /**
   * As `run`, but the first tokens are not computed anew where the call before began with the same: at most `most` of them, and never
   * the last.
   * @throws {InferenceError} RunFailed, UnknownTensor
   */
  async goOn(tokens: readonly number[], ids: readonly TensorId[], most: number): Promise<NewRows> {
    const reused = Math.min(commonStart(tokens, this.#cache.tokens), most, tokens.length - 1);
    const carried = this.#carried.map(({ rows }) => rows.id);
    const fetched = await this.#pass(tokens, reused, [...ids, ...carried]);
    // In buffers of their own: what the caller gets may be given away.
    const rows = carried.map((id) => [id, joined(rowsIn(this.#cache.rows, id), reused, rowsIn(fetched, id))] as const);
    this.#cache = { tokens, rows: new Map(rows) };
    return { trace: new Map(ids.map((id) => [id, rowsIn(fetched, id)])), reused };
  }

  /** Times two ways to the logits against each other. Of tokens that the caller has checked. */
  async measure(what: Compared, tokens: readonly number[], rounds: number): Promise<Measurement> {
    const logits = () => this.#pass(tokens, 0, ['logits']);
    if (what === 'trace') return compare(() => this.#pass(tokens, 0, [...this.#outputs.keys()]), logits, rounds);
    await this.run(tokens, ['logits']);
    return compare(logits, () => this.goOn(tokens, ['logits'], tokens.length - 1), rounds);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  /** One pass over the tokens behind the first `reused`, whose rows are in the cache. Gives the rows of the others alone. */
  async #pass(tokens: readonly number[], reused: number, ids: readonly TensorId[]): Promise<Trace> {
    const wanted = [...new Set(ids)].map((id) => this.#output(id));
    if (wanted.length === 0) return new Map();
    const packable = wanted.filter(({ id }) => this.#outputs.has(id));
    const packed = this.#packed && packable.length > 1 ? packable : [];
    const single = wanted.filter((tensor) => !packed.includes(tensor));
    const names = [...(packed.length > 0 ? [PACKED_OUTPUT] : []), ...single.map(({ id }) => id)];
    try {
      const values = await this.#session.run(this.#feeds(tokens, reused), names);
      const trace: Trace = new Map(
        single.map((tensor) => {
          const shape = values[tensor.id]?.dims ?? [];
          return [tensor.id, tensorData(tensor, shape, numbersOf(values, tensor.id))];
        }),
      );
      if (packed.length === 0) return trace;
      const shape = (tensor: Tensor) => shapeOf(tensor, tokens.length - reused, reused);
      return new Map([...trace, ...this.#unpack(numbersOf(values, PACKED_OUTPUT), shape, packed)]);
    } catch (error) {
      const message = refusal('run.failed', { count: tokens.length, reason: reason(error) });
      throw new InferenceError('RunFailed', message, { cause: error });
    }
  }

  #emptyCache(): Cache {
    return { tokens: [], rows: new Map(this.#carried.map(({ rows }) => [rows.id, noRows(rows)])) };
  }

  #feeds(tokens: readonly number[], reused: number): Ort.InferenceSession.FeedsType {
    const past = firstRows(this.#cache.rows, reused);
    const added = BigInt64Array.from(tokens.slice(reused), BigInt);
    const ids = new this.#ort.Tensor('int64', added, [added.length]);
    const rows = this.#carried.map(({ rows, past: { id } }) => {
      const { shape, data } = rowsIn(past, rows.id);
      return [id, new this.#ort.Tensor('float32', data, shape)];
    });
    return { [TOKENS_INPUT]: ids, ...Object.fromEntries(rows), ...this.#weights };
  }

  #output(id: TensorId): Tensor {
    const output = this.#outputs.get(id) ?? this.#carried.find(({ rows }) => rows.id === id)?.rows;
    if (output !== undefined) return output;
    throw new InferenceError('UnknownTensor', refusal('run.notGiven', { id }));
  }

  /** Cuts the list of all outputs where one ends and the next begins. */
  #unpack(
    packed: Float32Array<ArrayBuffer>,
    shapeOfRows: (tensor: Tensor) => number[],
    wanted: readonly Tensor[],
  ): Trace {
    const trace: Trace = new Map();
    const isWanted = new Set(wanted);
    let start = 0;
    for (const tensor of this.#outputs.values()) {
      const shape = shapeOfRows(tensor);
      const end = start + shape.reduce((product, extent) => product * extent, 1);
      if (isWanted.has(tensor)) trace.set(tensor.id, tensorData(tensor, shape, packed.subarray(start, end)));
      start = end;
    }
    if (start !== packed.length) throw new Error(`it gave ${packed.length} numbers, where ${start} were expected`);
    return trace;
  }
}

function noRows(tensor: Tensor): TensorData {
  return tensorData(tensor, shapeOf(tensor, 0), new Float32Array());
}

function tensorData({ axes }: Tensor, shape: readonly number[], data: Float32Array<ArrayBuffer>): TensorData {
  return { axes: axes.map(({ name }) => name), shape, data };
}

function numbersOf(values: Ort.InferenceSession.ReturnType, name: string): Float32Array<ArrayBuffer> {
  const data = values[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`it gave ${name} as ${values[name]?.type}, not as float32`);
  // The runtime copies its results out of its shared memory into buffers of their own.
  if (!(data.buffer instanceof ArrayBuffer)) throw new Error(`${name} came in shared memory`);
  return new Float32Array(data.buffer, data.byteOffset, data.length);
}

function describe(files: readonly ModelFile[]): string {
  return files.map(({ name, data }) => `${name} (${typeof data === 'string' ? data : megabytes(data)})`).join(', ');
}

function megabytes(data: Blob | Uint8Array): string {
  const bytes = data instanceof Blob ? data.size : data.byteLength;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The runtime throws some of its errors as bare numbers: addresses of an exception inside its own memory. */
function reason(error: unknown): string {
  if (typeof error === 'number') return refusal('run.noReason');
  return error instanceof Error ? error.message : String(error);
}
