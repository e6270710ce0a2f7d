/**
 * DeepSeek-V3 and R1: latent attention, a few dense layers, then layers with a mixture of experts. Formulas and names after
 * DeepSeek's `modeling_deepseek.py` and `inference/model.py`.
 *
 * The published files also hold a layer that predicts a further token (`num_nextn_predict_layers`), behind the last layer of the
 * model. The model's own pass has no use for it, so that it is part of the graph only where it is asked for, in a field that no
 * published config has: see `FURTHER`. FP8 files hold a scale for each block of a matrix beside it; here matrices are what they are
 * stored as, and their dtype is not one that can be run.
 */

import { refusal } from '../../words.ts';
import { type ConfigFields, LARGEST_LATENT, LARGEST_TABLE, LARGEST_WIDTH, MOST_HEADS, MOST_LAYERS } from '../config.ts';
import type { Dimensions } from '../graph.ts';
import type { Family } from './family.ts';
import { furtherPrediction } from './further.ts';
import { type LatentAttention, latentAttention } from './latent-attention.ts';
import { LLAMA, NO_BIASES } from './llama-config.ts';
import { embedding, feedForward, head, separateProjections } from './llama-parts.ts';
import { countExperts, type Mixture, MOST_EXPERTS, mixtureOfExperts } from './mixture.ts';
import { readRotation } from './rope.ts';
import { yarn } from './yarn.ts';

/** How many layers that predict a further token are to be shown: none or one. */
const FURTHER = 'shown_nextn_predict_layers';

export const deepseek: Family = {
  modelTypes: ['deepseek_v3'],
  sizes: {
    layers: ['num_hidden_layers'],
    width: ['hidden_size'],
    heads: ['num_attention_heads', 'num_key_value_heads'],
    hidden: ['intermediate_size'],
    experts: ['n_routed_experts'],
    expertHidden: ['moe_intermediate_size'],
    vocabulary: ['vocab_size'],
    further: [FURTHER],
  },
  read(config) {
    refuseOthers(config);
    const attention = readAttention(config);
    const mixture = readMixture(config, config.count('num_hidden_layers', MOST_LAYERS));
    const { experts, hidden: expertHidden } = mixture;
    const further = countOrNone(config, FURTHER, 1, 0);
    const dimensions = { ...readDimensions(config, attention), experts, expertHidden, further };
    const dense = countOrNone(config, 'first_k_dense_replace', MOST_LAYERS, 3);
    const model = {
      dimensions,
      epsilon: config.positive('rms_norm_eps', 1e-6),
      normOffset: 0,
      projections: separateProjections(dimensions),
      gate: LLAMA.gate(config),
      biases: NO_BIASES,
      tied: config.flag('tie_word_embeddings', false),
    };
    return {
      family: 'deepseek',
      dimensions,
      embedding: () => embedding(model),
      layerKind: (layer) => (layer < dense ? 'layer.dense' : 'layer'),
      layer: (layer) => [
        latentAttention(model, attention, layer),
        layer < dense ? feedForward(model, layer) : mixtureOfExperts(model, mixture, layer),
      ],
      head: () => head(model),
      ...(further > 0 && {
        further: () =>
          furtherPrediction(model, (layer, stream) => [
            latentAttention(model, attention, layer, stream),
            mixtureOfExperts(model, mixture, layer),
          ]),
      }),
    };
  },
};

/** As `count` of the config, and 0 as well. */
function countOrNone(config: ConfigFields, field: string, most: number, fallback: number): number {
  return (config.raw(field) ?? fallback) === 0 ? 0 : config.count(field, most, fallback);
}

/** Fields that change the computation to one that is not known here. */
function refuseOthers(config: ConfigFields): void {
  config.section('quantization_config')?.choice('quant_method', { fp8: true });
  config.only('attention_bias', false);
  config.only('moe_layer_freq', 1);
  config.only('rope_interleave', true);
  config.choice('topk_method', { noaux_tc: true }, 'noaux_tc');
  config.choice('scoring_func', { sigmoid: true }, 'sigmoid');
}

function readDimensions(config: ConfigFields, { still, turning }: LatentAttention): Dimensions {
  const heads = headsOf(config);
  config.only('num_key_value_heads', heads);
  return {
    width: config.count('hidden_size', LARGEST_WIDTH),
    layers: config.count('num_hidden_layers', MOST_LAYERS),
    heads,
    kvHeads: heads,
    headDimension: still + turning,
    hidden: config.count('intermediate_size', LARGEST_WIDTH),
    vocabulary: config.count('vocab_size', LARGEST_TABLE),
    context: config.count('max_position_embeddings', LARGEST_TABLE),
  };
}

function headsOf(config: ConfigFields): number {
  return config.count('num_attention_heads', MOST_HEADS);
}

function readAttention(config: ConfigFields): LatentAttention {
  const most = Math.floor(LARGEST_WIDTH / headsOf(config) / 2);
  const turning = config.count('qk_rope_head_dim', most, 64);
  if (turning % 2 !== 0) config.refuse('qk_rope_head_dim', refusal('config.evenHead'));
  // Without the field a config means 1536; one without a query latent says null.
  const hasQueryLatent = !config.mentions('q_lora_rank') || config.raw('q_lora_rank') !== undefined;
  return {
    queryLatent: hasQueryLatent ? config.count('q_lora_rank', LARGEST_LATENT, 1536) : undefined,
    keyValueLatent: config.count('kv_lora_rank', LARGEST_LATENT, 512),
    still: config.count('qk_nope_head_dim', most, 128),
    turning,
    value: config.count('v_head_dim', most, 128),
    ...readRotation(config, { dimension: turning, theta: 10000 }, { yarn }),
  };
}

function readMixture(config: ConfigFields, layers: number): Mixture {
  const hidden = config.count('moe_intermediate_size', LARGEST_WIDTH, 2048);
  const isWithoutShared = config.mentions('n_shared_experts') && config.raw('n_shared_experts') === undefined;
  const shared = isWithoutShared ? 0 : config.count('n_shared_experts', MOST_EXPERTS, 1);
  const experts = countExperts(config, 'n_routed_experts', 256, { layers, hidden, shared });
  const groups = config.count('n_group', experts, 8);
  const size = experts / groups;
  // A group is judged by its two best experts.
  const isWrong = !Number.isInteger(size) || (groups > 1 && size < 2);
  if (isWrong) config.refuse('n_group', refusal('config.divides', { field: 'n_routed_experts', value: experts }));
  const kept = config.count('topk_group', groups, 4);
  return {
    experts,
    hidden,
    scores: 'sigmoid',
    choice: {
      chosen: config.count('num_experts_per_tok', kept * size, 8),
      groups: groups > 1 ? { count: groups, kept } : undefined,
      isNormalised: config.flag('norm_topk_prob', true),
      scale: config.positive('routed_scaling_factor', 2.5),
    },
    names: {
      router: 'mlp.gate',
      correction: 'mlp.gate.e_score_correction_bias',
      expert: (expert) => matricesIn(`mlp.experts.${expert}`),
    },
    shared: shared === 0 ? undefined : { hidden: hidden * shared, names: matricesIn('mlp.shared_experts') },
  };
}

function matricesIn(prefix: string) {
  return { gate: `${prefix}.gate_proj`, up: `${prefix}.up_proj`, down: `${prefix}.down_proj` };
}
