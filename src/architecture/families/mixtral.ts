/**
 * Mixtral: Mistral with a mixture of experts in place of the feed-forward part. Formulas and names after Hugging Face's
 * `modeling_mixtral.py`: the router's softmax is over all experts, and the shares of the chosen ones are divided by their sum.
 */
import type { ConfigFields } from '../config.ts';
import type { Dimensions } from '../graph.ts';
import type { Family } from './family.ts';
import { type Kin, LLAMA, LLAMA_SIZES, readConfig, slidingWindow, withoutBiases } from './llama-config.ts';
import { attention, llamaBlueprint, separateProjections } from './llama-parts.ts';
import { countExperts, type Mixture, mixtureOfExperts } from './mixture.ts';

const KIN: Kin = {
  ...LLAMA,
  biases: withoutBiases,
  window: (config) => slidingWindow(config, undefined),
  kvHeads: 8,
  epsilon: 1e-5,
  theta: 1e6,
};

export const mixtral: Family = {
  modelTypes: ['mixtral'],
  sizes: { ...LLAMA_SIZES, experts: ['num_local_experts'] },
  read(config) {
    const read = readConfig(config, KIN);
    const mixture = readMixture(config, read.dimensions);
    const dimensions = { ...read.dimensions, experts: mixture.experts };
    const model = { ...read, dimensions, projections: separateProjections(dimensions), normOffset: 0 };
    return {
      ...llamaBlueprint('mixtral', model),
      layer: (layer) => [attention(model, layer), mixtureOfExperts(model, mixture, layer)],
    };
  },
};

function readMixture(config: ConfigFields, { layers, hidden }: Dimensions): Mixture {
  const experts = countExperts(config, 'num_local_experts', 8, { layers, hidden, shared: 0 });
  return {
    experts,
    hidden,
    scores: 'softmax',
    choice: { chosen: config.count('num_experts_per_tok', experts, 2), isNormalised: true, scale: 1 },
    names: {
      router: 'block_sparse_moe.gate',
      expert: (expert) => {
        const prefix = `block_sparse_moe.experts.${expert}`;
        return { gate: `${prefix}.w1`, up: `${prefix}.w3`, down: `${prefix}.w2` };
      },
    },
  };
}
