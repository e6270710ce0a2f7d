/**
 * What a film is taken of: the scene at any time of a tour, with what the tour says there beside it, on a canvas of its own. The
 * page's scene is not touched, so that it stays as it is and can be used meanwhile.
 */
import type { TensorId } from '../../architecture/graph.ts';
import { wordAt } from '../../narrative/letters.ts';
import type { PlacedBeat } from '../../narrative/schedule.ts';
import type { Stage } from '../../narrative/stage.ts';
import type { TourTimeline } from '../../narrative/timeline.ts';
import { Rig, wholeOf } from '../../scene/camera/rig.ts';
import { drawText, fillRect, loadTypefaces } from '../../scene/caption/caption.ts';
import { layOut } from '../../scene/layout.ts';
import { mix } from '../../scene/palette.ts';
import type { Theme, ViewSettings } from '../../scene/picture.ts';
import { Plate } from '../../scene/plate.ts';
import { compose } from '../../scene/print.ts';
import type { ValueSource } from '../../scene/tiles/block-numbers.ts';
import { layoutAspect } from '../framing.ts';
import type { OpenModel } from '../model.ts';
import { describeIn, namesOf } from '../names.ts';
import { toldPicture } from '../told-picture.ts';
import type { Weights } from '../weights.ts';
import { word } from '../words.ts';
import { captionOf, footOf, type Means } from './captions.ts';
import type { FilmFormat } from './plan.ts';

/** What the film shows, and how. */
export interface Filmed {
  readonly timeline: TourTimeline;
  readonly model: OpenModel;
  /** For how many it is laid out: those of the run, where there is one. */
  readonly tokens: number;
  readonly theme: Theme;
  readonly settings: ViewSettings;
  /** Of that model, whatever is opened on the page meanwhile. */
  readonly weights: Pick<Weights, 'read' | 'state'>;
}

/** A frame in CSS pixels, whatever its size in the film's: the text's column, and the scene beside it. */
const FRAME = { width: 1280, height: 720 };
const COLUMN = 376;
const GUTTER = 32;
const FOOT = 16;
/** The line between text and scene, and how much ink it has. */
const LINE = { width: 1, ink: 0.12 };
const SCENE = { width: FRAME.width - COLUMN, height: FRAME.height };
const INSETS = { top: 24, right: 24, bottom: 24, left: 8 };

/** How long until weights on their way are asked for again, milliseconds. */
const ARRIVAL = 50;

export class FilmStage {
  readonly canvas: OffscreenCanvas;
  readonly #filmed: Filmed;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #plate: Plate;
  readonly #rig: Rig;
  readonly #pixelRatio: number;
  /** A number that was wanted by the frame that is composed is still on its way. */
  #isMissing = false;
  #shown: string | undefined;

  private constructor(filmed: Filmed, { width, height }: FilmFormat) {
    const { timeline, model, tokens, theme, settings } = filmed;
    const { source } = timeline;
    this.#filmed = filmed;
    this.#pixelRatio = height / FRAME.height;
    this.canvas = new OffscreenCanvas(width, height);
    const context = this.canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error(word('film.noCanvas'));
    this.#context = context;
    const layout = layOut(source.graph, tokens, { aspect: layoutAspect(SCENE, INSETS) });
    this.#plate = new Plate(new OffscreenCanvas(1, 1), {
      values: valuesOf(filmed, () => {
        this.#isMissing = true;
      }),
      names: namesOf(() => ({ layout, model, describe: describeIn(source.graph) })),
      wordAt: (axis, index) => wordAt(source, axis, index),
    });
    this.#plate.show({ layout, theme, settings, insets: INSETS });
    this.#rig = new Rig(
      layout,
      { ...SCENE, pixelRatio: this.#pixelRatio, insets: INSETS },
      { onChange: () => {}, onTakenByHand: () => {}, prefersReducedMotion: () => true },
    );
    this.#rig.show(wholeOf(layout));
  }

  /** @throws {Error} if the browser has no WebGL 2 for another canvas */
  static async open(filmed: Filmed, format: FilmFormat): Promise<FilmStage> {
    const stage = new FilmStage(filmed, format);
    try {
      await Promise.all([stage.#plate.written, loadTypefaces()]);
    } catch (error) {
      stage.dispose();
      throw error;
    }
    return stage;
  }

  /**
   * Puts the picture at a time, seconds from the tour's start, on the canvas; resolves when it is complete.
   * @throws {DrawingLostError} the signal's reason once that is aborted
   */
  async show(time: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { timeline } = this.#filmed;
    const beat = timeline.beatAt(time);
    // While its text is read, a beat does not change.
    const shown = `${beat.chapter}.${beat.index} ${Math.min(time, beat.rest)}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const stage = timeline.stageAt(time);
    const words = timeline.source.words.slice(0, stage.tokens);
    this.#plate.show({ picture: toldPicture(stage), words, given: timeline.source.given });
    this.#rig.showBetween(stage.flight.from, stage.flight.to, stage.flight.progress);
    await this.#compose(signal);
    this.#draw(beat, stage);
  }

  dispose(): void {
    this.#plate.dispose();
  }

  async #compose(signal: AbortSignal): Promise<void> {
    for (;;) {
      this.#isMissing = false;
      await compose(this.#plate, this.#rig.eye, signal);
      if (!this.#isMissing) return;
      await new Promise((resolve) => setTimeout(resolve, ARRIVAL));
    }
  }

  #draw(beat: PlacedBeat, stage: Stage): void {
    const { timeline, model } = this.#filmed;
    const plate = this.#plate;
    const context = this.#context;
    const describe = describeIn(timeline.source.graph);
    const means: Means = { describe, palette: plate.palette, colourOf: (id, value) => plate.colourOf(id, value) };
    const width = COLUMN - 2 * GUTTER;
    const bottom = FRAME.height - GUTTER - FOOT;
    context.save();
    context.scale(this.#pixelRatio, this.#pixelRatio);
    fillRect(context, plate.palette.paper, { x: 0, y: 0, ...FRAME });
    plate.render();
    context.drawImage(plate.canvas, COLUMN, 0, SCENE.width, SCENE.height);
    const line = { x: COLUMN, y: 0, width: LINE.width, height: FRAME.height };
    fillRect(context, mix(plate.palette.paper, plate.palette.ink, LINE.ink), line);
    const text = captionOf(beat, timeline, stage, means);
    drawText(context, text, { x: GUTTER, y: GUTTER, width, height: bottom - GUTTER - FOOT });
    const given = timeline.source.words.slice(0, timeline.source.given).join(' ');
    drawText(context, footOf(`${model.id} · ${given}`, means), { x: GUTTER, y: bottom, width, height: FOOT });
    context.restore();
  }
}

/** The numbers are those of the tour's run, whatever is run on the page meanwhile. */
function valuesOf({ timeline: { source }, weights }: Filmed, onMissing: () => void): ValueSource {
  const isStored = (id: TensorId) => source.graph.tensor(id).kind === 'weight';
  const ofRun = source.ids.length === 0 ? 'absent' : 'here';
  return {
    read: (id) => (isStored(id) ? weights.read(id) : source.read(id)),
    state: (id) => {
      const known = isStored(id) ? weights.state(id) : ofRun;
      if (known === 'loading') onMissing();
      return known;
    },
  };
}
