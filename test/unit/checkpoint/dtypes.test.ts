import { describe, expect, it } from 'vitest';
import { type Dtype, decode } from '../../../src/checkpoint/dtypes.ts';
import { CheckpointError } from '../../../src/checkpoint/errors.ts';

const WHERE = { file: 'made.safetensors', tensor: 'w' };

function decoded(dtype: Dtype, stored: ArrayBufferView<ArrayBuffer>, count: number): number[] {
  const target = new Float32Array(count);
  decode(dtype, new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), target, WHERE);
  return [...target];
}

describe('decode', () => {
  it.each<[Dtype, ArrayBufferView<ArrayBuffer>, number[]]>([
    ['BOOL', Uint8Array.of(0, 1, 2), [0, 1, 1]],
    ['U8', Uint8Array.of(0, 255), [0, 255]],
    ['I8', Int8Array.of(-128, 127), [-128, 127]],
    ['I16', Int16Array.of(-32768, 32767), [-32768, 32767]],
    ['U16', Uint16Array.of(0, 65535), [0, 65535]],
    ['I32', Int32Array.of(-(2 ** 31), 12345), [-(2 ** 31), 12345]],
    ['U32', Uint32Array.of(2 ** 31, 7), [2 ** 31, 7]],
    ['I64', BigInt64Array.of(-1n, -(2n ** 63n), 2n ** 40n + 2n ** 20n), [-1, -(2 ** 63), 2 ** 40 + 2 ** 20]],
    ['U64', BigUint64Array.of(2n ** 63n, 3n), [2 ** 63, 3]],
    ['F32', Float32Array.of(0.5, -Infinity, Number.NaN), [0.5, -Infinity, Number.NaN]],
    ['F64', Float64Array.of(0.1, -2), [Math.fround(0.1), -2]],
    [
      'F16', // 1, −2, 65504 (the largest), 2⁻¹⁴ (the smallest normal), 2⁻²⁴ (the smallest subnormal), its largest, ±∞, NaN, −0
      Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x03ff, 0x7c00, 0xfc00, 0x7e00, 0x8000),
      [1, -2, 65504, 2 ** -14, 2 ** -24, 1023 * 2 ** -24, Infinity, -Infinity, Number.NaN, -0],
    ],
    [
      'BF16', // 1, −2, π cut to 8 bits, the smallest subnormal, ±∞, NaN, −0
      Uint16Array.of(0x3f80, 0xc000, 0x4049, 0x0001, 0x7f80, 0xff80, 0x7fc0, 0x8000),
      [1, -2, 3.140625, 2 ** -133, Infinity, -Infinity, Number.NaN, -0],
    ],
    [
      'F8_E4M3', // 1, 448 (the largest), 2⁻⁶, 2⁻⁹ (the smallest), both NaN, −448, −0
      Uint8Array.of(0x38, 0x7e, 0x08, 0x01, 0x7f, 0xff, 0xfe, 0x80),
      [1, 448, 2 ** -6, 2 ** -9, Number.NaN, Number.NaN, -448, -0],
    ],
    [
      'F8_E5M2', // 1, 57344 (the largest), 2⁻¹⁴, 2⁻¹⁶ (the smallest), ±∞, NaN, −0
      Uint8Array.of(0x3c, 0x7b, 0x04, 0x01, 0x7c, 0xfc, 0x7d, 0x80),
      [1, 57344, 2 ** -14, 2 ** -16, Infinity, -Infinity, Number.NaN, -0],
    ],
    [
      'F8_E4M3FNUZ', // 1, ±240 (the largest), 2⁻¹⁰ (the smallest), the only NaN
      Uint8Array.of(0x40, 0x7f, 0xff, 0x01, 0x80),
      [1, 240, -240, 2 ** -10, Number.NaN],
    ],
    [
      'F8_E5M2FNUZ', // 1, ±57344 (the largest), 2⁻¹⁷ (the smallest), the only NaN
      Uint8Array.of(0x40, 0x7f, 0xff, 0x01, 0x80),
      [1, 57344, -57344, 2 ** -17, Number.NaN],
    ],
    ['F8_E8M0', Uint8Array.of(127, 0, 254, 255), [1, 2 ** -127, 2 ** 127, Number.NaN]],
  ])('reads %s', (dtype, stored, expected) => {
    expect(decoded(dtype, stored, expected.length)).toEqual(expected);
  });

  it('reads from any address', () => {
    const shifted = new Uint8Array(9);
    shifted.set(new Uint8Array(Float32Array.of(1.5, -2.5).buffer), 1);
    expect(decoded('F32', shifted.subarray(1), 2)).toEqual([1.5, -2.5]);
    const halves = Uint8Array.of(0, 0x00, 0x3c, 0x00, 0xc0);
    expect(decoded('F16', halves.subarray(1), 2)).toEqual([1, -2]);
    const longer = new Uint8Array(11);
    longer.set(new Uint8Array(BigInt64Array.of(-5n).buffer));
    expect(decoded('I64', longer.subarray(0, 8), 1)).toEqual([-5]);
  });

  it('writes into a part of a larger buffer, and nowhere else', () => {
    const buffer = new Float32Array(4).fill(9);
    decode('BF16', Uint8Array.of(0x80, 0x3f, 0x00, 0xc0), buffer.subarray(1, 3), WHERE);
    expect([...buffer]).toEqual([9, 1, -2, 9]);
  });

  it('refuses bytes of another length', () => {
    expect(() => decoded('F16', new Uint8Array(3), 2)).toThrow(RangeError);
    expect(() => decoded('F16', new Uint8Array(6), 2)).toThrow(RangeError);
  });

  it.each<Dtype>(['F4', 'F6_E2M3', 'F6_E3M2', 'C64'])('refuses %s, which it can not show', (dtype) => {
    const attempt = () => decoded(dtype, new Uint8Array(8), 1);
    expect(attempt).toThrow(CheckpointError);
    expect(attempt).toThrow(new RegExp(`"w".*${dtype}`));
  });
});
