import type { LinearOp, WeightTensor } from '../../architecture/graph.ts';
import { refusal } from '../../words.ts';
import { InferenceError } from '../errors.ts';
import type { Values } from './values.ts';
import { type ColumnRange, columnsOf, findWeight } from './weights.ts';

/**
 * One product with the stored matrix as it is. A weight that is some columns of it gets its part of the result, and several
 * such weights (queries, keys and values of GPT-2's `c_attn`) share the product.
 */
export function lowerLinear(values: Values, op: LinearOp): string {
  const weight = values.weight(op.weight);
  const range = columnsOf(weight, op.inner);
  const isAll = range.count === range.columns;
  const { headChannels } = range;
  if (headChannels === undefined) {
    if (isAll) return product(values, op, weight, range, op.output);
    return values.slice(sharedProduct(values, op, weight, range), 1, range.start, range.count, op.output);
  }
  const columns = sharedProduct(values, op, weight, range);
  const { headPitch = headChannels } = range;
  const heads = range.columns / headPitch;
  if (isAll) return splitHeads(values, columns, heads, headPitch, op.output);
  const allHeads = values.once(`${columns}/heads`, (name) => splitHeads(values, columns, heads, headPitch, name));
  if (headPitch === headChannels) {
    return values.slice(allHeads, 0, range.start / headPitch, range.count / headPitch, op.output);
  }
  // Heads of several weights alternate: each weight has some channels of all of them.
  return values.slice(allHeads, 2, range.start, headChannels, op.output);
}

function sharedProduct(values: Values, op: LinearOp, weight: WeightTensor, range: ColumnRange): string {
  const { name } = findWeight(weight, values.weights);
  return values.once(`${op.input} × ${name}`, (output) => product(values, op, weight, range, output));
}

/** `input` [token, inner] times the whole stored matrix, plus the whole stored bias: [token, columns]. */
function product(values: Values, op: LinearOp, weight: WeightTensor, range: ColumnRange, output: string): string {
  const inputs = [op.input, values.floatStored(weight)];
  if (op.bias !== undefined) {
    const bias = values.weight(op.bias);
    const { offset, shape, strides } = bias.stored;
    const fits = offset === range.start && shape.length === 1 && shape[0] === range.columns && strides.at(-1) === 1;
    if (!fits) {
      const { start, columns } = range;
      const message = refusal('lowering.bias', { id: op.bias, offset, shape: shape.join(', '), start, columns });
      throw new InferenceError('NotLowerable', message);
    }
    inputs.push(values.floatStored(bias));
  }
  return values.node('Gemm', inputs, output, { transB: range.transposed ? 1 : 0 });
}

/** [token, heads · headChannels] to [heads, token, headChannels]. */
function splitHeads(values: Values, input: string, heads: number, headChannels: number, output: string): string {
  const split = values.reshape(input, [0, heads, headChannels], `${output}/by token`);
  return values.node('Transpose', [split], output, { perm: [1, 0, 2] });
}
