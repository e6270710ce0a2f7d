/** Which moment of its training the open model is shown at: its weights then, in the scene and in every run. */
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { CheckpointError } from '../checkpoint/errors.ts';
import type { KeyFrames } from '../checkpoint/key-frames.ts';
import type { KeyFrame } from '../checkpoint/training.ts';
import { refusal } from '../words.ts';
import type { Generating } from './generating.ts';
import type { OpenModel } from './model.ts';
import type { Runner } from './runner.ts';
import type { ShownWeights } from './shown-weights.ts';

export interface Framed {
  /** @throws Error while no model is open */
  readonly model: () => OpenModel;
  readonly runner: Pick<Runner, 'decode' | 'useWeights'>;
  readonly generating: Pick<Generating, 'stop'>;
  readonly weights: Pick<ShownWeights, 'prepare'>;
}

/** A moment of the training. */
export interface ShownFrame {
  readonly step: number;
  /** The step that the training ended with. */
  readonly last: number;
}

export class KeyFraming {
  /** Whose weights are shown; undefined where they are those that the model ships with. */
  readonly step: ReadonlySignal<number | undefined>;
  readonly #framed: Framed;
  readonly #shown = signal<ShownFrame | undefined>(undefined);
  #frames: Promise<KeyFrames | undefined> | undefined;
  #latest = new AbortController();

  constructor(framed: Framed) {
    this.#framed = framed;
    this.step = computed(() => this.#shown.value?.step);
  }

  /** As `step`, with where the training went. */
  get shown(): ReadonlySignal<ShownFrame | undefined> {
    return this.#shown;
  }

  /** Begins anew, when a model is opened. */
  reset(): void {
    this.#latest.abort();
    this.#frames = undefined;
    this.#shown.value = undefined;
  }

  /** The key frames of the open model; none where its training is not told. @throws {CheckpointError} where it is told wrongly */
  async list(): Promise<readonly KeyFrame[]> {
    return (await this.#opened())?.training.frames ?? [];
  }

  /**
   * Shows the model at a step of its training, undefined for the end of it. What was run last is run again, and the picture changes
   * when it is there; until then, and where anything fails, all stays as it was. A text is gone on with no further.
   * @throws {CheckpointError | InferenceError} AbortError when another step was asked for, or another run or model
   */
  async show(step: number | undefined): Promise<void> {
    this.#latest.abort();
    const mine = new AbortController();
    this.#latest = mine;
    if (step === this.step.peek()) return;
    const { runner, generating, weights } = this.#framed;
    const model = this.#framed.model();
    const frames = await this.#opened();
    if (frames === undefined) {
      throw new CheckpointError('NoSuchFrame', { file: model.checkpoint.name }, refusal('frame.untold'));
    }
    const numbers = await frames.weights(step ?? frames.last, mine.signal);
    const paint = await weights.prepare(model, numbers);
    mine.signal.throwIfAborted();
    generating.stop();
    await runner.useWeights(numbers, mine.signal, () => {
      paint();
      this.#shown.value = step === undefined ? undefined : { step, last: frames.last };
    });
  }

  /** A failure is tried again by the next call. */
  #opened(): Promise<KeyFrames | undefined> {
    if (this.#frames !== undefined) return this.#frames;
    const { checkpoint } = this.#framed.model();
    const frames = import('../checkpoint/key-frames.ts')
      .then(({ KeyFrames }) => KeyFrames.open(checkpoint, (base, packed) => this.#framed.runner.decode(base, packed)))
      .catch((error: unknown) => {
        if (this.#frames === frames) this.#frames = undefined;
        throw error;
      });
    this.#frames = frames;
    return frames;
  }
}
