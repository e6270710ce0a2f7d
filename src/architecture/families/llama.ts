/**
 * Llama and its kin (Mistral, Qwen2): RMSNorm before each part, rotary positions, grouped-query attention, SwiGLU feed-forward.
 * Formulas and names after Hugging Face's `modeling_llama.py`, `modeling_mistral.py` and `modeling_qwen2.py`, whose linear
 * weights are stored [out, in].
 */
import type { Module, TensorId } from '../graph.ts';
import { ModuleBuilder, storedAsIs, storedTransposed } from '../module.ts';
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
import { type Llama, readConfig, VARIANTS } from './llama-config.ts';

export const llama: Family = {
  modelTypes: Object.keys(VARIANTS),
  read(config) {
    const model = readConfig(config, config.choice('model_type', VARIANTS));
    return {
      family: 'llama',
      dimensions: model.dimensions,
      embedding: () => embedding(model),
      layerKind: () => 'layer',
      layer: (layer) => [attention(model, layer), feedForward(model, layer)],
      head: () => head(model),
    } satisfies Blueprint;
  },
};

/** With the prefix of the language model, and without it as the bare model is saved. */
function names(name: string): string[] {
  return [`model.${name}`, name];
}

interface Linear {
  readonly output: TensorId;
  readonly input: TensorId;
  readonly name: string;
  readonly from: SizedAxis;
  readonly to: SizedAxis;
  readonly biased: boolean;
}

/** A matrix stored [out, in], with a bias where the config has one. */
function linear(builder: ModuleBuilder, { output, input, name, from, to, biased }: Linear): TensorId {
  const storedWeight = storedTransposed(names(`${name}.weight`), to.extent, from.extent);
  const weight = builder.weight(`${output}.weight`, [from, to], storedWeight);
  const bias = biased
    ? builder.weight(`${output}.bias`, [to], storedAsIs(names(`${name}.bias`), [to.extent]))
    : undefined;
  return builder.compute({ kind: 'linear', output, input, weight, bias, inner: from.name }, 'activation', [TOKENS, to]);
}

function rmsNorm(builder: ModuleBuilder, model: Llama, output: TensorId, input: TensorId, name: string): TensorId {
  const { width } = model.dimensions;
  const stored = storedAsIs(names(`${name}.weight`), [width]);
  const weight = builder.weight(`${output}.weight`, [axis('channel', width)], stored);
  return builder.compute(
    { kind: 'rmsNorm', output, input, weight, epsilon: model.epsilon },
    'normalisation',
    streamAxes(model.dimensions),
  );
}

function embedding(model: Llama): Module {
  const builder = new ModuleBuilder();
  const input = tokenEmbedding(builder, model.dimensions, names('embed_tokens.weight'));
  builder.compute({ kind: 'copy', output: 'embedding', input }, 'residual', streamAxes(model.dimensions));
  return builder.module('embedding', 'embedding');
}

function attention(model: Llama, layer: number): Module {
  const { dimensions, biases } = model;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.attention`;
  const builder = new ModuleBuilder();
  const left = layerInput(layer);
  const input = rmsNorm(builder, model, `${prefix}.attention_norm`, left, `${prefix}.input_layernorm`);
  const query = headLinear(builder, model, layer, 'query', input);
  const key = headLinear(builder, model, layer, 'key', input);
  const value = headLinear(builder, model, layer, 'value', input);
  const mixed = causalAttention(builder, id, dimensions, {
    query: rotate(builder, model, 'query', query),
    key: rotate(builder, model, 'key', key),
    value,
  });
  const right = linear(builder, {
    output: `${id}.output`,
    input: mixed,
    name: `${prefix}.self_attn.o_proj`,
    from: axis('mixedChannel', dimensions.heads * dimensions.headDimension),
    to: axis('channel', dimensions.width),
    biased: biases.output,
  });
  const output = `${prefix}.attention_residual`;
  builder.compute({ kind: 'add', output, left, right }, 'residual', streamAxes(dimensions));
  return builder.module(id, 'layer.attention');
}

const PROJECTIONS: Readonly<Record<keyof AttentionInputs, string>> = {
  query: 'q_proj',
  key: 'k_proj',
  value: 'v_proj',
};

/** A matrix stored [heads · headChannel, channel], heads one under another. */
function headLinear(
  builder: ModuleBuilder,
  model: Llama,
  layer: number,
  part: keyof AttentionInputs,
  input: TensorId,
): TensorId {
  const { width, heads, kvHeads, headDimension } = model.dimensions;
  const axes = headAxes(part, model.dimensions);
  const output = `layers.${layer}.attention.${part}`;
  const name = `layers.${layer}.self_attn.${PROJECTIONS[part]}`;
  const rows = (part === 'query' ? heads : kvHeads) * headDimension;
  const weight = builder.weight(`${output}.weight`, axes.weight, {
    names: names(`${name}.weight`),
    shape: [rows, width],
    offset: 0,
    strides: [headDimension * width, 1, width],
  });
  const bias = model.biases.queryKeyValue
    ? builder.weight(`${output}.bias`, axes.bias, {
        names: names(`${name}.bias`),
        shape: [rows],
        offset: 0,
        strides: [headDimension, 1],
      })
    : undefined;
  return builder.compute({ kind: 'linear', output, input, weight, bias, inner: 'channel' }, 'activation', axes.output);
}

function rotate(builder: ModuleBuilder, model: Llama, part: 'query' | 'key', input: TensorId): TensorId {
  return builder.compute(
    { kind: 'rotate', output: `${input}_rotated`, input, frequencies: model.frequencies },
    'activation',
    headAxes(part, model.dimensions).output,
  );
}

function feedForward(model: Llama, layer: number): Module {
  const { dimensions } = model;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.ffn`;
  const channels = axis('channel', dimensions.width);
  const hidden = axis('hidden', dimensions.hidden);
  const hiddenAxes = [TOKENS, hidden];
  const biased = model.biases.feedForward;
  const builder = new ModuleBuilder();
  const left = `${prefix}.attention_residual`;
  const input = rmsNorm(builder, model, `${prefix}.ffn_norm`, left, `${prefix}.post_attention_layernorm`);
  const into = (part: 'gate' | 'up') =>
    linear(builder, {
      output: `${id}.${part}`,
      input,
      name: `${prefix}.mlp.${part}_proj`,
      from: channels,
      to: hidden,
      biased,
    });
  const gate = into('gate');
  const gateActivated = builder.compute(
    { kind: 'activate', output: `${id}.gate_activated`, input: gate, function: 'silu' },
    'activation',
    hiddenAxes,
  );
  const up = into('up');
  const activated = builder.compute(
    { kind: 'multiply', output: `${id}.activated`, left: gateActivated, right: up },
    'activation',
    hiddenAxes,
  );
  const right = linear(builder, {
    output: `${id}.down`,
    input: activated,
    name: `${prefix}.mlp.down_proj`,
    from: hidden,
    to: channels,
    biased,
  });
  const output = `${prefix}.ffn_residual`;
  builder.compute({ kind: 'add', output, left, right }, 'residual', streamAxes(dimensions));
  return builder.module(id, 'layer.ffn');
}

function head(model: Llama): Module {
  const matrix = { names: model.tied ? names('embed_tokens.weight') : ['lm_head.weight'], tied: model.tied };
  return headModule(model.dimensions, matrix, (builder, input) => rmsNorm(builder, model, 'final_norm', input, 'norm'));
}
