/** Numbers for shaders that pull their vertices by id: much cheaper than instancing where thousands of small quads are drawn. */
import { BufferGeometry, DataTexture, FloatType, NearestFilter, RGBAFormat, Sphere, Vector3 } from 'three';

/** Texels in one row of the texture. */
const ROW = 256;
const LEAST_ROWS = 4;

/** A texture of records of four floats, in one row-major run of texels. It is replaced by a larger one when it is full. */
export class RecordTexture {
  private data = new Float32Array(ROW * LEAST_ROWS * 4);
  texture = textureOf(this.data);

  /** The floats to fill, for at least `texels` texels. */
  open(texels: number): Float32Array {
    if (texels * 4 > this.data.length) {
      this.texture.dispose();
      this.data = new Float32Array(ROW * 2 ** Math.ceil(Math.log2(texels / ROW)) * 4);
      this.texture = textureOf(this.data);
    }
    return this.data;
  }

  /** Says that the floats are filled. */
  close(): void {
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}

function textureOf(data: Float32Array): DataTexture {
  const texture = new DataTexture(data, ROW, data.length / (ROW * 4), RGBAFormat, FloatType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  return texture;
}

/** A geometry without attributes: its draw range says how many vertices the shader makes. */
export function pulledGeometry(): BufferGeometry {
  const geometry = new BufferGeometry();
  // Without positions there is nothing to measure; nothing asks for more than that a sphere is there.
  geometry.boundingSphere = new Sphere(new Vector3(), Number.POSITIVE_INFINITY);
  return geometry;
}
