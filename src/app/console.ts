/** `window.cutaway`: what a person can do from the console, and what the browser tests drive. The README documents it. */

import type { Term } from '../architecture/explain.ts';
import type { TensorData, TensorId } from '../architecture/graph.ts';
import type { KeyFrame } from '../checkpoint/training.ts';
import type { FilmOptions, PictureOptions } from './app.ts';
import type { Cutaway } from './create-app.ts';
import type { ModelProblem, OpenModel } from './model.ts';
import { type Openable, OpenError } from './open-model.ts';
import type { Restoring } from './restoring.ts';
import { readState, type SavedState } from './saved-state.ts';
import type { TourPlace } from './telling.ts';
import type { StoredShape } from './weights.ts';

export interface OpenedModel {
  readonly id: string;
  readonly family: string;
  readonly parameterCount: number;
  readonly layers: number;
  readonly runnable: boolean;
  readonly problems: readonly ModelProblem[];
}

export interface GenerateOptions {
  /** How many tokens at most. 1 by default. */
  readonly count?: number;
  /** 0 takes the likeliest token always, and is the default. */
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
}

export type TrainingFrame = Omit<KeyFrame, 'packed'>;

export interface BlockPlace {
  readonly id: TensorId;
  readonly kind: 'tokens' | 'weight' | 'activation';
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  /** The lowest corner, in cells. */
  readonly position: readonly [x: number, y: number, z: number];
  readonly size: readonly [x: number, y: number, z: number];
}

/** The scripting surface. Ids are those of the graph: `layers.0.attention.scores`. */
export class CutawayConsole {
  /** Resolves when the model that the page opened with is on screen and, if it can be, has been run. */
  readonly ready: Promise<void>;
  readonly #app: Cutaway;
  readonly #restoring: Restoring;

  constructor(app: Cutaway, restoring: Restoring, ready: Promise<void>) {
    this.#app = app;
    this.#restoring = restoring;
    this.ready = ready;
  }

  /** Opens a bundled model by its id, files, or an address. @throws Error with the `code` of the rule that refused it */
  async open(what: Openable): Promise<OpenedModel> {
    if (!isOpenable(what)) {
      throw new OpenError('NothingToOpen', 'cutaway.open takes the name of a bundled model, an address, or files.');
    }
    const model = await this.#app.open(what);
    await this.#app.telling.chosen;
    return describeModel(model);
  }

  /** Every weight of the open model, by the name that the checkpoint uses, with the axes and shape that it is stored with. */
  weights(): StoredShape[] {
    return this.#app.weights().list();
  }

  /** Runs and paints one forward pass. A text gets the special tokens that its tokenizer adds; ids are taken as they are. */
  async run(what: string | ArrayLike<number>): Promise<{ ids: number[]; tokens: string[] }> {
    const ids = typeof what === 'string' ? this.#app.prompting.encode(what) : Array.from(what);
    const run = await this.#app.prompting.pass(ids);
    return { ids: run.tokens.map((token) => token.id), tokens: run.tokens.map((token) => token.word) };
  }

  /** Continues the prompt and paints the pass over all its tokens. The text is that of the new ones. */
  async generate(options: GenerateOptions = {}): Promise<{ ids: number[]; newIds: number[]; text: string }> {
    const prompt = this.#app.prompting.ids();
    const { count = 1, temperature = 0, topK, topP, seed = 0 } = options;
    const ids = await this.#app.runner.generate(prompt, { count, temperature, topK, topP, seed });
    const newIds = ids.slice(prompt.length);
    return { ids: [...ids], newIds, text: this.#app.prompting.decode(newIds) };
  }

  /** An activation of the last run. @throws Error when there is none of this id */
  tensor(id: TensorId): TensorData {
    const run = this.#app.run.peek();
    if (run === undefined) throw new Error('Nothing has been run yet: await cutaway.run(…) first.');
    const data = run.trace.get(id);
    if (data !== undefined) return data;
    const { graph } = this.#app.openedModel();
    if (graph.has(id) && graph.tensor(id).kind === 'weight')
      throw new Error(`“${id}” is a weight: await cutaway.weight('${id}') gives it.`);
    throw new Error(`The run has no activation “${id}”; cutaway.blocks() lists the ids.`);
  }

  /** By id the block, by checkpoint name the tensor as it is stored. */
  async weight(idOrName: string): Promise<TensorData> {
    return this.#app.weights().find(idOrName);
  }

  /** The key frames of the open model's training, by step; none where its training is not told. */
  async training(): Promise<readonly TrainingFrame[]> {
    return (await this.#app.keyFraming.list()).map(({ packed: _, ...about }) => about);
  }

  /** Shows the model at a step of its training, with its weights then in the scene and in every run; without one, as it ships. */
  async frame(step?: number): Promise<void> {
    await this.#app.keyFraming.show(step);
  }

  /** Every block of the layout, in the order of computation. */
  blocks(): BlockPlace[] {
    const layout = this.#app.staging.layout.peek();
    if (layout === undefined) return [];
    return Array.from(layout.blocks(), ({ id, block, origin }) => {
      const { min, max } = block.box;
      return {
        id,
        kind: block.tensor.kind,
        axes: block.tensor.axes.map((axis) => axis.name),
        shape: block.shape,
        position: [origin.x + min.x, origin.y + min.y, origin.z + min.z],
        size: [max.x - min.x, max.y - min.y, max.z - min.z],
      };
    });
  }

  /** The tours that can be told on the open model. */
  tours(): { id: string; title: string; chapters: { title: string; beats: number }[] }[] {
    const tour = this.#app.telling.tour.peek();
    if (tour === undefined) return [];
    const chapters = tour.chapters.map((chapter) => ({ title: chapter.title, beats: chapter.beats.length }));
    return [{ id: tour.id, title: tour.title, chapters }];
  }

  /** Opens a tour at a place: chapter and beat from 0, beat within its chapter; or at a time in seconds from its start. */
  async tour(id: string, at: TourPlace = {}): Promise<void> {
    await this.#app.openTour(id, at);
  }

  play(): void {
    this.#app.playerOrThrow().play();
  }

  pause(): void {
    this.#app.player.peek()?.pause();
  }

  /** Seconds from the tour's start. */
  seek(seconds: number): void {
    this.#app.playerOrThrow().seek(seconds);
  }

  /** Flies to a block, a module or a model of the hall, or to one cell of a block. */
  look(at: { block?: TensorId; cell?: readonly number[] } = {}): void {
    this.#app.look(at);
  }

  /** Where a number comes from: pins the cell and explains it. No value and no terms while the numbers are on their way. */
  inspect(at: { block: TensorId; cell: readonly number[] }): {
    value: number | undefined;
    formula: string;
    terms: readonly Term[];
  } {
    const explanation = this.#app.explain(at.block, at.cell);
    this.#app.pin(at);
    return { value: explanation.value, formula: explanation.formula, terms: explanation.terms };
  }

  /** All that a person would want back; `restore` takes it. */
  get state(): SavedState {
    return this.#app.savedState();
  }

  /** Goes to a saved state; what it leaves out, and what makes no sense in it (told on the page), goes to its default. */
  async restore(state: unknown): Promise<void> {
    await this.#restoring.restore(readState(state));
  }

  /** What the scene shows, without the page around it: a PNG of `scale` pixels to each CSS pixel of the canvas. */
  async picture(options: PictureOptions = {}): Promise<File> {
    return this.#app.picture(options);
  }

  /** A stretch of the tour as a film, with its text; drawn frame by frame, so that it takes as long as it takes. */
  async film(options: FilmOptions = {}): Promise<File> {
    return this.#app.film(options);
  }

  stats(): { frames: number; frameMs: number; drawCalls: number; tiles: number; bytes: number } {
    return this.#app.stats();
  }
}

/** Anybody may call, with anything. */
function isOpenable(what: unknown): what is Openable {
  if (typeof what === 'string' || what instanceof File || what instanceof FileList) return true;
  return Array.isArray(what) && what.every((item) => item instanceof File);
}

function describeModel(model: OpenModel): OpenedModel {
  return {
    id: model.id,
    family: model.graph.family,
    parameterCount: model.parameterCount,
    layers: model.graph.dimensions.layers,
    runnable: model.runnable,
    problems: model.problems,
  };
}
