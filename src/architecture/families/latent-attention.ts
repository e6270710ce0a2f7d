/**
 * Multi-head latent attention: queries, keys and values of all heads are made from two narrow latents, of which the one behind keys
 * and values is all that has to be remembered of a token, beside one key that all heads share. That one alone is turned by its
 * position. Source: DeepSeek-AI, “DeepSeek-V2”, 2024, section 2.1; names after Hugging Face's `modeling_deepseek.py`. Channels that
 * turn stay in the order of the checkpoint, neighbours together, as in DeepSeek's `inference/model.py`; Hugging Face's code puts
 * those of queries and keys into another order, which is the same for both, so that no score differs.
 */
import type { Module, TensorId } from '../graph.ts';
import { ModuleBuilder } from '../module.ts';
import { axis, causalAttention, layerInput, streamAxes, TOKENS } from './common.ts';
import { inLayer, linear, type Normed, rmsNorm, streamNorm, whole } from './llama-parts.ts';

export interface LatentAttention {
  /** Channels of the latent that queries are made from; undefined where they are made from the stream. */
  readonly queryLatent: number | undefined;
  readonly keyValueLatent: number;
  /** Channels of a head's own key. */
  readonly still: number;
  /** Channels of the shared key. */
  readonly turning: number;
  /** Channels of a value. */
  readonly value: number;
  /** Of the turning pairs. */
  readonly frequencies: readonly number[];
  /** What scores are multiplied by, beside the root of a query's channels. */
  readonly sharpness: number;
}

/** @param left The stream that it reads and adds to. */
export function latentAttention(
  model: Normed,
  sizes: LatentAttention,
  layer: number,
  left: TensorId = layerInput(layer),
): Module {
  const { width, heads } = model.dimensions;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.attention`;
  const builder = new ModuleBuilder();
  const channels = axis('channel', width);
  const norm = { output: `${prefix}.attention_norm`, input: left, name: `${prefix}.input_layernorm` };
  const input = streamNorm(builder, model, norm);
  const query = queries(builder, model, sizes, layer, input);
  const { key, value, remembered } = keysAndValues(builder, model, sizes, layer, input);
  const mixed = causalAttention(
    builder,
    id,
    { heads, kvHeads: heads, headDimension: sizes.still + sizes.turning, valueDimension: sizes.value },
    { query, key, value },
    sizes.sharpness,
  );
  const right = linear(builder, {
    output: `${id}.output`,
    input: mixed,
    stored: inLayer(layer, whole('self_attn.o_proj', width)),
    from: axis('mixedChannel', heads * sizes.value),
    to: channels,
    biased: false,
  });
  const output = `${prefix}.attention_residual`;
  builder.compute({ kind: 'add', output, left, right }, 'residual', streamAxes(model.dimensions));
  return { ...builder.module(id, 'layer.attention'), remembered };
}

/** A latent and its norm. Returns the id of the latter. */
function latent(
  builder: ModuleBuilder,
  model: Normed,
  layer: number,
  part: { readonly id: string; readonly input: TensorId; readonly extent: number; readonly rows: number },
  names: { readonly matrix: string; readonly norm: string },
): TensorId {
  const output = `layers.${layer}.attention.${part.id}`;
  const to = axis('latent', part.extent);
  linear(builder, {
    output,
    input: part.input,
    stored: inLayer(layer, { name: names.matrix, first: 0, rows: part.rows }),
    from: axis('channel', model.dimensions.width),
    to,
    biased: false,
  });
  return rmsNorm(builder, model, {
    output: `${output}_norm`,
    input: output,
    name: `layers.${layer}.${names.norm}`,
    rows: [TOKENS],
    along: to,
  });
}

/** The last channels of each head's query turn, the ones before stay. */
function queries(
  builder: ModuleBuilder,
  model: Normed,
  sizes: LatentAttention,
  layer: number,
  normed: TensorId,
): TensorId {
  const { queryLatent: extent, still, turning, frequencies } = sizes;
  const { heads: count, width } = model.dimensions;
  const heads = axis('head', count);
  const to = axis('headChannel', still + turning);
  const isNarrow = extent !== undefined;
  const input = isNarrow
    ? latent(
        builder,
        model,
        layer,
        { id: 'query_latent', input: normed, extent, rows: extent },
        { matrix: 'self_attn.q_a_proj', norm: 'self_attn.q_a_layernorm' },
      )
    : normed;
  const query = linear(builder, {
    output: `layers.${layer}.attention.query`,
    input,
    stored: inLayer(layer, whole(isNarrow ? 'self_attn.q_b_proj' : 'self_attn.q_proj', count * to.extent)),
    from: isNarrow ? axis('latent', extent) : axis('channel', width),
    to,
    heads,
    biased: false,
  });
  return builder.compute(
    { kind: 'rotate', output: `${query}_rotated`, input: query, frequencies, still, pairing: 'neighbours' },
    'activation',
    [heads, TOKENS, to],
  );
}

function keysAndValues(builder: ModuleBuilder, model: Normed, sizes: LatentAttention, layer: number, normed: TensorId) {
  const { keyValueLatent: extent, still, turning, frequencies } = sizes;
  const { heads: count, width } = model.dimensions;
  const id = `layers.${layer}.attention`;
  const heads = axis('kvHead', count);
  const from = axis('latent', extent);
  const matrix = 'self_attn.kv_a_proj_with_mqa';
  const rows = extent + turning;
  const input = latent(
    builder,
    model,
    layer,
    { id: 'key_value_latent', input: normed, extent, rows },
    { matrix, norm: 'self_attn.kv_a_layernorm' },
  );
  // Each head has its key's rows, and below them its value's.
  const headRows = still + sizes.value;
  const ofHeads = (part: 'key' | 'value', channels: number, first: number) =>
    linear(builder, {
      output: `${id}.${part}`,
      input,
      stored: inLayer(layer, { name: 'self_attn.kv_b_proj', first, rows: count * headRows }),
      from,
      to: axis('headChannel', channels),
      heads,
      headRows,
      biased: false,
    });
  const own = ofHeads('key', still, 0);
  const shared = linear(builder, {
    output: `${id}.key_shared`,
    input: normed,
    stored: inLayer(layer, { name: matrix, first: extent, rows }),
    from: axis('channel', width),
    to: axis('headChannel', turning),
    biased: false,
  });
  const right = builder.compute(
    { kind: 'rotate', output: `${shared}_rotated`, input: shared, frequencies, still: 0, pairing: 'neighbours' },
    'activation',
    [TOKENS, axis('headChannel', turning)],
  );
  const key = builder.compute({ kind: 'join', output: `${id}.key_rotated`, left: own, right }, 'activation', [
    heads,
    TOKENS,
    axis('headChannel', still + turning),
  ]);
  return { key, value: ofHeads('value', sizes.value, still), remembered: [input, right] };
}
