/** Which numbers a block shows: its own, from wherever the app has them, or those that a tour puts in their place. */
import type { TensorData, TensorId } from '../../architecture/graph.ts';
import type { Block } from '../geometry.ts';
import { valueMapOf } from '../palette.ts';
import type { CoarseCells, Picture } from '../picture.ts';
import { Numbers } from './numbers.ts';

/** Where the numbers of blocks come from. */
export interface ValueSource {
  /** A whole block, its axes in the block's order; undefined unless it is here. */
  read(id: TensorId): TensorData | undefined;
  state(id: TensorId): 'here' | 'loading' | 'absent';
}

/** What the cells of a block show. */
export type Content =
  | { readonly kind: 'values'; readonly numbers: Numbers }
  /** Cells without numbers yet. */
  | { readonly kind: 'empty' }
  /** No numbers at hand. */
  | { readonly kind: 'absent' }
  /** The tokens as they are written. */
  | { readonly kind: 'words' };

export class BlockNumbers {
  /** By block, as long as the arrays are there that they were made of: those of a key frame are shown again. */
  private readonly own = new Map<TensorId, WeakMap<Float32Array, Numbers>>();
  private readonly shown = new Map<TensorId, Numbers>();

  constructor(private readonly source: ValueSource) {}

  contentOf(id: TensorId, block: Block, picture: Picture, reduction: CoarseCells): Content {
    if (picture.pending.has(id)) return { kind: 'empty' };
    if (block.tensor.kind === 'tokens') return { kind: 'words' };
    const state = this.source.state(id);
    const own = state === 'here' ? this.ownNumbers(id, block, reduction) : this.forget(id);
    const values = picture.values.get(id);
    if (values !== undefined) {
      const numbers = numbersFrom(this.shown.get(id), id, block, values, reduction, own?.range);
      this.shown.set(id, numbers);
      return { kind: 'values', numbers };
    }
    this.shown.delete(id);
    if (own !== undefined) return { kind: 'values', numbers: own };
    return { kind: state === 'absent' ? 'absent' : 'empty' };
  }

  /** The numbers of a block as they are, whatever is shown. */
  ownNumbers(id: TensorId, block: Block, reduction: CoarseCells): Numbers | undefined {
    const data = this.source.state(id) === 'here' ? this.source.read(id) : undefined;
    if (data === undefined) return this.forget(id);
    const known = this.own.get(id) ?? new WeakMap<Float32Array, Numbers>();
    const numbers = numbersFrom(known.get(data.data), id, block, data.data, reduction, undefined);
    known.set(data.data, numbers);
    this.own.set(id, known);
    return numbers;
  }

  private forget(id: TensorId): undefined {
    this.own.delete(id);
  }

  /** Forgets what was made of the numbers of another model. */
  clear(): void {
    this.own.clear();
    this.shown.clear();
  }
}

/** Those that are known, as long as they were made of the same array in the same way. */
function numbersFrom(
  known: Numbers | undefined,
  id: TensorId,
  block: Block,
  values: Float32Array,
  reduction: CoarseCells,
  range: number | undefined,
): Numbers {
  const isKnown = known?.values === values && known.reduction === reduction && known.fits(block);
  if (isKnown && (range === undefined || known.range === range)) return known;
  return new Numbers(block, values, { map: valueMapOf(id), reduction, range });
}
