/** The page's handle on the inference worker. */

import type { Graph, TensorId } from '../architecture/graph.ts';
import { InferenceError } from './errors.ts';
import { type LoweredModel, lowerToOnnx, type StoredWeights, TOKENS_INPUT, traceableIds } from './onnx.ts';
import type { Reply, Request, WorkerMessage } from './protocol.ts';
import type { Measurement, ModelFile, Trace } from './runtime.ts';

export type WorkerHandle = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

export interface InferenceOptions {
  /** Told while the runtime arrives, in bytes; `total` is undefined where the server does not say. */
  readonly onDownload?: (loaded: number, total: number | undefined) => void;
  readonly startWorker?: () => WorkerHandle;
}

interface Model {
  readonly graph: Graph;
  readonly lowered: LoweredModel;
  readonly files: readonly ModelFile[];
}

/** A worker, and which model it has. */
interface Connection {
  readonly worker: WorkerHandle;
  loaded: Model | undefined;
}

/** Who waits for the worker's reply. */
interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: InferenceError) => void;
}

/**
 * Runs one model at a time in a worker, which is started with the first model. A worker that dies fails what it was asked; the
 * next call starts another and loads the model again. Calls are answered in their order; one that is aborted rejects at once with
 * the signal's reason, and does not run if its turn had not come.
 */
export class Inference {
  readonly #onDownload: InferenceOptions['onDownload'];
  readonly #startWorker: () => WorkerHandle;
  #model: Model | undefined;
  #connection: Connection | undefined;
  #pending: Pending | undefined;
  /** Settles when the calls so far are answered. */
  #turn: Promise<unknown> = Promise.resolve();
  #latest: AbortController | undefined;

  constructor({ onDownload, startWorker = startModuleWorker }: InferenceOptions = {}) {
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
    const model = { graph, lowered: lowerToOnnx(graph, { outputs: traceableIds(graph), weights }), files };
    this.#model = model;
    await this.#inTurn(() => this.#ensureLoaded(model), signal);
  }

  /**
   * One forward pass.
   * @param tokens Token ids, from one to as many as the model's context.
   * @param ids The activations that are wanted; `tokens` may be among them.
   * @throws {InferenceError} NoModel, NoTokens, TooManyTokens, UnknownToken, UnknownTensor, RunFailed, WorkerDied
   */
  async trace(tokens: readonly number[], ids: readonly TensorId[], signal?: AbortSignal): Promise<Trace> {
    const model = this.#current();
    checkTokens(tokens, model.graph);
    const computed = ids.filter((id) => id !== TOKENS_INPUT);
    const { trace } = await this.#inTurn(async () => {
      await this.#ensureLoaded(model);
      return this.#ask({ kind: 'trace', tokens, ids: computed }, 'traced');
    }, signal);
    if (!ids.includes(TOKENS_INPUT)) return trace;
    return trace.set(TOKENS_INPUT, { axes: ['token'], shape: [tokens.length], data: Float32Array.from(tokens) });
  }

  /** As `trace`, for a prompt that is being edited: aborts the call of this function before it. */
  traceLatest(tokens: readonly number[], ids: readonly TensorId[]): Promise<Trace> {
    this.#latest?.abort();
    this.#latest = new AbortController();
    return this.trace(tokens, ids, this.#latest.signal);
  }

  /** Times a trace of all activations against one of the logits alone, inside the worker. */
  async measure(tokens: readonly number[], rounds: number): Promise<Measurement> {
    const model = this.#current();
    checkTokens(tokens, model.graph);
    const { measurement } = await this.#inTurn(async () => {
      await this.#ensureLoaded(model);
      return this.#ask({ kind: 'measure', tokens, rounds }, 'measured');
    });
    return measurement;
  }

  /** Ends the worker; what it was asked rejects. A later `load` starts another. */
  dispose(): void {
    this.#model = undefined;
    this.#end('Inference was stopped.');
  }

  #current(): Model {
    if (this.#model !== undefined) return this.#model;
    throw new InferenceError('NoModel', 'No model is loaded that could be run.');
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

  async #ensureLoaded(model: Model): Promise<void> {
    if (this.#connection?.loaded === model) return;
    // Loading lets go of the model before it, also when it fails.
    if (this.#connection !== undefined) this.#connection.loaded = undefined;
    const { lowered, files } = model;
    await this.#ask({ kind: 'load', lowered, files }, 'loaded');
    if (this.#connection !== undefined) this.#connection.loaded = model;
  }

  async #ask<Kind extends Reply['kind']>(request: Request, kind: Kind): Promise<Extract<Reply, { kind: Kind }>> {
    const { worker } = (this.#connection ??= this.#connect());
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.#pending = { resolve, reject };
      worker.postMessage(request);
    });
    if (isOfKind(reply, kind)) return reply;
    if (reply.kind !== 'failed') throw new Error(`the inference worker answered ${request.kind} with ${reply.kind}`);
    if (reply.fatal) this.#end(reply.message);
    throw new InferenceError(reply.code, reply.message);
  }

  #connect(): Connection {
    const connection: Connection = { worker: this.#startWorker(), loaded: undefined };
    const died = (reason: string) => {
      if (this.#connection === connection) this.#end(reason);
    };
    connection.worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === 'alive') void navigator.locks.request(data.lock, () => died(DIED));
      else if (data.kind === 'download') this.#onDownload?.(data.loaded, data.total);
      else this.#pending?.resolve(data);
    });
    connection.worker.addEventListener('error', (event) => {
      died(event.message ? `${DIED} Its last words: ${event.message}` : `${DIED} It could not be started.`);
    });
    return connection;
  }

  #end(reason: string): void {
    this.#connection?.worker.terminate();
    this.#connection = undefined;
    this.#pending?.reject(new InferenceError('WorkerDied', reason));
    this.#pending = undefined;
  }
}

const DIED = 'The worker that runs the model stopped. The next run starts it again.';

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

function isOfKind<Kind extends Reply['kind']>(reply: Reply, kind: Kind): reply is Extract<Reply, { kind: Kind }> {
  return reply.kind === kind;
}

function checkTokens(tokens: readonly number[], { dimensions }: Graph): void {
  const { context, vocabulary } = dimensions;
  if (tokens.length === 0) throw new InferenceError('NoTokens', 'There is nothing to run: give at least one token.');
  if (tokens.length > context) {
    const message = `These are ${tokens.length} tokens; this model reads at most ${context}. Shorten the prompt.`;
    throw new InferenceError('TooManyTokens', message);
  }
  const unknown = tokens.find((token) => !Number.isInteger(token) || token < 0 || token >= vocabulary);
  if (unknown === undefined) return;
  const message = `${unknown} is not a token of this model; its tokens are 0 to ${vocabulary - 1}.`;
  throw new InferenceError('UnknownToken', message);
}
