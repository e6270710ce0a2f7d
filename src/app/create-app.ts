/** The app: model, runner, tour and scene, wired around the signals that the page reads. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { PartDescription } from '../architecture/describe.ts';
import { type Explanation, explain } from '../architecture/explain.ts';
import type { AxisName, TensorData, TensorId } from '../architecture/graph.ts';
import { DEFAULT_SETTINGS, type Hit, type Insets, type Theme, type ViewSettings } from '../scene/picture.ts';
import type { Answer, App, FilmOptions, PictureOptions, Progress, Refusal, Size } from './app.ts';
import { answerFor, whyMissing } from './asking.ts';
import { Generating } from './generating.ts';
import { KeyFraming } from './key-framing.ts';
import type { OpenModel } from './model.ts';
import { momentOf } from './moment.ts';
import { describeIn } from './names.ts';
import { type Openable, openModel } from './open-model.ts';
import { downloadProgress, openingProgress } from './progress.ts';
import type { ReadPrompt } from './prompt.ts';
import { Prompting } from './prompting.ts';
import { refusalOf } from './refusals.ts';
import { Runner } from './runner.ts';
import { type PanelTab, type SavedState, toHash } from './saved-state.ts';
import { Saving } from './saving.ts';
import { ShownWeights } from './shown-weights.ts';
import { Staging } from './staging.ts';
import { Standpoint } from './standpoint.ts';
import { switchModel } from './switching.ts';
import { Telling, type TourPlace } from './telling.ts';
import type { Weights } from './weights.ts';
import { word } from './words.ts';

/** What the app must know of where it runs. */
export interface Surroundings {
  readonly theme: Theme;
  readonly tab: Signal<PanelTab>;
  /** The page's address, without a hash. */
  readonly address: string;
  readonly prefersReducedMotion: () => boolean;
  /** Calls back before the next frame is drawn, with the time in milliseconds. */
  readonly nextFrame: (callback: (now: number) => void) => void;
}

export class Cutaway implements App {
  readonly theme: Signal<Theme>;
  readonly settings = signal<ViewSettings>(DEFAULT_SETTINGS);
  readonly model = signal<OpenModel | undefined>(undefined);
  readonly progress: ReadonlySignal<Progress | undefined>;
  readonly refusal = signal<Refusal | undefined>(undefined);
  readonly notice = signal<string | undefined>(undefined);
  readonly hover = signal<Hit | undefined>(undefined);
  readonly pinned = signal<Hit | undefined>(undefined);
  readonly pointedAt = signal<readonly TensorId[]>([]);
  readonly answer: ReadonlySignal<Answer | undefined>;
  readonly inspected: ReadonlySignal<Answer | undefined>;
  readonly #weights = new ShownWeights();
  readonly runner = new Runner();
  readonly prompting = new Prompting({ model: () => this.openedModel(), runner: this.runner });
  readonly generating = new Generating({ model: this.model, runner: this.runner });
  readonly standpoint = new Standpoint(this.runner.run);
  readonly keyFraming = new KeyFraming({
    model: () => this.openedModel(),
    runner: this.runner,
    generating: this.generating,
    weights: this.#weights,
  });
  readonly telling: Telling;
  readonly staging: Staging;
  readonly saving: Saving;

  readonly surroundings: Surroundings;
  /** Of the model that is being opened. */
  readonly #openingProgress = signal<Progress | undefined>(undefined);
  #opening = new AbortController();

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.theme = signal(surroundings.theme);
    this.progress = computed(
      () => this.#openingProgress.value ?? this.saving.progress.value ?? downloadProgress(this.runner.download.value),
    );
    this.answer = computed(() => this.#answerFor(this.hover.value ?? this.pinned.value));
    this.inspected = computed(() => this.#answerFor(this.pinned.value));
    const read = (id: TensorId) => this.read(id);
    const report = (problem: string) => {
      this.notice.value = problem;
    };
    const training = () => this.keyFraming.list();
    this.telling = new Telling({ model: this.model, run: this.run, read, training, report, ...surroundings });
    this.staging = new Staging({
      theme: this.theme,
      settings: this.settings,
      model: this.model,
      run: this.run,
      position: this.position,
      marksNew: this.marksNew,
      player: this.player,
      isTold: this.telling.isTold,
      answer: this.answer,
      pointedAt: this.pointedAt,
      arrivals: this.#weights.arrivals,
      values: { read, state: (id) => this.#stateOf(id) },
      wordAt: (axis, index) => this.wordAt(axis, index),
      describe: (id) => this.describe(id),
      prefersReducedMotion: surroundings.prefersReducedMotion,
      onTakenByHand: () => this.telling.leave(),
    });
    this.saving = new Saving({
      staging: this.staging,
      theme: this.theme,
      settings: this.settings,
      prompt: this.prompt,
      isTold: this.telling.isTold,
      model: () => this.openedModel(),
      player: () => this.playerOrThrow(),
      weights: () => this.weights(),
    });
  }

  get prompt() {
    return this.prompting.text;
  }

  get promptDraft() {
    return this.prompting.draft;
  }

  get promptIsRun() {
    return this.prompting.isRun;
  }

  get promptProblem() {
    return this.prompting.problem;
  }

  get run() {
    return this.runner.run;
  }

  get position() {
    return this.standpoint.position;
  }

  get marksNew() {
    return this.standpoint.marksNew;
  }

  get running() {
    return this.runner.running;
  }

  get player() {
    return this.telling.player;
  }

  get source() {
    return this.telling.source;
  }

  get isTold() {
    return this.telling.isTold;
  }

  get legend() {
    return this.staging.legend;
  }

  get tokens() {
    return this.staging.tokens;
  }

  get wholeInView() {
    return this.staging.wholeInView;
  }

  get pictureSize() {
    return this.staging.pictureSize;
  }

  get frame() {
    return this.staging.frame;
  }

  attach(canvas: HTMLCanvasElement): () => void {
    return this.staging.attach(canvas);
  }

  setWindow(size: Size, insets: Insets): void {
    batch(() => {
      this.staging.size.value = size;
      this.staging.insets.value = insets;
    });
  }

  async open(what: Openable): Promise<OpenModel> {
    this.#opening.abort();
    const mine = new AbortController();
    this.#opening = mine;
    this.refusal.value = undefined;
    this.#openingProgress.value = openingProgress(what, () => mine.abort());
    try {
      const model = await openModel(what, mine.signal);
      mine.signal.throwIfAborted();
      this.#use(model);
      return model;
    } catch (error) {
      // Whatever went wrong with what nobody waits for any more is of no interest.
      mine.signal.throwIfAborted();
      this.refusal.value = refusalOf(error);
      throw error;
    } finally {
      if (this.#opening === mine) this.#openingProgress.value = undefined;
    }
  }

  switchTo(id: string): Promise<void> {
    return switchModel(this, id);
  }

  /** Shows a model again that was open before, or still is, whatever was on its way. */
  reopen(model: OpenModel): void {
    this.#opening.abort();
    if (model === this.model.peek()) return;
    this.refusal.value = undefined;
    this.#use(model);
  }

  #use(model: OpenModel): void {
    // A picture or a film is of the model that it was begun with.
    this.saving.stop();
    this.generating.stop();
    batch(() => {
      this.runner.use(model);
      this.keyFraming.reset();
      this.#weights.use(model);
      this.hover.value = undefined;
      this.pinned.value = undefined;
      this.pointedAt.value = [];
      this.prompting.use(model);
      this.model.value = model;
    });
  }

  ask(prompt: string, generated?: readonly number[]): Promise<void> {
    // Whether or not it can be run: what was gone on with is no longer what is asked.
    this.generating.stop();
    return this.prompting.ask(prompt, generated);
  }

  readPrompt(text: string): ReadPrompt {
    return this.prompting.read(text);
  }

  lookFrom(position: number | undefined): void {
    this.standpoint.choose(position);
  }

  pointAt(place: { readonly x: number; readonly y: number } | undefined): number | undefined {
    const { hit, letters } = place === undefined ? {} : this.staging.pick(place.x, place.y);
    if (letters === undefined || letters.block !== this.hover.peek()?.block) this.point(hit);
    return letters?.position;
  }

  point(hit: Hit | undefined): void {
    if (!isSameHit(hit, this.hover.peek())) this.hover.value = hit;
  }

  pin(hit: Hit | undefined): void {
    if (isSameHit(hit, this.pinned.peek())) return;
    batch(() => {
      this.pinned.value = hit;
      // What is pinned is shown, and not what the pointer happens to rest on.
      if (hit !== undefined && !isSameHit(hit, this.hover.peek())) this.hover.value = undefined;
    });
  }

  screenBox(hit: Hit) {
    return this.staging.screenBox(hit);
  }

  occupied() {
    return this.staging.occupied();
  }

  nudge(by: Parameters<App['nudge']>[0]): void {
    this.staging.nudge(by);
  }

  look(at: { readonly block?: TensorId; readonly cell?: readonly number[] }): void {
    const { block, cell } = at;
    if (block !== undefined) this.checked({ block, cell });
    this.telling.leave();
    this.staging.look(at);
  }

  /** The block or cell. @throws RangeError, with a sentence, when the model, or its run, does not have it */
  checked(hit: Hit): Hit {
    const missing = whyMissing(hit, this.openedModel(), this.staging.layout.peek()?.tokens ?? 0);
    if (missing !== undefined) throw new RangeError(missing);
    return hit;
  }

  read(id: TensorId): TensorData | undefined {
    const graph = this.model.value?.graph;
    if (graph?.has(id) !== true) return undefined;
    if (graph.tensor(id).kind !== 'weight') return this.run.value?.trace.get(id);
    return this.#weights.read(id);
  }

  #stateOf(id: TensorId): 'here' | 'loading' | 'absent' {
    const model = this.model.value;
    if (model?.graph.tensor(id).kind === 'weight') return this.#weights.state(id);
    if (this.run.value !== undefined) return 'here';
    return model?.runnable === true ? 'loading' : 'absent';
  }

  /** The weights of the open model. @throws Error while no model is open */
  weights(): Weights {
    return this.#weights.peek() ?? noModel();
  }

  describe(id: TensorId): PartDescription {
    return describeIn(this.openedModel().graph)(id);
  }

  explain(id: TensorId, cell: readonly number[]): Explanation {
    return explain(this.openedModel().graph, id, cell, (read) => this.read(read));
  }

  wordAt(axis: AxisName, index: number): string | undefined {
    if (axis === 'token' || axis === 'key') return this.run.value?.tokens[index]?.word;
    return axis === 'vocab' ? this.model.value?.tokenizer?.word(index) : undefined;
  }

  colourOf(id: TensorId, value: number): string {
    return this.staging.colourOf(id, value);
  }

  async openTour(id: string, at: TourPlace): Promise<void> {
    await this.telling.chosen;
    if (this.telling.tour.peek()?.id === id && this.player.peek() === undefined) {
      await this.ask(this.prompt.peek());
      const problem = this.promptProblem.peek();
      if (problem !== undefined) throw new Error(problem);
    }
    this.telling.open(id, at);
  }

  link(): string {
    return this.surroundings.address + toHash(this.savedState());
  }

  picture(options: PictureOptions): Promise<File> {
    return this.saving.picture(options);
  }

  film(options: FilmOptions): Promise<File> {
    return this.saving.film(options);
  }

  savedState(): SavedState {
    return momentOf(this);
  }

  stats() {
    return this.staging.stats();
  }

  /** @throws Error while no model is open */
  openedModel(): OpenModel {
    return this.model.peek() ?? noModel();
  }

  /** @throws Error while there is no tour */
  playerOrThrow() {
    const player = this.player.peek();
    if (player === undefined) throw new Error(word('tour.notTold'));
    return player;
  }

  #answerFor(hit: Hit | undefined): Answer | undefined {
    const graph = this.model.value?.graph;
    if (hit === undefined || graph === undefined) return undefined;
    try {
      const tokens = this.staging.layout.value?.tokens ?? 0;
      return answerFor(hit, {
        graph,
        tokens,
        wordAt: (axis, index) => this.wordAt(axis, index),
        read: (id) => this.read(id),
      });
    } catch {
      // A run over fewer tokens has taken the cell away.
      return undefined;
    }
  }
}

function noModel(): never {
  throw new Error(word('open.none'));
}

function isSameHit(a: Hit | undefined, b: Hit | undefined): boolean {
  return a?.block === b?.block && a?.cell?.join() === b?.cell?.join();
}
