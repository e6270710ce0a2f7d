import { describe, expect, it } from 'vitest';
import parts from '../../../content/en/parts.json' with { type: 'json' };
import { buildGraph } from '../../../src/architecture/build.ts';
import { findParts } from '../../../src/architecture/find.ts';
import { shapeOf } from '../../../src/architecture/graph.ts';
import { hallGraph } from '../../../src/architecture/hall.ts';
import { FURTHER_DEEPSEEK, SMALL_DEEPSEEK, SMALL_LLAMA, SMALL_MIXTRAL, SMALL_QWEN3, SORTER } from './configs.ts';

const TOKENS = 11;
const SEARCHED = { graph: buildGraph(SORTER), tokens: TOKENS, table: parts };

function best(text: string, searched = SEARCHED) {
  return findParts(text, searched, 10).parts[0];
}

describe('the part that is meant comes first', () => {
  it.each([
    ['layer 2 head 1 query', 'layers.2.attention.query', [1, 0, 0]],
    ['query l2 h1', 'layers.2.attention.query', [1, 0, 0]],
    ['l1 ffn up', 'layers.1.ffn.up', undefined],
    ['layer 1 mlp up weight', 'layers.1.ffn.up.weight', undefined],
    ['softmax 0', 'layers.0.attention.weights', undefined],
    ['unembedding', 'logits.weight', undefined],
    ['gelu 2', 'layers.2.ffn.activated', undefined],
    ['Attention scores', 'layers.0.attention.scores', undefined],
    ['final norm', 'final_norm', undefined],
    ['layers.0.attention.scores', 'layers.0.attention.scores', undefined],
    ['layers.1.attention.scores[2, 10, 3]', 'layers.1.attention.scores', [2, 10, 3]],
    ['transformer.h.2.mlp.c_proj.bias', 'layers.2.ffn.down.bias', undefined],
    ['lm_head', 'logits.weight', undefined],
    ['probabilites', 'probabilities', undefined],
  ])('%s', (text, id, cell) => {
    expect(best(text)).toEqual(cell === undefined ? { id } : { id, cell });
  });

  it('in the model of a hall whose name comes first, also where another name begins like it', () => {
    const [one, other] = [buildGraph(SORTER), buildGraph(SMALL_LLAMA)];
    const graph = hallGraph([
      { name: 'gpt2', graph: one },
      { name: 'gpt2-xl', graph: other },
    ]);
    const hall = { ...SEARCHED, graph };
    expect(best('gpt2-xl layer 1 gate', hall)).toEqual({ id: 'gpt2-xl/layers.1.ffn.gate' });
    for (const id of ['gpt2/layers.2.ffn.up.weight', 'gpt2-xl/layers.1.attention.scores'])
      expect(best(id, hall)).toEqual({ id });
    expect(best('final norm', hall)).toEqual({ id: 'gpt2/final_norm' });
  });

  it('in the names of another family too', () => {
    const llama = { ...SEARCHED, graph: buildGraph(SMALL_LLAMA) };
    expect(best('model.layers.1.self_attn.q_proj.weight', llama)).toEqual({ id: 'layers.1.attention.query.weight' });
    expect(best('rotated keys', llama)).toEqual({ id: 'layers.0.attention.key_rotated' });
    expect(best('1 gate', llama)).toEqual({ id: 'layers.1.ffn.gate' });
    // Two key/value heads serve four query heads.
    expect(best('layer 0 head 3 key', llama)?.id).not.toMatch(/key$/);
    expect(best('layer 0 head 1 key', llama)).toEqual({ id: 'layers.0.attention.key', cell: [1, 0, 0] });
  });

  it('in the expert that is named, else in the first one', () => {
    const mixtral = { ...SEARCHED, graph: buildGraph(SMALL_MIXTRAL) };
    expect(best('layer 1 expert 3 gate', mixtral)).toEqual({ id: 'layers.1.ffn.experts.3.gate' });
    expect(best('layer 1 gate weight', mixtral)).toEqual({ id: 'layers.1.ffn.experts.0.gate.weight' });
    expect(best('layer 1 expert 5 gate', mixtral)).toBeUndefined();
    expect(best('layer 1 router', mixtral)).toEqual({ id: 'layers.1.ffn.router' });
  });
});

describe('nothing is found', () => {
  it.each(['', '  ', 'xylophone', 'layer 3 query', 'head 3 query', 'swiglu', 'layers.0.attention.scores[3, 0, 0]'])(
    'for “%s”',
    (text) => expect(findParts(text, SEARCHED, 10).parts).toEqual([]),
  );
});

describe('what is found', () => {
  it('is all that an op makes, wherever it stands', () => {
    const ids = findParts('softmax', SEARCHED, 4).parts.map(({ id }) => id);
    expect(ids.sort()).toEqual([...[0, 1, 2].map((n) => `layers.${n}.attention.weights`), 'probabilities']);
  });

  it('is there for every address of every family', () => {
    for (const config of [SORTER, SMALL_LLAMA, SMALL_QWEN3, SMALL_MIXTRAL, SMALL_DEEPSEEK, FURTHER_DEEPSEEK]) {
      const graph = buildGraph(config);
      for (const { id } of graph.tensors()) expect(best(id, { ...SEARCHED, graph })?.id).toBe(id);
    }
  });

  it('stands in the order of the layers, each part once', () => {
    const { parts: found, more } = findParts('scores', SEARCHED, 60);
    expect(found.slice(0, 3).map(({ id }) => id)).toEqual([0, 1, 2].map((n) => `layers.${n}.attention.scores`));
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    expect(more).toBe(false);
  });

  it('is a layer’s parts in the order of computation where only the layer is named', () => {
    const ids = findParts('layer 1', SEARCHED, 100).parts.map(({ id }) => id);
    expect(ids).toEqual([...SEARCHED.graph.tensors()].map(({ id }) => id).filter((id) => id.startsWith('layers.1.')));
  });

  it('says when there is more: further layers, or beyond the limit', () => {
    const deep = { ...SEARCHED, graph: buildGraph({ ...SORTER, n_layer: 96 }) };
    const everywhere = findParts('scores', deep, 60);
    expect(everywhere.more).toBe(true);
    expect(everywhere.parts.length).toBeLessThan(96);
    expect(findParts('scores layer 95', deep, 60)).toMatchObject({
      parts: expect.arrayContaining([{ id: 'layers.95.attention.scores' }]),
      more: false,
    });
    expect(findParts('weight', SEARCHED, 3)).toMatchObject({ parts: { length: 3 }, more: true });
  });

  it('has cells that the block has', () => {
    for (const { id, cell } of findParts('head 2', SEARCHED, 100).parts) {
      const shape = shapeOf(SEARCHED.graph.tensor(id), TOKENS);
      expect(cell?.map((index, axis) => index < (shape[axis] ?? 0))).toEqual(shape.map(() => true));
    }
  });
});
