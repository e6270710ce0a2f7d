/** What is written on cells: the digits of numbers as signed distances, and the words of the tokens as coverage. */
import TinySDF from '@mapbox/tiny-sdf';
import { DataTexture, LinearFilter, LinearMipmapLinearFilter, RedFormat, UnsignedByteType } from 'three';

/** In this order in the atlas. */
const GLYPHS = '0123456789.−';
export const GLYPH_COUNT = GLYPHS.length;
export const GLYPH_POINT = 10;
export const GLYPH_MINUS = 11;

/** Pixels of the em, the side of a glyph's square. */
export const GLYPH_SIZE = 48;
const RADIUS = 8;
const CUTOFF = 0.25;
/** Value of the edge, and how far (in em) the values of the whole range are apart. */
export const GLYPH_EDGE = 1 - CUTOFF;
export const GLYPH_RADIUS_EM = RADIUS / GLYPH_SIZE;

const FAMILY = '"IBM Plex Sans Variable", "IBM Plex Sans", sans-serif';
const WEIGHT = '500';

/** Squares of one em side by side, each glyph in the middle of its square. */
export function digitAtlas(): DataTexture {
  const drawing = new TinySDF({
    fontSize: GLYPH_SIZE,
    buffer: RADIUS / 2,
    radius: RADIUS,
    cutoff: CUTOFF,
    fontFamily: FAMILY,
    fontWeight: WEIGHT,
  });
  const width = GLYPH_SIZE * GLYPH_COUNT;
  const texels = new Uint8Array(width * GLYPH_SIZE);
  // The digits' height is what is centred; all glyphs share their base line.
  const baseline = Math.round((GLYPH_SIZE + drawing.draw('0').glyphTop) / 2);
  [...GLYPHS].forEach((character, index) => {
    const glyph = drawing.draw(character);
    const left = index * GLYPH_SIZE + Math.round((GLYPH_SIZE - glyph.width) / 2);
    const top = baseline - glyph.glyphTop - RADIUS / 2;
    for (let y = 0; y < glyph.height; y++) {
      if (top + y < 0 || top + y >= GLYPH_SIZE) continue;
      texels.set(glyph.data.subarray(y * glyph.width, (y + 1) * glyph.width), (top + y) * width + left);
    }
  });
  return coverage(texels, width, GLYPH_SIZE);
}

/** Pixels of a word's square. */
export const WORD_SIZE = 64;
/** Squares in one row of the atlas. */
export const WORD_COLUMNS = 16;
/** Of them left clear: the gap between cells, and a little paper at both ends of the word. */
const WORD_MARGIN = 14;
const LARGEST_LETTER = 46;

/** One square for each word, in reading order; long words are set smaller. */
export function wordAtlas(words: readonly string[]): DataTexture {
  const rows = Math.max(1, Math.ceil(words.length / WORD_COLUMNS));
  const width = WORD_COLUMNS * WORD_SIZE;
  const height = rows * WORD_SIZE;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('The browser gave no canvas to write the tokens on.');
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  words.forEach((word, index) => {
    const shown = word.trim() === '' ? '␣' : word.trim();
    context.font = `${WEIGHT} ${LARGEST_LETTER}px ${FAMILY}`;
    const size = LARGEST_LETTER * Math.min(1, (WORD_SIZE - WORD_MARGIN) / context.measureText(shown).width);
    context.font = `${WEIGHT} ${size}px ${FAMILY}`;
    const x = ((index % WORD_COLUMNS) + 0.5) * WORD_SIZE;
    const y = (Math.floor(index / WORD_COLUMNS) + 0.53) * WORD_SIZE;
    context.fillText(shown, x, y);
  });
  const pixels = context.getImageData(0, 0, width, height).data;
  // By index: made anew with each edited letter, and a callback for each texel takes milliseconds.
  const texels = new Uint8Array(width * height);
  for (let index = 0; index < texels.length; index++) texels[index] = pixels[4 * index + 3] ?? 0;
  return coverage(texels, width, height);
}

function coverage(texels: Uint8Array<ArrayBuffer>, width: number, height: number): DataTexture {
  const texture = new DataTexture(texels, width, height, RedFormat, UnsignedByteType);
  texture.minFilter = LinearMipmapLinearFilter;
  texture.magFilter = LinearFilter;
  texture.generateMipmaps = true;
  texture.needsUpdate = true;
  return texture;
}
