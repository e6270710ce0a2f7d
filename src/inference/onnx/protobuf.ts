/**
 * The part of the Protocol Buffers wire format that an ONNX file needs (https://protobuf.dev/programming-guides/encoding/):
 * every function gives the bytes of one field, and a message is its fields one after another.
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

const utf8 = new TextEncoder();

/** An integer field (int32, int64 or enum). `value` is a whole number from 0 to 2⁵³ − 1, or a negative one down to −2⁵³ + 1. */
export function integer(field: number, value: number): Uint8Array {
  return concatenate([varint(key(field, VARINT)), varint(value)]);
}

/** A float field: 32 bits, little-endian. */
export function float(field: number, value: number): Uint8Array {
  const fixed = new Uint8Array(4);
  new DataView(fixed.buffer).setFloat32(0, value, true);
  return concatenate([varint(key(field, FIXED_32)), fixed]);
}

/** A string field, in UTF-8. */
export function text(field: number, value: string): Uint8Array {
  return bytes(field, utf8.encode(value));
}

/** A bytes field. */
export function bytes(field: number, value: Uint8Array): Uint8Array {
  return concatenate([varint(key(field, LENGTH_DELIMITED)), varint(value.length), value]);
}

/** A field that holds another message, given by that message's fields. */
export function message(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytes(field, concatenate(fields));
}

/** The pieces one after another: the bytes of a message, from those of its fields. */
export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function key(field: number, wireType: number): number {
  return field * 8 + wireType;
}

/** Seven bits to a byte, the lowest first; a negative number as the 64 bits of its two's complement. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const groups: number[] = [];
  while (rest >= 0x80n) {
    groups.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  groups.push(Number(rest));
  return Uint8Array.from(groups);
}
