/** The arithmetic of key frames, as models/README.md has it: packed differences and the weights they are from, to weights. */
import { decode } from './dtypes.ts';

/** All weights of a model, one after another. */
export type WeightList = Float32Array<ArrayBuffer>;

/** One weight of a frame. */
export interface PackedWeight {
  readonly name: string;
  /** Where its first number stands in the list of all weights. */
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  /** Where its bytes begin, among those of the frame. */
  readonly begin: number;
  /** Where the scales of its rows begin, one F16 for each; undefined where its bytes are its numbers, as F16. */
  readonly scales: number | undefined;
}

/** One frame, of which every weight is a difference from its base, or stands as it is. */
export interface PackedFrame {
  /** For errors. */
  readonly file: string;
  readonly bits: 8 | 4;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly weights: readonly PackedWeight[];
}

/** How many bytes a row of packed integers takes. */
export function bytesPerRow(columns: number, bits: 8 | 4): number {
  return Math.ceil((columns * bits) / 8);
}

/** The weights of a frame, a list of its own: of each number f32(base + f32(scale · integer)), where the product is exact. */
export function decodeFrame(base: WeightList, frame: PackedFrame): WeightList {
  const decoded = new Float32Array(base);
  for (const weight of frame.weights) {
    const { start, rows, columns, scales } = weight;
    if (scales === undefined) readF16(frame, weight, weight.begin, decoded.subarray(start, start + rows * columns));
    else addScaled(decoded.subarray(start, start + rows * columns), frame, weight, scales);
  }
  return decoded;
}

/** Adds scale times integer, row by row. Sums are made in double precision: rounded to single, they are those of single precision. */
function addScaled(target: Float32Array, frame: PackedFrame, weight: PackedWeight, scalesBegin: number): void {
  const { bytes, bits } = frame;
  const { rows, columns, begin } = weight;
  const scales = new Float32Array(rows);
  readF16(frame, weight, scalesBegin, scales);
  const rowBytes = bytesPerRow(columns, bits);
  for (let row = 0; row < rows; row++) {
    const scale = scales[row] ?? 0;
    const from = begin + row * rowBytes;
    const to = row * columns;
    for (let column = 0; column < columns; column++) {
      const integer =
        bits === 8 ? signed(bytes[from + column] ?? 0, 128) : half(bytes[from + (column >> 1)] ?? 0, column);
      target[to + column] = (target[to + column] ?? 0) + scale * integer;
    }
  }
}

/** The integer of an even column stands in the lower half of its byte. */
function half(byte: number, column: number): number {
  return signed(column % 2 === 0 ? byte & 15 : byte >> 4, 8);
}

/** Two's complement, of which `sign` is the highest bit. */
function signed(pattern: number, sign: number): number {
  return (pattern ^ sign) - sign;
}

function readF16({ bytes, file }: PackedFrame, { name }: PackedWeight, begin: number, target: Float32Array): void {
  decode('F16', bytes.subarray(begin, begin + 2 * target.length), target, { file, tensor: name });
}
