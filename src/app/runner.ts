/** Runs the open model: prompts to traces, one request at a time, the latest winning. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { TensorId } from '../architecture/graph.ts';
import { type GenerateSettings, generate } from '../inference/generate.ts';
import type { Compared, Measurement } from '../inference/measurement.ts';
import { TOKENS_INPUT, traceableIds } from '../inference/onnx.ts';
import { commonStart, firstRows, joinRows, rowsIn } from '../inference/rows.ts';
import { Inference, type InferenceOptions } from '../inference/session.ts';
import type { Run, Token } from './app.ts';
import { type OpenModel, tokenOf } from './model.ts';

/** How much of the runtime has arrived, in bytes; `total` is undefined where the server does not say. */
export interface Download {
  readonly loaded: number;
  readonly total: number | undefined;
}

/** No chance: always the likeliest token. */
const LIKELIEST = { temperature: 0, seed: 0 };

/** Token ids that go through the model, and those that it says. */
interface Text {
  readonly all: readonly number[];
  /** How many of them, from the first, the reader gave. */
  readonly given: number;
  /** How many of them go through the model; the given ones do in any case. */
  readonly read: number;
}

export class Runner {
  readonly #inference: Inference;
  readonly #run = signal<Run | undefined>(undefined);
  readonly #running = signal(false);
  readonly #download = signal<Download | undefined>(undefined);
  #model: OpenModel | undefined;
  #loaded: Promise<void> | undefined;
  #latest = new AbortController();

  constructor(options: Pick<InferenceOptions, 'startWorker'> = {}) {
    const onDownload = (loaded: number, total: number | undefined) => {
      this.#download.value = { loaded, total };
    };
    this.#inference = new Inference({ ...options, onDownload });
  }

  get run(): ReadonlySignal<Run | undefined> {
    return this.#run;
  }

  get running(): ReadonlySignal<boolean> {
    return this.#running;
  }

  /** Set while a pass waits for the runtime to arrive. */
  get download(): ReadonlySignal<Download | undefined> {
    return this.#download;
  }

  /** Makes a model the one that is run. Nothing is fetched before the first run. */
  use(model: OpenModel): void {
    this.#latest.abort();
    this.#latest = new AbortController();
    this.#running.value = false;
    this.#model = model;
    this.#loaded = undefined;
    this.#run.value = undefined;
  }

  /**
   * One pass over a prompt and what the model has answered before. Every activation is traced.
   * @throws {InferenceError}, or AbortError when a newer run began
   */
  pass(given: readonly number[], answered: readonly number[] = []): Promise<Run> {
    const all = [...given, ...answered];
    return this.#exclusively((model, signal) =>
      this.#whole(model, { all, given: given.length, read: all.length }, signal),
    );
  }

  /**
   * Answers a prompt with `count` tokens, each the likeliest after those before it. The pass over the prompt and all answers but
   * the last is the one that is traced.
   */
  answer(ids: readonly number[], count: number): Promise<Run> {
    return this.#exclusively(async (model, signal) => {
      const all = await this.#generate(model, ids, { ...LIKELIEST, count }, signal);
      return this.#whole(model, { all, given: ids.length, read: all.length - 1 }, signal);
    });
  }

  /**
   * Goes on from a prompt, and traces the pass over all tokens that the model can read. Gives the prompt's ids and those drawn.
   * @throws {InferenceError}, or AbortError when a newer run began
   */
  async generate(ids: readonly number[], settings: GenerateSettings): Promise<readonly number[]> {
    const { answers } = await this.#exclusively(async (model, signal) => {
      const all = await this.#generate(model, ids, settings, signal);
      return this.#grown(model, { all, given: ids.length, read: model.graph.dimensions.context }, signal);
    });
    return [...ids, ...idsOf(answers)];
  }

  /** Takes a token on behind those of the run, as the model's answer. @throws {InferenceError}, or AbortError when a newer run began */
  extend(id: number): Promise<Run> {
    return this.#exclusively((model, signal) => {
      const { tokens } = this.#run.peek() ?? notRun();
      const all = [...idsOf(tokens), id];
      return this.#grown(model, { all, given: givenIn(tokens), read: all.length }, signal);
    });
  }

  /** Goes back to the first tokens of the run, at least one. A token's rows depend on none after it, so nothing is computed. */
  shorten(count: number): void {
    this.#latest.abort();
    this.#running.value = false;
    const { tokens, trace } = this.#run.peek() ?? notRun();
    const kept = tokens.slice(0, count);
    this.#run.value = {
      tokens: kept,
      answers: kept.slice(givenIn(kept)),
      trace: firstRows(trace, count),
      reusedTokens: count,
    };
  }

  /** Times two ways to the logits against each other, in the worker. */
  async measure(what: Compared, ids: readonly number[], rounds: number): Promise<Measurement> {
    await this.#load(this.#opened());
    return this.#inference.measure(what, ids, rounds);
  }

  async #exclusively(work: (model: OpenModel, signal: AbortSignal) => Promise<Run>): Promise<Run> {
    const model = this.#opened();
    this.#latest.abort();
    const mine = new AbortController();
    this.#latest = mine;
    this.#running.value = true;
    try {
      const run = await work(model, mine.signal);
      mine.signal.throwIfAborted();
      this.#run.value = run;
      return run;
    } finally {
      if (this.#latest === mine) this.#running.value = false;
    }
  }

  #generate(model: OpenModel, ids: readonly number[], settings: GenerateSettings, signal: AbortSignal) {
    const run = async (all: readonly number[]) =>
      rowsIn((await this.#trace(model, all, ['logits'], all.length, signal)).trace, 'logits');
    const { context } = model.graph.dimensions;
    return lastOf(ids, generate(ids, settings, { run, context, endTokens: model.endTokens }, signal));
  }

  /** A run of one pass over all tokens that are read. */
  async #whole(model: OpenModel, text: Text, signal: AbortSignal): Promise<Run> {
    const { tokens, answers } = tokensOf(model, text);
    const { trace } = await this.#trace(model, idsOf(tokens), traceableIds(model.graph), 0, signal);
    return { tokens, answers, trace, reusedTokens: 0 };
  }

  /** A run that keeps the rows of the run before where it begins with the same tokens. */
  async #grown(model: OpenModel, text: Text, signal: AbortSignal): Promise<Run> {
    const { tokens, answers } = tokensOf(model, text);
    const [before, ids] = [this.#run.peek(), idsOf(tokens)];
    const kept = commonStart(ids, idsOf(before?.tokens ?? []));
    const { trace, reused } = await this.#trace(model, ids, traceableIds(model.graph), kept, signal);
    const isWhole = before === undefined || reused === 0;
    const whole = isWhole ? trace : joinRows(model.graph, before.trace, reused, trace);
    return { tokens, answers, trace: whole, reusedTokens: reused };
  }

  #opened(): OpenModel {
    if (this.#model === undefined) throw new Error('No model is open.');
    if (!this.#model.runnable) throw new Error(this.#model.problems[0]?.message ?? 'This model cannot be run.');
    return this.#model;
  }

  /** Loads the model into the runtime once; a failure is tried again by the next run. */
  #load(model: OpenModel): Promise<void> {
    if (this.#loaded !== undefined) return this.#loaded;
    const files = model.checkpoint.files.map(({ name, source }) => ({ name, data: source.origin }));
    const loaded = this.#inference.load(model.graph, model.checkpoint.tensors, files).catch((error: unknown) => {
      if (this.#loaded === loaded) this.#loaded = undefined;
      throw error;
    });
    this.#loaded = loaded;
    return loaded;
  }

  async #trace(
    model: OpenModel,
    ids: readonly number[],
    wanted: readonly TensorId[],
    reusable: number,
    signal: AbortSignal,
  ) {
    try {
      await this.#load(model);
      // Another model may have been opened meanwhile: these ids mean nothing to it.
      signal.throwIfAborted();
      return await this.#inference.goOn(ids, [TOKENS_INPUT, ...wanted], reusable, signal);
    } finally {
      this.#download.value = undefined;
    }
  }
}

/** The ids when generation has ended. */
async function lastOf(prompt: readonly number[], steps: ReturnType<typeof generate>): Promise<readonly number[]> {
  let all = prompt;
  for await (const { ids } of steps) all = ids;
  return all;
}

/** The tokens that go through the model, and those that it says. */
function tokensOf(model: OpenModel, { all, given, read }: Text): Pick<Run, 'tokens' | 'answers'> {
  const tokens = all.map((id, position) => tokenOf(model, id, position < given ? 'given' : 'answered'));
  return { tokens: tokens.slice(0, Math.max(given, read)), answers: tokens.slice(given) };
}

function idsOf(tokens: readonly Token[]): number[] {
  return tokens.map(({ id }) => id);
}

function givenIn(tokens: readonly Token[]): number {
  return tokens.filter(({ origin }) => origin === 'given').length;
}

function notRun(): never {
  throw new Error('Nothing has been run yet.');
}
