/** Runs the open model: prompts to traces, one request at a time, the latest winning. */
import { batch, type ReadonlySignal, signal } from '@preact/signals-core';
import type { TensorId } from '../architecture/graph.ts';
import type { PackedFrame, WeightList } from '../checkpoint/frame-packing.ts';
import type { WeightNumbers } from '../checkpoint/key-frames.ts';
import { type GenerateSettings, generate } from '../inference/generate.ts';
import type { Compared, Measurement } from '../inference/measurement.ts';
import { TOKENS_INPUT, traceableIds } from '../inference/onnx.ts';
import { commonStart, firstRows, joinRows, rowsIn } from '../inference/rows.ts';
import { Inference, type InferenceOptions } from '../inference/session.ts';
import type { Run, Token } from './app.ts';
import { type OpenModel, takesTexts, tokenOf } from './model.ts';

/** How much of the runtime has arrived, in bytes; `total` is undefined where the server does not say. */
export interface Download {
  readonly loaded: number;
  readonly total: number | undefined;
}

/** What is run: a model, by its own weights or by others of the same shapes. */
interface Subject {
  readonly model: OpenModel;
  readonly weights: WeightNumbers | undefined;
}

/** Makes a run, if need be by loading the subject first. */
type Work = (subject: Subject, signal: AbortSignal) => Promise<Run>;

/** How a run is made where it is not a newly asked one by the weights of before. */
interface Manner {
  /** What makes it anew by other weights. */
  readonly again?: Work;
  readonly subject?: Subject;
  /** Called at once with the run's being there. */
  readonly done?: () => void;
  /** Aborts it, as a newer run does. */
  readonly signal?: AbortSignal;
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
  #subject: Subject | undefined;
  #loaded: { readonly subject: Subject; readonly done: Promise<void> } | undefined;
  /** Makes the last run anew, by whatever weights. */
  #again: Work | undefined;
  #latest = new AbortController();
  /** What `#latest` aborts. */
  #working: Promise<unknown> = Promise.resolve();

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
    this.#subject = { model, weights: undefined };
    this.#loaded = undefined;
    this.#again = undefined;
    this.#run.value = undefined;
  }

  /**
   * One pass over a prompt and what the model has answered before. Every activation is traced.
   * @throws {InferenceError}, or AbortError when a newer run began
   */
  pass(given: readonly number[], answered: readonly number[] = []): Promise<Run> {
    const all = [...given, ...answered];
    return this.#exclusively((subject, signal) =>
      this.#whole(subject, { all, given: given.length, read: all.length }, signal),
    );
  }

  /**
   * Answers a prompt with `count` tokens, each the likeliest after those before it. The pass over the prompt and all answers but
   * the last is the one that is traced.
   */
  answer(ids: readonly number[], count: number): Promise<Run> {
    const work: Work = async (subject, signal) => {
      const all = await this.#generate(subject, ids, { ...LIKELIEST, count }, signal);
      return this.#whole(subject, { all, given: ids.length, read: all.length - 1 }, signal);
    };
    return this.#exclusively(work, { again: work });
  }

  /**
   * Goes on from a prompt as far as the model can read, a sorter one token further, and traces the pass over all that it can read.
   * Gives the prompt's ids and those drawn.
   * @throws {InferenceError}, or AbortError when a newer run began
   */
  async generate(ids: readonly number[], settings: GenerateSettings): Promise<readonly number[]> {
    const { answers } = await this.#exclusively(async (subject, signal) => {
      const all = await this.#generate(subject, ids, settings, signal);
      const { context } = subject.model.graph.dimensions;
      return this.#grown(subject, { all, given: ids.length, read: context }, signal);
    });
    return [...ids, ...idsOf(answers)];
  }

  /** Takes a token on behind those of the run, as the model's answer. @throws {InferenceError}, or AbortError when a newer run began */
  extend(id: number): Promise<Run> {
    return this.#exclusively((subject, signal) => {
      const { tokens } = this.#run.peek() ?? notRun();
      const all = [...idsOf(tokens), id];
      return this.#grown(subject, { all, given: givenIn(tokens), read: all.length }, signal);
    });
  }

  /** Goes back to the first tokens of the run, at least one. A token's rows depend on none after it, so nothing is computed. */
  shorten(count: number): void {
    this.#latest.abort();
    this.#running.value = false;
    const { tokens, trace } = this.#run.peek() ?? notRun();
    const kept = tokens.slice(0, count);
    this.#again = this.#retrace;
    this.#run.value = {
      tokens: kept,
      answers: kept.slice(givenIn(kept)),
      trace: firstRows(trace, count),
      reusedTokens: count,
    };
  }

  /**
   * Runs the open model by other weights from now on, in place of its own: first what was run last, the same tokens again or, where a
   * prompt was answered, the prompt. What is being run comes before that. `show` is called at once with the new run; until then, and
   * where it fails, all stays as it was.
   * @param signal Aborted also when another model is opened: the weights are of this one.
   * @throws {InferenceError}, or AbortError when a newer run began; or the signal's reason
   */
  async useWeights(weights: WeightNumbers, signal: AbortSignal, show: () => void): Promise<void> {
    while (this.#running.peek()) await this.#working.catch(() => {});
    signal.throwIfAborted();
    const subject = { model: this.#opened().model, weights };
    const again = this.#again;
    const done = () => {
      this.#subject = subject;
      show();
    };
    if (again === undefined) done();
    else await this.#exclusively(again, { again, subject, done, signal });
  }

  /** `decodeFrame`, in the worker. @throws {InferenceError} WorkerDied */
  decode(base: WeightList, frame: PackedFrame): Promise<WeightList> {
    return this.#inference.decode(base, frame);
  }

  /** Times two ways to the logits against each other, in the worker. */
  async measure(what: Compared, ids: readonly number[], rounds: number): Promise<Measurement> {
    await this.#load(this.#opened());
    return this.#inference.measure(what, ids, rounds);
  }

  /** Makes a run, unless a newer one begins. */
  async #exclusively(
    work: Work,
    { again = this.#retrace, subject = this.#opened(), done, signal: outer }: Manner = {},
  ): Promise<Run> {
    this.#latest.abort();
    const mine = new AbortController();
    this.#latest = mine;
    this.#running.value = true;
    const signal = outer === undefined ? mine.signal : AbortSignal.any([mine.signal, outer]);
    try {
      const working = work(subject, signal);
      this.#working = working;
      const run = await working;
      signal.throwIfAborted();
      batch(() => {
        this.#again = again;
        this.#run.value = run;
        done?.();
      });
      return run;
    } finally {
      if (this.#latest === mine) this.#running.value = false;
    }
  }

  /** One pass over the tokens of the last run. */
  readonly #retrace: Work = (subject, signal) => {
    const { tokens, answers } = this.#run.peek() ?? notRun();
    const given = givenIn(tokens);
    const all = [...idsOf(tokens.slice(0, given)), ...idsOf(answers)];
    return this.#whole(subject, { all, given, read: tokens.length }, signal);
  };

  #generate(subject: Subject, ids: readonly number[], settings: GenerateSettings, signal: AbortSignal) {
    const run = async (all: readonly number[]) =>
      rowsIn((await this.#trace(subject, all, ['logits'], all.length, signal)).trace, 'logits');
    const { graph, endTokens } = subject.model;
    // An answer's last token need not go through the model; a text's does, as what may follow it is shown.
    const longest = graph.dimensions.context + (takesTexts(subject.model) ? 0 : 1);
    return lastOf(ids, generate(ids, settings, { run, longest, endTokens }, signal));
  }

  /** A run of one pass over all tokens that are read. */
  async #whole(subject: Subject, text: Text, signal: AbortSignal): Promise<Run> {
    const { tokens, answers } = tokensOf(subject.model, text);
    const { trace } = await this.#trace(subject, idsOf(tokens), traceableIds(subject.model.graph), 0, signal);
    return { tokens, answers, trace, reusedTokens: 0 };
  }

  /** A run that keeps the rows of the run before where it begins with the same tokens. */
  async #grown(subject: Subject, text: Text, signal: AbortSignal): Promise<Run> {
    const { graph } = subject.model;
    const { tokens, answers } = tokensOf(subject.model, text);
    const [before, ids] = [this.#run.peek(), idsOf(tokens)];
    const kept = commonStart(ids, idsOf(before?.tokens ?? []));
    const { trace, reused } = await this.#trace(subject, ids, traceableIds(graph), kept, signal);
    const isWhole = before === undefined || reused === 0;
    const whole = isWhole ? trace : joinRows(graph, before.trace, reused, trace);
    return { tokens, answers, trace: whole, reusedTokens: reused };
  }

  #opened(): Subject {
    if (this.#subject === undefined) throw new Error('No model is open.');
    const { runnable, problems } = this.#subject.model;
    if (!runnable) throw new Error(problems[0]?.message ?? 'This model cannot be run.');
    return this.#subject;
  }

  /** Loads the subject into the runtime once; a failure is tried again by the next run. */
  #load(subject: Subject): Promise<void> {
    if (this.#loaded?.subject === subject) return this.#loaded.done;
    const loaded = {
      subject,
      done: this.#handOver(subject).catch((error: unknown) => {
        if (this.#loaded === loaded) this.#loaded = undefined;
        throw error;
      }),
    };
    this.#loaded = loaded;
    return loaded.done;
  }

  #handOver({ model: { graph, checkpoint }, weights }: Subject): Promise<void> {
    if (weights !== undefined) return this.#inference.give(graph, checkpoint.tensors, weights);
    const files = checkpoint.files.map(({ name, source }) => ({ name, data: source.origin }));
    return this.#inference.load(graph, checkpoint.tensors, files);
  }

  async #trace(
    subject: Subject,
    ids: readonly number[],
    wanted: readonly TensorId[],
    reusable: number,
    signal: AbortSignal,
  ) {
    try {
      await this.#load(subject);
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
