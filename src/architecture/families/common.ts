/** What decoder-only transformers have in common: the axes, causal attention, and the way out from the last norm to probabilities. */
import type { Axis, AxisName, Dimensions, Module, Stored, TensorId } from '../graph.ts';
import { ModuleBuilder, storedAsIs, storedTransposed } from '../module.ts';

export const TOKENS: Axis = { name: 'token', extent: 'tokens' };
const KEYS: Axis = { name: 'key', extent: 'tokens' };

/** An axis whose length the config decides. */
export interface SizedAxis extends Axis {
  readonly extent: number;
}

export function axis(name: AxisName, extent: number): SizedAxis {
  return { name, extent };
}

/** Axes of the residual stream and of all that is added to it: [token, channel]. */
export function streamAxes(dimensions: Dimensions): Axis[] {
  return [TOKENS, axis('channel', dimensions.width)];
}

/** `tokens`, the table and the row of each token: the way in of every family. Returns the id of `embedding.token`. */
export function tokenEmbedding(builder: ModuleBuilder, dimensions: Dimensions, names: readonly string[]): TensorId {
  const tokens = builder.tokens('tokens');
  const table = builder.weight(
    'embedding.token.weight',
    [axis('vocab', dimensions.vocabulary), axis('channel', dimensions.width)],
    storedAsIs(names, [dimensions.vocabulary, dimensions.width]),
    'embedding',
  );
  return builder.compute(
    { kind: 'gather', output: 'embedding.token', tokens, table },
    'embedding',
    streamAxes(dimensions),
  );
}

/** The tensors that attention compares and mixes: query [head, token, headChannel], key and value [kvHead, token, headChannel]. */
export interface AttentionInputs {
  readonly query: TensorId;
  readonly key: TensorId;
  readonly value: TensorId;
}

/** Axes of a query, key or value weight, its bias and its output, heads as slabs. */
export function headAxes(part: keyof AttentionInputs, dimensions: Dimensions) {
  const heads = part === 'query' ? axis('head', dimensions.heads) : axis('kvHead', dimensions.kvHeads);
  const headChannels = axis('headChannel', dimensions.headDimension);
  return {
    heads,
    headChannels,
    weight: [heads, axis('channel', dimensions.width), headChannels],
    bias: [heads, headChannels],
    output: [heads, TOKENS, headChannels],
  };
}

export interface HeadSizes extends Pick<Dimensions, 'heads' | 'kvHeads' | 'headDimension'> {
  /** Channels of a value, where these are not as many as those of a query. */
  readonly valueDimension?: number;
}

/**
 * Scores, their softmax, and the values mixed by it: causal attention for each head, heads side by side again at the end.
 * @param sharpness What scores are multiplied by, after they are divided by the root of the head dimension.
 */
export function causalAttention(
  builder: ModuleBuilder,
  prefix: string,
  { heads, kvHeads, headDimension, valueDimension = headDimension }: HeadSizes,
  { query, key, value }: AttentionInputs,
  sharpness = 1,
): TensorId {
  const queriesPerKey = heads / kvHeads;
  const pairAxes = [axis('head', heads), TOKENS, KEYS];
  const scale = sharpness / Math.sqrt(headDimension);
  const scores = builder.compute(
    { kind: 'scores', output: `${prefix}.scores`, query, key, scale, queriesPerKey },
    'attention',
    pairAxes,
  );
  const weights = builder.compute(
    { kind: 'softmax', output: `${prefix}.weights`, input: scores },
    'attention',
    pairAxes,
  );
  return builder.compute({ kind: 'mix', output: `${prefix}.mixed`, weights, value, queriesPerKey }, 'activation', [
    TOKENS,
    axis('channel', heads * valueDimension),
  ]);
}

/** Where a checkpoint keeps the output matrix: a tensor [vocab, channel] of its own, or the token table once more. */
export interface OutputMatrix {
  readonly names: readonly string[];
  readonly tied: boolean;
}

/**
 * The way out of every family. `finalNorm` adds the norm that reads the last residual and returns its id; logits and
 * probabilities follow.
 */
export function headModule(
  dimensions: Dimensions,
  matrix: OutputMatrix,
  finalNorm: (builder: ModuleBuilder, input: TensorId) => TensorId,
): Module {
  const builder = new ModuleBuilder();
  outputs(builder, dimensions, matrix, finalNorm(builder, layerInput(dimensions.layers)));
  return builder.module('head', 'head');
}

/** Logits and probabilities of what a norm made. @param prefix Of their ids. */
export function outputs(
  builder: ModuleBuilder,
  { width, vocabulary }: Dimensions,
  matrix: OutputMatrix,
  input: TensorId,
  prefix = '',
): void {
  const weightAxes = [axis('channel', width), axis('vocab', vocabulary)];
  const stored: Stored = storedTransposed(matrix.names, vocabulary, width);
  const weight = matrix.tied
    ? builder.tiedWeight(`${prefix}logits.weight`, weightAxes, stored, 'embedding', 'embedding.token.weight')
    : builder.weight(`${prefix}logits.weight`, weightAxes, stored, 'embedding');
  const outputAxes = [TOKENS, axis('vocab', vocabulary)];
  const logits = builder.compute(
    { kind: 'linear', output: `${prefix}logits`, input, weight, inner: 'channel' },
    'activation',
    outputAxes,
  );
  builder.compute({ kind: 'softmax', output: `${prefix}probabilities`, input: logits }, 'attention', outputAxes);
}

/** The id of the residual stream that enters a layer. */
export function layerInput(layer: number): TensorId {
  return layer === 0 ? 'embedding' : `layers.${layer - 1}.ffn_residual`;
}
