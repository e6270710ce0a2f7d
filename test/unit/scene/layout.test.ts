import { describe, expect, test } from 'vitest';
import type { Graph } from '../../../src/architecture/graph.ts';
import { operandsOf } from '../../../src/architecture/operands.ts';
import type { Layout, PlacedBlock } from '../../../src/scene/geometry.ts';
import { layOut } from '../../../src/scene/layout.ts';
import {
  ALL,
  ASPECTS,
  blockAt,
  boxOfBlock,
  collision,
  contains,
  FURTHER,
  flowsOf,
  LARGE,
  SMALL,
  TIED,
  TOKENS,
} from './layouts.ts';

/** Blocks of the parts of the model whose neighbourhoods all differ: both ends, and the layers at the ends of columns. */
function telling(layout: Layout): PlacedBlock[] {
  const groups = layout.root.template.groups;
  const chosen = groups.filter((group, index) => {
    const [before, after] = [groups[index - 1], groups[index + 1]];
    return index < 3 || before?.origin.x !== group.origin.x || after?.origin.x !== group.origin.x;
  });
  const prefixes = new Set(
    chosen
      .slice(0, 6)
      .concat(groups.slice(-2))
      .map(({ prefix }) => prefix),
  );
  return [...layout.blocks()].filter(({ id }) => prefixes.has(/^layers\.\d+\./.exec(id)?.[0] ?? ''));
}

const cases = (graphs: Readonly<Record<string, Graph>>) =>
  Object.entries(graphs).flatMap(([name, graph]) => ASPECTS.map((aspect) => ({ name, graph, aspect })));

describe('solids', () => {
  test.each(cases(SMALL))('of $name do not overlap at aspect $aspect', ({ graph, aspect }) => {
    for (const tokens of [1, TOKENS, graph.dimensions.context]) {
      expect(collision([...layOut(graph, tokens, { aspect }).blocks()])).toBeUndefined();
    }
  });

  test.each(cases({ ...LARGE, 'DeepSeek-R1 and more': FURTHER }))(
    'of $name do not overlap at aspect $aspect',
    ({ graph, aspect }) => {
      for (const tokens of [TOKENS, 1024]) {
        expect(collision(telling(layOut(graph, tokens, { aspect })))).toBeUndefined();
      }
    },
  );

  test.each(cases(ALL))('and ribbons of $name lie within the box at aspect $aspect', ({ graph, aspect }) => {
    const layout = layOut(graph, TOKENS, { aspect });
    const outside = [...layout.blocks()].filter((placed) => !contains(layout.box, boxOfBlock(placed)));
    expect(outside).toEqual([]);
    const leaving = flowsOf(layout).filter(({ path }) =>
      path.some((point) => !contains(layout.box, { min: point, max: point })),
    );
    expect(leaving).toEqual([]);
  });
});

describe('blocks', () => {
  test.each(Object.entries({ ...ALL, tied: TIED }))('of %s are its tensors, each once', (_, graph) => {
    const layout = layOut(graph, TOKENS, { aspect: 1.4 });
    const ids = [...layout.blocks()].map(({ id }) => id);
    expect(ids).toEqual([...graph.tensors()].map(({ id }) => id));
    const lost = [...layout.blocks()].filter(({ id, block, origin }) => {
      const found = layout.find(id);
      return found?.id !== id || found.block !== block || found.origin.x !== origin.x || found.origin.y !== origin.y;
    });
    expect(lost).toEqual([]);
  });

  test('are not found under ids that the model does not have', () => {
    const layout = layOut(LARGE['GPT-3'] as Graph, TOKENS, { aspect: 1.4 });
    for (const id of ['', '.', 'layers.96.ffn.up', 'layers.0', 'attention.scores', 'layers.0.logits', '.tokens']) {
      expect(layout.find(id)).toBeUndefined();
    }
  });

  test('of a tied output matrix stand in both places', () => {
    const layout = layOut(TIED, TOKENS, { aspect: 1.4 });
    const [table, output] = [blockAt(layout, 'embedding.token.weight'), blockAt(layout, 'logits.weight')];
    expect(boxOfBlock(table)).not.toEqual(boxOfBlock(output));
    expect(output.block.tensor).toMatchObject({ sameNumbersAs: 'embedding.token.weight' });
  });

  test('of equal layers are shared, not made again', () => {
    const layout = layOut(LARGE['GPT-3'] as Graph, TOKENS, { aspect: 1.4 });
    expect(blockAt(layout, 'layers.57.attention.scores').block).toBe(
      blockAt(layout, 'layers.3.attention.scores').block,
    );
  });

  test.each(Object.entries(ALL))('of %s have the inner axis of each product at equal height', (_, graph) => {
    const layout = layOut(graph, TOKENS, { aspect: 1.4 });
    const uneven: string[] = [];
    for (const op of graph.ops()) {
      if (op.kind !== 'linear' && op.kind !== 'gather' && op.kind !== 'position') continue;
      const [a, b] = op.kind === 'linear' ? [op.input, op.weight] : [op.output, op.table];
      const [left, right] = [boxOfBlock(blockAt(layout, a)), boxOfBlock(blockAt(layout, b))];
      if (right.min.y !== left.min.y || right.max.y !== left.max.y) uneven.push(`${a} and ${b}`);
    }
    expect(uneven).toEqual([]);
  });

  test('of a norm that all heads share stand beside the first head', () => {
    const layout = layOut(SMALL['a Qwen3, with norms of its heads'] as Graph, TOKENS, { aspect: 1.4 });
    for (const part of ['query', 'key']) {
      const [heads, scale] = ['', '.weight'].map((end) =>
        boxOfBlock(blockAt(layout, `layers.1.attention.${part}_norm${end}`)),
      );
      expect(scale?.max.z).toBe(heads?.max.z);
    }
  });

  test('have the axes that papers print: keys right, queries down, tokens right, channels down', () => {
    const layout = layOut(SMALL['nano-sort'] as Graph, TOKENS, { aspect: 1.4 });
    const names = (id: string) => {
      const { tensor, axes } = blockAt(layout, id).block;
      return [axes.columns, axes.rows, axes.slab].map((axis) => (axis === undefined ? '' : tensor.axes[axis]?.name));
    };
    expect(names('tokens')).toEqual(['token', '', '']);
    expect(names('embedding')).toEqual(['token', 'channel', '']);
    expect(names('embedding.token.weight')).toEqual(['vocab', 'channel', '']);
    expect(names('embedding.position.weight')).toEqual(['position', 'channel', '']);
    expect(names('layers.0.attention_norm.weight')).toEqual(['', 'channel', '']);
    expect(names('layers.0.attention.query.weight')).toEqual(['headChannel', 'channel', 'head']);
    expect(names('layers.0.attention.key.bias')).toEqual(['', 'headChannel', 'kvHead']);
    expect(names('layers.0.attention.value')).toEqual(['token', 'headChannel', 'kvHead']);
    expect(names('layers.0.attention.scores')).toEqual(['key', 'token', 'head']);
    expect(names('layers.0.ffn.up.weight')).toEqual(['hidden', 'channel', '']);
    expect(names('logits.weight')).toEqual(['vocab', 'channel', '']);
    expect(names('probabilities')).toEqual(['token', 'vocab', '']);
  });
});

describe('the arrangement', () => {
  test.each(Object.entries(ALL))('of %s is the same whenever it is asked for', (_, graph) => {
    const flat = () => {
      const layout = layOut(graph, TOKENS, { aspect: 1.1 });
      return JSON.stringify([layout.box, layout.root.template.flows, layout.root.template.groups.slice(0, 3)]);
    };
    expect(flat()).toBe(flat());
  });

  test.each(Object.entries(ALL))('of %s has no more layers in a column of a wider window', (_, graph) => {
    let before = Number.POSITIVE_INFINITY;
    for (let aspect = 0.2; aspect < 12; aspect *= 1.2) {
      const places = layOut(graph, TOKENS, { aspect }).root.template.groups;
      const first = places.find(({ id }) => id === 'layers.0')?.origin.x;
      const inColumn = places.filter(({ id, origin }) => id.startsWith('layers.') && origin.x === first).length;
      expect(inColumn).toBeLessThanOrEqual(before);
      before = inColumn;
    }
    const narrowest = layOut(graph, TOKENS, { aspect: 0.2 }).root.template.groups;
    expect(before).toBeLessThan(narrowest.length - 2);
  });

  test('puts attention to the left of the stream, the feed-forward part to the right, and the next layer below', () => {
    for (const graph of Object.values(SMALL)) {
      const layout = layOut(graph, TOKENS, { aspect: 0.2 });
      const first = boxOfBlock(blockAt(layout, 'layers.0.attention_residual'));
      for (const { id, ...placed } of layout.blocks()) {
        const box = boxOfBlock({ id, ...placed });
        const layer = /^layers\.\d+/.exec(id)?.[0] ?? 'layers.0';
        const stream = boxOfBlock(blockAt(layout, `${layer}.attention_residual`));
        if (/^layers\.\d+\.attention(\.|_norm)/.test(id)) expect(box.max.x, id).toBeLessThan(stream.min.x);
        if (/^layers\.\d+\.ffn(\.|_norm)/.test(id)) expect(box.min.x, id).toBeGreaterThan(stream.max.x);
        if (/^layers\.1\./.test(id)) expect(box.max.y, id).toBeLessThan(first.min.y);
      }
    }
  });

  test('stands what is made from queries and keys below them, layer after layer in the same way', () => {
    for (const graph of Object.values(ALL)) {
      const layout = layOut(graph, TOKENS, { aspect: 1.4 });
      for (const op of graph.ops()) {
        if (!['rotate', 'scores', 'mix'].includes(op.kind)) continue;
        const output = boxOfBlock(blockAt(layout, op.output));
        for (const { id } of operandsOf(op)) expect(output.max.y).toBeLessThan(boxOfBlock(blockAt(layout, id)).min.y);
      }
    }
  });

  test('refuses a token count that the model cannot run', () => {
    const graph = SMALL['nano-sort'] as Graph;
    for (const tokens of [0, -1, 1.5, Number.NaN, graph.dimensions.context + 1]) {
      expect(() => layOut(graph, tokens, { aspect: 1.4 })).toThrow(/whole number from 1 to 11/);
    }
  });
});
