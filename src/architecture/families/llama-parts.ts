/**
 * The parts that Llama and its kin are put together from. Linear weights are stored [out, in], heads one under another.
 * A kin that differs in one part takes the others from here.
 */
import type { ActivationFunction, Axis, Dimensions, Module, Op, TensorId } from '../graph.ts';
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
import type { Blueprint } from './family.ts';
import type { LlamaConfig } from './llama-config.ts';

/** One of the kin: what its config says, and what holds for all models of its kind. */
export interface Llama extends LlamaConfig {
  readonly projections: Projections;
  /** `offset` of every norm. */
  readonly normOffset: number;
}

/** The weights that read a norm's output, each by where it is stored. */
export type Projections = Readonly<Record<keyof AttentionInputs | 'gate' | 'up', StoredRows>>;

/** Rows of a stored matrix [rows, columns] of a layer, which may hold several weights one under another. */
export interface StoredRows {
  /** Without the layer, `.weight` and `.bias`. */
  readonly name: string;
  readonly first: number;
  /** How many rows the stored matrix has. */
  readonly rows: number;
}

/** Each weight in a matrix of its own. */
export function separateProjections({ heads, kvHeads, headDimension, hidden }: Dimensions): Projections {
  return {
    query: whole('self_attn.q_proj', heads * headDimension),
    key: whole('self_attn.k_proj', kvHeads * headDimension),
    value: whole('self_attn.v_proj', kvHeads * headDimension),
    gate: whole('mlp.gate_proj', hidden),
    up: whole('mlp.up_proj', hidden),
  };
}

/** All of a stored matrix. */
export function whole(name: string, rows: number): StoredRows {
  return { name, first: 0, rows };
}

/** A model of which every part is Llama's. */
export function llamaBlueprint(family: string, model: Llama): Blueprint {
  return {
    family,
    dimensions: model.dimensions,
    embedding: () => embedding(model),
    layerKind: () => 'layer',
    layer: (layer) => [attention(model, layer), feedForward(model, layer)],
    head: () => head(model),
  };
}

/** With the prefix of the language model, and without it as the bare model is saved. */
export function checkpointNames(name: string): string[] {
  return [`model.${name}`, name];
}

interface Linear {
  readonly output: TensorId;
  readonly input: TensorId;
  readonly stored: StoredRows;
  readonly from: SizedAxis;
  readonly to: SizedAxis;
  /** Where there are heads: each has rows of its own. */
  readonly heads?: SizedAxis;
  /** From the first row of a head to that of the next: as many as it has, unless rows of another weight stand between. */
  readonly headRows?: number;
  readonly biased: boolean;
}

/** A product with some rows of a stored matrix, and the same ones of a bias where the config has one. */
export function linear(
  builder: ModuleBuilder,
  { output, input, stored, from, to, biased, ...ofHeads }: Linear,
): TensorId {
  const { name, first, rows } = stored;
  const { heads, headRows = to.extent } = ofHeads;
  const slabs = heads === undefined ? [] : [heads];
  const weight = builder.weight(`${output}.weight`, [...slabs, from, to], {
    names: checkpointNames(`${name}.weight`),
    shape: [rows, from.extent],
    offset: first * from.extent,
    strides: [...slabs.map(() => headRows * from.extent), 1, from.extent],
  });
  const bias = biased
    ? builder.weight(`${output}.bias`, [...slabs, to], {
        names: checkpointNames(`${name}.bias`),
        shape: [rows],
        offset: first,
        strides: [...slabs.map(() => headRows), 1],
      })
    : undefined;
  const op = { kind: 'linear', output, input, weight, bias, inner: from.name } as const;
  return builder.compute(op, 'activation', [...slabs, TOKENS, to]);
}

interface RmsNorm {
  readonly output: TensorId;
  readonly input: TensorId;
  /** In the checkpoint, without `.weight`. */
  readonly name: string;
  /** Axes of what it reads and makes, in front of the one along which it works. */
  readonly rows: readonly Axis[];
  readonly along: SizedAxis;
}

export function rmsNorm(
  builder: ModuleBuilder,
  { epsilon, normOffset }: Pick<Llama, 'epsilon' | 'normOffset'>,
  { output, input, name, rows, along }: RmsNorm,
): TensorId {
  const weight = builder.weight(
    `${output}.weight`,
    [along],
    storedAsIs(checkpointNames(`${name}.weight`), [along.extent]),
  );
  return builder.compute({ kind: 'rmsNorm', output, input, weight, offset: normOffset, epsilon }, 'normalisation', [
    ...rows,
    along,
  ]);
}

/** What a norm of the stream has to know. */
export type Normed = Pick<Llama, 'dimensions' | 'epsilon' | 'normOffset'>;

/** A norm of the stream. */
export function streamNorm(
  builder: ModuleBuilder,
  model: Normed,
  norm: Pick<RmsNorm, 'output' | 'input' | 'name'>,
): TensorId {
  return rmsNorm(builder, model, { ...norm, rows: [TOKENS], along: axis('channel', model.dimensions.width) });
}

/** @param enter How a token's row becomes the stream's; made of `input`, called `embedding`. */
export function embedding(
  { dimensions }: Pick<Llama, 'dimensions'>,
  enter: (input: TensorId) => Op = (input) => ({ kind: 'copy', output: 'embedding', input }),
): Module {
  const builder = new ModuleBuilder();
  const input = tokenEmbedding(builder, dimensions, checkpointNames('embed_tokens.weight'));
  builder.compute(enter(input), 'residual', streamAxes(dimensions));
  return builder.module('embedding', 'embedding');
}

/** What is done with queries and keys before they are turned. Returns the id of what it makes of `input`. */
export type BeforeTurn = (builder: ModuleBuilder, part: 'query' | 'key', input: TensorId) => TensorId;

export function attention(
  model: Llama,
  layer: number,
  beforeTurn: BeforeTurn = (_builder, _part, input) => input,
): Module {
  const { dimensions, biases, projections } = model;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.attention`;
  const builder = new ModuleBuilder();
  const left = layerInput(layer);
  const channels = axis('channel', dimensions.width);
  const normed = { output: `${prefix}.attention_norm`, input: left, name: `${prefix}.input_layernorm` };
  const input = streamNorm(builder, model, normed);
  const project = (part: keyof AttentionInputs) => {
    const { heads, headChannels } = headAxes(part, dimensions);
    const stored = inLayer(layer, projections[part]);
    const biased = biases.queryKeyValue;
    return linear(builder, { output: `${id}.${part}`, input, stored, from: channels, to: headChannels, heads, biased });
  };
  const [query, key, value] = [project('query'), project('key'), project('value')];
  const ready = { query: beforeTurn(builder, 'query', query), key: beforeTurn(builder, 'key', key) };
  const turned = (part: 'query' | 'key') =>
    builder.compute(
      {
        kind: 'rotate',
        output: `${id}.${part}_rotated`,
        input: ready[part],
        frequencies: model.frequencies,
        still: 0,
        pairing: 'halves',
      },
      'activation',
      headAxes(part, dimensions).output,
    );
  const inputs = { query: turned('query'), key: turned('key'), value };
  const right = linear(builder, {
    output: `${id}.output`,
    input: causalAttention(builder, id, dimensions, inputs),
    stored: inLayer(layer, whole('self_attn.o_proj', dimensions.width)),
    from: axis('mixedChannel', dimensions.heads * dimensions.headDimension),
    to: channels,
    biased: biases.output,
  });
  const output = `${prefix}.attention_residual`;
  builder.compute({ kind: 'add', output, left, right }, 'residual', streamAxes(dimensions));
  return builder.module(id, 'layer.attention');
}

export function feedForward(model: Normed & Pick<Llama, 'projections' | 'gate' | 'biases'>, layer: number): Module {
  const { dimensions, projections } = model;
  const prefix = `layers.${layer}`;
  const id = `${prefix}.ffn`;
  const builder = new ModuleBuilder();
  const left = `${prefix}.attention_residual`;
  const normed = { output: `${prefix}.ffn_norm`, input: left, name: `${prefix}.post_attention_layernorm` };
  const right = gatedFeedForward(builder, {
    id,
    input: streamNorm(builder, model, normed),
    stored: {
      gate: inLayer(layer, projections.gate),
      up: inLayer(layer, projections.up),
      down: inLayer(layer, whole('mlp.down_proj', dimensions.width)),
    },
    channels: axis('channel', dimensions.width),
    hidden: axis('hidden', dimensions.hidden),
    gate: model.gate,
    biased: model.biases.feedForward,
  });
  const output = `${prefix}.ffn_residual`;
  builder.compute({ kind: 'add', output, left, right }, 'residual', streamAxes(dimensions));
  return builder.module(id, 'layer.ffn');
}

export interface GatedFeedForward {
  /** What stands before the ids of its tensors. */
  readonly id: string;
  readonly input: TensorId;
  readonly stored: Readonly<Record<'gate' | 'up' | 'down', StoredRows>>;
  readonly channels: SizedAxis;
  readonly hidden: SizedAxis;
  /** The function that opens the gate. */
  readonly gate: ActivationFunction;
  readonly biased: boolean;
}

/** `down(function(gate(x)) · up(x))`. Returns the id of what it makes. */
export function gatedFeedForward(builder: ModuleBuilder, part: GatedFeedForward): TensorId {
  const { id, input, stored, channels, hidden, biased } = part;
  const hiddenAxes = [TOKENS, hidden];
  const into = (name: 'gate' | 'up') =>
    linear(builder, { output: `${id}.${name}`, input, stored: stored[name], from: channels, to: hidden, biased });
  const gate = into('gate');
  const left = builder.compute(
    { kind: 'activate', output: `${id}.gate_activated`, input: gate, function: part.gate },
    'activation',
    hiddenAxes,
  );
  const right = into('up');
  const activated = builder.compute(
    { kind: 'multiply', output: `${id}.activated`, left, right },
    'activation',
    hiddenAxes,
  );
  return linear(builder, {
    output: `${id}.down`,
    input: activated,
    stored: stored.down,
    from: hidden,
    to: channels,
    biased,
  });
}

export function head(model: Normed & Pick<Llama, 'tied'>): Module {
  const matrix = { names: model.tied ? checkpointNames('embed_tokens.weight') : ['lm_head.weight'], tied: model.tied };
  return headModule(model.dimensions, matrix, (builder, input) =>
    streamNorm(builder, model, { output: 'final_norm', input, name: 'norm' }),
  );
}

export function inLayer(layer: number, stored: StoredRows): StoredRows {
  return { ...stored, name: `layers.${layer}.${stored.name}` };
}
