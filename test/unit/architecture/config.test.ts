import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { ConfigError } from '../../../src/architecture/config.ts';
import { SMALL_DEEPSEEK, SMALL_LLAMA, SMALL_MIXTRAL, SORTER } from './configs.ts';

function refusal(config: unknown): ConfigError {
  try {
    buildGraph(config);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(config)}`);
}

const LLAMA3_SCALING = {
  rope_type: 'llama3',
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
};

/** The model types of every family. */
const KNOWN = ['gpt2', 'llama', 'mistral', 'qwen2', 'qwen3', 'gemma', 'phi3', 'mixtral', 'deepseek_v3']
  .map((type) => `"${type}"`)
  .join(', ');

describe('a config that is not understood is refused with field and value', () => {
  it.each<[unknown, string]>([
    [null, 'config.json: expected an object, got null'],
    [[1], 'config.json: expected an object, got [1]'],
    ['{}', 'config.json: expected an object, got "{}"'],
    [{}, `model_type: expected one of ${KNOWN}, got nothing`],
    [{ model_type: 'bert' }, `model_type: expected one of ${KNOWN}, got "bert"`],
    [{ model_type: 'toString' }, `model_type: expected one of ${KNOWN}, got "toString"`],
  ])('%o', (config, message) => {
    expect(refusal(config).message).toBe(message);
  });

  it.each<[object, string]>([
    [{ n_embd: undefined }, 'n_embd: expected a whole number from 1 to 1048576, got nothing'],
    [{ n_embd: '48' }, 'n_embd: expected a whole number from 1 to 1048576, got "48"'],
    [{ n_embd: 48.5 }, 'n_embd: expected a whole number from 1 to 1048576, got 48.5'],
    [{ n_embd: Number.NaN }, 'n_embd: expected a whole number from 1 to 1048576, got NaN'],
    [{ n_layer: 0 }, 'n_layer: expected a whole number from 1 to 1024, got 0'],
    [{ n_layer: 1e15 }, 'n_layer: expected a whole number from 1 to 1024, got 1000000000000000'],
    [{ n_embd: 2 ** 13, n_head: 2 ** 13 }, 'n_head: expected a whole number from 1 to 4096, got 8192'],
    [{ n_head: 5 }, 'n_head: expected a number that divides n_embd (48), got 5'],
    [{ n_inner: -1 }, 'n_inner: expected a whole number from 1 to 1048576, got -1'],
    [{ n_positions: null }, 'n_ctx: expected a whole number from 1 to 16777216, got nothing'],
    [{ vocab_size: [3] }, 'vocab_size: expected a whole number from 1 to 16777216, got [3]'],
    [{ layer_norm_epsilon: 0 }, 'layer_norm_epsilon: expected a number above 0, got 0'],
    [{ bias: 'no' }, 'bias: expected true or false, got "no"'],
    [{ tie_word_embeddings: 1 }, 'tie_word_embeddings: expected true or false, got 1'],
    [
      { activation_function: 'quick_gelu' },
      'activation_function: expected one of "gelu_new", "gelu_pytorch_tanh", "gelu", "relu", got "quick_gelu"',
    ],
    [{ scale_attn_weights: false }, 'scale_attn_weights: expected true, got false'],
    [{ scale_attn_by_inverse_layer_idx: true }, 'scale_attn_by_inverse_layer_idx: expected false, got true'],
    [{ reorder_and_upcast_attn: true }, 'reorder_and_upcast_attn: expected false, got true'],
    [{ add_cross_attention: true }, 'add_cross_attention: expected false, got true'],
    [{ is_encoder_decoder: true }, 'is_encoder_decoder: expected false, got true'],
    [{ quantization_config: { bits: 4 } }, 'quantization_config: expected no such field, got {"bits":4}'],
  ])('GPT-2 with %o', (fields, message) => {
    expect(refusal({ ...SORTER, ...fields }).message).toBe(message);
  });

  it.each<[object, string]>([
    [{ hidden_act: 'quick_gelu' }, 'hidden_act: expected one of "silu", "swish", got "quick_gelu"'],
    [
      { hidden_size: 2 ** 14, num_attention_heads: 2 ** 13 },
      'num_attention_heads: expected a whole number from 1 to 4096, got 8192',
    ],
    [{ hidden_size: 26 }, 'num_attention_heads: expected a number that divides hidden_size (26), got 4'],
    [{ hidden_size: 20 }, 'num_attention_heads: expected a number that leaves an even head dimension, not 5, got 4'],
    [{ num_key_value_heads: 3 }, 'num_key_value_heads: expected a number that divides num_attention_heads (4), got 3'],
    [{ head_dim: 7 }, 'head_dim: expected an even number, as rotary positions turn channels in pairs, got 7'],
    [{ head_dim: 2 ** 20 }, 'head_dim: expected a whole number from 1 to 262144, got 1048576'],
    [{ num_hidden_layers: '2' }, 'num_hidden_layers: expected a whole number from 1 to 1024, got "2"'],
    [{ intermediate_size: null }, 'intermediate_size: expected a whole number from 1 to 1048576, got null'],
    [{ max_position_embeddings: 0 }, 'max_position_embeddings: expected a whole number from 1 to 16777216, got 0'],
    [{ rms_norm_eps: '1e-5' }, 'rms_norm_eps: expected a number above 0, got "1e-5"'],
    [{ attention_bias: 'yes' }, 'attention_bias: expected true or false, got "yes"'],
    [{ mlp_bias: 0 }, 'mlp_bias: expected true or false, got 0'],
    [{ rope_theta: 1 }, 'rope_theta: expected a number above 1, got 1'],
    [{ partial_rotary_factor: 0.5 }, 'partial_rotary_factor: expected 1, got 0.5'],
    [{ quantization_config: {} }, 'quantization_config: expected no such field, got {}'],
    [{ rope_scaling: 'linear' }, 'rope_scaling: expected an object, got "linear"'],
    [
      { rope_scaling: { type: 'yarn', factor: 4 } },
      'rope_scaling.type: expected one of "default", "linear", "llama3", got "yarn"',
    ],
    [
      { rope_scaling: { rope_type: 'longrope' } },
      'rope_scaling.rope_type: expected one of "default", "linear", "llama3", got "longrope"',
    ],
    [
      { rope_scaling: { type: 'linear', factor: 1e-40 } },
      'rope_scaling: expected a scaling that leaves every number finite in single precision, got {"type":"linear","factor":1e-40}',
    ],
    [{ rope_scaling: { type: 'linear' } }, 'rope_scaling.factor: expected a number above 0, got nothing'],
    [
      { rope_scaling: { ...LLAMA3_SCALING, high_freq_factor: 1 } },
      'rope_scaling.high_freq_factor: expected a number above low_freq_factor (1), got 1',
    ],
    [
      { rope_scaling: { ...LLAMA3_SCALING, original_max_position_embeddings: undefined } },
      'rope_scaling.original_max_position_embeddings: expected a number above 0, got nothing',
    ],
    [
      { rope_scaling: { type: 'linear', factor: 2 }, rope_parameters: { rope_type: 'default' } },
      'rope_scaling: expected no such field, got {"type":"linear","factor":2}',
    ],
    [{ rope_parameters: { rope_theta: '1' } }, 'rope_parameters.rope_theta: expected a number above 1, got "1"'],
    [{ rope_parameters: { partial_rotary_factor: 0.5 } }, 'rope_parameters.partial_rotary_factor: expected 1, got 0.5'],
    [
      { layer_types: ['full_attention', 'sliding_attention'] },
      'layer_types: expected a list of "full_attention", got ["full_attention","sliding_attention"]',
    ],
    [
      { model_type: 'mistral', layer_types: ['chunked_attention'] },
      'layer_types: expected a list of "full_attention" or "sliding_attention", got ["chunked_attention"]',
    ],
    [{ layer_types: 'all' }, 'layer_types: expected a list of "full_attention", got "all"'],
    [{ model_type: 'mistral', attention_bias: true }, 'attention_bias: expected false, got true'],
    [{ model_type: 'mistral', mlp_bias: true }, 'mlp_bias: expected false, got true'],
    [
      { model_type: 'mistral', sliding_window: 'all' },
      'sliding_window: expected a whole number from 1 to 16777216, got "all"',
    ],
    [{ model_type: 'qwen2', attention_bias: false }, 'attention_bias: expected true, got false'],
    [{ model_type: 'qwen2', use_sliding_window: 1 }, 'use_sliding_window: expected true or false, got 1'],
    [{ model_type: 'qwen2', use_mrope: true }, 'use_mrope: expected false, got true'],
    [
      { model_type: 'qwen3', head_dim: 7 },
      'head_dim: expected an even number, as rotary positions turn channels in pairs, got 7',
    ],
    [
      { model_type: 'gemma', hidden_act: 'silu' },
      'hidden_act: expected one of "gelu", "gelu_pytorch_tanh", got "silu"',
    ],
    [{ model_type: 'gemma', hidden_activation: 'gelu' }, 'hidden_activation: expected "gelu_pytorch_tanh", got "gelu"'],
    [{ model_type: 'mixtral', attention_bias: true }, 'attention_bias: expected false, got true'],
    [{ model_type: 'phi3', attention_bias: true }, 'attention_bias: expected false, got true'],
    [{ model_type: 'phi3', partial_rotary_factor: 0.75 }, 'partial_rotary_factor: expected 1, got 0.75'],
    [
      { model_type: 'phi3', rope_scaling: { type: 'longrope', short_factor: [1], long_factor: [2] } },
      'rope_scaling.type: expected one of "default", "linear", "llama3", got "longrope"',
    ],
  ])('Llama or one of its kin with %o', (fields, message) => {
    expect(refusal({ ...SMALL_LLAMA, ...fields }).message).toBe(message);
  });

  it('carries the field, the value and a code, and quotes long values in part', () => {
    const value = 'x'.repeat(500);
    const error = refusal({ ...SMALL_LLAMA, hidden_act: value });
    expect(error).toMatchObject({ field: 'hidden_act', value, code: 'InvalidConfig' });
    expect(error.message.length).toBeLessThan(200);
  });
});

describe('rotary frequencies', () => {
  function frequencies(fields: object): readonly number[] {
    const op = buildGraph({ ...SMALL_LLAMA, ...fields }).producer('layers.0.attention.query_rotated');
    return op?.kind === 'rotate' ? op.frequencies : [];
  }
  const plain = frequencies({});

  it('fall from 1 by the base, one for each pair of channels', () => {
    expect(plain).toEqual([1, 10000 ** (-1 / 3), 10000 ** (-2 / 3)]);
    expect(frequencies({ rope_theta: 500000 })[1]).toBeCloseTo(500000 ** (-1 / 3), 12);
  });

  it.each([
    [{ rope_scaling: null }],
    [{ rope_scaling: { rope_type: 'default' } }],
    [{ rope_parameters: { rope_type: 'default', rope_theta: 10000 } }],
  ])('are unscaled for %o', (fields) => {
    expect(frequencies(fields)).toEqual(plain);
  });

  it.each([
    [{ rope_scaling: { type: 'linear', factor: 4 } }],
    [{ rope_scaling: { rope_type: 'linear', factor: 4 } }],
    [{ rope_parameters: { rope_type: 'linear', factor: 4, rope_theta: 10000 } }],
  ])('are divided by the factor for %o', (fields) => {
    expect(frequencies(fields)).toEqual(plain.map((frequency) => frequency / 4));
  });

  it('scaled as Llama 3 keep the fast, slow the slow, and mix those between', () => {
    // Turns within the old context of 1024 tokens: 163, 7.6, 0.35.
    const scaled = frequencies({
      rope_scaling: { ...LLAMA3_SCALING, original_max_position_embeddings: 1024, high_freq_factor: 16 },
    });
    expect(scaled[0]).toBe(plain[0]);
    expect(scaled[2]).toBeCloseTo((plain[2] ?? 0) / 8, 12);
    const kept = ((1024 * (plain[1] ?? 0)) / (2 * Math.PI) - 1) / (16 - 1);
    expect(scaled[1]).toBeCloseTo((plain[1] ?? 0) * (kept + (1 - kept) / 8), 12);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(1);
  });
});

describe('a config that leaves fields out', () => {
  const SIZED = {
    hidden_size: 64,
    num_hidden_layers: 1,
    num_attention_heads: 32,
    head_dim: 4,
    intermediate_size: 8,
    vocab_size: 5,
    max_position_embeddings: 6,
  };

  // Of Hugging Face's configuration classes.
  it.each([
    ['llama', 32, 1e-6, 1e4],
    ['mistral', 8, 1e-6, 1e4],
    ['qwen2', 32, 1e-6, 1e4],
    ['qwen3', 32, 1e-6, 1e4],
    ['gemma', 16, 1e-6, 1e4],
    ['phi3', 32, 1e-5, 1e4],
    ['mixtral', 8, 1e-5, 1e6],
  ])('of %s means %i key/value heads, ε %f, θ %f', (model_type, kvHeads, epsilon, theta) => {
    const graph = buildGraph({ ...SIZED, model_type });
    expect(graph.dimensions.kvHeads).toBe(kvHeads);
    expect(graph.producer('layers.0.attention_norm')).toMatchObject({ epsilon });
    expect(graph.producer('layers.0.attention.query_rotated')).toMatchObject({ frequencies: [1, theta ** -0.5] });
    expect(buildGraph({ ...SIZED, model_type, num_key_value_heads: null }).dimensions.kvHeads).toBe(32);
  });
});

describe('a mixture of experts', () => {
  const YARN = { type: 'yarn', factor: 40, original_max_position_embeddings: 4096, mscale: 1, mscale_all_dim: 1 };

  it.each<[object, string]>([
    [{ ...SMALL_MIXTRAL, num_experts_per_tok: 6 }, 'num_experts_per_tok: expected a whole number from 1 to 5, got 6'],
    [
      { ...SMALL_MIXTRAL, num_hidden_layers: 1024, num_local_experts: 129 },
      'num_local_experts: expected no more than 131072 experts in all 1024 layers together, got 129',
    ],
    [
      { ...SMALL_DEEPSEEK, moe_intermediate_size: 2 ** 17, n_routed_experts: 7, n_shared_experts: 2, n_group: 1 },
      'n_routed_experts: expected no more than 1048576 hidden channels in all experts of a layer together, 2 shared ones included, of 131072 each, got 7',
    ],
    [{ ...SMALL_DEEPSEEK, n_group: 5 }, 'n_group: expected a number that divides n_routed_experts (12), got 5'],
    // A group of one expert has no two best ones.
    [{ ...SMALL_DEEPSEEK, n_group: 12 }, 'n_group: expected a number that divides n_routed_experts (12), got 12'],
    [{ ...SMALL_DEEPSEEK, topk_group: 5 }, 'topk_group: expected a whole number from 1 to 4, got 5'],
    // Two groups of three experts are kept.
    [{ ...SMALL_DEEPSEEK, num_experts_per_tok: 7 }, 'num_experts_per_tok: expected a whole number from 1 to 6, got 7'],
    [{ ...SMALL_DEEPSEEK, scoring_func: 'softmax' }, 'scoring_func: expected "sigmoid", got "softmax"'],
    [{ ...SMALL_DEEPSEEK, topk_method: 'greedy' }, 'topk_method: expected "noaux_tc", got "greedy"'],
    [{ ...SMALL_DEEPSEEK, num_key_value_heads: 2 }, 'num_key_value_heads: expected 4, got 2'],
    [
      { ...SMALL_DEEPSEEK, rope_scaling: { ...YARN, attention_factor: 2 } },
      'rope_scaling.attention_factor: expected no such field, got 2',
    ],
    [
      { ...SMALL_DEEPSEEK, rope_scaling: { ...YARN, truncate: false } },
      'rope_scaling.truncate: expected true, got false',
    ],
    [{ ...SMALL_DEEPSEEK, rope_scaling: YARN, rope_theta: 1 }, 'rope_theta: expected a number above 1, got 1'],
    [
      {
        ...SMALL_DEEPSEEK,
        rope_parameters: {
          type: 'yarn',
          factor: 2,
          original_max_position_embeddings: 9,
          mscale: 1e200,
          mscale_all_dim: 1e200,
        },
      },
      'rope_parameters: expected a scaling that leaves every number finite in single precision, got {"type":"yarn","factor":2,"original_max_position_embeddings":9,"mscale":1e+200,"…',
    ],
    [{ ...SMALL_DEEPSEEK, partial_rotary_factor: 0.5 }, 'partial_rotary_factor: expected 1, got 0.5'],
    [
      { ...SMALL_DEEPSEEK, rope_scaling: { type: 'linear', factor: 2 } },
      'rope_scaling.type: expected one of "default", "yarn", got "linear"',
    ],
    [{ ...SMALL_DEEPSEEK, rope_scaling: { ...YARN, mscale: 0.7 } }, 'rope_scaling.mscale: expected 1, got 0.7'],
    [
      { ...SMALL_DEEPSEEK, quantization_config: { quant_method: 'awq' } },
      'quantization_config.quant_method: expected "fp8", got "awq"',
    ],
  ])('%o is refused', (config, message) => {
    expect(refusal(config).message).toBe(message);
  });

  it('may have no query latent, no shared expert, no groups, no dense layers', () => {
    const graph = buildGraph({
      ...SMALL_DEEPSEEK,
      q_lora_rank: null,
      n_shared_experts: null,
      n_group: 1,
      topk_group: 1,
      first_k_dense_replace: 0,
    });
    expect(graph.has('layers.0.attention.query_latent')).toBe(false);
    expect(graph.producer('layers.0.attention.query')).toMatchObject({ input: 'layers.0.attention_norm' });
    expect(graph.has('layers.0.ffn.shared.gate')).toBe(false);
    expect(graph.producer('layers.0.ffn.routes')).toMatchObject({ groups: undefined, chosen: 3 });
    expect(graph.has('layers.0.ffn.experts.11.down')).toBe(true);
  });

  it.each([
    [{ rope_scaling: { type: 'default' } }],
    [{ rope_parameters: { rope_type: 'default' } }],
    [{ rope_parameters: { rope_theta: 10000 } }],
  ])('turns plainly for %o', (fields) => {
    const [plain, same] = [{}, fields].map((given) => buildGraph({ ...SMALL_DEEPSEEK, ...given }));
    const id = 'layers.0.attention.query_rotated';
    expect(same?.producer(id)).toEqual(plain?.producer(id));
  });

  it('is sharper by YaRN, whose slow pairs turn slower', () => {
    const [plain, scaled] = [null, { ...YARN, original_max_position_embeddings: 32 }].map((rope_scaling) =>
      buildGraph({ ...SMALL_DEEPSEEK, rope_scaling, qk_rope_head_dim: 8 }),
    );
    const read = (graph: typeof plain) => {
      const [scores, rotate] = ['scores', 'query_rotated'].map((name) => graph?.producer(`layers.0.attention.${name}`));
      return {
        scale: scores?.kind === 'scores' ? scores.scale : 0,
        frequencies: rotate?.kind === 'rotate' ? rotate.frequencies : [],
      };
    };
    expect(read(plain).scale).toBeCloseTo(1 / Math.sqrt(6 + 8), 12);
    expect(read(scaled).scale / read(plain).scale).toBeCloseTo((0.1 * Math.log(40) + 1) ** 2, 12);
    const slower = read(plain).frequencies.map((frequency, pair) => frequency / (read(scaled).frequencies[pair] ?? 0));
    expect(slower[0]).toBe(1);
    expect(slower.at(-1)).toBeCloseTo(40, 9);
  });
});
