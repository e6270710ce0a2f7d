/** What Llama and its kin read from a config, and what sets one `model_type` apart from the others. */
import { refusal } from '../../words.ts';
import { type ConfigFields, LARGEST_TABLE, LARGEST_WIDTH, MOST_LAYERS } from '../config.ts';
import type { Dimensions } from '../graph.ts';
import { rotaryFrequencies } from './rope.ts';

export interface Llama {
  readonly dimensions: Dimensions;
  readonly epsilon: number;
  readonly frequencies: readonly number[];
  readonly biases: Biases;
  readonly tied: boolean;
}

/** Which linear layers have a bias. */
export interface Biases {
  readonly queryKeyValue: boolean;
  readonly output: boolean;
  readonly feedForward: boolean;
}

/** What sets one `model_type` apart from the others. */
export interface Variant {
  biases(config: ConfigFields): Biases;
  /** Tokens that attention looks back on, where a config limits them. */
  window(config: ConfigFields): number;
}

export const VARIANTS: Readonly<Record<string, Variant>> = {
  llama: {
    biases: (config) => {
      const attention = config.flag('attention_bias', false);
      return { queryKeyValue: attention, output: attention, feedForward: config.flag('mlp_bias', false) };
    },
    window: () => Number.POSITIVE_INFINITY,
  },
  mistral: {
    biases: (config) => {
      config.only('attention_bias', false);
      config.only('mlp_bias', false);
      return { queryKeyValue: false, output: false, feedForward: false };
    },
    // A config that leaves the field out means 4096; one without a window says null.
    window: (config) => slidingWindow(config, config.mentions('sliding_window') ? undefined : 4096),
  },
  qwen2: {
    biases: (config) => {
      config.only('attention_bias', true);
      config.only('mlp_bias', false);
      config.only('use_mrope', false);
      return { queryKeyValue: true, output: false, feedForward: false };
    },
    window: (config) =>
      config.flag('use_sliding_window', false) ? slidingWindow(config, 4096) : Number.POSITIVE_INFINITY,
  },
};

function slidingWindow(config: ConfigFields, fallback: number | undefined): number {
  if (config.raw('sliding_window') === undefined && fallback === undefined) return Number.POSITIVE_INFINITY;
  return config.count('sliding_window', LARGEST_TABLE, fallback);
}

/** @throws ConfigError for a config that is broken or asks for something that the family does not do. */
export function readConfig(config: ConfigFields, variant: Variant): Llama {
  config.absent('quantization_config');
  config.choice('hidden_act', { silu: true, swish: true }, 'silu');
  const dimensions = readDimensions(config, variant);
  return {
    dimensions,
    epsilon: config.positive('rms_norm_eps', 1e-6),
    frequencies: rotaryFrequencies(config, dimensions.headDimension),
    biases: variant.biases(config),
    tied: config.flag('tie_word_embeddings', false),
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

function readDimensions(config: ConfigFields, variant: Variant): Dimensions {
  const width = config.count('hidden_size', LARGEST_WIDTH);
  const heads = config.count('num_attention_heads', LARGEST_WIDTH);
  const kvHeads = config.count('num_key_value_heads', LARGEST_WIDTH, heads);
  if (heads % kvHeads !== 0) {
    config.refuse('num_key_value_heads', refusal('config.divides', { field: 'num_attention_heads', value: heads }));
  }
  const headDimensionGiven = config.raw('head_dim') !== undefined;
  if (!headDimensionGiven && width % heads !== 0) {
    config.refuse('num_attention_heads', refusal('config.divides', { field: 'hidden_size', value: width }));
  }
  const headDimension = config.count('head_dim', Math.floor(LARGEST_WIDTH / heads), width / heads);
  if (headDimension % 2 !== 0) {
    if (headDimensionGiven) config.refuse('head_dim', refusal('config.evenHead'));
    config.refuse('num_attention_heads', refusal('config.headsForEven', { value: headDimension }));
  }
  const window = variant.window(config);
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
