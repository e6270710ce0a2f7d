import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import { CheckpointError, type CheckpointErrorCode } from '../../../src/checkpoint/errors.ts';
import { readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import { expectRefusal } from './expect-error.ts';
import { f32, fileOf, headerOf, safetensors, textBytes } from './make-safetensors.ts';

const read = (file: Uint8Array<ArrayBuffer>) => readSafetensorsHeader(memorySource(file, 'made.safetensors'));
const bytes = (count: number) => new Uint8Array(count);

/** Eight bytes that announce a header of this length, and what follows them. */
function announcing(length: bigint, following = 0): Uint8Array<ArrayBuffer> {
  const file = bytes(8 + following);
  new DataView(file.buffer).setBigUint64(0, length, true);
  return file;
}

const twoTensors = (first: [number, number], second: [number, number]) =>
  JSON.stringify({
    a: { dtype: 'U8', shape: [first[1] - first[0]], data_offsets: first },
    b: { dtype: 'U8', shape: [second[1] - second[0]], data_offsets: second },
  });

const REFUSED: readonly (readonly [string, CheckpointErrorCode, Uint8Array<ArrayBuffer>])[] = [
  ['an empty file', 'HeaderTooSmall', bytes(0)],
  ['seven bytes', 'HeaderTooSmall', bytes(7)],
  ['a header one byte over the limit', 'HeaderTooLarge', announcing(100_000_001n)],
  ['a header length of all ones', 'HeaderTooLarge', announcing(2n ** 64n - 1n)],
  ['a header that runs past the end', 'InvalidHeaderLength', announcing(3n, 2)],
  ['a header of the limit, with nothing behind', 'InvalidHeaderLength', announcing(100_000_000n)],
  ['a header that is not UTF-8', 'InvalidHeader', fileOf(Uint8Array.of(0x7b, 0xff, 0x7d))],
  ['half a character at the end of the header', 'InvalidHeader', fileOf(Uint8Array.of(0x7b, 0x7d, 0xc3))],

  ['no header', 'InvalidHeaderDeserialization', fileOf('')],
  ['a header that breaks off', 'InvalidHeaderDeserialization', fileOf('{"w":')],
  ['zero bytes after the header', 'InvalidHeaderDeserialization', fileOf('{}\0')],
  ['a byte order mark', 'InvalidHeaderDeserialization', fileOf('\ufeff{}')],
  ['a list for a header', 'InvalidHeaderDeserialization', fileOf('[]')],
  ['null for a header', 'InvalidHeaderDeserialization', fileOf('null')],
  ['metadata that is a list', 'InvalidHeaderDeserialization', fileOf('{"__metadata__":["a"]}')],
  ['metadata with a number', 'InvalidHeaderDeserialization', fileOf('{"__metadata__":{"a":1}}')],
  ['a tensor that is null', 'InvalidHeaderDeserialization', fileOf('{"w":null}')],
  ['a tensor that is a list', 'InvalidHeaderDeserialization', fileOf('{"w":["F32",[2],[0,8]]}', bytes(8))],
  ['an unknown dtype', 'InvalidHeaderDeserialization', fileOf(headerOf({ dtype: 'F33' }), bytes(8))],
  ['a dtype in lower case', 'InvalidHeaderDeserialization', fileOf(headerOf({ dtype: 'f32' }), bytes(8))],
  ['a dtype named as a method', 'InvalidHeaderDeserialization', fileOf(headerOf({ dtype: 'toString' }), bytes(8))],
  ['no dtype', 'InvalidHeaderDeserialization', fileOf('{"w":{"shape":[],"data_offsets":[0,0]}}')],
  ['no shape', 'InvalidHeaderDeserialization', fileOf('{"w":{"dtype":"F32","data_offsets":[0,0]}}')],
  ['no offsets', 'InvalidHeaderDeserialization', fileOf('{"w":{"dtype":"F32","shape":[0]}}')],
  ['a shape that is a number', 'InvalidHeaderDeserialization', fileOf(headerOf({ shape: 2 }), bytes(8))],
  ['a dimension below zero', 'InvalidHeaderDeserialization', fileOf(headerOf({ shape: [-2] }), bytes(8))],
  ['a dimension with a fraction', 'InvalidHeaderDeserialization', fileOf(headerOf({ shape: [1.5] }), bytes(8))],
  ['a dimension that is text', 'InvalidHeaderDeserialization', fileOf(headerOf({ shape: ['2'] }), bytes(8))],
  [
    'a dimension in exponent form',
    'InvalidHeaderDeserialization',
    fileOf(headerOf({}).replace('[2]', '[2e0]'), bytes(8)),
  ],
  ['a dimension written 2.0', 'InvalidHeaderDeserialization', fileOf(headerOf({}).replace('[2]', '[2.0]'), bytes(8))],
  ['an offset of -0', 'InvalidHeaderDeserialization', fileOf(headerOf({}).replace('[0,8]', '[-0,8]'), bytes(8))],
  ['one offset', 'InvalidHeaderDeserialization', fileOf(headerOf({ data_offsets: [8] }), bytes(8))],
  ['three offsets', 'InvalidHeaderDeserialization', fileOf(headerOf({ data_offsets: [0, 8, 8] }), bytes(8))],
  [
    'a tensor name twice',
    'InvalidHeaderDeserialization',
    fileOf(`${headerOf({}).slice(0, -1)},${headerOf({}).slice(1)}`, bytes(8)),
  ],
  [
    'a name twice, once escaped',
    'InvalidHeaderDeserialization',
    fileOf(`${headerOf({}).slice(0, -1)},${headerOf({}).slice(1).replace('"w"', '"\\u0077"')}`, bytes(8)),
  ],
  [
    '"__proto__" twice',
    'InvalidHeaderDeserialization',
    fileOf(
      '{"__proto__":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"__proto__":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
    ),
  ],
  [
    'a field twice',
    'InvalidHeaderDeserialization',
    fileOf(headerOf({}).replace('"shape":', '"shape":[1],"shape":'), bytes(8)),
  ],
  ['metadata twice', 'InvalidHeaderDeserialization', fileOf('{"__metadata__":{},"__metadata__":{}}')],
  ['a metadata key twice', 'InvalidHeaderDeserialization', fileOf('{"__metadata__":{"a":"1","a":"2"}}')],
  [
    'lists nested very deep',
    'InvalidHeaderDeserialization',
    fileOf(`{"w":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
  ],

  ['data that begins after a hole', 'InvalidOffset', fileOf(headerOf({ data_offsets: [4, 12] }), bytes(12))],
  ['a hole between tensors', 'InvalidOffset', fileOf(twoTensors([0, 2], [3, 4]), bytes(4))],
  ['tensors that overlap', 'InvalidOffset', fileOf(twoTensors([0, 3], [2, 4]), bytes(4))],
  ['two tensors in the same place', 'InvalidOffset', fileOf(twoTensors([0, 4], [0, 4]), bytes(4))],
  [
    'an end before its begin',
    'InvalidOffset',
    fileOf(
      '{"x":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"y":{"dtype":"U8","shape":[0],"data_offsets":[8,4]}}',
      bytes(8),
    ),
  ],

  ['a shape whose product overflows', 'ValidationOverflow', fileOf(headerOf({ shape: [2 ** 40, 2 ** 40] }), bytes(8))],
  ['an overflow before a zero', 'ValidationOverflow', fileOf(headerOf({ shape: [2 ** 40, 2 ** 40, 0] }), bytes(8))],
  [
    'a product that only the dtype makes overflow',
    'ValidationOverflow',
    fileOf(headerOf({ shape: [2 ** 52] }), bytes(8)),
  ],
  [
    'a dimension beyond a safe integer',
    'ValidationOverflow',
    fileOf(headerOf({ shape: [0] }).replace('[0]', '[9007199254740993]'), bytes(8)),
  ],
  [
    'an offset beyond a safe integer',
    'ValidationOverflow',
    fileOf(headerOf({}).replace('8]', '9007199254740993]'), bytes(8)),
  ],

  ['a span shorter than the shape', 'TensorInvalidInfo', fileOf(headerOf({ shape: [3] }), bytes(8))],
  ['a span longer than the shape', 'TensorInvalidInfo', fileOf(headerOf({ shape: [1] }), bytes(8))],
  ['a single number with the span of two', 'TensorInvalidInfo', fileOf(headerOf({ shape: [] }), bytes(8))],
  ['an empty tensor with bytes', 'TensorInvalidInfo', fileOf(headerOf({ shape: [0, 2] }), bytes(8))],
  [
    'three 4-bit numbers',
    'MisalignedSlice',
    fileOf(headerOf({ dtype: 'F4', shape: [3], data_offsets: [0, 2] }), bytes(2)),
  ],
  ['two 6-bit numbers', 'MisalignedSlice', fileOf(headerOf({ dtype: 'F6_E2M3', data_offsets: [0, 2] }), bytes(2))],
  ['data cut short', 'MetadataIncompleteBuffer', fileOf(headerOf({}), bytes(7))],
  ['a byte too many', 'MetadataIncompleteBuffer', fileOf(headerOf({}), bytes(9))],
  ['data that no tensor speaks of', 'MetadataIncompleteBuffer', fileOf('{}', bytes(1))],

  ['an HTML page', 'NotSafetensors', textBytes('<!DOCTYPE html><html><title>404</title></html>')],
  [
    'a Git LFS pointer',
    'NotSafetensors',
    textBytes('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n'),
  ],
  ['a JSON error', 'NotSafetensors', textBytes('{"error":"Repository not found"}')],
  ['a PyTorch archive', 'NotSafetensors', textBytes('PK\x03\x04\0\0\x08\x08 and the rest of it')],
  ['a GGUF file', 'NotSafetensors', Uint8Array.from([...textBytes('GGUF'), 3, 0, 0, 0, 0, 0])],
];

describe('a safetensors header is refused', () => {
  it.each(REFUSED)('for %s, as %s', async (_, code, file) => {
    const error = await expectRefusal(read(file), code);
    expect(error.message).toContain('made.safetensors');
    expect(error.details.file).toBe('made.safetensors');
    expect(error.message.length).toBeLessThan(700);
  });

  it('naming tensor and values', async () => {
    const error = await expectRefusal(read(fileOf(headerOf({ shape: [3, 1] }), bytes(8))), 'TensorInvalidInfo');
    expect(error.details.tensor).toBe('w');
    expect(error.message).toMatch(/"w".*\[3,1\] of F32 takes 12 bytes.*8/);
  });

  it('by nothing but a CheckpointError wherever the file is cut', async () => {
    const whole = safetensors({ a: f32([2], [1, 2]), b: f32([1, 1], [3]) }, { format: 'pt' });
    await expect(read(whole)).resolves.toBeDefined();
    for (let length = 0; length < whole.length; length++) {
      await expect(read(whole.slice(0, length)), `cut to ${length} bytes`).rejects.toBeInstanceOf(CheckpointError);
    }
  });

  it('or accepted, but never crashed on, whichever byte is changed', async () => {
    const whole = safetensors({ a: f32([2], [1, 2]), b: f32([1, 1], [3]) }, { format: 'pt' });
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0x00, 0x22, 0x2d, 0x39, 0x5c, 0x7b, 0xff]) {
        const changed = whole.slice();
        changed[at] = value;
        const outcome = await read(changed).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome, `byte ${at} as ${value}`).toBeInstanceOf(CheckpointError);
      }
    }
  });
});

describe('a safetensors header is accepted', () => {
  it('with names, shapes, metadata and places counted from the start of the file', async () => {
    const file = safetensors({ 'b.weight': f32([2, 1], [1, 2]), a: f32([], [3]) }, { format: 'pt' });
    const { tensors, metadata } = await read(file);
    expect([...metadata]).toEqual([['format', 'pt']]);
    expect([...tensors.keys()]).toEqual(['b.weight', 'a']);
    expect(tensors.get('a')).toEqual({ name: 'a', dtype: 'F32', shape: [], begin: file.length - 4, end: file.length });
    expect(tensors.get('b.weight')).toMatchObject({ shape: [2, 1], begin: file.length - 12, end: file.length - 4 });
  });

  it('without tensors, and with white space around it', async () => {
    expect((await read(fileOf('{}'))).tensors.size).toBe(0);
    expect((await read(fileOf(' \n{"__metadata__":null}  '))).metadata.size).toBe(0);
  });

  it('with empty tensors at the begin, between others and at the end', async () => {
    const empty = { dtype: 'F32', shape: [0, 4], data: bytes(0) };
    const { tensors } = await read(safetensors({ z: empty, a: f32([1], [1]), m: empty, b: f32([1], [2]), c: empty }));
    expect(tensors.get('m')?.shape).toEqual([0, 4]);
  });

  it('with tensors in another order than their data', async () => {
    const { tensors } = await read(fileOf(twoTensors([3, 4], [0, 3]), bytes(4)));
    expect([...tensors.keys()]).toEqual(['a', 'b']);
  });

  it('with data at an odd address', async () => {
    const header = headerOf({});
    const { tensors } = await read(fileOf(header + ' '.repeat(1 + (header.length % 2)), bytes(8)));
    expect((tensors.get('w')?.begin ?? 0) % 2).toBe(1);
  });

  it('with names that objects have a meaning for', async () => {
    const entry = (at: number) => `{"dtype":"U8","shape":[1],"data_offsets":[${at},${at + 1}]}`;
    const { tensors } = await read(
      fileOf(`{"__proto__":${entry(0)},"constructor":${entry(1)},"1":${entry(2)}}`, bytes(3)),
    );
    expect([...tensors.keys()].sort()).toEqual(['1', '__proto__', 'constructor']);
  });

  it('with the same key in different objects, in texts, and with quotes and backslashes in names', async () => {
    const metadata = { 'a"\\': '{"a":1,"a":2}\\', w: 'a' };
    const { tensors } = await read(safetensors({ w: f32([1], [1]), 'a"\\': f32([1], [2]) }, metadata));
    expect([...tensors.keys()]).toEqual(['w', 'a"\\']);
  });

  it('with fields that it does not know', async () => {
    const { tensors } = await read(fileOf(headerOf({ scale: 0.5, note: [{ shape: 1.5 }] }), bytes(8)));
    expect(tensors.has('w')).toBe(true);
  });

  it('with every dtype of the format', async () => {
    const bits = {
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
    };
    const specs = Object.entries(bits).map(([dtype, width]) => [dtype, { dtype, shape: [4], data: bytes(width / 2) }]);
    const { tensors } = await read(safetensors(Object.fromEntries(specs)));
    expect([...tensors.values()].map(({ dtype }) => dtype)).toEqual(Object.keys(bits));
  });

  it('when it is longer than what is read at first', async () => {
    const names = Array.from({ length: 2000 }, (_, i) => `layers.${i}.attention.query.weight`);
    const { tensors } = await read(safetensors(Object.fromEntries(names.map((name) => [name, f32([1], [1])]))));
    expect([...tensors.keys()]).toEqual(names);
  });
});
