/** Every glyph that the scene has written so far, as a signed distance field in one texture. */
import TinySDF from '@mapbox/tiny-sdf';
import { DataTexture, LinearFilter, RedFormat, UnsignedByteType } from 'three';
import type { Face, Measure, Weight } from './text.ts';

/** Texels of the em. A face of 11 px with its halo still has all of the halo's reach in the field. */
const EM = 32;
/** The halo of the smallest text reaches this many texels out of a glyph. */
const BUFFER = 8;
const RADIUS = 10;
/** The part of the field's range that is inside the glyph. */
const INSIDE = 0.25;
const SIDE = 1024;
const FAMILY = '"IBM Plex Sans Variable", "IBM Plex Sans", sans-serif';
const WEIGHTS: readonly Weight[] = [400, 500, 600];
/** Characters beside plain letters that the scene writes; a font's subset that holds them is loaded before the first label. */
const SPECIAL = '−×·…→';

export interface Glyph {
  /** Place in the texture, in texels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From the pen to the field's left and top edge, in ems; top is above the baseline. */
  readonly left: number;
  readonly top: number;
  readonly advance: number;
}

/** What the shader needs to read distances: texels from the outline are `(edge − value) · radius`, positive outside. */
export const FIELD = { em: EM, edge: 1 - INSIDE, radius: RADIUS, side: SIDE } as const;

export class GlyphAtlas {
  private readonly data = new Uint8Array(SIDE * SIDE);
  readonly texture = new DataTexture(this.data, SIDE, SIDE, RedFormat, UnsignedByteType);
  private readonly glyphs = new Map<string, Glyph>();
  private readonly pens = new Map<Weight, TinySDF>();
  /** How often a full atlas has begun anew: glyphs of an earlier generation stand there no more. */
  generation = 0;
  private shelf = { x: 0, y: 0, height: 0 };

  private constructor() {
    this.texture.minFilter = LinearFilter;
    this.texture.magFilter = LinearFilter;
  }

  /** An empty atlas, once the page's font is there: a glyph drawn before that would stay in the fall-back font. */
  static async load(): Promise<GlyphAtlas> {
    await Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} ${EM}px ${FAMILY}`, `Aa0${SPECIAL}`)));
    return new GlyphAtlas();
  }

  readonly measure: Measure = (text, face) => {
    let width = 0;
    for (const character of text) width += this.glyph(character, face).advance;
    return width * face.size;
  };

  /** The glyph of a character, drawn on first use. */
  glyph(character: string, { weight }: Face): Glyph {
    const key = `${weight}${character}`;
    const known = this.glyphs.get(key);
    if (known) return known;
    const drawn = this.pen(weight).draw(character);
    const glyph = {
      ...this.reserve(drawn.width, drawn.height),
      left: (drawn.glyphLeft - BUFFER) / EM,
      top: (drawn.glyphTop + BUFFER) / EM,
      advance: drawn.glyphAdvance / EM,
    };
    for (let row = 0; row < glyph.height; row++) {
      const line = drawn.data.subarray(row * drawn.width, row * drawn.width + glyph.width);
      this.data.set(line, (glyph.y + row) * SIDE + glyph.x);
    }
    this.texture.needsUpdate = true;
    this.glyphs.set(key, glyph);
    return glyph;
  }

  dispose(): void {
    this.texture.dispose();
  }

  private pen(weight: Weight): TinySDF {
    const known = this.pens.get(weight);
    if (known) return known;
    const pen = new TinySDF({
      fontSize: EM,
      buffer: BUFFER,
      radius: RADIUS,
      cutoff: INSIDE,
      fontFamily: FAMILY,
      fontWeight: String(weight),
    });
    this.pens.set(weight, pen);
    return pen;
  }

  /** A free rectangle, on shelves from the top. A full atlas begins anew: what is in use is drawn again as it is asked for. */
  private reserve(width: number, height: number): { x: number; y: number; width: number; height: number } {
    if (this.shelf.x + width > SIDE) this.shelf = { x: 0, y: this.shelf.y + this.shelf.height, height: 0 };
    if (this.shelf.y + height > SIDE) {
      this.glyphs.clear();
      this.generation++;
      this.shelf = { x: 0, y: 0, height: 0 };
    }
    const place = { x: this.shelf.x, y: this.shelf.y, width, height };
    this.shelf = { x: this.shelf.x + width, y: this.shelf.y, height: Math.max(this.shelf.height, height) };
    return place;
  }
}
