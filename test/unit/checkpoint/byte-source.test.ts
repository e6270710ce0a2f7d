import { describe, expect, it } from 'vitest';
import { type ByteSource, fileSource, memorySource } from '../../../src/checkpoint/byte-source.ts';
import { expectRefusal } from './expect-error.ts';

const BYTES = Uint8Array.from({ length: 100 }, (_, i) => i);

describe.each<[string, ByteSource]>([
  ['memorySource', memorySource(BYTES.slice(), 'a.bin')],
  ['fileSource', fileSource(new Blob([BYTES]), 'a.bin')],
])('%s', (_, source) => {
  it('reads exactly the bytes asked for', async () => {
    expect(await source.size()).toBe(100);
    expect([...(await source.read(3, 7))]).toEqual([3, 4, 5, 6]);
    expect(await source.read(0, 100)).toEqual(BYTES);
    expect((await source.read(100, 100)).length).toBe(0);
  });

  it('gives bytes that the caller may change', async () => {
    (await source.read(0, 4)).fill(255);
    expect([...(await source.read(0, 4))]).toEqual([0, 1, 2, 3]);
  });

  it.each([
    [-1, 4],
    [5, 4],
    [0, 101],
    [0.5, 4],
    [Number.NaN, 4],
  ])('refuses the range %s to %s', async (start, end) => {
    await expect(source.read(start, end)).rejects.toThrow(RangeError);
  });

  it('ends with the reason of its signal', async () => {
    await expect(source.read(0, 4, AbortSignal.abort(new Error('left the view')))).rejects.toThrow('left the view');
  });
});

describe('fileSource', () => {
  it('says what to do when a file can no longer be read', async () => {
    const gone = new Blob([BYTES]);
    gone.slice = () => {
      const slice = new Blob([]);
      slice.arrayBuffer = () => Promise.reject(new DOMException('the file has changed', 'NotReadableError'));
      return slice;
    };
    const error = await expectRefusal(fileSource(gone, 'a.bin').read(0, 4), 'NotReadable');
    expect(error.message).toMatch(/a\.bin.*the file has changed.*choose it again/);
  });

  it('notices a file that has become shorter', async () => {
    const cut = new Blob([BYTES]);
    cut.slice = () => new Blob([BYTES.subarray(0, 2)]);
    await expectRefusal(fileSource(cut, 'a.bin').read(0, 4), 'Truncated');
  });
});
