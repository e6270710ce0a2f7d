import type { JoinOp, MixOp, RotateOp, ScoresOp, TensorId } from '../../architecture/graph.ts';
import { refusal } from '../../words.ts';
import { InferenceError } from '../errors.ts';
import type { Values } from './values.ts';

export function lowerRotate(values: Values, op: RotateOp): string {
  const { cosine, sine } = turns(values, op.frequencies);
  const part = (name: string) => `${op.output}/${name}`;
  const product = (left: string, right: string, name: string) => values.node('Mul', [left, right], part(name));
  const turning =
    op.still === 0 ? op.input : values.slice(op.input, -1, op.still, 2 * op.frequencies.length, part('turning'));
  const [low, high] = splitPairs(values, op, turning);
  const turnedLow = values.node(
    'Sub',
    [product(low, cosine, 'low cos'), product(high, sine, 'high sin')],
    part('turned low'),
  );
  const turnedHigh = values.node(
    'Add',
    [product(high, cosine, 'high cos'), product(low, sine, 'low sin')],
    part('turned high'),
  );
  if (op.still === 0) return joinPairs(values, op, turnedLow, turnedHigh, op.output);
  const turned = joinPairs(values, op, turnedLow, turnedHigh, part('turned'));
  const still = values.slice(op.input, -1, 0, op.still, part('still'));
  return values.node('Concat', [still, turned], op.output, { axis: -1 });
}

/** The first channels of all pairs, and the second ones. */
function splitPairs(values: Values, op: RotateOp, input: string): [low: string, high: string] {
  const [low, high] = [`${op.output}/low`, `${op.output}/high`];
  const half = op.frequencies.length;
  if (op.pairing === 'halves') {
    values.model.node('Split', [input, values.model.integers([half, half])], [low, high], { axis: -1 });
    return [low, high];
  }
  const every = (first: number, output: string) => {
    const bounds = [first, 2 * half, -1, 2].map((bound) => values.model.integers([bound]));
    return values.node('Slice', [input, ...bounds], output);
  };
  return [every(0, low), every(1, high)];
}

function joinPairs(values: Values, op: RotateOp, low: string, high: string, output: string): string {
  if (op.pairing === 'halves') return values.node('Concat', [low, high], output, { axis: -1 });
  const last = values.model.integers([-1]);
  const columns = [low, high].map((side) => values.node('Unsqueeze', [side, last], `${side}/column`));
  const pairs = values.node('Concat', columns, `${output}/pairs`, { axis: -1 });
  const axes = values.graph.tensor(op.input).axes.slice(0, -1);
  return values.reshape(pairs, [...axes.map(() => 0), 2 * op.frequencies.length], output);
}

/** Every head gets the channels that have no heads. */
export function lowerJoin(values: Values, op: JoinOp): string {
  const part = (name: string) => `${op.output}/${name}`;
  const [heads] = extents(values, op.left);
  const once = values.node('Unsqueeze', [op.right, values.model.integers([0])], part('once'));
  const each = values.node('Expand', [once, values.model.integers([heads, 1, 1])], part('each'));
  return values.node('Concat', [op.left, each], op.output, { axis: -1 });
}

/** Cosine and sine of `position · frequency`, each [token, frequencies]. */
function turns(values: Values, frequencies: readonly number[]): { cosine: string; sine: string } {
  const list = values.model.floats(frequencies);
  const angles = values.once(`angles of ${list}`, (name) => {
    const column = values.reshape(values.positions(), [-1, 1], `${name}/tokens`);
    values.node('Mul', [values.cast(column, `${name}/column`), list], name);
  });
  return {
    cosine: values.once(`cos ${angles}`, (name) => values.node('Cos', [angles], name)),
    sine: values.once(`sin ${angles}`, (name) => values.node('Sin', [angles], name)),
  };
}

/** Query heads that share a key head are stacked along the token axis, so that keys are never repeated in memory. */
export function lowerScores(values: Values, op: ScoresOp): string {
  const [heads, , headChannels] = extents(values, op.query);
  const isGrouped = op.queriesPerKey > 1;
  const part = (name: string) => `${op.output}/${name}`;
  const keys = values.node('Transpose', [allRows(values, op.key, op.past)], part('keys'), { perm: [0, 2, 1] });
  const queries = isGrouped
    ? values.reshape(op.query, [heads / op.queriesPerKey, -1, headChannels], part('queries'))
    : op.query;
  const stacked = values.node('MatMul', [queries, keys], part('stacked'));
  const products = isGrouped ? values.reshape(stacked, [heads, -1, 0], part('products')) : stacked;
  const scaled = values.node('Mul', [products, values.model.float(op.scale)], part('scaled'));
  return values.node('Add', [scaled, causalMask(values)], op.output);
}

/** Keys or values [kvHead, key, headChannel]: those of the passes before, and behind them those of this one. */
function allRows(values: Values, own: TensorId, past: TensorId | undefined): string {
  return past === undefined ? own : values.node('Concat', [past, own], `${own}/with past`, { axis: 1 });
}

/** 0 where the key is not after the token, −Infinity where it is: [token, key]. */
function causalMask(values: Values): string {
  return values.once('causal mask', (name) => {
    const keys = values.reshape(values.keyPositions(), [1, -1], `${name}/keys`);
    const tokens = values.reshape(values.positions(), [-1, 1], `${name}/tokens`);
    const isLater = values.node('Greater', [keys, tokens], `${name}/later`);
    values.node('Where', [isLater, values.model.float(-Infinity), values.model.float(0)], name);
  });
}

export function lowerMix(values: Values, op: MixOp): string {
  const [heads] = extents(values, op.weights);
  const [kvHeads, , headChannels] = extents(values, op.value);
  const isGrouped = op.queriesPerKey > 1;
  const part = (name: string) => `${op.output}/${name}`;
  const weights = isGrouped ? values.reshape(op.weights, [kvHeads, -1, 0], part('weights')) : op.weights;
  const stacked = values.node('MatMul', [weights, allRows(values, op.value, op.past)], part('stacked'));
  const products = isGrouped ? values.reshape(stacked, [heads, -1, headChannels], part('products')) : stacked;
  const byToken = values.node('Transpose', [products], part('by token'), { perm: [1, 0, 2] });
  return values.reshape(byToken, [0, heads * headChannels], op.output);
}

/** Extents of a tensor with three axes; that of a token axis is NaN, which no caller takes. */
function extents(values: Values, id: TensorId): [number, number, number] {
  const [first, second, third] = values.graph.tensor(id).axes.map((axis) => Number(axis.extent));
  if (first === undefined || second === undefined || third === undefined) {
    throw new InferenceError('NotLowerable', refusal('lowering.axes', { id }));
  }
  return [first, second, third];
}
