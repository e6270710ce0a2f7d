/**
 * The rows of a trace, token by token. A token sees none after it, so its rows are the same in every pass that begins with the same
 * tokens: they can be kept when the pass grows or shrinks.
 */
import type { Graph, TensorData, TensorId } from '../architecture/graph.ts';
import { rowMajorStrides } from '../architecture/module.ts';

type Activations = ReadonlyMap<TensorId, TensorData>;

/** What a pass over the first `count` tokens alone gives. Axes `token` and `key` are cut to that length. */
export function firstRows(trace: Activations, count: number): Map<TensorId, TensorData> {
  return mapped(trace, (_, whole) => {
    const first = filled(whole, count, 0);
    paste(whole, first, 0);
    return first;
  });
}

/**
 * The trace of a pass in two parts.
 * @param kept Of a pass that began with the same tokens; its rows of the first `count` are taken.
 * @param added The rows of the tokens after those; along `key` they reach over all. The same tensors as in `kept`.
 */
export function joinRows(
  graph: Graph,
  kept: Activations,
  count: number,
  added: Activations,
): Map<TensorId, TensorData> {
  return mapped(added, (id, below) => {
    // What a token has of the keys after it.
    const masked = graph.producer(id)?.kind === 'scores' ? -Infinity : 0;
    return joined(rowsIn(kept, id), count, below, masked);
  });
}

/** One tensor in two parts, in a buffer of its own: the first `count` rows of `above`, then all of `below`. */
export function joined(above: TensorData, count: number, below: TensorData, masked = 0): TensorData {
  const whole = filled(below, count + tokensOf(below), masked);
  paste(above, whole, 0);
  paste(below, whole, count);
  return whole;
}

/** @throws Error naming the tensor where there is none */
export function rowsIn(trace: Activations, id: TensorId): TensorData {
  const rows = trace.get(id);
  if (rows === undefined) throw new Error(`the trace lacks ${id}`);
  return rows;
}

/** How many tokens two lists have in common, from the first. */
export function commonStart(left: readonly number[], right: readonly number[]): number {
  const differs = left.findIndex((token, at) => token !== right[at]);
  return differs < 0 ? left.length : differs;
}

function mapped(trace: Activations, change: (id: TensorId, data: TensorData) => TensorData): Map<TensorId, TensorData> {
  return new Map(Array.from(trace, ([id, data]) => [id, change(id, data)]));
}

function tokensOf({ axes, shape }: TensorData): number {
  return shape[axes.indexOf('token')] ?? 0;
}

/** A tensor of equal axes for so many tokens, with one number in all its cells. */
function filled({ axes, shape }: TensorData, tokens: number, value: number): TensorData {
  const extents = shape.map((extent, axis) => (axes[axis] === 'token' || axes[axis] === 'key' ? tokens : extent));
  const data = new Float32Array(extents.reduce((product, extent) => product * extent, 1));
  return { axes, shape: extents, data: value === 0 ? data : data.fill(value) };
}

/** Writes as much of one tensor over another as fits, from a token on. */
function paste(from: TensorData, to: TensorData, token: number): void {
  const [fromStrides, toStrides] = [rowMajorStrides(from.shape), rowMajorStrides(to.shape)];
  // From this axis inwards the cells stand in the same order in both, so that they go over in one piece.
  const piece = from.axes.findLastIndex((name, axis) => name === 'token' || from.shape[axis] !== to.shape[axis]);
  const copy = (axis: number, source: number, target: number): void => {
    const [fromStride, toStride] = [fromStrides[axis] ?? 0, toStrides[axis] ?? 0];
    const offset = from.axes[axis] === 'token' ? token : 0;
    const count = Math.min(from.shape[axis] ?? 1, (to.shape[axis] ?? 1) - offset);
    if (axis >= piece) {
      to.data.set(from.data.subarray(source, source + count * fromStride), target + offset * toStride);
      return;
    }
    for (let index = 0; index < count; index += 1) {
      copy(axis + 1, source + index * fromStride, target + (index + offset) * toStride);
    }
  };
  copy(0, 0, 0);
}
