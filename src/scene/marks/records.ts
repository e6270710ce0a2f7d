/** Numbers for shaders that pull their vertices by id: much cheaper than instancing where thousands of small quads are drawn. */
import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  FloatType,
  NearestFilter,
  RGBAFormat,
  Sphere,
  Vector3,
} from 'three';

/** Texels in one row of the texture. */
const ROW = 256;
const LEAST_ROWS = 4;

const LEAST_QUADS = 256;
/** Corners of a quad's two triangles: its vertices are left top, right top, left bottom, right bottom. */
const TRIANGLES = [0, 1, 2, 2, 1, 3] as const;

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

/** Fills one texel of a record's floats: thousands of times a frame. */
export function writeTexel(data: Float32Array, texel: number, x: number, y: number, z: number, w: number): void {
  const at = texel * 4;
  data[at] = x;
  data[at + 1] = y;
  data[at + 2] = z;
  data[at + 3] = w;
}

function textureOf(data: Float32Array): DataTexture {
  const texture = new DataTexture(data, ROW, data.length / (ROW * 4), RGBAFormat, FloatType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  return texture;
}

/** A geometry without attributes: the shader makes the four vertices of each quad by their ids. */
export function pulledGeometry(): BufferGeometry {
  const geometry = new BufferGeometry();
  // Without positions there is nothing to measure; nothing asks for more than that a sphere is there.
  geometry.boundingSphere = new Sphere(new Vector3(), Number.POSITIVE_INFINITY);
  return geometry;
}

/** Says which quads of a geometry are drawn. Each vertex is made once for both of its triangles. */
export function drawQuads(geometry: BufferGeometry, first: number, count: number): void {
  const most = (geometry.index?.count ?? 0) / TRIANGLES.length;
  if (first + count > most) {
    // Buffers of another size are new buffers for the GPU.
    geometry.dispose();
    geometry.setIndex(cornersOf(Math.max(LEAST_QUADS, 2 ** Math.ceil(Math.log2(first + count)))));
  }
  geometry.setDrawRange(first * TRIANGLES.length, count * TRIANGLES.length);
}

function cornersOf(quads: number): BufferAttribute {
  const corners = new Uint32Array(quads * TRIANGLES.length);
  for (let index = 0; index < corners.length; index++) {
    const quad = Math.floor(index / TRIANGLES.length);
    corners[index] = 4 * quad + (TRIANGLES[index % TRIANGLES.length] ?? 0);
  }
  return new BufferAttribute(corners, 1);
}
