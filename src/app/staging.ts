/** The scene and what it is told: layout, numbers, picture, camera. Keeps what is wanted while there is no canvas yet. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { PartDescription } from '../architecture/describe.ts';
import type { TensorId } from '../architecture/graph.ts';
import type { Player } from '../narrative/player.ts';
import { wholeOf } from '../scene/camera/rig.ts';
import type { Layout } from '../scene/geometry.ts';
import { placeOfCell } from '../scene/layout/cells.ts';
import { layOut } from '../scene/layout.ts';
import {
  EMPTY_PICTURE,
  type Hit,
  type Insets,
  type LitBlock,
  type Picture,
  type Theme,
  type View,
  type ViewSettings,
} from '../scene/picture.ts';
import { seenSize, type Waiting } from '../scene/print.ts';
import { type Picked, Scene } from '../scene/scene.ts';
import type { ValueSource } from '../scene/tiles/block-numbers.ts';
import { isWholeInView } from '../scene/tiles/sight.ts';
import type { Answer, App, Legend, Run, Size } from './app.ts';
import { withAnswer } from './asking.ts';
import { layoutAspect } from './framing.ts';
import { asOpened, type OpenModel } from './model.ts';
import { namesOf } from './names.ts';
import { newPositions, streamOutlines } from './positions.ts';
import { encodePrompt } from './prompt.ts';
import type { SavedView } from './saved-state.ts';
import { promptOf } from './task.ts';
import { toldPicture } from './told-picture.ts';
import { isWithin, savedView, subject, viewFrom } from './views.ts';
import { word } from './words.ts';

/** Tokens that a model without a task is laid out for before its first run. */
const TOKENS_BEFORE_RUN = 8;

/** A block that is flown to fills this part of the free window; of a cell, this many times less, so that its neighbours show. */
const BLOCK_ZOOM = 0.45;
const CELL_ZOOM = 0.08;

/** Degrees from which cells of rear heads are looked for, one after the other. */
const SIDE_YAWS = [-44, -58, -72];

/** What the scene shows depends on these. */
export interface Staged {
  readonly theme: ReadonlySignal<Theme>;
  readonly settings: ReadonlySignal<ViewSettings>;
  readonly model: ReadonlySignal<OpenModel | undefined>;
  readonly run: ReadonlySignal<Run | undefined>;
  /** The token that the model is looked at from, undefined for the last. */
  readonly position: ReadonlySignal<number | undefined>;
  /** What was kept from the run before is dimmed. */
  readonly marksNew: ReadonlySignal<boolean>;
  readonly player: ReadonlySignal<Player | undefined>;
  /** The tour says what is shown. */
  readonly isTold: ReadonlySignal<boolean>;
  readonly answer: ReadonlySignal<Answer | undefined>;
  readonly pinned: ReadonlySignal<Hit | undefined>;
  readonly pointedAt: ReadonlySignal<readonly TensorId[]>;
  /** Changes whenever numbers of weights have come. */
  readonly arrivals: ReadonlySignal<number>;
  readonly values: ValueSource;
  readonly wordAt: App['wordAt'];
  readonly describe: (id: TensorId) => PartDescription;
  readonly prefersReducedMotion: () => boolean;
  /** Somebody has moved the camera by hand. */
  readonly onTakenByHand: () => void;
}

export class Staging {
  readonly insets = signal<Insets>({ top: 0, right: 0, bottom: 0, left: 0 });
  readonly frame = signal(0);
  readonly wholeInView = signal(true);
  readonly layout: ReadonlySignal<Layout | undefined>;
  readonly legend: ReadonlySignal<Legend | undefined>;
  /** Resolves when the first picture with weights has been drawn; at once where nothing can be drawn. */
  readonly painted: Promise<void>;

  readonly #staged: Staged;
  readonly #scene = signal<Scene | undefined>(undefined);
  /** Of the canvas, CSS pixels. */
  readonly size = signal<Size>({ width: 1, height: 1 });
  readonly pictureSize = computed(() => seenSize(this.size.value, this.insets.value));
  readonly #aspect = computed(() => layoutAspect(this.size.value, this.insets.value));
  /** Apart from the run, for a run over as many tokens as the one before moves nothing. */
  readonly tokens = computed(() => this.#countTokens());
  #resolvePainted = () => {};
  /** The model that the scene shows. */
  #shown: OpenModel | undefined;

  constructor(staged: Staged) {
    this.#staged = staged;
    this.painted = new Promise((resolve) => {
      this.#resolvePainted = resolve;
    });
    this.layout = computed(() => this.#layOut());
    const subject = computed(() => staged.answer.value?.hit.block ?? this.#onlyLit());
    this.legend = computed(() => this.#legend(subject.value));
    this.#direct((scene) => scene.setTheme(staged.theme.value));
    this.#direct((scene) => scene.setSettings(staged.settings.value));
    this.#direct((scene) => scene.setInsets(this.insets.value));
    this.#direct((scene) => {
      const layout = this.layout.value;
      if (layout !== undefined) this.#setLayout(scene, layout);
    });
    // A tour that begins with the prompt alone appends the answers one by one.
    const wordCount = computed(() => (staged.isTold.value ? staged.player.value?.stage.value.tokens : undefined));
    this.#direct((scene) => {
      const tokens = (staged.run.value?.tokens ?? []).slice(0, wordCount.value);
      const given = tokens.filter(({ origin }) => origin === 'given').length;
      scene.setWords(
        tokens.map((token) => token.word),
        given,
      );
    });
    this.#direct((scene) => {
      void staged.arrivals.value;
      void staged.run.value;
      scene.invalidate();
    });
    this.#direct((scene) => scene.setPicture(this.#picture()));
    this.#direct((scene) => scene.setPointed(staged.answer.value?.hit));
    this.#direct((scene) => {
      const player = staged.player.value;
      if (player === undefined || !staged.isTold.value || !player.onRails.value) return;
      const { from, to, progress } = player.stage.value.flight;
      void this.layout.value;
      scene.camera.showBetween(from, to, progress);
    });
  }

  /** Undefined while there is no canvas. */
  get scene(): ReadonlySignal<Scene | undefined> {
    return this.#scene;
  }

  /** @throws {Error} where WebGL 2 is missing */
  attach(canvas: HTMLCanvasElement): () => void {
    let scene: Scene;
    try {
      scene = new Scene(canvas, {
        values: this.#staged.values,
        names: namesOf(() => ({
          layout: this.layout.peek(),
          model: this.#staged.model.peek(),
          describe: this.#staged.describe,
        })),
        wordAt: this.#staged.wordAt,
        prefersReducedMotion: this.#staged.prefersReducedMotion,
        onDrawn: () => this.#drawn(),
        onTakenByHand: this.#staged.onTakenByHand,
      });
    } catch (error) {
      // Nothing will ever be painted: what waits for it goes on without.
      this.#resolvePainted();
      throw error;
    }
    this.#scene.value = scene;
    return () => {
      this.#scene.value = undefined;
      scene.dispose();
    };
  }

  pick(x: number, y: number): Picked {
    return this.#scene.peek()?.pick(x, y) ?? {};
  }

  plateAt(x: number, y: number): string | undefined {
    return this.#scene.peek()?.plateAt(x, y);
  }

  screenBox(hit: Hit): ReturnType<App['screenBox']> {
    return this.#scene.peek()?.boxOnScreen(hit);
  }

  occupied(): ReturnType<App['occupied']> {
    return this.#scene.peek()?.occupied() ?? { labels: [], ways: [], faces: [] };
  }

  nudge({ yaw = 0, pitch = 0, zoom = 1, x = 0, y = 0 }: Parameters<App['nudge']>[0]): void {
    const camera = this.#scene.peek()?.camera;
    if (camera === undefined) return;
    if (yaw !== 0 || pitch !== 0) camera.orbitBy(yaw, pitch);
    if (x !== 0 || y !== 0) camera.panBy(x, y);
    if (zoom !== 1) camera.zoomBy(zoom);
  }

  /** Flies to a block, a module or a cell; with none, to the whole model as it stood at first. */
  look({ block, cell }: { readonly block?: TensorId; readonly cell?: readonly number[] }): void {
    const camera = this.#scene.peek()?.camera;
    if (camera === undefined) return;
    const whole = wholeOf(this.layout.peek());
    if (block === undefined) void camera.flyTo(whole);
    else if (cell === undefined) {
      const isBlock = this.layout.peek()?.find(block) !== undefined;
      void camera.flyTo({ ...whole, ...subject(block), zoom: isBlock ? BLOCK_ZOOM : whole.zoom });
    } else void camera.flyTo(this.#viewOf(block, cell));
  }

  /** A cell as it is usually seen; from further to the side where the slabs in front of it would hide it. */
  #viewOf(block: TensorId, cell: readonly number[]): View {
    const usual: View = { ...wholeOf(this.layout.peek()), ...subject(block, cell), zoom: CELL_ZOOM };
    const views = [usual, ...SIDE_YAWS.map((yaw): View => ({ ...usual, yaw }))];
    const scene = this.#scene.peek();
    return views.find((view) => scene?.shows({ block, cell }, scene.camera.eyeOf(view))) ?? usual;
  }

  /** Shows a saved view at once; without one, the whole model as it stood at first. */
  show(view: SavedView | undefined): void {
    this.#scene.peek()?.camera.show(view === undefined ? wholeOf(this.layout.peek()) : viewFrom(view));
  }

  /** The view, if it is not that of the whole model as it stood at first. */
  view(): SavedView | undefined {
    const view = this.#scene.peek()?.camera.view;
    return view === undefined || view === wholeOf(this.layout.peek()) ? undefined : savedView(view);
  }

  colourOf(id: TensorId, value: number): string {
    return this.#scene.peek()?.colourOf(id, value) ?? 'transparent';
  }

  /**
   * What the scene shows now, `scale` pixels to each CSS pixel of its canvas.
   * @throws {RangeError} where that is more than can be drawn here
   * @throws {DrawingLostError} the signal's reason once that is aborted
   */
  async print(scale: number, waiting: Waiting): Promise<OffscreenCanvas> {
    const scene = this.#scene.peek();
    if (scene === undefined) throw new RangeError(word('webgl.title'));
    try {
      return await scene.print(scale, waiting);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(word('picture.tooLarge', { scale }), { cause: error });
    }
  }

  stats() {
    return this.#scene.peek()?.stats() ?? { frames: 0, frameMs: 0, drawCalls: 0, tiles: 0, bytes: 0 };
  }

  /** Runs whenever what it reads changes and there is a scene. */
  #direct(direction: (scene: Scene) => void): void {
    effect(() => {
      if (this.#scene.value !== undefined) direction(this.#scene.value);
    });
  }

  /** Another model is seen whole, and so is one, of other sizes or on a shorter text, without the cell that was looked at. */
  #setLayout(scene: Scene, layout: Layout): void {
    const model = this.#staged.model.peek();
    const shown = this.#shown;
    const isOther = (model && asOpened(model)) !== (shown && asOpened(shown));
    if (isOther || !isWithin(scene.camera.view, layout)) scene.camera.show(wholeOf(layout));
    if (model !== shown) scene.forget();
    this.#shown = model;
    scene.setLayout(layout);
  }

  /** Of the run; before any, as many as there will be. */
  #countTokens(): number {
    const { model, run } = this.#staged;
    const expected = model.value === undefined ? TOKENS_BEFORE_RUN : tokensBeforeRun(model.value);
    return run.value?.tokens.length ?? Math.min(model.value?.graph.dimensions.context ?? expected, expected);
  }

  #layOut(): Layout | undefined {
    const graph = this.#staged.model.value?.graph;
    return graph && layOut(graph, this.tokens.value, { aspect: this.#aspect.value });
  }

  #picture(): Picture {
    const { player, isTold, answer, pinned, pointedAt } = this.#staged;
    const stage = isTold.value ? player.value?.stage.value : undefined;
    const shown = stage === undefined ? this.#untold() : toldPicture(stage);
    const told: Picture = { ...shown, opened: pinned.value?.block ?? shown.opened };
    const pointed = pointedAt.value;
    // Come back to from a way of the reader's own it is another picture: the labels' places on that way hold no longer.
    void player.value?.onRails.value;
    const picture =
      pointed.length === 0 ? told : { ...told, lit: pointed.map((id) => this.#litAs(id)), named: pointed };
    return answer.value === undefined
      ? picture
      : withAnswer(picture, answer.value, (block, cell) => this.#slabOf(block, cell));
  }

  /** What is shown where no tour is told. */
  #untold(): Picture {
    const { model, position, marksNew, run } = this.#staged;
    const marked = marksNew.value ? newPositions(run.value) : undefined;
    const positions = position.value === undefined ? marked : { from: position.value, to: position.value };
    const graph = model.value?.graph;
    return { ...EMPTY_PICTURE, positions, outlines: graph && positions ? streamOutlines(graph, positions) : [] };
  }

  /** A block, or all that is in a module. */
  #litAs(id: TensorId): LitBlock {
    return this.layout.value?.find(id) === undefined ? { block: id, isModule: true } : { block: id };
  }

  #slabOf(id: TensorId, cell: readonly number[]): number | undefined {
    const block = this.layout.value?.find(id)?.block;
    return block && placeOfCell(block, cell).index;
  }

  /** The one block that the tour speaks of, where it is only one. */
  #onlyLit(): TensorId | undefined {
    const { isTold, player } = this.#staged;
    const [id, ...others] = new Set(isTold.value ? player.value?.stage.value.lit?.map(({ block }) => block) : []);
    return others.length === 0 ? id : undefined;
  }

  /** The numbers behind the colours of a block, once it has some. */
  #legend(id: TensorId | undefined): Legend | undefined {
    void this.#staged.arrivals.value;
    void this.#staged.run.value;
    const range = id === undefined ? undefined : this.#scene.value?.rangeOf(id);
    if (id === undefined || range === undefined) return undefined;
    return { name: this.#staged.describe(id).name, scale: this.#staged.settings.value.scale, ...range };
  }

  #drawn(): void {
    const scene = this.#scene.peek();
    if (scene === undefined) return;
    this.frame.value += 1;
    const box = this.layout.peek()?.box;
    this.wholeInView.value = box !== undefined && isWholeInView(scene.camera.eye, box);
    if (this.layout.peek() !== undefined && scene.isComplete) this.#resolvePainted();
  }
}

/** As many as the prompt has that a model begins with, so that its first run moves nothing. */
function tokensBeforeRun(model: OpenModel): number {
  const { task } = model;
  if (task?.kind === 'sort') return task.promptLength + task.answerLength - 1;
  const prompt = promptOf(task);
  return prompt === undefined ? TOKENS_BEFORE_RUN : encodePrompt(prompt, model).length;
}
