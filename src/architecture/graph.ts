/**
 * What a transformer is: named tensors with named axes, the ops that make one from others, and the modules they belong to.
 * Every other part of the program (layout, ONNX, tally, explanation, addresses) reads this description and nothing else.
 */

/** Public address of a tensor, for example `layers.2.attention.scores` or `layers.2.ffn.up.weight`. */
export type TensorId = string;

/**
 * How long an axis is: a number known from the config, or as many as there are tokens. Axis `past` counts those that passes before
 * have taken in, `key` these and the ones of the pass; every other axis of tokens counts those of the pass.
 */
export type Extent = number | 'tokens';

/**
 * `mixedChannel` is the input axis of a matrix that makes numbers of the stream: of the output projection heads × head dimension,
 * which need not be the width.
 */
export type AxisName =
  | 'token'
  | 'key'
  | 'past'
  | 'position'
  | 'channel'
  | 'mixedChannel'
  | 'head'
  | 'kvHead'
  | 'headChannel'
  | 'hidden'
  | 'latent'
  | 'expert'
  | 'vocab';

export interface Axis {
  readonly name: AxisName;
  readonly extent: Extent;
}

/** What a tensor is to the story; decides the colour of its frame, never of its cells. */
export type Role = 'residual' | 'embedding' | 'normalisation' | 'attention' | 'activation' | 'weight';

/**
 * Where a weight's numbers stand in the checkpoint. A block is a view of a stored tensor: its cell [i, j, …] is the stored
 * element `offset + i·strides[0] + j·strides[1] + …`, counted in elements of the stored tensor in row-major order.
 */
export interface Stored {
  /** Names under which checkpoints hold the tensor, the usual one first. */
  readonly names: readonly string[];
  /** Shape of the whole stored tensor. */
  readonly shape: readonly number[];
  readonly offset: number;
  /** One stride for each axis of the block. */
  readonly strides: readonly number[];
}

interface TensorBase {
  readonly id: TensorId;
  readonly role: Role;
  /** In the order in which cells are addressed. */
  readonly axes: readonly Axis[];
}

/** The token ids that enter the model, axes [token]. */
export interface TokensTensor extends TensorBase {
  readonly kind: 'tokens';
}

export interface WeightTensor extends TensorBase {
  readonly kind: 'weight';
  readonly stored: Stored;
  /** A tied tensor is drawn in both places and counted once: this names the one that is counted. */
  readonly sameNumbersAs?: TensorId;
}

export interface ActivationTensor extends TensorBase {
  readonly kind: 'activation';
}

export type Tensor = TokensTensor | WeightTensor | ActivationTensor;

/** Elementwise functions: those inside the feed-forward part, and the one that makes a router's scores of its logits. */
export type ActivationFunction = 'gelu_tanh' | 'gelu_erf' | 'silu' | 'relu' | 'sigmoid';

/** `output[token, channel] = table[tokens[token], channel]`. */
export interface GatherOp {
  readonly kind: 'gather';
  readonly output: TensorId;
  readonly tokens: TensorId;
  readonly table: TensorId;
}

/** `output[token, channel] = table[past + token, channel]`: a learned row for each position. */
export interface PositionOp {
  readonly kind: 'position';
  readonly output: TensorId;
  readonly table: TensorId;
}

/** Elementwise sum of two tensors of equal axes. */
export interface AddOp {
  readonly kind: 'add';
  readonly output: TensorId;
  readonly left: TensorId;
  readonly right: TensorId;
}

/** Equal numbers under a second name: `embedding` of a family without a position table. */
export interface CopyOp {
  readonly kind: 'copy';
  readonly output: TensorId;
  readonly input: TensorId;
}

/** `output = factor · input`, number by number. */
export interface ScaleOp {
  readonly kind: 'scale';
  readonly output: TensorId;
  readonly input: TensorId;
  readonly factor: number;
}

/** `(x − mean) / √(variance + ε) · weight + bias` over the last axis. */
export interface LayerNormOp {
  readonly kind: 'layerNorm';
  readonly output: TensorId;
  readonly input: TensorId;
  readonly weight: TensorId;
  readonly bias?: TensorId;
  readonly epsilon: number;
}

/** `x / √(mean(x²) + ε) · (offset + weight)` over the last axis. */
export interface RmsNormOp {
  readonly kind: 'rmsNorm';
  readonly output: TensorId;
  readonly input: TensorId;
  readonly weight: TensorId;
  /** 0, or 1 where the stored weights are what a scale differs from 1. */
  readonly offset: number;
  readonly epsilon: number;
}

/**
 * A matrix product over `inner`: `output[…, token, outer] = Σ_inner input[token, inner] · weight[…, inner, outer] + bias[…, outer]`.
 * The input's last axis meets the weight's axis `inner`. A weight with a head axis makes an output with the same head axis
 * in front; its last axis is the output's last axis.
 */
export interface LinearOp {
  readonly kind: 'linear';
  readonly output: TensorId;
  readonly input: TensorId;
  readonly weight: TensorId;
  readonly bias?: TensorId;
  readonly inner: AxisName;
}

/**
 * Rotary positions: the two channels of each pair turn together by the angle `(past + token) · frequencies[pair]` (radians, scaling
 * already applied). The pairs are the last channels, two for each frequency; those before them stay as they are.
 */
export interface RotateOp {
  readonly kind: 'rotate';
  readonly output: TensorId;
  readonly input: TensorId;
  readonly frequencies: readonly number[];
  /** Channels before the pairs. */
  readonly still: number;
  /** Which channels are pair p, counted from the first that turns: p and p + half of them, or the neighbours 2p and 2p + 1. */
  readonly pairing: 'halves' | 'neighbours';
}

/**
 * The channels of two tensors one after another: `output[head, token, ·] = left[head, token, ·], right[token, ·]`. The right one has
 * no heads: every head gets the same.
 */
export interface JoinOp {
  readonly kind: 'join';
  readonly output: TensorId;
  readonly left: TensorId;
  readonly right: TensorId;
}

/**
 * `output[head, token, key] = scale · Σ_headChannel query[head, token, ·] · key[kvHead, key, ·]`, −Infinity where key > past + token.
 * Query head h reads kv head `floor(h / queriesPerKey)`.
 */
export interface ScoresOp {
  readonly kind: 'scores';
  readonly output: TensorId;
  readonly query: TensorId;
  readonly key: TensorId;
  /** Keys of the passes before, [kvHead, past, headChannel], which stand before those of `key`. */
  readonly past?: TensorId;
  readonly scale: number;
  readonly queriesPerKey: number;
}

/** Softmax over the last axis. */
export interface SoftmaxOp {
  readonly kind: 'softmax';
  readonly output: TensorId;
  readonly input: TensorId;
}

/**
 * `output[token, head · headDimension + c] = Σ_key weights[head, token, key] · value[floor(head / queriesPerKey), key, c]`.
 */
export interface MixOp {
  readonly kind: 'mix';
  readonly output: TensorId;
  readonly weights: TensorId;
  readonly value: TensorId;
  /** Values of the passes before, [kvHead, past, headChannel], which stand before those of `value`. */
  readonly past?: TensorId;
  readonly queriesPerKey: number;
}

/** An elementwise function of one tensor. */
export interface ActivateOp {
  readonly kind: 'activate';
  readonly output: TensorId;
  readonly input: TensorId;
  readonly function: ActivationFunction;
}

/** Elementwise product of two tensors of equal axes. */
export interface MultiplyOp {
  readonly kind: 'multiply';
  readonly output: TensorId;
  readonly left: TensorId;
  readonly right: TensorId;
}

/**
 * A router's choice of experts: `output[token, expert] = scale · input[token, expert]` for the `chosen` experts of the token, 0 for
 * all others; with `isNormalised` divided by the sum of the chosen scores.
 *
 * Chosen are those with the largest `input + bias`. Where experts stand in groups (neighbours, all groups equally many), only the
 * `kept` groups take part whose two largest such numbers have the largest sum. Sources: Jiang and others, “Mixtral of Experts”,
 * 2024; DeepSeek-AI, “DeepSeek-V3 Technical Report”, 2024, with its `inference/model.py`.
 */
export interface RouteOp {
  readonly kind: 'route';
  readonly output: TensorId;
  /** The scores. */
  readonly input: TensorId;
  /** Axes [expert]: changes which experts are chosen and not how much they count. */
  readonly bias?: TensorId;
  readonly chosen: number;
  readonly groups?: { readonly count: number; readonly kept: number };
  readonly isNormalised: boolean;
  readonly scale: number;
}

/** What an expert gets to see: `output[token, channel] = input[token, channel]` where `routes[token, expert] > 0`, else 0. */
export interface DispatchOp {
  readonly kind: 'dispatch';
  readonly output: TensorId;
  readonly input: TensorId;
  readonly routes: TensorId;
  readonly expert: number;
}

/** `output[token, channel] = Σ_expert routes[token, expert] · experts[expert][token, channel] + shared[token, channel]`. */
export interface CombineOp {
  readonly kind: 'combine';
  readonly output: TensorId;
  readonly routes: TensorId;
  /** What each expert made, in their order. */
  readonly experts: readonly TensorId[];
  /** What every token gets besides. */
  readonly shared?: TensorId;
}

export type Op =
  | GatherOp
  | PositionOp
  | AddOp
  | CopyOp
  | ScaleOp
  | LayerNormOp
  | RmsNormOp
  | LinearOp
  | RotateOp
  | JoinOp
  | ScoresOp
  | SoftmaxOp
  | MixOp
  | ActivateOp
  | MultiplyOp
  | RouteOp
  | DispatchOp
  | CombineOp;

/**
 * A part of the model: the whole (`''`), `embedding`, `layers.N`, `layers.N.attention`, `layers.N.ffn`, `layers.N.ffn.experts`, `head`,
 * and `layers.N` again with the number after the last layer's, for one behind the head.
 * Two modules of one graph with equal `kind` have the same tensors and ops up to the prefix of their ids, so a layout of
 * one serves for all. `modules` may be made on first use: a model of many layers costs nothing until somebody looks.
 */
export interface Module {
  readonly id: string;
  readonly kind: string;
  /** Tensors that belong to this module itself, in the order of computation, weights before what they make. */
  readonly tensors: readonly Tensor[];
  readonly ops: readonly Op[];
  readonly modules: readonly Module[];
  /**
   * Set where the modules in this one are alternatives of one kind, such as experts: how many of them a token goes through. The ids of
   * all that is in one of them begin with its own id, which is that of this module and its number.
   */
  readonly awake?: number;
  /**
   * Tensors with all that has to be remembered of a token for later ones, where they have fewer numbers than the keys and values that
   * attention reads: these can be made of them again.
   */
  readonly remembered?: readonly TensorId[];
}

/** The sizes that a person asks for first. */
export interface Dimensions {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDimension: number;
  readonly hidden: number;
  /** Of a mixture, in each of its layers: how many are chosen from. */
  readonly experts?: number;
  /** Of one expert, where that is another than of a feed-forward part without experts. */
  readonly expertHidden?: number;
  /** Layers behind the head that predict a token further on, where a model can have such: 0 unless they are to be shown. */
  readonly further?: number;
  readonly vocabulary: number;
  /** Most tokens that one run can take. */
  readonly context: number;
}

export interface Graph {
  readonly family: string;
  readonly dimensions: Dimensions;
  readonly root: Module;
  /** Of a hall, which is several models as one: these. */
  readonly members?: readonly { readonly name: string; readonly graph: Graph }[];
  /** @throws Error naming the id when the graph has no such tensor. */
  tensor(id: TensorId): Tensor;
  has(id: TensorId): boolean;
  /** The op that makes a tensor; undefined for weights and tokens. */
  producer(id: TensorId): Op | undefined;
  /** The ops that read a tensor. */
  consumers(id: TensorId): readonly Op[];
  /** Every tensor, in the order of computation. */
  tensors(): Iterable<Tensor>;
  /** Every op, in the order of computation. */
  ops(): Iterable<Op>;
}

/** Numbers with their axes: what travels between the parts of the program. Row-major. */
export interface TensorData {
  /** Names: of a block those of its axes, of a tensor as it is stored `storedAxes`. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The shape of a tensor in a pass over `tokens` tokens, after `past` others that passes before have taken in. */
export function shapeOf(tensor: Tensor, tokens: number, past = 0): number[] {
  return tensor.axes.map(({ name, extent }) => {
    if (extent !== 'tokens') return extent;
    if (name === 'past') return past;
    return name === 'key' ? past + tokens : tokens;
  });
}

/** Whether a tensor has a number for each pair [token, key]: those of keys after the token are masked. */
export const isCausal = ({ axes }: Pick<Tensor, 'axes'>): boolean => axes.at(-1)?.name === 'key';
