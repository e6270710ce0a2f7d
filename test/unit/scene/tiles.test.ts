import { describe, expect, it } from 'vitest';
import { makeEye } from '../../../src/scene/camera/lens.ts';
import type { Block, Slab } from '../../../src/scene/geometry.ts';
import { EMPTY_PICTURE } from '../../../src/scene/picture.ts';
import { BlockNumbers, type ValueSource } from '../../../src/scene/tiles/block-numbers.ts';
import { decimalsFor, type Level, Numbers } from '../../../src/scene/tiles/numbers.ts';
import {
  coarserLevels,
  LAYER_BYTES,
  LAYER_HEIGHT,
  LAYER_WIDTH,
  levelStart,
  type Slot,
  SlotAllocator,
} from '../../../src/scene/tiles/slots.ts';
import { coarsestLevel, spansOf, TILE_SIZE } from '../../../src/scene/tiles/spans.ts';
import { MASKED, type TexelSink, TileStore, UNKNOWN } from '../../../src/scene/tiles/store.ts';
import { buildPyramid } from '../checkpoint/build-pyramid.ts';

function blockOf(rows: number, columns: number, slabs = 1): Block {
  const list: Slab[] = Array.from({ length: slabs }, (_, i) => ({
    position: { x: 0, y: 0, z: -14 * i },
    columns,
    rows,
    thickness: 6,
    offset: i * rows * columns,
    rowStride: columns,
    columnStride: 1,
  }));
  return {
    id: 'block',
    tensor: { id: 'block', kind: 'activation', role: 'activation', axes: [] },
    shape: [slabs, rows, columns],
    axes: { columns: 2, rows: 1, slab: 0 },
    slabs: list,
    box: { min: { x: 0, y: 0, z: -14 * (slabs - 1) }, max: { x: columns, y: rows, z: 6 } },
  };
}

const plain = { map: 'diverging', reduction: 'mean', range: undefined } as const;
const enough = () => ({ cells: Infinity });

describe('decimalsFor', () => {
  it('shows two significant digits of the range at least, and never more than fit a cell', () => {
    expect([340, 34, 3.4, 0.34, 0.034, 0.0034].map(decimalsFor)).toEqual([0, 1, 2, 3, 3, 4]);
    expect([0, Number.NaN, Infinity].map(decimalsFor)).toEqual([0, 0, 0]);
  });
});

describe('Numbers', () => {
  it('reads slabs through their strides', () => {
    const slab: Slab = {
      position: { x: 0, y: 0, z: 0 },
      columns: 3,
      rows: 2,
      thickness: 1,
      offset: 1,
      rowStride: 1,
      columnStride: 2,
    };
    const numbers = new Numbers({ ...blockOf(2, 3), slabs: [slab] }, Float32Array.of(0, 1, 2, 3, 4, 5, 6), plain);
    expect([...(numbers.level(0, 0, enough())?.values ?? [])]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('gives coarser levels the range of the finest', () => {
    const values = Float32Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i * 12.9898) * 3);
    const numbers = new Numbers(blockOf(64, 64), values, plain);
    const level = numbers.level(0, 3, enough());
    const strongest = Math.max(...(level?.values ?? []).map(Math.abs)) * (level?.gain ?? 0);
    expect(strongest).toBeGreaterThan(0.95 * numbers.range);
    expect(level?.gain).toBeGreaterThan(1);
  });

  it('leaves probabilities as they are', () => {
    const numbers = new Numbers(blockOf(2, 2), Float32Array.of(0.5, 0.1, 0, 0), { ...plain, map: 'sequential' });
    expect(numbers.range).toBe(1);
    expect(numbers.level(0, 1, enough())?.gain).toBe(1);
  });

  it('masks what a token gives to later keys, not what came out as 0 nor what is not known yet', () => {
    const axes = [
      { name: 'head', extent: 1 },
      { name: 'token', extent: 'tokens' },
      { name: 'key', extent: 'tokens' },
    ] as const;
    const block = blockOf(3, 3);
    const weights: Block = { ...block, tensor: { ...block.tensor, axes } };
    const values = Float32Array.of(1, 0, 0, 1, 0, Number.NaN, 0.5, 0, 0.5);
    const { values: shown } = new Numbers(weights, values, { ...plain, map: 'sequential' }).level(0, 0, enough()) ?? {};
    expect([...(shown ?? [])]).toEqual([1, -Infinity, -Infinity, 1, 0, Number.NaN, 0.5, 0, 0.5]);
    expect(values[1]).toBe(0);
  });

  it('stops where a frame has done enough', () => {
    const numbers = new Numbers(blockOf(64, 64), new Float32Array(64 * 64), plain);
    const allowance = { cells: 1 };
    expect(numbers.level(0, 4, allowance)).toBeUndefined();
    expect(allowance.cells).toBeLessThanOrEqual(0);
    expect(numbers.level(0, 4, enough())?.rows).toBe(4);
  });

  it('makes large levels in bands that are the same as in one go', () => {
    const [rows, columns] = [2003, 601];
    const values = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i * 12.9898));
    const expected = buildPyramid(values, rows, columns, 'extreme')[3];
    const numbers = new Numbers(blockOf(rows, columns), values, { ...plain, reduction: 'extreme' });
    let frames = 0;
    let level: Level | undefined;
    for (; level === undefined && frames < 20; frames++) level = numbers.level(0, 3, { cells: 400_000 });
    expect(frames).toBeGreaterThan(2);
    expect(level?.values).toEqual(expected?.values);
  });

  it('ranks magnitudes from none to all', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i - 500) / 500);
    const { ranks } = new Numbers(blockOf(10, 100), values, plain);
    expect(ranks[0]).toBe(0);
    expect(ranks.at(-1)).toBeGreaterThan(0.97);
    expect([...ranks]).toEqual([...ranks].toSorted((a, b) => a - b));
  });
});

describe('SlotAllocator', () => {
  it('gives slots that lie in their layer and never overlap, whatever their sizes', () => {
    const allocator = new SlotAllocator(6);
    const taken: Slot[] = [];
    for (const [columns, rows] of [
      [48, 16],
      [192, 48],
      [1, 48],
      [256, 256],
      [11, 11],
    ] as const) {
      for (let i = 0; i < 4; i++) {
        const slot = allocator.take(columns, rows);
        if (slot !== undefined) taken.push(slot);
        expect(slot?.width).toBeGreaterThanOrEqual(columns);
        expect(slot?.height).toBeGreaterThanOrEqual(rows);
      }
    }
    taken.forEach((a, i) => {
      expect(a.x + 1.5 * a.width).toBeLessThanOrEqual(LAYER_WIDTH);
      expect(a.y + a.height).toBeLessThanOrEqual(LAYER_HEIGHT);
      for (const b of taken.slice(i + 1)) {
        const apart =
          a.layer !== b.layer ||
          a.x + 1.5 * a.width <= b.x ||
          b.x + 1.5 * b.width <= a.x ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    });
  });

  it('has room in a slot for all levels of a tile, one below the other', () => {
    for (let rows = 1; rows <= TILE_SIZE; rows++) {
      for (const columns of [1, 3, 35, 96, 167, TILE_SIZE]) {
        const slot = new SlotAllocator(1).take(columns, rows);
        if (slot === undefined) throw new Error(`no slot for ${columns} × ${rows}`);
        let below = 0;
        for (let level = 1; level <= coarserLevels(columns, rows); level++) {
          const { x, y } = levelStart(slot, level);
          expect(y).toBeGreaterThanOrEqual(below);
          below = y + Math.ceil(rows / 2 ** level);
          expect(below).toBeLessThanOrEqual(slot.height);
          expect(x + Math.ceil(columns / 2 ** level)).toBeLessThanOrEqual(1.5 * slot.width);
        }
      }
    }
  });

  it('lets a layer that is free again hold slots of another size', () => {
    const allocator = new SlotAllocator(1);
    const first = allocator.take(256, 256);
    expect(allocator.take(16, 16)).toBeUndefined();
    if (first !== undefined) allocator.give(first);
    expect(allocator.bytes).toBe(0);
    expect(allocator.take(16, 16)).toBeDefined();
  });
});

describe('spansOf', () => {
  const block = blockOf(2048, 4096);
  const slab = block.slabs[0] as Slab;
  const eyeAt = (distance: number) =>
    makeEye(
      { target: { x: 2048, y: 1024, z: 6 }, yaw: 0, pitch: 0, distance },
      { width: 1280, height: 800, pixelRatio: 1, insets: { top: 0, right: 0, bottom: 0, left: 0 } },
    );
  const spansAt = (distance: number) => {
    const eye = eyeAt(distance);
    const { x, y, z } = eye.position;
    return spansOf(slab, { x: -x, y: -y, z: -z }, eye);
  };

  it('shows a distant matrix as one tile', () => {
    expect(spansAt(400_000)).toEqual([{ level: coarsestLevel(slab), column: 0, row: 0, columns: 4096, rows: 2048 }]);
  });

  it('covers every cell in view once, with texels of about a pixel', () => {
    const spans = spansAt(6000);
    const area = spans.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
    expect(area).toBe(2048 * 4096);
    const pixels = eyeAt(6000).pixelsPerCell / 6000;
    for (const { level } of spans) expect(pixels * 2 ** level).toBeLessThan(1.5);
  });

  it('goes down to single cells in a close-up, and draws no more tiles for it', () => {
    const spans = spansAt(60);
    expect(spans.every(({ level }) => level === 0)).toBe(true);
    expect(spans.length).toBeLessThan(9);
    for (const { columns, rows } of spans) expect(Math.max(columns, rows)).toBeLessThanOrEqual(TILE_SIZE);
  });
});

class RecordingSink implements TexelSink {
  uploads: { readonly slot: Slot; readonly texels: Float32Array }[] = [];
  layers = 0;
  resize(layers: number): void {
    this.layers = layers;
    this.uploads = [];
  }
  upload(slot: Slot, texels: Float32Array): void {
    this.uploads.push({ slot, texels: texels.slice() });
  }
}

describe('TileStore', () => {
  const whole = (rows: number, columns: number) => ({ level: 0, column: 0, row: 0, columns, rows });

  it('uploads a tile once, with its coarser levels beside it', () => {
    const sink = new RecordingSink();
    const store = new TileStore(sink, 64 * LAYER_BYTES);
    const numbers = new Numbers(blockOf(2, 4), Float32Array.of(1, 3, -1, -3, 1, 3, -1, -3), plain);
    store.beginFrame();
    const tile = store.place('a', 0, whole(2, 4), numbers);
    expect(store.place('a', 0, whole(2, 4), numbers)).toBe(tile);
    expect(sink.uploads).toHaveLength(1);
    const { slot, texels } = sink.uploads[0] ?? { slot: { x: 0, y: 0, layer: 0, width: 1, height: 1 }, texels: [] };
    const stride = 1.5 * slot.width;
    expect([0, 1, 2, 3].map((column) => texels[column])).toEqual([1, 3, -1, -3]);
    const coarse = levelStart(slot, 1);
    // Means of 2 and −2, brought to the range of the finest level.
    expect([0, 1].map((column) => texels[coarse.y * stride + coarse.x + column])).toEqual([3, -3]);
  });

  it('marks masked and unknown cells', () => {
    const sink = new RecordingSink();
    const store = new TileStore(sink, 64 * LAYER_BYTES);
    const numbers = new Numbers(blockOf(1, 3), Float32Array.of(1, -Infinity, Number.NaN), plain);
    store.beginFrame();
    expect(store.place('a', 0, whole(1, 3), numbers)?.holes).toBe(true);
    expect([...(sink.uploads[0]?.texels.subarray(0, 3) ?? [])]).toEqual([1, MASKED, UNKNOWN].map(Math.fround));
  });

  it('writes new numbers to the same place', () => {
    const sink = new RecordingSink();
    const store = new TileStore(sink, 64 * LAYER_BYTES);
    store.beginFrame();
    const before = store.place('a', 0, whole(1, 2), new Numbers(blockOf(1, 2), Float32Array.of(1, 2), plain));
    const after = store.place('a', 0, whole(1, 2), new Numbers(blockOf(1, 2), Float32Array.of(3, 4), plain));
    expect(after?.slot).toEqual(before?.slot);
    expect(sink.uploads.at(-1)?.texels[0]).toBe(3);
  });

  it('makes room of a tile that has become larger', () => {
    const sink = new RecordingSink();
    const store = new TileStore(sink, LAYER_BYTES);
    for (let columns = 1; columns < 200; columns++) {
      store.beginFrame();
      const numbers = new Numbers(blockOf(2, columns), new Float32Array(2 * columns).fill(columns), plain);
      expect(store.place('a', 0, whole(2, columns), numbers)?.columns).toBe(columns);
      expect(sink.uploads.at(-1)?.texels[columns - 1]).toBe(columns);
    }
    expect(store.size).toEqual({ tiles: 1, bytes: LAYER_BYTES });
  });

  it('stays within its budget by giving up what was used least recently', () => {
    const sink = new RecordingSink();
    const store = new TileStore(sink, 2 * LAYER_BYTES);
    const numbers = new Numbers(blockOf(256, 256), new Float32Array(256 * 256), plain);
    const place = (id: string) => store.place(id, 0, whole(256, 256), numbers);
    for (let i = 0; i < 8; i++) {
      store.beginFrame();
      expect(place(`tile ${i}`)).toBeDefined();
    }
    store.beginFrame();
    place('tile 0');
    store.beginFrame();
    expect(place('one more')).toBeDefined();
    const uploads = sink.uploads.length;
    place('tile 0');
    expect(sink.uploads).toHaveLength(uploads);
    place('tile 1');
    expect(sink.uploads).toHaveLength(uploads + 1);
    expect(store.size.bytes).toBeLessThanOrEqual(2 * LAYER_BYTES);
  });

  it('spreads much work over several frames and says so', () => {
    const store = new TileStore(new RecordingSink(), 64 * LAYER_BYTES);
    const numbers = new Numbers(blockOf(256, 256), new Float32Array(256 * 256), plain);
    const ids = Array.from({ length: 40 }, (_, i) => `tile ${i}`);
    let frames = 0;
    do {
      store.beginFrame();
      for (const id of ids) store.place(id, 0, whole(256, 256), numbers);
      frames++;
    } while (store.unfinished && frames < 50);
    expect(frames).toBeGreaterThan(1);
    expect(store.size.tiles).toBe(40);
  });
});

describe('BlockNumbers', () => {
  const block = blockOf(1, 2);
  const data = { axes: [], shape: [1, 2], data: Float32Array.of(1, 2) };
  const sourceOf = (state: 'here' | 'loading' | 'absent'): ValueSource => ({ state: () => state, read: () => data });
  const kindOf = (state: 'here' | 'loading' | 'absent', picture = EMPTY_PICTURE) =>
    new BlockNumbers(sourceOf(state)).contentOf('block', block, picture, 'mean').kind;

  it('never shows numbers that are not there', () => {
    expect(kindOf('here')).toBe('values');
    expect(kindOf('loading')).toBe('empty');
    expect(kindOf('absent')).toBe('absent');
    expect(kindOf('here', { ...EMPTY_PICTURE, pending: new Set(['block']) })).toBe('empty');
  });

  it("colours a tour's numbers in the range of the block's own", () => {
    const numbers = new BlockNumbers(sourceOf('here'));
    const picture = { ...EMPTY_PICTURE, values: new Map([['block', Float32Array.of(0.1, Number.NaN)]]) };
    const content = numbers.contentOf('block', block, picture, 'mean');
    expect(content.kind === 'values' && content.numbers.range).toBe(2);
    expect(numbers.contentOf('block', block, picture, 'mean')).toEqual(content);
  });

  it('knows an array again that it has shown before another', () => {
    let shown = data;
    const numbers = new BlockNumbers({ state: () => 'here', read: () => shown });
    const first = numbers.ownNumbers('block', block, 'mean');
    shown = { ...data, data: Float32Array.of(3, 4) };
    expect(numbers.ownNumbers('block', block, 'mean')?.range).toBe(4);
    shown = data;
    expect(numbers.ownNumbers('block', block, 'mean')).toBe(first);
    expect(numbers.ownNumbers('block', block, 'rms')).not.toBe(first);
  });

  it('keeps the numbers of a block that another layout places elsewhere, unless it cuts it otherwise', () => {
    const data = { axes: [], shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
    const numbers = new BlockNumbers({ state: () => 'here', read: () => data });
    const first = numbers.ownNumbers('block', blockOf(2, 2), 'mean');
    expect(numbers.ownNumbers('block', blockOf(2, 2), 'mean')).toBe(first);
    const banded = numbers.ownNumbers('block', blockOf(1, 2, 2), 'mean');
    expect(banded?.level(1, 0, enough())?.values).toEqual(Float32Array.of(3, 4));
  });
});
