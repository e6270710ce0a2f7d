/** Which figures show how a cell came about, on any model. */
import type { Graph, TensorId } from '../../architecture/graph.ts';
import type { Figure, Index } from '../tour.ts';

/** None where the formula says it all. */
export function figuresOfCell(graph: Graph, block: TensorId, cell: readonly number[]): readonly Figure[] {
  const op = graph.producer(block);
  const at = { block, indices: cell.map(placeOf) };
  const row = { block, indices: at.indices.with(-1, { kind: 'all' }) };
  switch (op?.kind) {
    case 'gather':
      return [{ kind: 'neighbours', at: { block: op.tokens, indices: at.indices.slice(0, 1) } }];
    case 'rmsNorm':
    case 'layerNorm':
      return [{ kind: 'norm', at: row }];
    case 'rotate':
      return [{ kind: 'rotary', at: row }];
    case 'activate':
      return [{ kind: 'curve', at: row }];
    case 'multiply':
      return [{ kind: 'gate', at }];
    case 'scores': {
      const [, token = 0, key = 0] = cell;
      const isRotated = [op.query, op.key].every((id) => graph.producer(id)?.kind === 'rotate');
      const distance: readonly Figure[] = isRotated && key <= token ? [{ kind: 'distance', at }] : [];
      return op.queriesPerKey > 1 ? [{ kind: 'groups', block, head: cell[0] }, ...distance] : distance;
    }
    default:
      return [];
  }
}

function placeOf(offset: number): Index {
  return { kind: 'place', from: 'first', offset };
}
