/**
 * The logit lens: a column of the residual stream, from anywhere in the stack, read as if the layers after it were not there:
 * through the final norm, the unembedding and the softmax.
 * Source: nostalgebraist, “interpreting GPT: the logit lens”, 2020.
 */
import type { Graph, LayerNormOp, LinearOp, RmsNormOp, TensorData, TensorId } from '../architecture/graph.ts';
import { softmax } from './softmax.ts';

/** How a model reads the last residual: what the lens applies to an earlier one. */
interface Head {
  readonly norm: LayerNormOp | RmsNormOp;
  readonly unembedding: LinearOp;
}

/**
 * The probabilities [vocab] that the model would give after the token at `token` if its stream were already what it is in
 * `stream`. For the stream that the final norm reads they are the model's own. Double precision.
 * @param stream A tensor of the residual stream, axes [token, channel].
 * @param read Numbers of a tensor, undefined while they are not at hand.
 * @returns undefined while numbers are missing, or the run has no such token
 * @throws {Error} when the tensor is not of the stream, or the model does not end in norm, unembedding and softmax
 */
export function logitLens(
  graph: Graph,
  read: (id: TensorId) => TensorData | undefined,
  stream: TensorId,
  token: number,
): number[] | undefined {
  const head = headOf(graph);
  if (graph.tensor(stream).role !== 'residual') throw new Error(`${stream} is not of the residual stream`);
  const column = rowOf(read(stream), token);
  const normed = column && normalise(column, head.norm, read);
  const logits = normed && project(normed, head.unembedding, read);
  return logits && softmax(logits);
}

/** @throws {Error} when the model ends in another way */
function headOf(graph: Graph): Head {
  const last = graph.producer('probabilities');
  const unembedding = last?.kind === 'softmax' ? graph.producer(last.input) : undefined;
  const norm = unembedding?.kind === 'linear' ? graph.producer(unembedding.input) : undefined;
  if (unembedding?.kind !== 'linear' || (norm?.kind !== 'layerNorm' && norm?.kind !== 'rmsNorm')) {
    throw new Error(
      'This model does not end in a norm, an unembedding and a softmax: there is nothing to read its stream with.',
    );
  }
  return { norm, unembedding };
}

/** A row of a matrix [token, …]; undefined where there is none. */
function rowOf(tensor: TensorData | undefined, row: number): number[] | undefined {
  const [rows = 0, width = 0] = tensor?.shape ?? [];
  return row < 0 || row >= rows ? undefined : Array.from(tensor?.data.subarray(row * width, (row + 1) * width) ?? []);
}

function normalise(
  column: readonly number[],
  op: LayerNormOp | RmsNormOp,
  read: (id: TensorId) => TensorData | undefined,
): number[] | undefined {
  const weight = read(op.weight)?.data;
  const bias = op.kind === 'layerNorm' && op.bias !== undefined ? read(op.bias)?.data : new Float32Array(column.length);
  if (weight === undefined || bias === undefined) return undefined;
  const mean = op.kind === 'layerNorm' ? average(column) : 0;
  const size = Math.sqrt(average(column.map((value) => (value - mean) ** 2)) + op.epsilon);
  const offset = op.kind === 'rmsNorm' ? op.offset : 0;
  return column.map(
    (value, channel) => ((value - mean) / size) * (offset + (weight[channel] ?? 0)) + (bias[channel] ?? 0),
  );
}

/** Column times weight [channel, vocab], plus bias. */
function project(
  column: readonly number[],
  op: LinearOp,
  read: (id: TensorId) => TensorData | undefined,
): number[] | undefined {
  const weight = read(op.weight);
  const bias = op.bias === undefined ? undefined : read(op.bias)?.data;
  if (weight === undefined || (op.bias !== undefined && bias === undefined)) return undefined;
  const vocabulary = weight.shape.at(-1) ?? 0;
  return Array.from({ length: vocabulary }, (_, id) =>
    column.reduce(
      (sum, value, channel) => sum + value * (weight.data[channel * vocabulary + id] ?? 0),
      bias?.[id] ?? 0,
    ),
  );
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
