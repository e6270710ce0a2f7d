/** One frame after another: walks the layout, fills the batches, draws them and shows the result. */
import { Scene as Meshes } from 'three';
import type { Eye } from '../eye.ts';
import type { Layout } from '../geometry.ts';
import { PALETTES, type Palette } from '../palette.ts';
import { EMPTY_PICTURE, type Picture, type Theme, type ViewSettings } from '../picture.ts';
import { BlockNumbers, type ValueSource } from '../tiles/block-numbers.ts';
import { TileStore } from '../tiles/store.ts';
import { traverse } from '../tiles/traverse.ts';
import { FrameUniforms } from './frame.ts';
import { digitAtlas, wordAtlas } from './glyphs.ts';
import { Pages } from './pages.ts';
import { SlabBatch } from './slabs.ts';
import { Lighting, solidsOf } from './solids.ts';
import { Surface } from './surface.ts';

/** Bytes of GPU memory for numbers. */
const TILE_BUDGET = 256 * 2 ** 20;

export class Drawing {
  readonly numbers = new BlockNumbers();
  private readonly surface: Surface;
  private readonly frame = new FrameUniforms();
  private readonly meshes = new Meshes();
  private readonly pages: Pages;
  private readonly store: TileStore;
  private readonly slabs: SlabBatch;
  private layout: Layout | undefined;
  private picture: Picture = EMPTY_PICTURE;
  private settings: ViewSettings = { scale: 'linear', coarse: 'extreme', labelDensity: 0.5, digits: true };
  private palette: Palette = PALETTES.light;
  private words: readonly string[] = [];

  constructor(canvas: HTMLCanvasElement) {
    this.surface = new Surface(canvas);
    const { renderer, writesDepth } = this.surface;
    this.pages = new Pages(renderer);
    this.store = new TileStore(this.pages, TILE_BUDGET);
    this.slabs = new SlabBatch(this.frame, this.pages, writesDepth);
    this.slabs.setGlyphs(digitAtlas());
    this.slabs.setWords(wordAtlas([]));
    this.slabs.setPalette(this.palette);
    this.meshes.add(this.slabs.mesh);
  }

  setLayout(layout: Layout): void {
    this.layout = layout;
    this.numbers.clear();
    this.store.clear();
  }

  setSource(source: ValueSource): void {
    this.numbers.source = source;
  }

  setTheme(theme: Theme): void {
    this.palette = PALETTES[theme];
    this.slabs.setPalette(this.palette);
  }

  setPicture(picture: Picture): void {
    this.picture = picture;
  }

  setSettings(settings: ViewSettings): void {
    this.settings = settings;
    this.slabs.setSettings(settings);
  }

  setWords(words: readonly string[]): void {
    this.words = words;
    this.slabs.setWords(wordAtlas(words));
  }

  /** Draws one frame. Returns whether another one would show more. */
  draw(eye: Eye): boolean {
    if (this.layout === undefined) return false;
    const { renderer } = this.surface;
    renderer.info.reset();
    this.surface.resize(Math.round(eye.width * eye.pixelRatio), Math.round(eye.height * eye.pixelRatio));
    this.frame.set(eye, this.palette);
    this.store.beginFrame();
    const seen = traverse(this.layout.root, eye);
    const solids = solidsOf(seen, {
      eye,
      lighting: new Lighting(this.picture.lit),
      contentOf: ({ id, block }) => this.numbers.contentOf(id, block, this.picture, this.settings.coarse),
      place: ({ id, index }, span, numbers) => this.store.place(id, index, span, numbers),
    });
    this.slabs.set(solids);
    this.surface.draw(this.meshes, this.palette.paper);
    this.surface.present();
    return this.store.unfinished;
  }
}
