/**
 * GPT-2 and its kin (GPT-3's sizes, minGPT, nanoGPT): LayerNorm before each part, learned positions, GELU feed-forward.
 * Formulas and names after Hugging Face's `modeling_gpt2.py`, whose linear weights (Conv1D) are stored [in, out].
 */
import { refusal } from '../../words.ts';
import { type ConfigFields, LARGEST_TABLE, LARGEST_WIDTH, MOST_HEADS, MOST_LAYERS } from '../config.ts';
import type { ActivationFunction, Dimensions, Module, Stored, TensorId } from '../graph.ts';
import { ModuleBuilder, storedAsIs } from '../module.ts';
import {
  type AttentionInputs,
  axis,
  causalAttention,
  headAxes,
  headModule,
  layerInput,
  type SizedAxis,
  streamAxes,
  TOKENS,
  tokenEmbedding,
} from './common.ts';
import type { Blueprint, Family } from './family.ts';

const ACTIVATION_FUNCTIONS: Readonly<Record<string, ActivationFunction>> = {
  gelu_new: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  gelu: 'gelu_erf',
  relu: 'relu',
};

interface Gpt2 {
  readonly dimensions: Dimensions;
  readonly epsilon: number;
  /** nanoGPT can leave out every bias, in norms too. */
  readonly biases: boolean;
  readonly activation: ActivationFunction;
  readonly tied: boolean;
}

export const gpt2: Family = {
  modelTypes: ['gpt2'],
  sizes: {
    layers: ['n_layer'],
    width: ['n_embd'],
    heads: ['n_head'],
    hidden: ['n_inner'],
    vocabulary: ['vocab_size'],
  },
  read(config) {
    const model = readConfig(config);
    return {
      family: 'gpt2',
      dimensions: model.dimensions,
      embedding: () => embedding(model),
      layerKind: () => 'layer',
      layer: (layer) => [attention(model, layer), feedForward(model, layer)],
      head: () => head(model),
    } satisfies Blueprint;
  },
};

function readConfig(config: ConfigFields): Gpt2 {
  config.only('scale_attn_weights', true);
  config.only('scale_attn_by_inverse_layer_idx', false);
  config.only('reorder_and_upcast_attn', false);
  config.only('add_cross_attention', false);
  config.only('is_encoder_decoder', false);
  config.absent('quantization_config');
  const width = config.count('n_embd', LARGEST_WIDTH);
  const heads = config.count('n_head', MOST_HEADS);
  if (width % heads !== 0) config.refuse('n_head', refusal('config.divides', { field: 'n_embd', value: width }));
  return {
    dimensions: {
      width,
      layers: config.count('n_layer', MOST_LAYERS),
      heads,
      kvHeads: heads,
      headDimension: width / heads,
      hidden: config.count('n_inner', LARGEST_WIDTH, 4 * width),
      vocabulary: config.count('vocab_size', LARGEST_TABLE),
      context: config.count(config.raw('n_positions') === undefined ? 'n_ctx' : 'n_positions', LARGEST_TABLE),
    },
    epsilon: config.positive('layer_norm_epsilon', 1e-5),
    biases: config.flag('bias', true),
    activation: config.choice('activation_function', ACTIVATION_FUNCTIONS, 'gelu_new'),
    tied: config.flag('tie_word_embeddings', true),
  };
}

/** With the prefix of the language model, and without it as the first release has them. */
function names(name: string): string[] {
  return [`transformer.${name}`, name];
}

function layerNorm(builder: ModuleBuilder, model: Gpt2, output: TensorId, input: TensorId, name: string): TensorId {
  const channels = [axis('channel', model.dimensions.width)];
  const shape = [model.dimensions.width];
  const weight = builder.weight(`${output}.weight`, channels, storedAsIs(names(`${name}.weight`), shape));
  const bias = model.biases
    ? builder.weight(`${output}.bias`, channels, storedAsIs(names(`${name}.bias`), shape))
    : undefined;
  return builder.compute(
    { kind: 'layerNorm', output, input, weight, bias, epsilon: model.epsilon },
    'normalisation',
    streamAxes(model.dimensions),
  );
}

interface Conv1d {
  readonly output: TensorId;
  readonly input: TensorId;
  readonly name: string;
  readonly from: SizedAxis;
  readonly to: SizedAxis;
}

/** A matrix stored [in, out] with its bias. */
function conv1d(builder: ModuleBuilder, model: Gpt2, { output, input, name, from, to }: Conv1d): TensorId {
  const weight = builder.weight(
    `${output}.weight`,
    [from, to],
    storedAsIs(names(`${name}.weight`), [from.extent, to.extent]),
  );
  const bias = model.biases
    ? builder.weight(`${output}.bias`, [to], storedAsIs(names(`${name}.bias`), [to.extent]))
    : undefined;
  return builder.compute({ kind: 'linear', output, input, weight, bias, inner: from.name }, 'activation', [TOKENS, to]);
}

function embedding(model: Gpt2): Module {
  const { width, context } = model.dimensions;
  const stream = streamAxes(model.dimensions);
  const builder = new ModuleBuilder();
  const left = tokenEmbedding(builder, model.dimensions, names('wte.weight'));
  const table = builder.weight(
    'embedding.position.weight',
    [axis('position', context), axis('channel', width)],
    storedAsIs(names('wpe.weight'), [context, width]),
    'embedding',
  );
  const right = builder.compute({ kind: 'position', output: 'embedding.position', table }, 'embedding', stream);
  builder.compute({ kind: 'add', output: 'embedding', left, right }, 'residual', stream);
  return builder.module('embedding', 'embedding');
}

function attention(model: Gpt2, layer: number): Module {
  const { dimensions } = model;
  const { heads, headDimension, width } = dimensions;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.attention`;
  const builder = new ModuleBuilder();
  const left = layerInput(layer);
  const input = layerNorm(builder, model, `${prefix}.attention_norm`, left, `h.${layer}.ln_1`);
  const mixed = causalAttention(builder, id, dimensions, {
    query: headLinear(builder, model, layer, 'query', input),
    key: headLinear(builder, model, layer, 'key', input),
    value: headLinear(builder, model, layer, 'value', input),
  });
  const right = conv1d(builder, model, {
    output: `${id}.output`,
    input: mixed,
    name: `h.${layer}.attn.c_proj`,
    from: axis('mixedChannel', heads * headDimension),
    to: axis('channel', width),
  });
  const output = `${prefix}.attention_residual`;
  builder.compute({ kind: 'add', output, left, right }, 'residual', streamAxes(dimensions));
  return builder.module(id, 'layer.attention');
}

/** The parts of the fused `c_attn`, in the order of its columns. */
const FUSED_PARTS: readonly (keyof AttentionInputs)[] = ['query', 'key', 'value'];

/** One third of `c_attn` [channel, 3 · channel]: queries, keys and values stand side by side, in each the heads side by side. */
function headLinear(
  builder: ModuleBuilder,
  model: Gpt2,
  layer: number,
  part: keyof AttentionInputs,
  input: TensorId,
): TensorId {
  const { width, headDimension } = model.dimensions;
  const axes = headAxes(part, model.dimensions);
  const output = `layers.${layer}.attention.${part}`;
  const offset = FUSED_PARTS.indexOf(part) * width;
  const storedWeight: Stored = {
    names: names(`h.${layer}.attn.c_attn.weight`),
    shape: [width, 3 * width],
    offset,
    strides: [headDimension, 3 * width, 1],
  };
  const storedBias: Stored = {
    names: names(`h.${layer}.attn.c_attn.bias`),
    shape: [3 * width],
    offset,
    strides: [headDimension, 1],
  };
  const weight = builder.weight(`${output}.weight`, axes.weight, storedWeight);
  const bias = model.biases ? builder.weight(`${output}.bias`, axes.bias, storedBias) : undefined;
  return builder.compute({ kind: 'linear', output, input, weight, bias, inner: 'channel' }, 'activation', axes.output);
}

function feedForward(model: Gpt2, layer: number): Module {
  const { dimensions } = model;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.ffn`;
  const channels = axis('channel', dimensions.width);
  const hidden = axis('hidden', dimensions.hidden);
  const builder = new ModuleBuilder();
  const left = `${prefix}.attention_residual`;
  const input = layerNorm(builder, model, `${prefix}.ffn_norm`, left, `h.${layer}.ln_2`);
  const up = conv1d(builder, model, {
    output: `${id}.up`,
    input,
    name: `h.${layer}.mlp.c_fc`,
    from: channels,
    to: hidden,
  });
  const activated = builder.compute(
    { kind: 'activate', output: `${id}.activated`, input: up, function: model.activation },
    'activation',
    [TOKENS, hidden],
  );
  const right = conv1d(builder, model, {
    output: `${id}.down`,
    input: activated,
    name: `h.${layer}.mlp.c_proj`,
    from: hidden,
    to: channels,
  });
  const output = `${prefix}.ffn_residual`;
  builder.compute({ kind: 'add', output, left, right }, 'residual', streamAxes(dimensions));
  return builder.module(id, 'layer.ffn');
}

function head(model: Gpt2): Module {
  const matrix = { names: model.tied ? names('wte.weight') : ['lm_head.weight'], tied: model.tied };
  return headModule(model.dimensions, matrix, (builder, input) =>
    layerNorm(builder, model, 'final_norm', input, 'ln_f'),
  );
}
