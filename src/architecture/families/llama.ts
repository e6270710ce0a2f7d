/**
 * Llama, and Mistral and Qwen2, which differ from it in their configs alone: RMSNorm before each part, rotary positions,
 * grouped-query attention, SwiGLU feed-forward. Formulas and names after Hugging Face's `modeling_llama.py`,
 * `modeling_mistral.py` and `modeling_qwen2.py`.
 */
import type { Family } from './family.ts';
import {
  askedWindow,
  type Kin,
  LLAMA,
  LLAMA_SIZES,
  NO_BIASES,
  readConfig,
  slidingWindow,
  withoutBiases,
} from './llama-config.ts';
import { llamaBlueprint, separateProjections } from './llama-parts.ts';

const KIN: Readonly<Record<string, Kin>> = {
  llama: LLAMA,
  mistral: {
    ...LLAMA,
    biases: withoutBiases,
    kvHeads: 8,
    // A config that leaves the field out means 4096; one without a window says null.
    window: (config) => slidingWindow(config, config.mentions('sliding_window') ? undefined : 4096),
  },
  qwen2: {
    ...LLAMA,
    biases: (config) => {
      config.only('attention_bias', true);
      config.only('mlp_bias', false);
      config.only('use_mrope', false);
      return { ...NO_BIASES, queryKeyValue: true };
    },
    window: askedWindow,
    kvHeads: 32,
  },
};

export const llama: Family = {
  modelTypes: Object.keys(KIN),
  sizes: LLAMA_SIZES,
  read(config) {
    const read = readConfig(config, config.choice('model_type', KIN));
    return llamaBlueprint('llama', { ...read, projections: separateProjections(read.dimensions), normOffset: 0 });
  },
};
