/**
 * Gemma (the first): Llama with norms that scale by 1 + weight, an embedding times √width, and a gate that is opened by GELU.
 * Formulas and names after Hugging Face's `modeling_gemma.py`. What that computes in bfloat16 has √width rounded to it (45.25 for
 * 45.2548); here it is as exact as the rest.
 */
import type { ConfigFields } from '../config.ts';
import type { ActivationFunction } from '../graph.ts';
import type { Family } from './family.ts';
import { attentionBiases, type Kin, LLAMA, LLAMA_SIZES, readConfig } from './llama-config.ts';
import { embedding, llamaBlueprint, separateProjections } from './llama-parts.ts';

const KIN: Kin = { ...LLAMA, biases: attentionBiases, gate, headDimension: 256, kvHeads: 16, tied: true };

/** Gemma was trained with the tanh form; `hidden_act` of its first configs says "gelu" and means that. */
function gate(config: ConfigFields): ActivationFunction {
  config.choice('hidden_act', { gelu: true, gelu_pytorch_tanh: true }, 'gelu_pytorch_tanh');
  return config.choice('hidden_activation', { gelu_pytorch_tanh: 'gelu_tanh' }, 'gelu_pytorch_tanh');
}

export const gemma: Family = {
  modelTypes: ['gemma'],
  sizes: LLAMA_SIZES,
  read(config) {
    const read = readConfig(config, KIN);
    const model = { ...read, projections: separateProjections(read.dimensions), normOffset: 1 };
    const factor = Math.sqrt(model.dimensions.width);
    return {
      ...llamaBlueprint('gemma', model),
      embedding: () => embedding(model, (input) => ({ kind: 'scale', output: 'embedding', input, factor })),
    };
  },
};
