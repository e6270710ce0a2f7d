/** Wires the parts: model, runner, tour and scene around the signals that the page reads. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals-core';
import parts from '../../content/en/parts.json';
import { describe } from '../architecture/describe.ts';
import type { AxisName, TensorData, TensorId } from '../architecture/graph.ts';
import { UnknownTextError } from '../inference/tokenizer.ts';
import { Player } from '../narrative/player.ts';
import { TourTimeline } from '../narrative/timeline.ts';
import type { Layout } from '../scene/geometry.ts';
import { layOut } from '../scene/layout.ts';
import { EMPTY_PICTURE, type Hit, type Insets, type Theme, type View, type ViewSettings } from '../scene/picture.ts';
import { Scene } from '../scene/scene.ts';
import type { Answer, App, Legend, Progress, Refusal } from './app.ts';
import { answerFor, withAnswer } from './asking.ts';
import type { OpenModel } from './model.ts';
import { type Openable, openModel } from './open-model.ts';
import { isAbort, messageOf, refusalOf } from './refusals.ts';
import { Runner } from './runner.ts';
import { loadTours, stageSource } from './tour.ts';
import { Weights } from './weights.ts';

/** Tokens that a model is laid out for before its first run. */
const TOKENS_BEFORE_RUN = 8;

const DEFAULT_SETTINGS: ViewSettings = { scale: 'linear', coarse: 'extreme', labelDensity: 0.5, digits: true };

/** How the person has set up the machine. */
export interface Surroundings {
  readonly theme: Theme;
  readonly prefersReducedMotion: () => boolean;
  /** Calls back before the next frame with the time in milliseconds. */
  readonly nextFrame: (callback: (now: number) => void) => void;
}

export class Cutaway implements App {
  readonly theme: Signal<Theme>;
  readonly settings = signal(DEFAULT_SETTINGS);
  readonly model = signal<OpenModel | undefined>(undefined);
  readonly progress = signal<Progress | undefined>(undefined);
  readonly refusal = signal<Refusal | undefined>(undefined);
  readonly notice = signal<string | undefined>(undefined);
  readonly prompt = signal('');
  readonly promptProblem = signal<string | undefined>(undefined);
  readonly hover = signal<Hit | undefined>(undefined);
  readonly pinned = signal<Hit | undefined>(undefined);
  readonly pointedAt = signal<readonly TensorId[]>([]);
  readonly player = signal<Player | undefined>(undefined);
  readonly frame = signal(0);
  readonly run: Runner['run'];
  readonly running: Runner['running'];
  readonly answer: ReadonlySignal<Answer | undefined>;
  readonly inspected: ReadonlySignal<Answer | undefined>;
  readonly legend: ReadonlySignal<Legend | undefined>;
  readonly wholeInView = signal(true);
  readonly layout: ReadonlySignal<Layout | undefined>;
  readonly runner: Runner;
  readonly scene = signal<Scene | undefined>(undefined);

  readonly #surroundings: Surroundings;
  readonly #weights = signal<Weights | undefined>(undefined);
  /** Goes up when numbers of weights have come. */
  readonly #arrivals = signal(0);
  readonly #insets = signal<Insets>({ top: 0, right: 0, bottom: 0, left: 0 });
  readonly #aspect = signal(1.4);
  #opening = new AbortController();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.theme = signal(surroundings.theme);
    this.runner = new Runner((loaded, total) => this.#showDownload(loaded, total));
    this.run = this.runner.run;
    this.running = this.runner.running;
    this.layout = computed(() => this.#layOut());
    this.answer = computed(() => this.#answerFor(this.hover.value ?? this.pinned.value));
    this.inspected = computed(() => this.#answerFor(this.pinned.value));
    this.legend = computed(() => this.#legendOf((this.hover.value ?? this.pinned.value)?.block));
    effect(() => this.#tellTour());
    effect(() => this.#playOn());
  }
}
