/**
 * The graph as an ONNX model: every tensor id becomes a value of that name with exactly the graph's axes (no batch axis), every
 * weight an initialiser that points into the checkpoint's own bytes.
 */

import type {
  ActivateOp,
  Graph,
  LayerNormOp,
  LinearOp,
  MixOp,
  Op,
  PositionOp,
  RmsNormOp,
  RotateOp,
  ScoresOp,
  TensorId,
  WeightTensor,
} from '../architecture/graph.ts';
import { operandsOf } from '../architecture/graph.ts';
import { InferenceError } from './errors.ts';
import { type Attributes, ElementType, OnnxModel } from './onnx-model.ts';
import { type ColumnRange, columnsOf, findWeight, isWhole, type StoredWeights } from './weights.ts';

/** Name of the model's input: the token ids, int64, axes [token]. */
export const TOKENS_INPUT: TensorId = 'tokens';

export interface LoweringOptions {
  /** The activations that a run may ask for. What none of them needs is left out. */
  readonly outputs: readonly TensorId[];
  readonly weights: StoredWeights;
}

/**
 * Lowers the graph to the bytes of an ONNX model in standard operators, with weights as external data. Computes in float32;
 * F16 and BF16 weights are cast by the runtime.
 * @throws {InferenceError} WeightMissing, WeightShape, WeightDtype, NotLowerable, UnknownTensor
 */
export function lowerToOnnx(graph: Graph, { outputs, weights }: LoweringOptions): Uint8Array {
  const lowering = new Lowering(graph, weights);
  for (const op of neededOps(graph, outputs)) lowering.add(op);
  return lowering.encode(outputs);
}

/** The activations that can be traced: all that an op makes, in the order of computation. */
export function traceableIds(graph: Graph): TensorId[] {
  return Array.from(graph.ops(), (op) => op.output);
}

/** The ops that the outputs depend on, in the order of computation. */
function neededOps(graph: Graph, outputs: readonly TensorId[]): Op[] {
  const needed = new Set<TensorId>(outputs);
  for (const id of outputs) {
    if (graph.producer(id) === undefined) {
      throw new InferenceError('UnknownTensor', `"${id}" is not an activation of this model, so no run computes it.`);
    }
  }
  // A tensor is made before it is read, so one walk from the end meets every reader before the maker.
  const backwards = [...graph.ops()].reverse().filter((op) => {
    if (!needed.has(op.output)) return false;
    for (const operand of operandsOf(op)) needed.add(operand.id);
    return true;
  });
  return backwards.reverse();
}

/** Dtypes of stored weights that the runtime can cast to float32. */
const WEIGHT_TYPES: Readonly<Record<string, ElementType>> = {
  F32: ElementType.float,
  F16: ElementType.float16,
  BF16: ElementType.bfloat16,
};

class Lowering {
  readonly #graph: Graph;
  readonly #weights: StoredWeights;
  readonly #model = new OnnxModel();
  /** Names of values that several ops share. */
  readonly #shared = new Set<string>();

  constructor(graph: Graph, weights: StoredWeights) {
    this.#graph = graph;
    this.#weights = weights;
  }

  encode(outputs: readonly TensorId[]): Uint8Array {
    return this.#model.encode({ name: TOKENS_INPUT, axis: 'token' }, outputs);
  }

  /** Lowers one op; its operands are lowered already. Returns the name of what it makes. */
  add(op: Op): string {
    switch (op.kind) {
      case 'gather': {
        // Rows are picked before they are cast, so that the table is not kept a second time as float32.
        const table = this.#stored(this.#weight(op.table));
        if (table.isFloat32) return this.#node('Gather', [table.name, op.tokens], op.output);
        return this.#cast(this.#node('Gather', [table.name, op.tokens], `${op.output}/stored`), op.output);
      }
      case 'position':
        return this.#position(op);
      case 'add':
        return this.#node('Add', [op.left, op.right], op.output);
      case 'multiply':
        return this.#node('Mul', [op.left, op.right], op.output);
      case 'copy':
        return this.#node('Identity', [op.input], op.output);
      case 'layerNorm':
      case 'rmsNorm':
        return this.#normalise(op);
      case 'linear':
        return this.#linear(op);
      case 'rotate':
        return this.#rotate(op);
      case 'scores':
        return this.#scores(op);
      case 'softmax':
        return this.#node('Softmax', [op.input], op.output, { axis: -1 });
      case 'mix':
        return this.#mix(op);
      case 'activate':
        return this.#activate(op);
    }
  }

  #position(op: PositionOp): string {
    const table = this.#float(op.table);
    return this.#node(
      'Slice',
      [table, this.#model.integers([0]), this.#tokenCount(), this.#model.integers([0])],
      op.output,
    );
  }

  #normalise(op: LayerNormOp | RmsNormOp): string {
    const inputs = [op.input, this.#float(op.weight)];
    if (op.kind === 'layerNorm' && op.bias !== undefined) inputs.push(this.#float(op.bias));
    const type = op.kind === 'layerNorm' ? 'LayerNormalization' : 'RMSNormalization';
    return this.#node(type, inputs, op.output, { axis: -1, epsilon: { float: op.epsilon } });
  }

  /**
   * One product with the stored matrix as it is; a weight that is some columns of it gets its part of the result, and several
   * such weights (queries, keys and values of GPT-2's `c_attn`) share the product.
   */
  #linear(op: LinearOp): string {
    const weight = this.#weight(op.weight);
    const range = columnsOf(weight, op.inner);
    const isAll = range.count === range.columns;
    const { headChannels } = range;
    if (headChannels === undefined) {
      if (isAll) return this.#product(op, weight, range, op.output);
      return this.#slice(this.#sharedProduct(op, weight, range), 1, range.start, range.count, op.output);
    }
    const product = this.#sharedProduct(op, weight, range);
    const heads = range.columns / headChannels;
    if (isAll) return this.#splitHeads(product, heads, headChannels, op.output);
    const allHeads = this.#once(`${product}/heads`, (name) => this.#splitHeads(product, heads, headChannels, name));
    return this.#slice(allHeads, 0, range.start / headChannels, range.count / headChannels, op.output);
  }

  #sharedProduct(op: LinearOp, weight: WeightTensor, range: ColumnRange): string {
    const { name } = findWeight(weight, this.#weights);
    return this.#once(`${op.input} × ${name}`, (product) => this.#product(op, weight, range, product));
  }

  /** `input` [token, inner] times the whole stored matrix, plus the whole stored bias: [token, columns]. */
  #product(op: LinearOp, weight: WeightTensor, range: ColumnRange, output: string): string {
    const inputs = [op.input, this.#cached(weight)];
    if (op.bias !== undefined) {
      const bias = this.#weight(op.bias);
      const { offset, shape } = bias.stored;
      if (
        offset !== range.start ||
        shape.length !== 1 ||
        shape[0] !== range.columns ||
        bias.stored.strides.at(-1) !== 1
      ) {
        throw new InferenceError(
          'NotLowerable',
          `${op.bias} is stored as columns from ${offset} of [${shape.join(', ')}], ` +
            `but its weight as columns from ${range.start} of ${range.columns}: the two can't be applied together.`,
        );
      }
      inputs.push(this.#cached(bias));
    }
    return this.#node('Gemm', inputs, output, { transB: range.transposed ? 1 : 0 });
  }

  /** [token, heads · headChannels] to [heads, token, headChannels]. */
  #splitHeads(input: string, heads: number, headChannels: number, output: string): string {
    const split = this.#reshape(input, [0, heads, headChannels], `${output}/by token`);
    return this.#node('Transpose', [split], output, { perm: [1, 0, 2] });
  }

  #rotate(op: RotateOp): string {
    const half = op.frequencies.length;
    const [cosine, sine] = this.#turns(op.frequencies);
    const part = (name: string) => `${op.output}/${name}`;
    const lengths = this.#model.integers([half, half]);
    const [low, high] = [part('low'), part('high')];
    this.#model.node('Split', [op.input, lengths], [low, high], { axis: -1 });
    const product = (left: string, right: string, name: string) => this.#node('Mul', [left, right], part(name));
    const turnedLow = this.#node('Sub', [product(low, cosine, 'a'), product(high, sine, 'b')], part('turned low'));
    const turnedHigh = this.#node('Add', [product(high, cosine, 'c'), product(low, sine, 'd')], part('turned high'));
    return this.#node('Concat', [turnedLow, turnedHigh], op.output, { axis: -1 });
  }

  /** Cosine and sine of `token · frequency`, each [token, frequencies]. */
  #turns(frequencies: readonly number[]): [cosine: string, sine: string] {
    const list = this.#model.floats(frequencies);
    const angles = this.#once(`angles of ${list}`, (name) => {
      const column = this.#reshape(this.#positions(), [-1, 1], `${name}/positions`);
      this.#node('Mul', [this.#cast(column, `${name}/column`), list], name);
    });
    return [
      this.#once(`cos ${angles}`, (name) => this.#node('Cos', [angles], name)),
      this.#once(`sin ${angles}`, (name) => this.#node('Sin', [angles], name)),
    ];
  }

  /** Query heads that share a key head are stacked along the token axis, so that keys are never repeated in memory. */
  #scores(op: ScoresOp): string {
    const [heads, , headChannels] = this.#extents(op.query);
    const kvHeads = heads / op.queriesPerKey;
    const transposed = this.#node('Transpose', [op.key], `${op.output}/key`, { perm: [0, 2, 1] });
    const query =
      op.queriesPerKey === 1 ? op.query : this.#reshape(op.query, [kvHeads, -1, headChannels], `${op.output}/query`);
    const grouped = this.#node('MatMul', [query, transposed], `${op.output}/products`);
    const products = op.queriesPerKey === 1 ? grouped : this.#reshape(grouped, [heads, -1, 0], `${op.output}/by head`);
    const scaled = this.#node('Mul', [products, this.#model.float(op.scale)], `${op.output}/scaled`);
    return this.#node('Add', [scaled, this.#causalMask()], op.output);
  }

  #mix(op: MixOp): string {
    const [heads] = this.#extents(op.weights);
    const [kvHeads, , headChannels] = this.#extents(op.value);
    const weights =
      op.queriesPerKey === 1 ? op.weights : this.#reshape(op.weights, [kvHeads, -1, 0], `${op.output}/weights`);
    const grouped = this.#node('MatMul', [weights, op.value], `${op.output}/products`);
    const products =
      op.queriesPerKey === 1 ? grouped : this.#reshape(grouped, [heads, -1, headChannels], `${op.output}/by head`);
    const byToken = this.#node('Transpose', [products], `${op.output}/by token`, { perm: [1, 0, 2] });
    return this.#reshape(byToken, [0, heads * headChannels], op.output);
  }

  #activate(op: ActivateOp): string {
    switch (op.function) {
      case 'gelu_tanh':
        return this.#node('Gelu', [op.input], op.output, { approximate: 'tanh' });
      case 'gelu_erf':
        return this.#node('Gelu', [op.input], op.output, { approximate: 'none' });
      case 'silu': {
        const gate = this.#node('Sigmoid', [op.input], `${op.output}/sigmoid`);
        return this.#node('Mul', [op.input, gate], op.output);
      }
      case 'relu':
        return this.#node('Relu', [op.input], op.output);
    }
  }

  /** 0 where the key is not after the token, −Infinity where it is: [token, key]. */
  #causalMask(): string {
    return this.#once('causal mask', (name) => {
      const row = this.#reshape(this.#positions(), [1, -1], `${name}/keys`);
      const column = this.#reshape(this.#positions(), [-1, 1], `${name}/tokens`);
      const isLater = this.#node('Greater', [row, column], `${name}/later`);
      this.#node('Where', [isLater, this.#model.float(-Infinity), this.#model.float(0)], name);
    });
  }

  /** 0, 1, 2, …: one int64 for each token. */
  #positions(): string {
    return this.#once('positions', (name) => {
      const count = this.#node('Squeeze', [this.#tokenCount()], `${name}/count`);
      this.#node('Range', [this.#model.integer(0), count, this.#model.integer(1)], name);
    });
  }

  /** How many tokens the run has: int64, axes [1]. */
  #tokenCount(): string {
    return this.#once('token count', (name) => this.#node('Shape', [TOKENS_INPUT], name));
  }

  #node(type: string, inputs: readonly string[], output: string, attributes: Attributes = {}): string {
    this.#model.node(type, inputs, [output], attributes);
    return output;
  }

  /** In `shape`, 0 keeps the extent that stands there and −1 takes what is left. */
  #reshape(input: string, shape: readonly number[], output: string): string {
    return this.#node('Reshape', [input, this.#model.integers(shape)], output);
  }

  #slice(input: string, axis: number, start: number, count: number, output: string): string {
    const [from, to] = [this.#model.integers([start]), this.#model.integers([start + count])];
    return this.#node('Slice', [input, from, to, this.#model.integers([axis])], output);
  }

  #cast(input: string, output: string): string {
    return this.#node('Cast', [input], output, { to: ElementType.float });
  }

  /** Makes the value of this name unless it is there already. */
  #once(name: string, make: (name: string) => void): string {
    if (!this.#shared.has(name)) {
      this.#shared.add(name);
      make(name);
    }
    return name;
  }

  #weight(id: TensorId): WeightTensor {
    const tensor = this.#graph.tensor(id);
    if (tensor.kind === 'weight') return tensor;
    throw new InferenceError('NotLowerable', `${id} is read as a weight, but it is not one.`);
  }

  /** A weight that must be the whole of its stored tensor, as float32. */
  #float(id: TensorId): string {
    const weight = this.#weight(id);
    if (isWhole(weight)) return this.#cached(weight);
    throw new InferenceError(
      'NotLowerable',
      `${id} is a part of "${weight.stored.names[0]}", where only a whole tensor can stand.`,
    );
  }

  /** The stored tensor of a weight as float32. */
  #cached(weight: WeightTensor): string {
    const stored = this.#stored(weight);
    return stored.isFloat32
      ? stored.name
      : this.#once(`${stored.name} as float`, (name) => this.#cast(stored.name, name));
  }

  /** The initialiser that points at a weight's stored tensor. */
  #stored(weight: WeightTensor): { name: string; isFloat32: boolean } {
    const { name, stored } = findWeight(weight, this.#weights);
    const type = WEIGHT_TYPES[stored.dtype];
    if (type === undefined) {
      throw new InferenceError(
        'WeightDtype',
        `${stored.location} holds "${name}" as ${stored.dtype}; a model can be run from ${Object.keys(WEIGHT_TYPES).join(', ')}.`,
      );
    }
    // A prefix, because a checkpoint may use any name, also one of ours.
    const initialiser = this.#model.external(`stored ${name}`, type, stored.shape, stored);
    return { name: initialiser, isFloat32: type === ElementType.float };
  }

  /** Extents of a tensor with three axes; that of a token axis is NaN, which no shape takes. */
  #extents(id: TensorId): [number, number, number] {
    const [a, b, c] = this.#graph.tensor(id).axes.map((axis) => Number(axis.extent));
    if (a === undefined || b === undefined || c === undefined) {
      throw new InferenceError('NotLowerable', `${id} has fewer than the three axes that attention reads.`);
    }
    return [a, b, c];
  }
}
