/** The words whose rows in the token table point the same way as a token's. */
import type { TensorId } from '../../architecture/graph.ts';
import { tableOf } from '../kin.ts';
import type { Cells, StageSource } from '../stage.ts';
import { onlyCell, type Shown } from './cells.ts';

/** How many are shown. */
const NEAREST = 8;

export interface NeighboursFigure extends Shown {
  readonly kind: 'neighbours';
  readonly table: TensorId;
  readonly word: string;
  /** Nearest first. */
  readonly nearest: readonly { readonly id: number; readonly word: string; readonly cosine: number }[];
}

/** @param cells one of the tokens @throws Error where tokens are looked up in no table */
export function readNeighbours(cells: Cells, source: StageSource): NeighboursFigure | undefined {
  const [position = 0] = onlyCell(cells);
  const table = tableOf(cells.block, source);
  const id = source.ids[position];
  const nearest = id === undefined ? undefined : source.neighbours(table, id, NEAREST);
  if (id === undefined || nearest === undefined) return undefined;
  return {
    kind: 'neighbours',
    table,
    word: source.word(id),
    nearest: nearest.map((one) => ({ ...one, word: source.word(one.id) })),
    cells: [cells],
  };
}
