/**
 * The drawn model on its canvas: what the app and the tours tell it to show, the camera, and what stands at a place of the canvas.
 * It draws when something has changed, and rests otherwise.
 */
import type { TensorId } from '../architecture/graph.ts';
import { listenForGestures } from './camera/gestures.ts';
import type { Viewport } from './camera/lens.ts';
import { Rig } from './camera/rig.ts';
import type { Eye } from './eye.ts';
import type { Box, CellRange, Layout } from './geometry.ts';
import { type TokenLetters, tokenLettersAt } from './labels/letters.ts';
import type { Rect } from './labels/room.ts';
import { boxOfRange } from './layout/cells.ts';
import { openedAt } from './layout/opened.ts';
import type { Spot } from './marks/stroke.ts';
import type { ValueMap } from './palette.ts';
import { pick } from './pick.ts';
import type { Hit, Insets, Picture, Theme, ViewSettings } from './picture.ts';
import { EMPTY_LAYOUT, Plate, type PlateOptions } from './plate.ts';
import { print, type Waiting } from './print.ts';

export interface SceneOptions extends PlateOptions {
  /** Whether the person asked for less motion. */
  readonly prefersReducedMotion: () => boolean;
  /** After each frame. */
  readonly onDrawn: () => void;
  /** Somebody moved the camera by hand. */
  readonly onTakenByHand: () => void;
}

/** A rectangle of the canvas, in CSS pixels from its left and top edge. */
export interface ScreenBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What stands at a place of the canvas: a block, letters beside one, or only ground. */
export interface Picked {
  readonly hit?: Hit | undefined;
  readonly letters?: TokenLetters;
}

/** What stands where on the canvas. */
export interface Occupied {
  /** Around everything that is written: names, letters along edges, dimensions. */
  readonly labels: readonly ScreenBox[];
  /** Lines that join cells, and names and letters to what they name. */
  readonly ways: readonly (readonly Spot[])[];
  /** Around the largest faces. */
  readonly faces: readonly ScreenBox[];
}

/** So near to letters, in CSS pixels, they are meant, and not what lies behind them: only cells and their own block are. */
const AROUND_LETTERS = 16;
/** Faces told of to those who look for free room. */
const MOST_FACES = 64;

const boxOfRect = ({ left, top, right, bottom }: Rect): ScreenBox => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
});

export class Scene {
  readonly camera: Rig;
  private readonly plate: Plate;
  private readonly listening = new AbortController();
  private request: number | undefined;
  private frames = 0;
  private frameMs = 0;

  /** @throws {Error} if the browser has no WebGL 2 */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly options: SceneOptions,
  ) {
    this.plate = new Plate(canvas, options);
    this.camera = new Rig(this.layout, this.viewport(), {
      onChange: () => this.invalidate(),
      onTakenByHand: options.onTakenByHand,
      prefersReducedMotion: options.prefersReducedMotion,
    });
    this.listen();
    void this.plate.written.then(() => this.invalidate());
  }

  setLayout(layout: Layout): void {
    this.plate.show({ layout });
    this.restage();
  }

  /** Lets go of what was made of all numbers: another model comes. */
  forget(): void {
    this.plate.forget();
  }

  setPicture(picture: Picture): void {
    this.plate.show({ picture });
    this.camera.setDrawn(this.plate.drawn);
    this.invalidate();
  }

  /** What the reader asks about: its row and column are marked along the edges of its face. */
  setPointed(pointed: Hit | undefined): void {
    this.plate.show({ pointed });
    this.invalidate();
  }

  setTheme(theme: Theme): void {
    this.plate.show({ theme });
    this.invalidate();
  }

  setInsets(insets: Insets): void {
    this.plate.show({ insets });
    this.restage();
  }

  setSettings(settings: ViewSettings): void {
    this.plate.show({ settings });
    this.invalidate();
  }

  /** How the tokens of the run are written, the first of which, so many, the reader gave. */
  setWords(words: readonly string[], given: number): void {
    this.plate.show({ words, given });
    this.invalidate();
  }

  /** Draws a frame soon: something that is shown has changed. */
  invalidate(): void {
    this.request ??= requestAnimationFrame((now) => this.draw(now));
  }

  /** Everything that can be shown now has been drawn. */
  get isComplete(): boolean {
    return this.layout !== EMPTY_LAYOUT && this.request === undefined && !this.plate.unfinished;
  }

  /** Of CSS pixels from the canvas's left and top edge. */
  pick(x: number, y: number): Picked {
    const hit = pick(this.plate.drawn, this.camera.eye, x, y);
    const { tokens = [] } = this.plate.occupied;
    const near = tokenLettersAt(tokens, { x, y }, hit?.cell === undefined ? AROUND_LETTERS : 0);
    const letters = near?.block === hit?.block ? tokenLettersAt(tokens, { x, y }, 0) : near;
    return letters === undefined ? { hit } : { letters };
  }

  /** The model whose plate, or the ring around it, is there: CSS pixels from the canvas's left and top edge. */
  plateAt(x: number, y: number): string | undefined {
    const isThere = ({ left, top, right, bottom }: Rect) => x >= left && x <= right && y >= top && y <= bottom;
    return this.plate.occupied.plates?.find(({ rooms }) => rooms.some(isThere))?.id;
  }

  /** Whether the middle of a cell is what an eye sees at its place, once the stack is open that it stands in. */
  shows({ block, cell }: Required<Hit>, eye: Eye): boolean {
    const placed = this.layout.find(block);
    if (placed === undefined) return false;
    const { min, max } = boxOfRange(placed, cell, cell);
    const { x, y } = eye.project({ x: (min.x + max.x) / 2, y: (min.y + max.y) / 2, z: max.z });
    const seen = pick(openedAt(this.layout, block), eye, x, y);
    return seen?.block === block && seen.cell?.join() === cell.join();
  }

  /** Where cells stand on the canvas; undefined if they are out of sight, or not in the model. */
  projectRange({ block, from, to }: CellRange): ScreenBox | undefined {
    const placed = this.layout.find(block);
    return placed && this.boxOf(boxOfRange(placed, from, to));
  }

  /** Where the cell or the block of a hit stands on the canvas; undefined if it is out of sight. */
  boxOnScreen({ block, cell }: Hit): ScreenBox | undefined {
    if (cell !== undefined) return this.projectRange({ block, from: cell, to: cell });
    const placed = this.layout.find(block);
    if (placed === undefined) return undefined;
    const { min, max } = placed.block.box;
    const { x, y, z } = placed.origin;
    return this.boxOf({
      min: { x: min.x + x, y: min.y + y, z: min.z + z },
      max: { x: max.x + x, y: max.y + y, z: max.z + z },
    });
  }

  /** Since the last frame. */
  occupied(): Occupied {
    const { labels = [], ways = [], faces = [] } = this.plate.occupied;
    const boxes = faces.map(boxOfRect).toSorted((a, b) => b.width * b.height - a.width * a.height);
    return { labels: labels.map(boxOfRect), ways, faces: boxes.slice(0, MOST_FACES) };
  }

  /** How a block's values become colours; `limit` is the magnitude with the strongest. Undefined while it has none. */
  rangeOf(id: TensorId): { readonly map: ValueMap; readonly limit: number } | undefined {
    return this.plate.rangeOf(id);
  }

  /** The colour of a value of a block, for CSS. */
  colourOf(id: TensorId, value: number): string {
    return this.plate.colourOf(id, value);
  }

  /**
   * What the scene shows now, drawn anew on a canvas of its own with `scale` device pixels to each CSS pixel of this one.
   * @throws {RangeError} where that is more than the GPU can draw
   * @throws {DrawingLostError} the signal's reason once that is aborted
   */
  async print(scale: number, waiting: Waiting): Promise<OffscreenCanvas> {
    const plate = new Plate(new OffscreenCanvas(1, 1), this.options);
    try {
      await plate.written;
      waiting.signal.throwIfAborted();
      plate.show(this.plate.shown);
      plate.labelLike(this.plate);
      return await print(plate, this.camera.eyeAt(scale), waiting);
    } finally {
      plate.dispose();
    }
  }

  /** Frames so far, milliseconds that the last one took on the CPU, and what it drew. */
  stats(): { frames: number; frameMs: number; drawCalls: number; tiles: number; bytes: number } {
    return { frames: this.frames, frameMs: this.frameMs, ...this.plate.stats() };
  }

  /** Draws a frame now and waits until the GPU is done. For measuring. */
  drawAndFinish(): void {
    this.drawFrame();
    this.finish();
  }

  /** Returns when the GPU has drawn what it was given. For measuring. */
  finish(): void {
    this.plate.finish();
  }

  /** Draws a full-screen quad with the shader of the cells, in place of the model, and waits: what frames are compared with. */
  drawReferenceQuad(): void {
    this.plate.drawReferenceQuad(this.camera.eye);
    this.finish();
  }

  dispose(): void {
    if (this.request !== undefined) cancelAnimationFrame(this.request);
    this.listening.abort();
    this.plate.dispose();
  }

  private draw(now: number): void {
    this.request = undefined;
    const isMoving = this.camera.update(now);
    if (this.layout === EMPTY_LAYOUT || this.plate.isLost) return;
    this.drawFrame();
    if (isMoving || this.plate.unfinished) this.invalidate();
    this.options.onDrawn();
  }

  private drawFrame(): void {
    const start = performance.now();
    this.plate.compose(this.camera.eye);
    this.plate.render();
    this.frames++;
    this.frameMs = performance.now() - start;
  }

  private boxOf({ min, max }: Box): ScreenBox | undefined {
    const { eye } = this.camera;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const x of [min.x, max.x]) {
      for (const y of [min.y, max.y]) {
        for (const z of [min.z, max.z]) {
          const spot = eye.project({ x, y, z });
          if (spot.depth < eye.near) return undefined;
          left = Math.min(left, spot.x);
          right = Math.max(right, spot.x);
          top = Math.min(top, spot.y);
          bottom = Math.max(bottom, spot.y);
        }
      }
    }
    if (right < 0 || left > eye.width || bottom < 0 || top > eye.height) return undefined;
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  private get layout(): Layout {
    return this.plate.shown.layout;
  }

  private viewport(): Viewport {
    const width = Math.max(1, this.canvas.clientWidth);
    // A transform may show the canvas larger than it is laid out.
    const shown = this.canvas.getBoundingClientRect().width / width;
    return {
      width,
      height: Math.max(1, this.canvas.clientHeight),
      pixelRatio: window.devicePixelRatio * (shown > 0 ? shown : 1),
      insets: this.plate.shown.insets,
    };
  }

  /** The canvas or what covers it has another size. */
  private restage(): void {
    this.camera.setStage(this.layout, this.viewport());
    this.camera.setDrawn(this.plate.drawn);
    this.invalidate();
  }

  private listen(): void {
    const { signal } = this.listening;
    const resizes = new ResizeObserver(() => this.restage());
    resizes.observe(this.canvas);
    signal.addEventListener('abort', () => resizes.disconnect());
    signal.addEventListener('abort', listenForGestures(this.canvas, this.camera));
    // The pixel ratio changes with the browser's zoom, or on another screen.
    window.addEventListener('resize', () => this.restage(), { signal });
    const onRestored = () => {
      this.plate.restore();
      this.invalidate();
    };
    this.canvas.addEventListener('webglcontextrestored', onRestored, { signal });
  }
}
