/** Makes safetensors files for the tests, right and wrong ones: nothing is checked here. */

export interface TensorSpec {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** A file with this header text, whatever it says, followed by this data. */
export function fileOf(header: string | Uint8Array, data: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

/** A well-formed file: the tensors one after another, in the order given. */
export function safetensors(
  tensors: Readonly<Record<string, TensorSpec>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const entries: [string, unknown][] = metadata === undefined ? [] : [['__metadata__', metadata]];
  const data: number[] = [];
  for (const [name, tensor] of Object.entries(tensors)) {
    const begin = data.length;
    data.push(...tensor.data);
    entries.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [begin, data.length] }]);
  }
  return fileOf(JSON.stringify(Object.fromEntries(entries)), Uint8Array.from(data));
}

/** A tensor of float32 numbers. */
export function f32(shape: readonly number[], values: readonly number[]): TensorSpec {
  return { dtype: 'F32', shape, data: new Uint8Array(Float32Array.from(values).buffer) };
}

/** A header of one tensor `w`, in which parts can be replaced by whatever a test wants. */
export function headerOf(tensor: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...tensor } });
}

export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
