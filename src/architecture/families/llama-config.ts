/** What Llama and its kin read from a config, and what sets one kin apart from the others in it. */
import { refusal } from '../../words.ts';
import { type ConfigFields, LARGEST_TABLE, LARGEST_WIDTH, MOST_HEADS, MOST_LAYERS } from '../config.ts';
import type { ActivationFunction, Dimensions } from '../graph.ts';
import type { SizeFields } from './family.ts';
import { LLAMA_SCALINGS, readRotation } from './rope.ts';

/** What a config of the kin says, once it has been checked. */
export interface LlamaConfig {
  readonly dimensions: Dimensions;
  readonly epsilon: number;
  readonly frequencies: readonly number[];
  readonly biases: Biases;
  /** The function that opens the gate of the feed-forward part. */
  readonly gate: ActivationFunction;
  readonly tied: boolean;
}

/** Which linear layers have a bias. */
export interface Biases {
  readonly queryKeyValue: boolean;
  readonly output: boolean;
  readonly feedForward: boolean;
}

/** How a kin reads its config. */
export interface Kin {
  biases(config: ConfigFields): Biases;
  /** Tokens that attention looks back on, where a config limits them. */
  window(config: ConfigFields): number;
  gate(config: ConfigFields): ActivationFunction;
  /** What a config means that leaves the field out. Undefined: the width shared out among the heads. */
  readonly headDimension: number | undefined;
  /** What a config means that leaves the field out. Undefined, and where a config says null: as many as there are query heads. */
  readonly kvHeads: number | undefined;
  readonly epsilon: number;
  readonly theta: number;
  readonly tied: boolean;
}

export const NO_BIASES: Biases = { queryKeyValue: false, output: false, feedForward: false };

export const LLAMA: Kin = {
  biases: (config) => ({ ...attentionBiases(config), feedForward: config.flag('mlp_bias', false) }),
  window: () => Number.POSITIVE_INFINITY,
  gate: (config) => config.choice('hidden_act', { silu: 'silu', swish: 'silu' }, 'silu'),
  headDimension: undefined,
  kvHeads: undefined,
  epsilon: 1e-6,
  theta: 10000,
  tied: false,
};

export const LLAMA_SIZES = {
  layers: ['num_hidden_layers'],
  width: ['hidden_size'],
  heads: ['num_attention_heads'],
  kvHeads: ['num_key_value_heads'],
  headDimension: ['head_dim'],
  hidden: ['intermediate_size'],
  vocabulary: ['vocab_size'],
} as const satisfies SizeFields;

/** `attention_bias` speaks of all four matrices of attention. */
export function attentionBiases(config: ConfigFields): Biases {
  const biased = config.flag('attention_bias', false);
  return { queryKeyValue: biased, output: biased, feedForward: false };
}

/** Of a kin that has none. */
export function withoutBiases(config: ConfigFields): Biases {
  config.only('attention_bias', false);
  config.only('mlp_bias', false);
  return NO_BIASES;
}

/** The window of a kin that has none unless its config asks for one by `use_sliding_window`. */
export function askedWindow(config: ConfigFields): number {
  return config.flag('use_sliding_window', false) ? slidingWindow(config, 4096) : Number.POSITIVE_INFINITY;
}

/** @param fallback Where a config leaves the field out; undefined for none. */
export function slidingWindow(config: ConfigFields, fallback: number | undefined): number {
  if (config.raw('sliding_window') === undefined && fallback === undefined) return Number.POSITIVE_INFINITY;
  return config.count('sliding_window', LARGEST_TABLE, fallback);
}

/** @throws ConfigError for a config that is broken or asks for something that the kin does not do. */
export function readConfig(config: ConfigFields, kin: Kin): LlamaConfig {
  config.absent('quantization_config');
  const gate = kin.gate(config);
  const dimensions = readDimensions(config, kin);
  const turning = { dimension: dimensions.headDimension, theta: kin.theta };
  return {
    dimensions,
    epsilon: config.positive('rms_norm_eps', kin.epsilon),
    // None of Llama's scalings makes attention sharper.
    frequencies: readRotation(config, turning, LLAMA_SCALINGS).frequencies,
    biases: kin.biases(config),
    gate,
    tied: config.flag('tie_word_embeddings', kin.tied),
  };
}

/** Newer configs name the attention of each layer; sliding ones need a window to slide in. */
function checkLayerTypes(config: ConfigFields, window: number): void {
  const given = config.raw('layer_types') ?? [];
  const known = Number.isFinite(window) ? ['full_attention', 'sliding_attention'] : ['full_attention'];
  if (Array.isArray(given) && given.every((type) => known.includes(type))) return;
  const types = known.map((type) => JSON.stringify(type)).join(refusal('config.layerTypesBetween'));
  config.refuse('layer_types', refusal('config.layerTypes', { types }));
}

function readDimensions(config: ConfigFields, kin: Kin): Dimensions {
  const width = config.count('hidden_size', LARGEST_WIDTH);
  const heads = config.count('num_attention_heads', MOST_HEADS);
  const usual = config.mentions('num_key_value_heads') ? heads : (kin.kvHeads ?? heads);
  const kvHeads = config.count('num_key_value_heads', MOST_HEADS, usual);
  if (heads % kvHeads !== 0) {
    config.refuse('num_key_value_heads', refusal('config.divides', { field: 'num_attention_heads', value: heads }));
  }
  const isShared = config.raw('head_dim') === undefined && kin.headDimension === undefined;
  if (isShared && width % heads !== 0) {
    config.refuse('num_attention_heads', refusal('config.divides', { field: 'hidden_size', value: width }));
  }
  const fallback = kin.headDimension ?? width / heads;
  const headDimension = config.count('head_dim', Math.floor(LARGEST_WIDTH / heads), fallback);
  if (headDimension % 2 !== 0) {
    if (!isShared) config.refuse('head_dim', refusal('config.evenHead'));
    config.refuse('num_attention_heads', refusal('config.headsForEven', { value: headDimension }));
  }
  const window = kin.window(config);
  checkLayerTypes(config, window);
  return {
    width,
    layers: config.count('num_hidden_layers', MOST_LAYERS),
    heads,
    kvHeads,
    headDimension,
    hidden: config.count('intermediate_size', LARGEST_WIDTH),
    vocabulary: config.count('vocab_size', LARGEST_TABLE),
    // Within its window a sliding attention is a full one, so a run that stays within it is exact.
    context: Math.min(config.count('max_position_embeddings', LARGEST_TABLE), window),
  };
}
