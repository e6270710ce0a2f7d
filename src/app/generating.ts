/** Generation as the reader drives it: token by token, on and back. What has been generated are the answered tokens of the run. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import {
  type Candidate,
  candidatesOf,
  checkSettings,
  draw,
  randomAt,
  type SamplingSettings,
} from '../inference/sampling.ts';
import type { Run } from './app.ts';
import type { OpenModel } from './model.ts';
import { isAbort, messageOf } from './refusals.ts';
import type { Runner } from './runner.ts';

export interface GeneratingSettings extends SamplingSettings {
  /** Equal seeds give equal tokens, also after steps back. */
  readonly seed: number;
}

/** Seeds are written with so many digits at most. */
export const MOST_SEED = 9999;

/** As the model has it: nothing sharpened, nothing cut. */
export const DEFAULT_GENERATING: GeneratingSettings = { temperature: 1, seed: 0 };

/** Whether settings draw as `DEFAULT_GENERATING` does, however they are written. */
export function drawsByDefault({ temperature, topK, topP = 1, seed }: GeneratingSettings): boolean {
  const { temperature: usual, seed: first } = DEFAULT_GENERATING;
  return temperature === usual && topK === undefined && topP === 1 && seed === first;
}

/** Why nothing can follow: the model can read no more, or has ended the text. */
export type GeneratingEnd = 'context' | 'text';

export interface Generated {
  readonly model: ReadonlySignal<OpenModel | undefined>;
  readonly runner: Pick<Runner, 'run' | 'extend' | 'shorten'>;
}

export class Generating {
  readonly #settings = signal<GeneratingSettings>(DEFAULT_GENERATING);
  readonly #isRunning = signal(false);
  /** The last step that failed, with the run that it was to go on with: no other is the worse for it. */
  readonly #failure = signal<{ readonly run: Run | undefined; readonly message: string } | undefined>(undefined);
  /** Why the last step from this run failed, or why none can be taken: a sentence. */
  readonly problem: ReadonlySignal<string | undefined>;
  /** How many tokens of the run were generated. */
  readonly count: ReadonlySignal<number>;
  readonly end: ReadonlySignal<GeneratingEnd | undefined>;
  /** The token that a step would draw; undefined where none can follow. */
  readonly next: ReadonlySignal<number | undefined>;
  readonly #generated: Generated;
  /** Counts the calls that begin or end a run of steps: one that finds another number has been stopped. */
  #latest = 0;

  constructor(generated: Generated) {
    this.#generated = generated;
    const tokens = computed(() => generated.runner.run.value?.tokens ?? []);
    this.count = computed(() => tokens.value.filter(({ origin }) => origin === 'answered').length);
    this.end = computed(() => {
      const model = generated.model.value;
      const last = tokens.value.at(-1);
      if (model === undefined || last === undefined) return undefined;
      if (last.origin === 'answered' && model.endTokens.includes(last.id)) return 'text';
      return tokens.value.length >= model.graph.dimensions.context ? 'context' : undefined;
    });
    const weighed = computed(() => this.#weigh(tokens.value.length - 1));
    this.next = computed(() => {
      const { candidates } = weighed.value;
      if (candidates === undefined || this.end.value !== undefined) return undefined;
      return draw(candidates, randomAt(this.settings.value.seed, this.count.value));
    });
    this.problem = computed(() => {
      const failure = this.#failure.value;
      const isOfRun = failure !== undefined && failure.run === generated.runner.run.value;
      return isOfRun ? failure.message : weighed.value.problem;
    });
  }

  get settings(): ReadonlySignal<GeneratingSettings> {
    return this.#settings;
  }

  /** Steps are being taken one after another. */
  get isRunning(): ReadonlySignal<boolean> {
    return this.#isRunning;
  }

  /** @throws {InferenceError} SamplingSetting */
  choose(settings: GeneratingSettings): void {
    checkSettings(settings);
    this.#settings.value = settings;
  }

  /**
   * What may follow a token of the run, the most probable first, as temperature and cut leave it; undefined while that is not known,
   * and where no token can be drawn by the logits.
   */
  candidatesAfter(position: number): readonly Candidate[] | undefined {
    return this.#weigh(position).candidates;
  }

  /** What may follow a token of the run, or why nothing can be drawn; neither while that is not known. */
  #weigh(position: number): { readonly candidates?: readonly Candidate[]; readonly problem?: string } {
    const logits = this.#generated.runner.run.value?.trace.get('logits');
    const vocabulary = logits?.shape[1] ?? 0;
    const row = logits?.data.subarray(position * vocabulary, (position + 1) * vocabulary);
    if (row === undefined || row.length === 0) return {};
    try {
      return { candidates: candidatesOf(row, this.settings.value) };
    } catch (error) {
      return { problem: messageOf(error) };
    }
  }

  /** Generates one token. */
  step(): Promise<void> {
    return this.run(1);
  }

  /** Generates so many tokens, or until the end. While steps are being taken it does nothing. `problem` says why one failed. */
  async run(count = Infinity): Promise<void> {
    if (this.isRunning.peek()) return;
    const mine = ++this.#latest;
    batch(() => {
      this.#isRunning.value = true;
      this.#failure.value = undefined;
    });
    let run: Run | undefined;
    try {
      for (let made = 0; made < count && mine === this.#latest; made += 1) {
        const next = this.next.peek();
        if (next === undefined) break;
        run = this.#generated.runner.run.peek();
        await this.#generated.runner.extend(next);
      }
    } catch (error) {
      if (!isAbort(error)) this.#failure.value = { run, message: messageOf(error) };
    } finally {
      if (mine === this.#latest) this.#isRunning.value = false;
    }
  }

  /** Takes no step after the one that is under way. */
  stop(): void {
    this.#latest += 1;
    this.#isRunning.value = false;
  }

  /** Takes the last generated token back, if there is one. */
  back(): void {
    this.stop();
    if (this.count.peek() === 0) return;
    const tokens = this.#generated.runner.run.peek()?.tokens ?? [];
    this.#generated.runner.shorten(tokens.length - 1);
  }
}
