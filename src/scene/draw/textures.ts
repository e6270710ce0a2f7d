/** Small textures made from arrays. */
import { DataTexture, LinearFilter, RedFormat, RGBAFormat, UnsignedByteType } from 'three';

/** Colours to interpolate between, RGBA bytes row by row. */
export function colourTexture(texels: Uint8Array<ArrayBuffer>, width: number, height: number): DataTexture {
  const texture = new DataTexture(texels, width, height, RGBAFormat, UnsignedByteType);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** Shares 0 … 255 to interpolate between, one byte each, row by row. */
export function shareTexture(texels: Uint8Array<ArrayBuffer>, width: number, height: number): DataTexture {
  const texture = new DataTexture(texels, width, height, RedFormat, UnsignedByteType);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}
