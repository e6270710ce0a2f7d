/**
 * One canvas with the model drawn on it as an eye sees it, and written on. It knows no window, no clock and no hand: the scene
 * draws on one for each frame of the page, and saved pictures and films have one of their own.
 */
import type { AxisName, TensorId } from '../architecture/graph.ts';
import { Drawing } from './draw/drawing.ts';
import type { Part } from './draw/surface.ts';
import type { Eye } from './eye.ts';
import type { Box, Layout, Point } from './geometry.ts';
import type { Letter } from './labels/axis.ts';
import type { Names } from './labels/label.ts';
import { Overlay } from './labels/overlay.ts';
import { openedAt } from './layout/opened.ts';
import { colourAt, cssColour, type Palette, type ValueMap } from './palette.ts';
import {
  DEFAULT_SETTINGS,
  EMPTY_PICTURE,
  type Hit,
  type Insets,
  type Picture,
  type Theme,
  type ViewSettings,
} from './picture.ts';
import type { ValueSource } from './tiles/block-numbers.ts';

/** Where a plate finds numbers and names. */
export interface PlateOptions {
  readonly values: ValueSource;
  readonly names: Names;
  /** How a place along an axis is written, such as a token's word; undefined where its number will do. */
  readonly wordAt: Letter;
}

/** What a plate shows. */
export interface Shown {
  readonly layout: Layout;
  readonly picture: Picture;
  /** What the reader asks about: its row and column are marked along the edges of its face. */
  readonly pointed: Hit | undefined;
  /** How the tokens of the run are written. */
  readonly words: readonly string[];
  /** How many of them the reader gave; the model made the others. */
  readonly given: number;
  readonly insets: Insets;
  readonly theme: Theme;
  readonly settings: ViewSettings;
}

const NOWHERE: Point = { x: 0, y: 0, z: 0 };
const ONE_CELL: Box = { min: NOWHERE, max: { x: 1, y: 1, z: 1 } };

/** What stands there before there is a model: nothing. */
export const EMPTY_LAYOUT: Layout = {
  root: { id: '', prefix: '', origin: NOWHERE, template: { blocks: [], flows: [], groups: [], box: ONE_CELL } },
  tokens: 0,
  box: ONE_CELL,
  find: () => undefined,
  blocks: () => [],
};

const NOTHING: Shown = {
  layout: EMPTY_LAYOUT,
  picture: EMPTY_PICTURE,
  pointed: undefined,
  words: [],
  given: 0,
  insets: { top: 0, right: 0, bottom: 0, left: 0 },
  theme: 'light',
  settings: DEFAULT_SETTINGS,
};

export class Plate {
  /** Resolves when it can write: the page's font has been loaded. */
  readonly written: Promise<void>;
  private readonly drawing: Drawing;
  private overlay: Overlay | undefined;
  private isDisposed = false;
  private now: Shown = NOTHING;
  private drawnLayout: Layout = EMPTY_LAYOUT;

  /** @throws {Error} if the browser has no WebGL 2 */
  constructor(
    readonly canvas: HTMLCanvasElement | OffscreenCanvas,
    private readonly options: PlateOptions,
  ) {
    this.drawing = new Drawing(canvas, options.values);
    this.written = this.loadWriting();
  }

  get shown(): Shown {
    return this.now;
  }

  /** The layout as it is drawn: with what is in the way left out. */
  get drawn(): Layout {
    return this.drawnLayout;
  }

  /** Replaces parts of what is shown from the next `draw` on. */
  show(changes: Partial<Shown>): void {
    const { layout: placed, picture: before, words: written } = this.now;
    this.now = { ...this.now, ...changes };
    const { drawing } = this;
    const { picture, words, theme, settings } = changes;
    const { layout, picture: shown } = this.now;
    if (layout !== placed || shown.opened !== before.opened) {
      this.drawnLayout = openedAt(layout, shown.opened ?? '');
      drawing.setLayout(this.drawnLayout);
    }
    if (picture !== undefined) drawing.setPicture(picture);
    // Writing takes milliseconds, and a run by other weights has the same words.
    if (words !== undefined && words.join('\n') !== written.join('\n')) drawing.setWords(words);
    if (theme !== undefined) drawing.setTheme(theme);
    if (settings !== undefined) drawing.setSettings(settings);
  }

  /** Lets go of what was made of all numbers: another model comes. */
  forget(): void {
    this.drawing.forget();
  }

  /** Labels stand where they stand on another plate, as long as they fit there. */
  labelLike(other: Plate): void {
    if (other.overlay !== undefined) this.overlay?.labelLike(other.overlay);
  }

  /** Gathers what the eye sees; `render` then draws it, in one piece or in several. */
  compose(eye: Eye): void {
    const { picture, pointed, insets, settings, given } = this.now;
    const layout = this.drawn;
    const { slabs, flows } = this.drawing.compose(eye, layout);
    this.overlay?.update(
      {
        eye,
        layout,
        slabs,
        flows,
        picture,
        pointed,
        insets,
        given,
        density: settings.labelDensity * 2,
        palette: this.palette,
      },
      { names: this.options.names, letter: (axis, index) => this.letterAt(axis, index) },
    );
  }

  /** Draws what was composed: all of it, or the part that fills the canvas. */
  render(part?: Part): void {
    this.drawing.render(part);
  }

  /** Whether composing anew would show more than the last time. */
  get unfinished(): boolean {
    return this.drawing.unfinished;
  }

  /** The GPU has lost everything and is not back yet. */
  get isLost(): boolean {
    return this.drawing.isLost;
  }

  /** Device pixels at most along a side of what can be drawn at all, whatever its parts. */
  get mostPixels(): number {
    return this.drawing.mostPixels;
  }

  get palette(): Palette {
    return this.drawing.palette;
  }

  /** What stands where on the canvas since `compose`. */
  get occupied(): Partial<Overlay['occupied']> {
    return this.overlay?.occupied ?? {};
  }

  /** How a block's values become colours; `limit` is the magnitude with the strongest. Undefined while it has none. */
  rangeOf(id: TensorId): { readonly map: ValueMap; readonly limit: number } | undefined {
    const scale = this.drawing.scaleOf(id);
    return scale && { map: scale.map, limit: scale.range };
  }

  /** The colour of a value of a block, for CSS. */
  colourOf(id: TensorId, value: number): string {
    const scale = this.drawing.scaleOf(id);
    if (scale === undefined || !Number.isFinite(value)) return 'transparent';
    return cssColour(colourAt(this.palette, scale.map, scale.range > 0 ? value / scale.range : 0));
  }

  /** Of the last frame. */
  stats(): { drawCalls: number; tiles: number; bytes: number } {
    return this.drawing.stats();
  }

  /** Draws a full-screen quad with the shader of the cells, in place of the model: what frames are compared with. */
  drawReferenceQuad(like: Eye): void {
    this.drawing.drawReferenceQuad(like);
  }

  /** Returns when the GPU has drawn what it was given. */
  finish(): void {
    this.drawing.finish();
  }

  /** After the GPU has lost everything and is back. */
  restore(): void {
    this.drawing.restore();
  }

  dispose(): void {
    this.isDisposed = true;
    this.overlay?.dispose();
    this.drawing.dispose();
  }

  /** Tokens that the tour has not come to yet are not written: they are what it is about to tell. */
  private letterAt(axis: AxisName, index: number): string | undefined {
    const isPosition = axis === 'token' || axis === 'key';
    return isPosition && index >= this.now.words.length ? undefined : this.options.wordAt(axis, index);
  }

  /** Labels, and digits in the page's font, as soon as it is there. */
  private async loadWriting(): Promise<void> {
    const overlay = await Overlay.load();
    if (this.isDisposed) {
      overlay.dispose();
      return;
    }
    this.overlay = overlay;
    this.drawing.add(...overlay.meshes);
    this.drawing.renewGlyphs();
    this.drawing.setWords(this.now.words);
  }
}
