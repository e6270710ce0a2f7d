/** The texture array that holds the numbers of tiles, one float for each texel. */
import {
  DataArrayTexture,
  DataTexture,
  FloatType,
  LinearFilter,
  NearestFilter,
  RedFormat,
  Vector3,
  type WebGLRenderer,
} from 'three';
import { LAYER_HEIGHT, LAYER_WIDTH, type Slot } from '../tiles/slots.ts';
import type { TexelSink } from '../tiles/store.ts';

export class Pages implements TexelSink {
  /** Whether the GPU can interpolate between floats; else the shader does. */
  readonly isLinear: boolean;
  texture = new DataArrayTexture(null, 1, 1, 1);

  constructor(private readonly renderer: WebGLRenderer) {
    this.isLinear = renderer.extensions.has('OES_texture_float_linear');
  }

  resize(layers: number): void {
    this.texture.dispose();
    this.texture = new DataArrayTexture(null, LAYER_WIDTH, LAYER_HEIGHT, layers);
    this.texture.format = RedFormat;
    this.texture.type = FloatType;
    this.texture.minFilter = this.isLinear ? LinearFilter : NearestFilter;
    this.texture.magFilter = this.texture.minFilter;
    // There is nothing to upload yet, only room to make.
    this.texture.source.dataReady = false;
    this.texture.needsUpdate = true;
  }

  upload(slot: Slot, texels: Float32Array<ArrayBuffer>): void {
    const tile = new DataTexture(texels, 1.5 * slot.width, slot.height, RedFormat, FloatType);
    this.renderer.copyTextureToTexture(tile, this.texture, null, new Vector3(slot.x, slot.y, slot.layer));
  }

  dispose(): void {
    this.texture.dispose();
  }
}
