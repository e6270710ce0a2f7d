import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { carriedRows, withCache } from '../../../src/architecture/cache.ts';
import { shapeOf } from '../../../src/architecture/graph.ts';
import { operandsOf } from '../../../src/architecture/operands.ts';
import { parameterCount } from '../../../src/architecture/tally.ts';
import { SMALL_LLAMA, SMALL_QWEN3, SORTER } from './configs.ts';

describe.each([SORTER, SMALL_LLAMA, SMALL_QWEN3])('$model_type with a cache', (config) => {
  const graph = buildGraph(config);
  const cached = withCache(graph);
  const { layers, kvHeads, headDimension } = graph.dimensions;

  it('is the same model, with what attention reads of the passes before', () => {
    expect(parameterCount(cached)).toBe(parameterCount(graph));
    const own = new Set(Array.from(graph.tensors(), ({ id }) => id));
    const added = Array.from(cached.tensors()).filter(({ id }) => !own.has(id));
    expect(added).toHaveLength(2 * layers);
    for (const tensor of added) {
      expect(shapeOf(tensor, 1, 7)).toEqual([kvHeads, 7, headDimension]);
      expect(cached.producer(tensor.id)).toBeUndefined();
      expect(cached.consumers(tensor.id)).toHaveLength(1);
    }
    expect(Array.from(cached.ops(), ({ output }) => output)).toEqual(Array.from(graph.ops(), ({ output }) => output));
  });

  it('carries keys and values as attention reads them', () => {
    const rotated = graph.has('layers.0.attention.key_rotated');
    const scores = cached.producer('layers.0.attention.scores');
    const mixed = cached.producer('layers.0.attention.mixed');
    if (scores === undefined || mixed === undefined) throw new Error('the graph has no attention');
    const key = rotated ? 'layers.0.attention.key_rotated' : 'layers.0.attention.key';
    expect(carriedRows(scores)).toEqual({ rows: key, past: `${key}.past` });
    expect(carriedRows(mixed)).toMatchObject({ rows: 'layers.0.attention.value' });
    expect(operandsOf(mixed)).toContainEqual({ part: 'past', id: 'layers.0.attention.value.past' });
    expect(shapeOf(cached.tensor('layers.0.attention.scores'), 2, 7).slice(1)).toEqual([2, 9]);
    const plain = graph.producer('layers.0.attention.scores');
    expect(plain && carriedRows(plain)).toBeUndefined();
  });
});
