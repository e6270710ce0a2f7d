/**
 * Qwen3: Llama with each head's queries and keys brought to one size before they are turned, a head dimension of its own, and
 * no biases. Formulas and names after Hugging Face's `modeling_qwen3.py`.
 */
import type { Module } from '../graph.ts';
import { headAxes, TOKENS } from './common.ts';
import type { Family } from './family.ts';
import { askedWindow, attentionBiases, type Kin, LLAMA, LLAMA_SIZES, readConfig } from './llama-config.ts';
import { attention, feedForward, type Llama, llamaBlueprint, rmsNorm, separateProjections } from './llama-parts.ts';

const KIN: Kin = { ...LLAMA, biases: attentionBiases, window: askedWindow, headDimension: 128, kvHeads: 32 };

export const qwen3: Family = {
  modelTypes: ['qwen3'],
  sizes: LLAMA_SIZES,
  read(config) {
    const read = readConfig(config, KIN);
    const model = { ...read, projections: separateProjections(read.dimensions), normOffset: 0 };
    return {
      ...llamaBlueprint('qwen3', model),
      layer: (layer) => [normedAttention(model, layer), feedForward(model, layer)],
    };
  },
};

const NORMS = { query: 'q_norm', key: 'k_norm' } as const;

/** One scale for the channels of a head, the same for all heads. */
function normedAttention(model: Llama, layer: number): Module {
  return attention(model, layer, (builder, part, input) => {
    const { heads, headChannels } = headAxes(part, model.dimensions);
    const name = `layers.${layer}.self_attn.${NORMS[part]}`;
    return rmsNorm(builder, model, {
      output: `${input}_norm`,
      input,
      name,
      rows: [heads, TOKENS],
      along: headChannels,
    });
  });
}
