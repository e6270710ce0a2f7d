/** The app: model, runner, tour and scene, wired around the signals that the page reads. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { PartDescription } from '../architecture/describe.ts';
import { type Explanation, explain } from '../architecture/explain.ts';
import type { AxisName, TensorData, TensorId } from '../architecture/graph.ts';
import { findModule } from '../architecture/module.ts';
import type { Sizes } from '../architecture/sizes.ts';
import { DEFAULT_SETTINGS, type Hit, type Insets, type Theme, type ViewSettings } from '../scene/picture.ts';
import type { App, FilmOptions, PictureOptions, Progress, Size } from './app.ts';
import { whyMissing } from './asking.ts';
import { Generating } from './generating.ts';
import { KeyFraming } from './key-framing.ts';
import type { OpenModel } from './model.ts';
import { momentOf } from './moment.ts';
import { describeIn } from './names.ts';
import type { Openable } from './open-model.ts';
import { Opening } from './opening.ts';
import { Pointing } from './pointing.ts';
import { downloadProgress } from './progress.ts';
import type { ReadPrompt } from './prompt.ts';
import { Prompting } from './prompting.ts';
import { Reading } from './reading.ts';
import { resized } from './resizing.ts';
import { Runner } from './runner.ts';
import { type PanelTab, type SavedState, toHash } from './saved-state.ts';
import { Saving } from './saving.ts';
import { ShownWeights } from './shown-weights.ts';
import { Staging } from './staging.ts';
import { Standpoint } from './standpoint.ts';
import { sameIn, switchModel } from './switching.ts';
import { Telling, type TourPlace } from './telling.ts';
import type { Weights } from './weights.ts';
import { word } from './words.ts';

/** What the app must know of where it runs. */
export interface Surroundings {
  readonly theme: Theme;
  readonly tab: Signal<PanelTab>;
  /** The models are compared. */
  readonly comparing: Signal<boolean>;
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
  readonly notice = signal<string | undefined>(undefined);
  readonly #opening = new Opening({ model: this.model, use: (model) => this.#use(model) });
  readonly #weights = new ShownWeights();
  readonly runner = new Runner();
  readonly #reading = new Reading({
    model: this.model,
    run: this.runner.run,
    weights: this.#weights,
    tokens: () => this.staging.layout.value?.tokens ?? 0,
  });
  readonly #pointing = new Pointing((hit) => this.#reading.answerFor(hit));
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

  readonly refusal = this.#opening.refusal;
  readonly hover = this.#pointing.hover;
  readonly pinned = this.#pointing.pinned;
  readonly pointedAt = this.#pointing.blocks;
  readonly answer = this.#pointing.answer;
  readonly inspected = this.#pointing.inspected;
  readonly prompt = this.prompting.text;
  readonly promptDraft = this.prompting.draft;
  readonly promptIsRun = this.prompting.isRun;
  readonly promptProblem = this.prompting.problem;
  readonly run = this.runner.run;
  readonly running = this.runner.running;
  readonly position = this.standpoint.position;
  readonly marksNew = this.standpoint.marksNew;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.theme = signal(surroundings.theme);
    this.progress = computed(
      () => this.#opening.progress.value ?? this.saving.progress.value ?? downloadProgress(this.runner.download.value),
    );
    const read = (id: TensorId) => this.read(id);
    const report = (problem: string) => {
      this.notice.value = problem;
    };
    const training = () => this.keyFraming.list();
    const painted = () => this.staging.painted;
    this.telling = new Telling({ model: this.model, run: this.run, painted, read, training, report, ...surroundings });
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
      pinned: this.pinned,
      pointedAt: this.pointedAt,
      arrivals: this.#weights.arrivals,
      values: this.#reading,
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

  open(what: Openable): Promise<OpenModel> {
    return this.#opening.open(what);
  }

  switchTo(id: string): Promise<void> {
    return switchModel(this, id);
  }

  /** Shows a model again that was open before, or still is. */
  reopen(model: OpenModel): void {
    this.#opening.reopen(model);
  }

  resize(sizes: Sizes): void {
    const model = resized(this.openedModel(), sizes);
    const pinned = this.pinned.peek();
    if (model !== this.model.peek()) this.#use(model, pinned && sameIn(model, this.tokens.peek(), pinned));
  }

  /** @param kept What stays pinned. */
  #use(model: OpenModel, kept?: Hit): void {
    // A picture or a film is of the model that it was begun with.
    this.saving.stop();
    this.generating.stop();
    batch(() => {
      this.runner.use(model);
      this.keyFraming.reset();
      this.#weights.use(model);
      this.#pointing.reset(kept);
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

  plateAt({ x, y }: { readonly x: number; readonly y: number }): string | undefined {
    return this.staging.plateAt(x, y);
  }

  point(hit: Hit | undefined): void {
    this.#pointing.point(hit);
  }

  pin(hit: Hit | undefined): void {
    this.#pointing.pin(hit);
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
    if (block !== undefined) this.checkedView({ block, cell });
    this.telling.leave();
    this.staging.look(at);
  }

  /** The block or cell. @throws RangeError, with a sentence, when the model, or its run, does not have it */
  checked(hit: Hit): Hit {
    const missing = whyMissing(hit, this.openedModel(), this.staging.layout.peek()?.tokens ?? 0);
    if (missing !== undefined) throw new RangeError(missing);
    return hit;
  }

  /** As `checked`, of what is only looked at: that may be a module or a model as well. */
  checkedView(hit: Hit): Hit {
    const isModule = hit.cell === undefined && findModule(this.openedModel().graph, hit.block) !== undefined;
    return isModule ? hit : this.checked(hit);
  }

  read(id: TensorId): TensorData | undefined {
    return this.#reading.read(id);
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
    return this.#reading.wordAt(axis, index);
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
}

function noModel(): never {
  throw new Error(word('open.none'));
}
