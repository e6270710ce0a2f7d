/** Which query heads read which key and value head: of the graph alone, so that it is there before any run. */
import { shapeOf, type TensorId } from '../../architecture/graph.ts';
import type { StageSource } from '../stage.ts';
import { producerOf, type Shown } from './cells.ts';

export interface GroupsFigure extends Shown {
  readonly kind: 'groups';
  readonly query: TensorId;
  readonly key: TensorId;
  /** By key head, the query heads that read it. */
  readonly groups: readonly (readonly number[])[];
  /** The query head that is spoken of. */
  readonly head: number | undefined;
}

/** @param block attention scores */
export function readGroups(block: TensorId, head: number | undefined, source: StageSource): GroupsFigure {
  const { query, key, queriesPerKey } = producerOf(block, source, 'scores');
  const [kvHeads] = shapeOf(source.graph.tensor(key), 0);
  const groups = Array.from({ length: kvHeads ?? 0 }, (_, shared) =>
    Array.from({ length: queriesPerKey }, (__, index) => shared * queriesPerKey + index),
  );
  return { kind: 'groups', query, key, groups, head, cells: [] };
}
