/** What a frame is made of: a walk over the layout fills one batch for each kind of thing, and each batch is one draw call. */
import { Scene as Meshes, type Object3D } from 'three';
import type { TensorId } from '../../architecture/graph.ts';
import { robustRange } from '../../checkpoint/statistics.ts';
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import { PALETTES, type Palette, roleByPart, valueMapOf } from '../palette.ts';
import {
  DEFAULT_SETTINGS,
  EMPTY_PICTURE,
  type Mover,
  type Picture,
  type Theme,
  type ViewSettings,
} from '../picture.ts';
import { BlockNumbers, type ValueSource } from '../tiles/block-numbers.ts';
import { TileStore } from '../tiles/store.ts';
import { type Seen, traverse } from '../tiles/traverse.ts';
import { FrameUniforms } from './frame.ts';
import { digitAtlas, wordAtlas } from './glyphs.ts';
import { MoverBatch } from './movers.ts';
import { movingCells, type Scale } from './moving-cells.ts';
import { Pages } from './pages.ts';
import { REFERENCE_ID, REFERENCE_SPAN, referenceEye, referenceNumbers, referenceSolid } from './reference.ts';
import { RibbonBatch } from './ribbons.ts';
import { SlabBatch } from './slabs.ts';
import { Lighting, solidsOf } from './solids.ts';
import { type Part, type Pixels, Surface } from './surface.ts';
import { Wall } from './wall.ts';

/** Bytes of GPU memory for numbers. */
const TILE_BUDGET = 192 * 2 ** 20;

export class Drawing {
  private readonly surface: Surface;
  private readonly frame = new FrameUniforms();
  private readonly meshes = new Meshes();
  private readonly pages: Pages;
  private readonly store: TileStore;
  private readonly numbers: BlockNumbers;
  private readonly slabs: SlabBatch;
  private readonly wall: Wall;
  private readonly ribbons: RibbonBatch;
  private readonly movers: MoverBatch;
  private readonly reference = referenceNumbers();
  private layout: Layout | undefined;
  /** Of what was composed, device pixels. */
  private size: Pixels = { width: 1, height: 1 };
  private picture: Picture = EMPTY_PICTURE;
  private settings: ViewSettings = DEFAULT_SETTINGS;
  palette: Palette = PALETTES.light;

  /** @throws {Error} if the browser has no WebGL 2 */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas, source: ValueSource) {
    this.surface = new Surface(canvas);
    const { renderer, writesDepth } = this.surface;
    this.numbers = new BlockNumbers(source);
    this.pages = new Pages(renderer);
    this.store = new TileStore(this.pages, TILE_BUDGET);
    this.slabs = new SlabBatch(this.frame, this.pages, writesDepth);
    this.wall = new Wall(this.frame, writesDepth);
    this.ribbons = new RibbonBatch(this.frame, writesDepth);
    this.movers = new MoverBatch(this.frame, writesDepth);
    this.meshes.add(this.slabs.meshes, this.wall.mesh, this.ribbons.meshes, this.movers.mesh);
    this.renewGlyphs();
    this.setWords([]);
    this.setTheme('light');
  }

  /** Draws more over the model. */
  add(...meshes: readonly Object3D[]): void {
    this.meshes.add(...meshes);
  }

  /** What was made of a block's numbers is kept where the block is cut as before: it may only stand elsewhere. */
  setLayout(layout: Layout): void {
    this.layout = layout;
    this.wall.setLayout(layout);
  }

  /** Lets go of what was made of all numbers: another model comes. */
  forget(): void {
    this.numbers.clear();
    this.store.clear();
  }

  setTheme(theme: Theme): void {
    this.palette = PALETTES[theme];
    for (const part of [this.slabs, this.wall, this.ribbons]) part.setPalette(this.palette);
  }

  setPicture(picture: Picture): void {
    this.picture = picture;
  }

  setSettings(settings: ViewSettings): void {
    this.settings = settings;
    this.slabs.setSettings(settings);
  }

  /** How the tokens are written. */
  setWords(words: readonly string[]): void {
    this.slabs.setWords(wordAtlas(words));
  }

  /** Writes the digits anew: the font has come. */
  renewGlyphs(): void {
    this.slabs.setGlyphs(digitAtlas());
  }

  /** How the values of a block become colours; undefined while its numbers are not here. */
  scaleOf(id: TensorId): Scale | undefined {
    const placed = this.layout?.find(id);
    const numbers = placed && this.numbers.ownNumbers(id, placed.block, this.settings.coarse);
    return numbers && { map: numbers.map, range: numbers.range };
  }

  /** Gathers what the eye sees; `render` then draws it. */
  compose(eye: Eye, layout: Layout): Seen {
    this.size = pixelsOf(eye);
    const isHall = layout.stands !== undefined;
    const isByPart = isHall || this.settings.parts;
    this.frame.set(eye, this.palette, isHall);
    this.store.beginFrame();
    const seen = traverse(layout.root, eye);
    const lighting = new Lighting(this.picture.lit);
    const solids = solidsOf(seen, {
      eye,
      lighting,
      positions: this.picture.positions,
      roleOf: isByPart ? roleByPart : ({ role }) => role,
      contentOf: ({ id, block }) => this.numbers.contentOf(id, block, this.picture, this.settings.coarse),
      place: ({ id, index }, span, numbers) => this.store.place(id, index, span, numbers),
    });
    this.slabs.setParts(isByPart);
    this.slabs.set(solids, eye);
    this.wall.set(eye);
    this.ribbons.set(seen.flows, lighting, eye, isHall);
    const moving = this.picture.movers.flatMap((mover) =>
      movingCells(mover, layout, this.scaleOfMover(mover), this.palette),
    );
    this.movers.set(moving, eye);
    return seen;
  }

  /** All of it, or the part that fills the canvas. */
  render(part: Part = { x: 0, y: 0, ...this.size }): void {
    this.surface.aim(part, this.size);
    this.surface.renderer.info.reset();
    this.surface.draw(this.meshes, this.palette.paper);
    this.surface.present();
  }

  /** Draws a full-screen quad with the shader of the slabs into the same target: the unit in which frames are measured. */
  drawReferenceQuad(like: Eye): void {
    const eye = referenceEye(like);
    this.surface.aim({ x: 0, y: 0, ...pixelsOf(eye) }, pixelsOf(eye));
    this.frame.set(eye, this.palette);
    this.store.beginFrame();
    const tile = this.store.place(REFERENCE_ID, 0, REFERENCE_SPAN, this.reference);
    if (tile === undefined) return;
    this.slabs.set([referenceSolid(eye, tile, this.reference)], eye);
    this.surface.draw(this.slabs.meshes, this.palette.paper);
    this.surface.present();
  }

  /** Returns when the GPU has drawn what it was given. */
  finish(): void {
    this.surface.finish();
  }

  /** Whether another frame would show more than the last one. */
  get unfinished(): boolean {
    return this.store.unfinished;
  }

  /** Device pixels at most along a side of what can be drawn, whatever its parts. */
  get mostPixels(): number {
    return this.surface.mostPixels;
  }

  get isLost(): boolean {
    return this.surface.isLost;
  }

  /** Draw calls of the last frame, the blit to the canvas among them; tiles on the GPU and the bytes that hold them. */
  stats(): { drawCalls: number; tiles: number; bytes: number } {
    return { drawCalls: this.surface.renderer.info.render.calls + 1, ...this.store.size };
  }

  /** After the GPU has lost everything and is back. */
  restore(): void {
    this.surface.restore();
    this.store.clear();
  }

  dispose(): void {
    for (const part of [this.slabs, this.wall, this.ribbons, this.movers, this.pages, this.surface]) part.dispose();
  }

  private scaleOfMover({ scaleOf, values }: Mover): Scale {
    return this.scaleOf(scaleOf) ?? { map: valueMapOf(scaleOf), range: robustRange(values) };
  }
}

/** How large an eye's picture is. */
export function pixelsOf({ width, height, pixelRatio }: Pick<Eye, 'width' | 'height' | 'pixelRatio'>): Pixels {
  return { width: Math.round(width * pixelRatio), height: Math.round(height * pixelRatio) };
}
