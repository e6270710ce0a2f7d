/** A tensor as the bytes of a .npy file, version 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Pure. */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const VERSION = [1, 0];
/** The numbers begin at a multiple of this. */
const ALIGNMENT = 64;
const LENGTH_BYTES = 2;
const FLOAT_BYTES = 4;

/** Little-endian float32 in C order; infinities and NaN as they are. @param data row-major, as long as the shape says */
export function npyOf(shape: readonly number[], data: Float32Array): Uint8Array<ArrayBuffer> {
  // A tuple of one needs its comma.
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + VERSION.length + LENGTH_BYTES;
  const start = Math.ceil((before + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${dictionary.padEnd(start - before - 1)}\n`;
  const bytes = new Uint8Array(start + data.length * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set([...MAGIC, ...VERSION]);
  view.setUint16(MAGIC.length + VERSION.length, header.length, true);
  bytes.set(new TextEncoder().encode(header), before);
  for (let i = 0; i < data.length; i++) view.setFloat32(start + i * FLOAT_BYTES, data[i] ?? Number.NaN, true);
  return bytes;
}
