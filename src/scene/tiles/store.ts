/** Which tiles are on the GPU: uploads what a frame asks for, keeps what was used last within a budget of bytes. */
import type { TensorId } from '../../architecture/graph.ts';
import { Scratch } from '../../checkpoint/scratch.ts';
import type { Allowance } from './growing-pyramid.ts';
import type { Level, Numbers } from './numbers.ts';
import { coarserLevels, LAYER_BYTES, levelStart, type Slot, SlotAllocator } from './slots.ts';
import type { TileSpan } from './spans.ts';

/** What stands in a texel for a cell without a number: textures and shaders don't carry NaN and infinity faithfully. */
export const MASKED = -3e38;
export const UNKNOWN = 3e38;

/** The largest number that a texel holds besides those. */
const LARGEST = 1e38;

/** Layers to begin with; doubled when they are full. */
const FIRST_LAYERS = 12;

/** Cells that one frame may reduce to coarser levels, and texels that it may upload: some ten milliseconds of work. */
const CELLS_PER_FRAME = 4_000_000;
const TEXELS_PER_FRAME = 3_000_000;

/** Where texels go. */
export interface TexelSink {
  /** Makes room for that many layers; what was uploaded before is lost. */
  resize(layers: number): void;
  /** Writes the texels of a slot: 1.5 · width columns, height rows. They are overwritten afterwards. */
  upload(slot: Slot, texels: Float32Array): void;
}

/** A tile that can be drawn. */
export interface Tile {
  readonly slot: Slot;
  /** Texels of its finest level. */
  readonly columns: number;
  readonly rows: number;
  /** How many coarser levels it has. */
  readonly coarser: number;
  /** Some of its cells are masked or not known. */
  readonly holes: boolean;
}

interface Entry extends Tile {
  numbers: Numbers;
  frame: number;
}

export class TileStore {
  /** Least recently used first. */
  private readonly entries = new Map<string, Entry>();
  private readonly most: number;
  private allocator: SlotAllocator;
  private readonly allowance: Allowance = { cells: 0 };
  private readonly scratch = new Scratch();
  private frame = 0;
  private texels = 0;
  private wanting = false;
  private growing = false;

  /** @param budget bytes of GPU memory at most */
  constructor(
    private readonly sink: TexelSink,
    budget: number,
  ) {
    this.most = Math.max(1, Math.floor(budget / LAYER_BYTES));
    this.allocator = this.empty(Math.min(FIRST_LAYERS, this.most));
  }

  /** Tiles on the GPU, and the bytes of the layers that hold them. */
  get size(): { tiles: number; bytes: number } {
    return { tiles: this.entries.size, bytes: this.allocator.bytes };
  }

  /** Whether another frame would show more than this one did. */
  get unfinished(): boolean {
    return this.wanting;
  }

  beginFrame(): void {
    if (this.growing) this.allocator = this.empty(Math.min(this.most, 2 * this.allocator.layers));
    this.growing = false;
    this.frame++;
    this.allowance.cells = CELLS_PER_FRAME;
    this.texels = TEXELS_PER_FRAME;
    this.wanting = false;
  }

  /** Forgets everything, as the GPU did. */
  clear(): void {
    this.allocator = this.empty(this.allocator.layers);
  }

  /**
   * The tile of a part of a slab; undefined, or as it was before, perhaps smaller, while its numbers are still being reduced or
   * uploaded.
   */
  place(id: TensorId, index: number, span: TileSpan, numbers: Numbers): Tile | undefined {
    const key = `${id} ${index} ${span.level} ${span.column} ${span.row}`;
    const known = this.entries.get(key);
    if (known !== undefined) this.touch(key, known);
    if (known?.numbers === numbers) return known;

    const columns = Math.ceil(span.columns / 2 ** span.level);
    const rows = Math.ceil(span.rows / 2 ** span.level);
    const levels = this.texels > 0 ? this.levelsOf(index, span.level, columns, rows, numbers) : undefined;
    if (levels === undefined) {
      this.wanting = true;
      return known;
    }
    const isAsLarge = known?.columns === columns && known.rows === rows;
    if (known !== undefined && !isAsLarge) {
      this.entries.delete(key);
      this.allocator.give(known.slot);
    }
    const slot = isAsLarge ? known.slot : this.takeSlot(columns, rows);
    if (slot === undefined) return undefined;
    const texels = this.scratch.floats(1.5 * slot.width * slot.height);
    const holes = writeTexels(texels, slot, span, levels);
    this.sink.upload(slot, texels);
    this.texels -= texels.length;
    const entry = { slot, columns, rows, coarser: levels.length - 1, holes, numbers, frame: this.frame };
    this.entries.set(key, entry);
    return entry;
  }

  private touch(key: string, entry: Entry): void {
    if (entry.frame === this.frame) return;
    entry.frame = this.frame;
    this.entries.delete(key);
    this.entries.set(key, entry);
  }

  private levelsOf(index: number, first: number, columns: number, rows: number, numbers: Numbers): Level[] | undefined {
    const levels: Level[] = [];
    for (let level = 0; level <= coarserLevels(columns, rows); level++) {
      const found = numbers.level(index, first + level, this.allowance);
      if (found === undefined) return undefined;
      levels.push(found);
    }
    return levels;
  }

  private takeSlot(columns: number, rows: number): Slot | undefined {
    let slot = this.allocator.take(columns, rows);
    if (slot !== undefined) return slot;
    if (this.allocator.layers < this.most) {
      // What this frame has placed is drawn from where it stands now: room is made before the next one.
      this.growing = true;
      this.wanting = true;
      return undefined;
    }
    for (const [key, entry] of this.entries) {
      if (entry.frame === this.frame) return undefined;
      this.entries.delete(key);
      this.allocator.give(entry.slot);
      slot = this.allocator.take(columns, rows);
      if (slot !== undefined) return slot;
    }
    return undefined;
  }

  private empty(layers: number): SlotAllocator {
    this.entries.clear();
    this.sink.resize(layers);
    return new SlotAllocator(layers);
  }
}

/** Writes all levels of a tile to their places among the texels of its slot. Returns whether any cell is masked or not known. */
function writeTexels(texels: Float32Array, slot: Slot, span: TileSpan, levels: readonly Level[]): boolean {
  const stride = 1.5 * slot.width;
  texels.fill(0);
  let holes = false;
  for (const [coarser, { rows, columns, values, gain }] of levels.entries()) {
    const start = levelStart(slot, coarser);
    const cells = 2 ** (span.level + coarser);
    const firstColumn = span.column / cells;
    const firstRow = span.row / cells;
    const lastColumn = Math.min(columns, Math.ceil((span.column + span.columns) / cells));
    const lastRow = Math.min(rows, Math.ceil((span.row + span.rows) / cells));
    for (let row = firstRow; row < lastRow; row++) {
      const to = (start.y + row - firstRow) * stride + start.x - firstColumn;
      for (let column = firstColumn; column < lastColumn; column++) {
        const value = values[row * columns + column] ?? Number.NaN;
        const scaled = value * gain;
        // Nearly all are so; the others take several times as long.
        const isPlain = Math.abs(scaled) <= LARGEST;
        const texel = isPlain ? scaled : texelOf(value, gain);
        if (!isPlain && (texel === MASKED || texel === UNKNOWN)) holes = true;
        texels[to + column] = texel;
      }
    }
  }
  return holes;
}

function texelOf(value: number, gain: number): number {
  if (value === -Infinity) return MASKED;
  if (Number.isNaN(value)) return UNKNOWN;
  return Math.max(-LARGEST, Math.min(LARGEST, value * gain));
}
