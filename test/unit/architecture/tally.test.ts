import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { parameterCount, tally } from '../../../src/architecture/tally.ts';
import { SMALL_LLAMA, SORTER } from './configs.ts';

const GPT2 = { model_type: 'gpt2', n_embd: 768, n_layer: 12, n_head: 12, n_positions: 1024, vocab_size: 50257 };
const LLAMA2 = {
  model_type: 'llama',
  hidden_size: 4096,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  intermediate_size: 11008,
  vocab_size: 32000,
  max_position_embeddings: 4096,
};
const LLAMA3 = { ...LLAMA2, num_key_value_heads: 8, vocab_size: 128256, max_position_embeddings: 131072 };

// Published counts, or counted from the published checkpoints.
const COUNTS: [string, object, number][] = [
  ['the sorter', SORTER, 85_728],
  ['GPT-2', GPT2, 124_439_808],
  ['GPT-2 XL', { ...GPT2, n_embd: 1600, n_layer: 48, n_head: 25 }, 1_557_611_200],
  ['GPT-3', { ...GPT2, n_embd: 12288, n_layer: 96, n_head: 96, n_positions: 2048 }, 174_604_259_328],
  ['Llama-2 7B', LLAMA2, 6_738_415_616],
  [
    'Llama-3.2 3B',
    {
      ...LLAMA3,
      hidden_size: 3072,
      num_hidden_layers: 28,
      num_attention_heads: 24,
      intermediate_size: 8192,
      tie_word_embeddings: true,
    },
    3_212_749_824,
  ],
  [
    'Llama-3.3 70B',
    { ...LLAMA3, hidden_size: 8192, num_hidden_layers: 80, num_attention_heads: 64, intermediate_size: 28672 },
    70_553_706_496,
  ],
  [
    'Mistral 7B v0.1',
    { ...LLAMA2, model_type: 'mistral', num_key_value_heads: 8, intermediate_size: 14336 },
    7_241_732_096,
  ],
];

describe('the parameter tally', () => {
  it.each(COUNTS)('is exact for %s', (_, config, expected) => {
    expect(parameterCount(buildGraph(config))).toBe(expected);
  });

  it('counts every module, each before those inside it', () => {
    const counts = tally(buildGraph(SORTER));
    expect(counts.slice(0, 5)).toEqual([
      { id: '', parameters: 85_728 },
      { id: 'embedding', parameters: 48 * (3 + 11) },
      { id: 'layers.0', parameters: 28_272 },
      { id: 'layers.0.attention', parameters: 2 * 48 + 48 * 4 * 48 + 4 * 48 },
      { id: 'layers.0.ffn', parameters: 2 * 48 + 2 * 48 * 192 + 192 + 48 },
    ]);
    expect(counts.slice(5)).toContainEqual({ id: 'layers.2.ffn', parameters: 18_768 });
    expect(counts.at(-1)).toEqual({ id: 'head', parameters: 2 * 48 + 48 * 3 });
  });

  it('equals the sum over every weight, tied ones once', () => {
    for (const config of [SORTER, { ...SMALL_LLAMA, tie_word_embeddings: true }]) {
      const graph = buildGraph(config);
      let sum = 0;
      for (const tensor of graph.tensors()) {
        if (tensor.kind !== 'weight' || tensor.sameNumbersAs !== undefined) continue;
        sum += tensor.axes.reduce((product, { extent }) => product * Number(extent), 1);
      }
      expect(parameterCount(graph)).toBe(sum);
    }
  });
});
