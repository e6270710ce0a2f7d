/** What holds of every layout, on many models that nobody drew by hand. */
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { shapeOf } from '../../../src/architecture/graph.ts';
import type { PlacedBlock } from '../../../src/scene/geometry.ts';
import { cellAt, placeOfCell } from '../../../src/scene/layout/cells.ts';
import { layOut } from '../../../src/scene/layout.ts';
import { randomNumbers } from '../narrative/random.ts';
import { collision } from './layouts.ts';

const CONFIGS = 500;
const CONTEXT = 48;

/** A whole number between two others, both included. */
type Draw = (least: number, most: number) => number;

const FAMILIES: readonly ((draw: Draw) => object)[] = [
  (draw) => {
    const heads = draw(1, 6);
    return {
      model_type: 'gpt2',
      n_embd: heads * draw(1, 24),
      n_head: heads,
      n_layer: draw(1, 5),
      n_inner: draw(1, 300),
      n_positions: CONTEXT,
      vocab_size: draw(2, 600),
      tie_word_embeddings: draw(0, 1) === 1,
      bias: draw(0, 1) === 1,
    };
  },
  (draw) => ({ ...llama(draw), model_type: ['llama', 'qwen2', 'qwen3', 'gemma', 'phi3'][draw(0, 4)] }),
  (draw) => ({ ...llama(draw), model_type: 'mixtral', num_local_experts: draw(1, 12), num_experts_per_tok: 1 }),
  deepseek,
];

function llama(draw: Draw) {
  const kvHeads = draw(1, 4);
  const heads = kvHeads * draw(1, 3);
  return {
    hidden_size: heads * 2 * draw(1, 12),
    num_attention_heads: heads,
    num_key_value_heads: kvHeads,
    num_hidden_layers: draw(1, 5),
    intermediate_size: draw(1, 300),
    max_position_embeddings: CONTEXT,
    vocab_size: draw(2, 600),
    tie_word_embeddings: draw(0, 1) === 1,
  };
}

function deepseek(draw: Draw) {
  const groups = draw(1, 4);
  return {
    model_type: 'deepseek_v3',
    hidden_size: draw(1, 120),
    num_attention_heads: draw(1, 6),
    num_hidden_layers: draw(1, 5),
    first_k_dense_replace: draw(0, 2),
    intermediate_size: draw(1, 300),
    moe_intermediate_size: draw(1, 120),
    q_lora_rank: draw(0, 2) === 0 ? null : draw(1, 60),
    kv_lora_rank: draw(1, 60),
    qk_nope_head_dim: draw(1, 30),
    qk_rope_head_dim: 2 * draw(1, 10),
    v_head_dim: draw(1, 30),
    n_routed_experts: groups * draw(2, 5),
    n_group: groups,
    topk_group: draw(1, groups),
    num_experts_per_tok: draw(1, 2),
    n_shared_experts: draw(0, 1) === 0 ? null : draw(1, 2),
    shown_nextn_predict_layers: draw(0, 1),
    max_position_embeddings: CONTEXT,
    vocab_size: draw(2, 600),
  };
}

const random = randomNumbers(3);
const draw: Draw = (least, most) => least + Math.floor(random() * (most - least + 1));
const MODELS = Array.from({ length: CONFIGS }, (_, index) => {
  const config = FAMILIES[index % FAMILIES.length]?.(draw) ?? {};
  return { config, tokens: draw(1, CONTEXT), aspect: 0.4 + 2.6 * random() };
});

/** What is wrong with the slabs of a block: they hold as many cells as it has numbers, and each cell is found where it stands. */
function misplaced({ id, block }: PlacedBlock): string[] {
  const numbers = block.shape.reduce((product, extent) => product * extent, 1);
  const cells = block.slabs.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const lost = block.slabs.some((slab, index) => {
    const corners = [
      [0, 0],
      [slab.rows - 1, slab.columns - 1],
    ];
    return corners.some(([row = 0, column = 0]) => {
      const place = placeOfCell(block, cellAt(block, slab, row, column));
      return place.index !== index || place.row !== row || place.column !== column;
    });
  });
  return [...(cells === numbers ? [] : [`${id} has ${cells} cells`]), ...(lost ? [`${id} loses cells`] : [])];
}

describe(`${CONFIGS} random models`, () => {
  test('have no two blocks that share space', () => {
    const wrong = MODELS.flatMap(({ config, tokens, aspect }) => {
      const found = collision([...layOut(buildGraph(config), tokens, { aspect }).blocks()]);
      return found === undefined ? [] : [{ found, config, tokens }];
    });
    expect(wrong).toEqual([]);
  });

  test('have a block for each tensor, of its shape, with a place for every number', () => {
    for (const { config, tokens, aspect } of MODELS) {
      const graph = buildGraph(config);
      const blocks = [...layOut(graph, tokens, { aspect }).blocks()];
      expect(blocks.map(({ id, block }) => [id, block.shape])).toEqual(
        Array.from(graph.tensors(), (tensor) => [tensor.id, shapeOf(tensor, tokens)]),
      );
      expect(blocks.flatMap(misplaced)).toEqual([]);
    }
  });

  test('are laid out in the same way again', () => {
    for (const { config, tokens, aspect } of MODELS.slice(0, 100)) {
      const [once, again] = [0, 1].map(() => JSON.stringify(layOut(buildGraph(config), tokens, { aspect }).root));
      expect(again).toBe(once);
    }
  });
});
