/**
 * The graph as an ONNX model: every tensor id becomes a value of that name with exactly the graph's axes (no batch axis), every
 * weight an initialiser that points into the checkpoint's own bytes.
 */

import { carriedRows } from '../architecture/cache.ts';
import type {
  ActivateOp,
  GatherOp,
  Graph,
  LayerNormOp,
  Op,
  RmsNormOp,
  Tensor,
  TensorId,
} from '../architecture/graph.ts';
import { shapeOf } from '../architecture/graph.ts';
import { operandsOf } from '../architecture/operands.ts';
import { refusal } from '../words.ts';
import { InferenceError } from './errors.ts';
import { lowerJoin, lowerMix, lowerRotate, lowerScores } from './onnx/attention.ts';
import { lowerLinear } from './onnx/linear.ts';
import { lowerCombine, lowerDispatch, lowerRoute } from './onnx/mixture.ts';
import { ElementType, type ModelInput } from './onnx/model.ts';
import { TOKENS_INPUT, Values } from './onnx/values.ts';
import type { GivenWeight, StoredWeights } from './onnx/weights.ts';

export { TOKENS_INPUT } from './onnx/values.ts';
export type { GivenWeight, StoredWeight, StoredWeights } from './onnx/weights.ts';

export interface LoweringOptions {
  /** The activations that a run may ask for. What none of them needs is left out. */
  readonly outputs: readonly TensorId[];
  /** A checkpoint's tensors, by the names that it uses. */
  readonly weights: StoredWeights;
  /** Weights are given with every run, as float32: they can change without another model. False by default. */
  readonly givenWeights?: boolean;
}

export interface LoweredModel {
  /** An ONNX `ModelProto`, without the weights. */
  readonly bytes: Uint8Array;
  /** In the order that was asked for. */
  readonly outputs: readonly Tensor[];
  /** Whether the output {@link PACKED_OUTPUT} is there. */
  readonly packed: boolean;
  /** What a pass leaves for the next, and takes from the one before; empty for a graph without a cache. */
  readonly carried: readonly CarriedTensor[];
  /** The weights that are given with a run; none where they stand in the checkpoint's files. */
  readonly givenWeights: readonly GivenWeight[];
}

/** Rows that go from pass to pass: an output of the one, and the input of the next. */
export interface CarriedTensor {
  readonly rows: Tensor;
  readonly past: Tensor;
}

/** All outputs as one list of float32, one after another in their order, each row-major. */
export const PACKED_OUTPUT = 'packed';

/**
 * Fetching a tensor costs some 5 µs whatever its size, so that a pass over few tokens spends as long on fetching as on computing:
 * packing makes that one fetch. It costs every run a copy of all outputs: a tenth of the time of a pass over a full context for the
 * logits alone. Beyond this many numbers at the full context (67 MB) there is too much to hold twice.
 */
const MOST_PACKED_NUMBERS = 2 ** 24;

/**
 * Lowers the graph to an ONNX model in standard operators, with weights as external data. Computes in float32; F16 and BF16
 * weights are cast by the runtime.
 * @throws {InferenceError} WeightMissing, WeightShape, WeightDtype, NotLowerable, UnknownTensor
 */
export function lowerToOnnx(graph: Graph, options: LoweringOptions): LoweredModel {
  const { outputs, weights, givenWeights = false } = options;
  const ops = neededOps(graph, outputs);
  const carried = carriedTensors(graph, ops);
  const pasts = carried.map(({ past }) => past);
  const values = new Values(graph, { weights, givenWeights, pasts });
  for (const op of ops) lowerOp(values, op);
  const packed = outputs.length > 1 && numbersOf(graph, outputs) <= MOST_PACKED_NUMBERS;
  const extra = packed ? [pack(values, outputs)] : [];
  const rows = carried.map(({ rows: { id } }) => id);
  const given = [...values.given.values()];
  const inputs = [TOKENS, ...pasts.map(inputOf), ...given.map(inputOfWeight)];
  return {
    bytes: values.model.encode(inputs, [...new Set([...outputs, ...rows, ...extra])]),
    outputs: outputs.map((id) => graph.tensor(id)),
    packed,
    carried,
    givenWeights: given,
  };
}

/** The activations that can be traced: all that an op makes, in the order of computation. */
export function traceableIds(graph: Graph): TensorId[] {
  return Array.from(graph.ops(), (op) => op.output);
}

const TOKENS: ModelInput = { name: TOKENS_INPUT, type: ElementType.int64, axes: ['token'] };

function inputOf({ id, axes }: Tensor): ModelInput {
  return {
    name: id,
    type: ElementType.float,
    axes: axes.map(({ name, extent }) => (extent === 'tokens' ? name : extent)),
  };
}

function inputOfWeight({ input, shape }: GivenWeight): ModelInput {
  return { name: input, type: ElementType.float, axes: shape };
}

function carriedTensors(graph: Graph, ops: readonly Op[]): CarriedTensor[] {
  return ops.flatMap((op) => {
    const carried = carriedRows(op);
    return carried === undefined ? [] : [{ rows: graph.tensor(carried.rows), past: graph.tensor(carried.past) }];
  });
}

/** The ops that the outputs depend on, in the order of computation. */
function neededOps(graph: Graph, outputs: readonly TensorId[]): Op[] {
  const unknown = outputs.find((id) => graph.producer(id) === undefined);
  if (unknown !== undefined) {
    throw new InferenceError('UnknownTensor', refusal('run.noActivation', { id: unknown }));
  }
  const needed = new Set<TensorId>(outputs);
  // A tensor is made before it is read, so a walk from the end meets every reader before the maker.
  const backwards = [...graph.ops()].reverse().filter((op) => {
    if (!needed.has(op.output)) return false;
    for (const operand of operandsOf(op)) needed.add(operand.id);
    return true;
  });
  return backwards.reverse();
}

function numbersOf(graph: Graph, ids: readonly TensorId[]): number {
  return ids.reduce((total, id) => {
    const shape = shapeOf(graph.tensor(id), graph.dimensions.context);
    return total + shape.reduce((product, extent) => product * extent, 1);
  }, 0);
}

function pack(values: Values, outputs: readonly TensorId[]): string {
  const lists = outputs.map((id) => values.reshape(id, [-1], `${id}/list`));
  return values.node('Concat', lists, PACKED_OUTPUT, { axis: 0 });
}

/** Lowers one op, whose operands are lowered already. Returns the name of what it makes. */
function lowerOp(values: Values, op: Op): string {
  switch (op.kind) {
    case 'gather':
      return lowerGather(values, op);
    case 'position': {
      const table = values.wholeWeight(op.table);
      return values.node(
        'Slice',
        [table, values.pastCount(), values.keyCount(), values.model.integers([0])],
        op.output,
      );
    }
    case 'add':
      return values.node('Add', [op.left, op.right], op.output);
    case 'multiply':
      return values.node('Mul', [op.left, op.right], op.output);
    case 'copy':
      return values.node('Identity', [op.input], op.output);
    case 'scale':
      return values.node('Mul', [op.input, values.model.float(op.factor)], op.output);
    case 'layerNorm':
    case 'rmsNorm':
      return lowerNorm(values, op);
    case 'linear':
      return lowerLinear(values, op);
    case 'rotate':
      return lowerRotate(values, op);
    case 'join':
      return lowerJoin(values, op);
    case 'scores':
      return lowerScores(values, op);
    case 'softmax':
      return values.node('Softmax', [op.input], op.output, { axis: -1 });
    case 'mix':
      return lowerMix(values, op);
    case 'activate':
      return lowerActivate(values, op);
    case 'route':
      return lowerRoute(values, op);
    case 'dispatch':
      return lowerDispatch(values, op);
    case 'combine':
      return lowerCombine(values, op);
  }
}

/** Rows are picked before they are cast, so that the table is not kept a second time as float32. */
function lowerGather(values: Values, op: GatherOp): string {
  const table = values.stored(values.weight(op.table));
  if (table.isFloat32) return values.node('Gather', [table.name, op.tokens], op.output);
  return values.cast(values.node('Gather', [table.name, op.tokens], `${op.output}/stored`), op.output);
}

function lowerNorm(values: Values, op: LayerNormOp | RmsNormOp): string {
  const inputs = [op.input, normScale(values, op)];
  if (op.kind === 'layerNorm' && op.bias !== undefined) inputs.push(values.wholeWeight(op.bias));
  const type = op.kind === 'layerNorm' ? 'LayerNormalization' : 'RMSNormalization';
  return values.node(type, inputs, op.output, { axis: -1, epsilon: { float: op.epsilon } });
}

/** The runtime adds the offset once, when it loads the model. */
function normScale(values: Values, op: LayerNormOp | RmsNormOp): string {
  const weight = values.wholeWeight(op.weight);
  if (op.kind === 'layerNorm' || op.offset === 0) return weight;
  return values.node('Add', [weight, values.model.float(op.offset)], `${op.output}/scale`);
}

function lowerActivate(values: Values, op: ActivateOp): string {
  switch (op.function) {
    case 'gelu_tanh':
      return values.node('Gelu', [op.input], op.output, { approximate: 'tanh' });
    case 'gelu_erf':
      return values.node('Gelu', [op.input], op.output, { approximate: 'none' });
    case 'silu': {
      const gate = values.node('Sigmoid', [op.input], `${op.output}/sigmoid`);
      return values.node('Mul', [op.input, gate], op.output);
    }
    case 'relu':
      return values.node('Relu', [op.input], op.output);
    case 'sigmoid':
      return values.node('Sigmoid', [op.input], op.output);
  }
}
