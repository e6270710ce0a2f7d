/** The page's handle on the inference worker. */

import { withCache } from '../architecture/cache.ts';
import type { Graph, TensorId } from '../architecture/graph.ts';
import type { PackedFrame, WeightList } from '../checkpoint/frame-packing.ts';
import type { WeightNumbers } from '../checkpoint/key-frames.ts';
import { refusal } from '../words.ts';
import { Connection, type OnDownload, type WorkerHandle } from './connection.ts';
import { InferenceError } from './errors.ts';
import type { Compared, Measurement } from './measurement.ts';
import { type LoweredModel, lowerToOnnx, type StoredWeights, TOKENS_INPUT, traceableIds } from './onnx.ts';
import type { ModelFile, NewRows } from './runtime.ts';

export interface InferenceOptions {
  readonly onDownload?: OnDownload;
  readonly startWorker?: () => WorkerHandle;
}

interface Model {
  readonly graph: Graph;
  readonly lowered: LoweredModel;
  readonly files: readonly ModelFile[];
  /** Given with every run; undefined where they stand in the files. */
  readonly weights: WeightNumbers | undefined;
}

/**
 * Runs one model at a time in a worker, which is started with the first model. A worker that dies fails what it was asked; the
 * next call starts another and loads the model again. Calls are answered in their order; one that is aborted rejects at once with
 * the signal's reason, and does not run if its turn had not come.
 */
export class Inference {
  readonly #onDownload: OnDownload;
  readonly #startWorker: () => WorkerHandle;
  #model: Model | undefined;
  #connection: Connection | undefined;
  /** The model that the connected worker has. */
  #loaded: Model | undefined;
  /** The model last run whose weights are given: the same for all of them. */
  #givable: Pick<Model, 'graph' | 'lowered'> | undefined;
  /** Settles when the calls so far are answered. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ onDownload = () => {}, startWorker = startModuleWorker }: InferenceOptions = {}) {
    this.#onDownload = onDownload;
    this.#startWorker = startWorker;
  }

  /**
   * Makes a model the one that is run. Every activation can be traced.
   * @param weights A checkpoint's tensors by name.
   * @param files Those that the weights stand in.
   * @throws {InferenceError} as `lowerToOnnx`; RuntimeUnreachable, LoadFailed, WorkerDied
   */
  async load(graph: Graph, weights: StoredWeights, files: readonly ModelFile[], signal?: AbortSignal): Promise<void> {
    const lowered = lowerToOnnx(withCache(graph), { outputs: traceableIds(graph), weights });
    await this.#use({ graph, lowered, files, weights: undefined }, signal);
  }

  /**
   * As `load`, but the weights are given as numbers. Other weights of the same graph are soon there: they need no other session.
   * @param stored A checkpoint's tensors by name, whose numbers they take the place of.
   */
  async give(graph: Graph, stored: StoredWeights, weights: WeightNumbers, signal?: AbortSignal): Promise<void> {
    if (this.#givable?.graph !== graph) {
      const options = { outputs: traceableIds(graph), weights: stored, givenWeights: true };
      this.#givable = { graph, lowered: lowerToOnnx(withCache(graph), options) };
    }
    await this.#use({ ...this.#givable, files: [], weights }, signal);
  }

  /** As `decodeFrame`, in the worker. @throws {InferenceError} WorkerDied */
  async decode(base: WeightList, frame: PackedFrame): Promise<WeightList> {
    const { weights } = await this.#inTurn(() => this.#worker().ask({ kind: 'decode', base, frame }, 'decoded'));
    return weights;
  }

  /**
   * A forward pass that need not compute the first tokens again: those that the call before began with too, which the worker's cache
   * remembers. A worker that was started anew remembers none.
   * @param tokens Token ids, from one to as many as the model's context.
   * @param ids The activations that are wanted; `tokens` may be among them.
   * @param reusable How many tokens, from the first, need not be computed again; 0 for a pass over all.
   * @throws {InferenceError} NoModel, NoTokens, TooManyTokens, UnknownToken, UnknownTensor, RunFailed, WorkerDied
   */
  async goOn(
    tokens: readonly number[],
    ids: readonly TensorId[],
    reusable: number,
    signal?: AbortSignal,
  ): Promise<NewRows> {
    const model = this.#current();
    checkTokens(tokens, model.graph);
    const computed = ids.filter((id) => id !== TOKENS_INPUT);
    const { trace, reused } = await this.#inTurn(async () => {
      const connection = await this.#connect(model);
      return connection.ask({ kind: 'trace', tokens, ids: computed, reusable }, 'traced');
    }, signal);
    if (ids.includes(TOKENS_INPUT)) {
      const added = Float32Array.from(tokens.slice(reused));
      trace.set(TOKENS_INPUT, { axes: ['token'], shape: [added.length], data: added });
    }
    return { trace, reused };
  }

  /** Times two ways to the logits against each other, inside the worker. */
  async measure(what: Compared, tokens: readonly number[], rounds: number): Promise<Measurement> {
    const model = this.#current();
    checkTokens(tokens, model.graph);
    const { measurement } = await this.#inTurn(async () => {
      const connection = await this.#connect(model);
      return connection.ask({ kind: 'measure', what, tokens, rounds }, 'measured');
    });
    return measurement;
  }

  /** Ends the worker; what it was asked rejects. A later `load` starts another. */
  dispose(): void {
    this.#model = undefined;
    this.#connection?.end(refusal('run.stopped'));
  }

  #current(): Model {
    if (this.#model !== undefined) return this.#model;
    throw new InferenceError('NoModel', refusal('run.noModelToRun'));
  }

  /** Does `work` when all calls before it are answered. */
  async #inTurn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const turn = this.#turn.then(() => {
      signal?.throwIfAborted();
      return work();
    });
    this.#turn = turn.catch(() => {});
    return signal === undefined ? turn : orAborted(turn, signal);
  }

  async #use(model: Model, signal?: AbortSignal): Promise<void> {
    this.#model = model;
    await this.#inTurn(() => this.#connect(model), signal);
  }

  /** A living worker. */
  #worker(): Connection {
    if (!this.#connection?.isAlive) {
      this.#connection = new Connection(this.#startWorker(), this.#onDownload);
      this.#loaded = undefined;
    }
    return this.#connection;
  }

  /** A living worker that has this model. */
  async #connect(model: Model): Promise<Connection> {
    const connection = this.#worker();
    const { lowered, files, weights } = model;
    if (this.#loaded === model) return connection;
    const isSession = this.#loaded?.lowered === lowered;
    // Loading lets go of the model before it, also when it fails.
    this.#loaded = undefined;
    if (!isSession) await connection.ask({ kind: 'load', lowered, files }, 'loaded');
    if (weights !== undefined) await connection.ask({ kind: 'give', weights }, 'given');
    this.#loaded = model;
    return connection;
  }
}

function startModuleWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'inference' });
}

/** The result of `work`, or the signal's reason as soon as it is aborted. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function checkTokens(tokens: readonly number[], { dimensions }: Graph): void {
  const { context, vocabulary } = dimensions;
  if (tokens.length === 0) throw new InferenceError('NoTokens', refusal('run.noTokens'));
  if (tokens.length > context) {
    throw new InferenceError('TooManyTokens', refusal('run.tooManyTokens', { count: tokens.length, most: context }));
  }
  const unknown = tokens.find((token) => !Number.isInteger(token) || token < 0 || token >= vocabulary);
  if (unknown === undefined) return;
  throw new InferenceError('UnknownToken', refusal('run.unknownToken', { token: unknown, last: vocabulary - 1 }));
}
