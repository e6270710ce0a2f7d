import { describe, expect, test } from 'vitest';
import { bytes, concatenate, float, integer, message, text } from '../../../src/inference/onnx/protobuf.ts';

/** Expected bytes are those of the encoding guide, https://protobuf.dev/programming-guides/encoding/. */
describe('the wire format', () => {
  test.each([
    [1, 150, '08 96 01'],
    [1, 0, '08 00'],
    [2, 127, '10 7f'],
    [2, 128, '10 80 01'],
    [1, 2 ** 32, '08 80 80 80 80 10'],
    [1, 2 ** 53 - 1, '08 ff ff ff ff ff ff ff 0f'],
    [1, -1, '08 ff ff ff ff ff ff ff ff ff 01'],
    [1, -2, '08 fe ff ff ff ff ff ff ff ff 01'],
    [20, 1, 'a0 01 01'],
  ])('field %i holds the integer %i', (field, value, expected) => {
    expect(hex(integer(field, value))).toBe(expected);
  });

  test('text is UTF-8 after its length in bytes', () => {
    expect(hex(text(2, 'testing'))).toBe('12 07 74 65 73 74 69 6e 67');
    expect(hex(text(2, '×'))).toBe('12 02 c3 97');
  });

  test('a float is four bytes, little-endian', () => {
    expect(hex(float(2, 1))).toBe('15 00 00 80 3f');
    expect(hex(float(2, -Infinity))).toBe('15 00 00 80 ff');
  });

  test('a message stands in another after its length', () => {
    expect(hex(message(3, [integer(1, 150)]))).toBe('1a 03 08 96 01');
    expect(hex(message(3, []))).toBe('1a 00');
  });

  test('long bytes have a length of several bytes', () => {
    const field = bytes(9, new Uint8Array(300).fill(7));
    expect(hex(field.subarray(0, 4))).toBe('4a ac 02 07');
    expect(field).toHaveLength(303);
  });

  test('pieces follow one another', () => {
    expect([...concatenate([Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3)])]).toEqual([1, 2, 3]);
  });
});

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
