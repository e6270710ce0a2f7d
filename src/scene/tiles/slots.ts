/**
 * Where tiles stand in the texture array. A slot holds a tile of up to `width` × `height` texels and, to its right, its coarser
 * levels one below the other: level k > 0 begins at (width, height · (1 − 2^(1 − k))), rounded up. Each layer of the array has slots
 * of one size, so freed ones fit again.
 */

/** Texels of one layer: room without waste for slots whose sides are powers of two. */
export const LAYER_WIDTH = 768;
export const LAYER_HEIGHT = 512;
export const LAYER_BYTES = LAYER_WIDTH * LAYER_HEIGHT * 4;

/** The smallest sides of a slot; the height leaves room for three coarser levels. */
const LEAST_WIDTH = 4;
const LEAST_HEIGHT = 8;

export interface Slot {
  /** First texel. */
  readonly x: number;
  readonly y: number;
  readonly layer: number;
  /** Most texels of the finest level; powers of two, or one and a half times one. */
  readonly width: number;
  readonly height: number;
}

/** The side of a slot that holds so many texels. Halved again and again and rounded up, it gives levels that add up to itself. */
function sideOf(least: number, size: number): number {
  const power = 2 ** Math.ceil(Math.log2(size));
  return Math.max(least, size <= 0.75 * power ? 0.75 * power : power);
}

/** How many coarser levels the slot of a tile of that many texels holds. */
export function coarserLevels(columns: number, rows: number): number {
  const room = Math.ceil(Math.log2(sideOf(LEAST_HEIGHT, rows)));
  return Math.min(room, Math.ceil(Math.log2(Math.max(columns, rows))));
}

/** First texel of a level within its slot. */
export function levelStart(slot: Slot, level: number): { x: number; y: number } {
  return level === 0 ? { x: 0, y: 0 } : { x: slot.width, y: Math.ceil(slot.height * (1 - 2 ** (1 - level))) };
}

interface Layer {
  readonly index: number;
  readonly free: Slot[];
  readonly slots: number;
}

export class SlotAllocator {
  private readonly layersBySize = new Map<string, Layer[]>();
  private readonly unused: number[];

  constructor(readonly layers: number) {
    this.unused = Array.from({ length: layers }, (_, i) => layers - 1 - i);
  }

  /** A slot for a tile of that many texels; undefined when all layers are taken. */
  take(columns: number, rows: number): Slot | undefined {
    const width = sideOf(LEAST_WIDTH, columns);
    const height = sideOf(LEAST_HEIGHT, rows);
    const layers = this.layersOf(width, height);
    const layer = layers.find(({ free }) => free.length > 0) ?? this.openLayer(width, height, layers);
    return layer?.free.pop();
  }

  /** A layer whose last slot is given back may hold slots of another size. */
  give(slot: Slot): void {
    const layers = this.layersOf(slot.width, slot.height);
    const at = layers.findIndex(({ index }) => index === slot.layer);
    const layer = layers[at];
    if (layer === undefined) throw new Error(`a slot was given back twice, in layer ${slot.layer}`);
    layer.free.push(slot);
    if (layer.free.length < layer.slots) return;
    layers.splice(at, 1);
    this.unused.push(layer.index);
  }

  /** Bytes of the layers in use. */
  get bytes(): number {
    return (this.layers - this.unused.length) * LAYER_BYTES;
  }

  private layersOf(width: number, height: number): Layer[] {
    const key = `${width} ${height}`;
    const layers = this.layersBySize.get(key) ?? [];
    this.layersBySize.set(key, layers);
    return layers;
  }

  private openLayer(width: number, height: number, layers: Layer[]): Layer | undefined {
    const index = this.unused.pop();
    if (index === undefined) return undefined;
    const free: Slot[] = [];
    const step = 1.5 * width;
    for (let y = LAYER_HEIGHT - height; y >= 0; y -= height) {
      for (let x = LAYER_WIDTH - step; x >= 0; x -= step) free.push({ x, y, layer: index, width, height });
    }
    const layer = { index, free, slots: free.length };
    layers.push(layer);
    return layer;
  }
}
