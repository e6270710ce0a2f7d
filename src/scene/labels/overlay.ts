/**
 * What lies over the drawn model: marks and writing, in two draw calls. Add its meshes to the scene after everything else; they
 * are placed on the canvas, not in the world, and hide nothing.
 */
import type { Mesh } from 'three';
import { marksOf } from '../marks/marks.ts';
import { StrokeBatch } from '../marks/stroke-batch.ts';
import { annotate, type Frame, type Words, type Writing } from './annotate.ts';
import { GlyphAtlas } from './atlas.ts';
import type { Memory } from './place.ts';
import { TextBatch } from './text-batch.ts';

/** Later than everything of the model. */
const RENDER_ORDER = 1000;

export class Overlay {
  /** Draw in this order. */
  readonly meshes: readonly Mesh[];
  private readonly strokes = new StrokeBatch();
  private readonly text: TextBatch;
  private memory: Memory = new Map();
  private picture: Frame['picture'] | undefined;
  /** What stands where on the canvas since the last frame, CSS pixels. */
  occupied: Pick<Writing, 'labels' | 'tokens' | 'plates' | 'ways' | 'faces'> = {
    labels: [],
    tokens: [],
    plates: [],
    ways: [],
    faces: [],
  };

  private constructor(private readonly atlas: GlyphAtlas) {
    this.text = new TextBatch(atlas);
    this.meshes = [this.strokes.mesh, this.text.mesh];
    this.meshes.forEach((mesh, index) => {
      mesh.renderOrder = RENDER_ORDER + index;
    });
  }

  /** Waits for the page's font. */
  static async load(): Promise<Overlay> {
    return new Overlay(await GlyphAtlas.load());
  }

  /** Begins with the places that labels have on another one's last frame. */
  labelLike({ memory, picture }: Overlay): void {
    this.memory = memory;
    this.picture = picture;
  }

  /** Writes and marks one frame anew. */
  update(frame: Frame, words: Words): void {
    const { eye, layout, palette, picture } = frame;
    // Labels hold their places while the camera moves. Another picture is written afresh, so that it looks the same by whatever way
    // it was reached.
    const memory: Memory = picture === this.picture ? this.memory : new Map();
    const writing = annotate(frame, words, this.atlas.measure, memory);
    this.picture = picture;
    this.memory = writing.memory;
    this.occupied = writing;
    this.strokes.set([...writing.strokes, ...marksOf(picture, layout, eye, palette)], eye);
    this.text.set(writing.lines, eye, palette.paper);
  }

  dispose(): void {
    this.strokes.dispose();
    this.text.dispose();
    this.atlas.dispose();
  }
}
