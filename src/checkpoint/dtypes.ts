import { refusal } from '../words.ts';
import { CheckpointError, type CheckpointErrorDetails } from './errors.ts';

/** Every element kind that safetensors knows, with its width in bits. */
const BITS = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

export type Dtype = keyof typeof BITS;

export const DTYPES = Object.keys(BITS) as readonly Dtype[];

export function isDtype(name: unknown): name is Dtype {
  return typeof name === 'string' && Object.hasOwn(BITS, name);
}

export function bitsPerElement(dtype: Dtype): number {
  return BITS[dtype];
}

/** How a small float marks what is not a number: `ieee` with infinities, `fn` without, `fnuz` also without a negative zero. */
type SpecialValues = 'ieee' | 'fn' | 'fnuz';

interface SmallFloat {
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  readonly special: SpecialValues;
}

/**
 * Floats of 16 bits and fewer, decoded by table. F8 after Micikevicius et al. 2022, "FP8 Formats for Deep Learning" (E4M3
 * has no infinity, its all-ones pattern is NaN); the FNUZ kinds have a bias one higher, and 0x80 is their only NaN.
 */
const SMALL_FLOATS = {
  F16: { exponentBits: 5, mantissaBits: 10, bias: 15, special: 'ieee' },
  F8_E4M3: { exponentBits: 4, mantissaBits: 3, bias: 7, special: 'fn' },
  F8_E5M2: { exponentBits: 5, mantissaBits: 2, bias: 15, special: 'ieee' },
  F8_E4M3FNUZ: { exponentBits: 4, mantissaBits: 3, bias: 8, special: 'fnuz' },
  F8_E5M2FNUZ: { exponentBits: 5, mantissaBits: 2, bias: 16, special: 'fnuz' },
} as const satisfies Partial<Record<Dtype, SmallFloat>>;

type Decoder = (bytes: Uint8Array<ArrayBuffer>, target: Float32Array) => void;

/** The kinds that can be shown as numbers. Absent: those packed several to a byte, and complex numbers. */
const DECODERS: Partial<Record<Dtype, Decoder>> = {
  BOOL: (bytes, target) => target.set(bytes.map((byte) => (byte === 0 ? 0 : 1))),
  U8: (bytes, target) => target.set(bytes),
  I8: (bytes, target) => target.set(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)),
  I16: (bytes, target) => target.set(new Int16Array(bytes.buffer, bytes.byteOffset, target.length)),
  U16: (bytes, target) => target.set(new Uint16Array(bytes.buffer, bytes.byteOffset, target.length)),
  I32: (bytes, target) => target.set(new Int32Array(bytes.buffer, bytes.byteOffset, target.length)),
  U32: (bytes, target) => target.set(new Uint32Array(bytes.buffer, bytes.byteOffset, target.length)),
  I64: (bytes, target) => decodeInt64(bytes, target, new Int32Array(bytes.buffer, bytes.byteOffset, 2 * target.length)),
  U64: (bytes, target) =>
    decodeInt64(bytes, target, new Uint32Array(bytes.buffer, bytes.byteOffset, 2 * target.length)),
  F32: (bytes, target) => target.set(new Float32Array(bytes.buffer, bytes.byteOffset, target.length)),
  F64: (bytes, target) => target.set(new Float64Array(bytes.buffer, bytes.byteOffset, target.length)),
  BF16: decodeBf16,
  F16: (bytes, target) => lookUp(new Uint16Array(bytes.buffer, bytes.byteOffset, target.length), target, 'F16'),
  F8_E4M3: (bytes, target) => lookUp(bytes, target, 'F8_E4M3'),
  F8_E5M2: (bytes, target) => lookUp(bytes, target, 'F8_E5M2'),
  F8_E4M3FNUZ: (bytes, target) => lookUp(bytes, target, 'F8_E4M3FNUZ'),
  F8_E5M2FNUZ: (bytes, target) => lookUp(bytes, target, 'F8_E5M2FNUZ'),
  F8_E8M0: decodeE8m0,
};

/**
 * Decodes little-endian elements into `target`, which says how many. Pass a buffer that you use again: decoding into a fresh
 * one costs several times as much. 64-bit kinds are rounded to float32.
 * @throws {CheckpointError} UnsupportedDtype
 * @throws {RangeError} if `bytes` is not exactly as long as `target` asks
 */
export function decode(
  dtype: Dtype,
  bytes: Uint8Array<ArrayBuffer>,
  target: Float32Array,
  where: CheckpointErrorDetails,
): void {
  const decoder = decoderOf(dtype, where);
  const bytesPerElement = BITS[dtype] / 8;
  if (bytes.length !== target.length * bytesPerElement) {
    throw new RangeError(
      `${target.length} elements of ${dtype} take ${target.length * bytesPerElement} bytes, not ${bytes.length}`,
    );
  }
  // Typed arrays can only stand on a multiple of their element's size.
  const isAligned = bytes.byteOffset % bytesPerElement === 0;
  decoder(isAligned ? bytes : bytes.slice(), target);
}

/** @throws {CheckpointError} UnsupportedDtype, if `dtype` can't be shown as numbers */
export function decoderOf(dtype: Dtype, where: CheckpointErrorDetails): Decoder {
  const decoder = DECODERS[dtype];
  if (decoder !== undefined) return decoder;
  const what = refusal(dtype === 'C64' ? 'tensor.complex' : 'tensor.packed', { dtype });
  throw new CheckpointError('UnsupportedDtype', where, what);
}

function decodeBf16(bytes: Uint8Array<ArrayBuffer>, target: Float32Array): void {
  const stored = new Uint16Array(bytes.buffer, bytes.byteOffset, target.length);
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let i = 0; i < stored.length; i++) bits[i] = (stored[i] ?? 0) << 16;
}

/** `high` is a view of the same bytes as 32-bit words whose signedness is that of the upper half. */
function decodeInt64(bytes: Uint8Array<ArrayBuffer>, target: Float32Array, high: Int32Array | Uint32Array): void {
  const low = new Uint32Array(bytes.buffer, bytes.byteOffset, 2 * target.length);
  for (let i = 0; i < target.length; i++) target[i] = (high[2 * i + 1] ?? 0) * 2 ** 32 + (low[2 * i] ?? 0);
}

/** A power of two without sign or mantissa, used for block scales (OCP Microscaling Formats 1.0); 0xFF is NaN. */
function decodeE8m0(bytes: Uint8Array<ArrayBuffer>, target: Float32Array): void {
  for (let i = 0; i < target.length; i++) {
    const exponent = bytes[i] ?? 0;
    target[i] = exponent === 0xff ? Number.NaN : 2 ** (exponent - 127);
  }
}

const tables = new Map<keyof typeof SMALL_FLOATS, Float32Array>();

function lookUp(stored: Uint8Array | Uint16Array, target: Float32Array, dtype: keyof typeof SMALL_FLOATS): void {
  const table = tables.get(dtype) ?? smallFloatTable(SMALL_FLOATS[dtype]);
  tables.set(dtype, table);
  for (let i = 0; i < stored.length; i++) target[i] = table[stored[i] ?? 0] ?? 0;
}

function smallFloatTable(format: SmallFloat): Float32Array {
  const patterns = 2 ** (1 + format.exponentBits + format.mantissaBits);
  return Float32Array.from({ length: patterns }, (_, pattern) => smallFloat(pattern, format));
}

function smallFloat(pattern: number, { exponentBits, mantissaBits, bias, special }: SmallFloat): number {
  const mantissaSteps = 2 ** mantissaBits;
  const largestExponent = 2 ** exponentBits - 1;
  const mantissa = pattern % mantissaSteps;
  const exponent = Math.floor(pattern / mantissaSteps) % (largestExponent + 1);
  const isNegative = pattern >= mantissaSteps * (largestExponent + 1);
  const sign = isNegative ? -1 : 1;

  if (special === 'fnuz' && isNegative && exponent === 0 && mantissa === 0) return Number.NaN;
  if (special === 'fn' && exponent === largestExponent && mantissa === mantissaSteps - 1) return Number.NaN;
  if (special === 'ieee' && exponent === largestExponent) return mantissa === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * (mantissa / mantissaSteps) * 2 ** (1 - bias);
  return sign * (1 + mantissa / mantissaSteps) * 2 ** (exponent - bias);
}
