import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../../../src/checkpoint/byte-source.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { expectRefusal } from './expect-error.ts';
import { f32, fileOf, safetensors } from './make-safetensors.ts';

const FILE = safetensors({
  before: { dtype: 'U8', shape: [1], data: Uint8Array.of(7) },
  matrix: f32([3, 2], [1, 2, 3, 4, 5, 6]),
  halves: { dtype: 'BF16', shape: [2], data: Uint8Array.of(0x80, 0x3f, 0x00, 0xc0) },
  single: f32([], [9]),
  empty: f32([0, 4], []),
  packed: { dtype: 'F4', shape: [2], data: Uint8Array.of(0x12) },
});

/** A source that notes which bytes were asked for. */
function watched(source: ByteSource): ByteSource & { readonly reads: [number, number][] } {
  const reads: [number, number][] = [];
  return {
    ...source,
    reads,
    read(start, end, signal) {
      reads.push([start, end]);
      return source.read(start, end, signal);
    },
  };
}

const opened = () => openCheckpoint([memorySource(FILE, 'model.safetensors')]);

describe('Checkpoint', () => {
  it('reads tensors of any shape as float32', async () => {
    const checkpoint = await opened();
    expect([...(await checkpoint.read('matrix'))]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(await checkpoint.read('halves'))]).toEqual([1, -2]);
    expect([...(await checkpoint.read('single'))]).toEqual([9]);
    expect([...(await checkpoint.read('empty'))]).toEqual([]);
  });

  it('reads a range of elements', async () => {
    const checkpoint = await opened();
    expect([...(await checkpoint.readRange('matrix', 2, 3))]).toEqual([3, 4, 5]);
    expect([...(await checkpoint.readRange('halves', 1, 1))]).toEqual([-2]);
    expect([...(await checkpoint.readRange('matrix', 6, 0))]).toEqual([]);
  });

  it('reads into a buffer that is used again', async () => {
    const checkpoint = await opened();
    const row = new Float32Array(2);
    await checkpoint.readInto(row, 'matrix', 4);
    expect([...row]).toEqual([5, 6]);
    await checkpoint.readInto(row, 'matrix', 0);
    expect([...row]).toEqual([1, 2]);
  });

  it.each([
    [-1, 2],
    [5, 2],
    [0, 7],
    [0.5, 1],
    [0, -1],
  ])('refuses the range from %d of %d elements', async (first, count) => {
    await expect((await opened()).readRange('matrix', first, count)).rejects.toThrow(RangeError);
  });

  it('reads no more of a file than its header and what is asked for', async () => {
    // 20 million numbers, of which no piece may be read before they are asked for.
    const count = 20_000_000;
    const header = JSON.stringify({ w: { dtype: 'F32', shape: [count], data_offsets: [0, 4 * count] } });
    const source = watched(memorySource(fileOf(header, new Uint8Array(4 * count)), 'model.safetensors'));
    const checkpoint = await openCheckpoint([source]);
    const readToOpen = source.reads.reduce((sum, [start, end]) => sum + end - start, 0);
    expect(readToOpen).toBeLessThan(100_000);

    source.reads.length = 0;
    const begin = checkpoint.tensors.get('w')?.begin ?? 0;
    await checkpoint.readRange('w', 1000, 8);
    expect(source.reads).toEqual([[begin + 4000, begin + 4032]]);
  });

  it('puts a tensor together from pieces', async () => {
    const count = 9_000_001;
    const data = new Uint8Array(Float32Array.from({ length: count }, (_, i) => i).buffer);
    const header = JSON.stringify({ w: { dtype: 'F32', shape: [count], data_offsets: [0, 4 * count] } });
    const source = watched(memorySource(fileOf(header, data), 'model.safetensors'));
    const values = await (await openCheckpoint([source])).read('w');
    expect(values.findIndex((value, i) => value !== i)).toBe(-1);
    expect(Math.max(...source.reads.map(([start, end]) => end - start))).toBeLessThanOrEqual(64 * 2 ** 20);
    expect(source.reads.length).toBeGreaterThan(2);
  });

  it('says what can not be read', async () => {
    const checkpoint = await opened();
    expect((await expectRefusal(checkpoint.read('matrixx'), 'NoSuchTensor')).message).toContain('"matrixx"');
    expect((await expectRefusal(checkpoint.read('packed'), 'UnsupportedDtype')).details.tensor).toBe('packed');
    await expectRefusal(checkpoint.readRange('matrix', 0, 2 ** 30), 'TensorTooLarge');
  });

  it('stops with the reason of its signal', async () => {
    const checkpoint = await opened();
    const signal = AbortSignal.abort(new Error('left the view'));
    await expect(checkpoint.read('matrix', signal)).rejects.toThrow('left the view');
  });
});
