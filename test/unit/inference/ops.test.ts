import { describe, expect, test } from 'vitest';
import type { ActivationFunction, Axis, Graph, LinearOp, Op, Stored, Tensor } from '../../../src/architecture/graph.ts';
import { lowerToOnnx, type StoredWeight } from '../../../src/inference/onnx.ts';
import { LoadedModel } from '../../../src/inference/runtime.ts';
import { ort } from './models.ts';

/** What today's families do not use but the graph's words allow: parts of fused matrices, both ways round, and every function. */

const TOKEN: Axis = { name: 'token', extent: 'tokens' };
const CHANNEL: Axis = { name: 'channel', extent: 2 };
const HIDDEN: Axis = { name: 'hidden', extent: 3 };

/** Rows of `table`, one for each token. */
const TABLE = [
  [1, -2],
  [0.5, 3],
];
/** Two matrices [channel, hidden] side by side. */
const FUSED = [
  [1, 2, 3, -1, -2, -3],
  [4, 5, 6, 0.5, 0.25, 1],
];
const BIAS = [0.1, 0.2, 0.3, -0.1, -0.2, -0.3];

/** The columns of one half of `FUSED`, as the graph would have them. */
const expectedHalf = (token: number, start: number, bias: readonly number[] = []) =>
  [0, 1, 2].map((hidden) => {
    const [left = 0, right = 0] = TABLE[token] ?? [];
    const column = start + hidden;
    return left * (FUSED[0]?.[column] ?? 0) + right * (FUSED[1]?.[column] ?? 0) + (bias[column] ?? 0);
  });

const upright: Stored = { names: ['fused'], shape: [2, 6], offset: 3, strides: [6, 1] };
const transposed: Stored = { names: ['fused transposed'], shape: [6, 2], offset: 6, strides: [1, 2] };

describe('a linear op on one half of a fused matrix', () => {
  test.each([
    ['stored [in, out]', upright, undefined, []],
    ['stored [out, in]', transposed, undefined, []],
    ['with its half of a fused bias', upright, 3, BIAS],
  ])('%s', async (_, stored, biasOffset, bias) => {
    const trace = await run(linearGraph(stored, biasOffset, []), [1, 0, 1], 'half');
    expect(trace.shape).toEqual([3, 3]);
    const expected = [1, 0, 1].flatMap((token) => expectedHalf(token, 3, bias));
    expect(Array.from(trace.data)).toEqual(expected.map((value) => expect.closeTo(value, 5)));
  });

  test.each([
    ['a bias of other columns', () => linearGraph(upright, 0, [])],
    ['every second column', () => linearGraph({ ...upright, offset: 0, strides: [6, 2] }, undefined, [])],
    ['a start within a row', () => linearGraph({ ...transposed, offset: 5 }, undefined, [])],
  ])('refuses %s', async (_, graph) => {
    await expect(run(graph(), [0], 'half')).rejects.toMatchObject({ code: 'NotLowerable' });
  });
});

describe('the functions of the feed-forward part', () => {
  const erf = (x: number) => {
    // The Maclaurin series, which converges fast enough for the small arguments here.
    let [term, sum] = [x, x];
    for (let n = 1; n < 200; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  };
  const formulas: Record<ActivationFunction, (x: number) => number> = {
    relu: (x) => Math.max(0, x),
    sigmoid: (x) => 1 / (1 + Math.exp(-x)),
    silu: (x) => x / (1 + Math.exp(-x)),
    gelu_erf: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
    gelu_tanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  };
  test.each(Object.entries(formulas))('%s', async (name, formula) => {
    const activate: Op = { kind: 'activate', output: 'out', input: 'half', function: name as ActivationFunction };
    const { data } = await run(linearGraph(upright, undefined, [activate]), [0, 1], 'out');
    const expected = [0, 1].flatMap((token) => expectedHalf(token, 3)).map(formula);
    expect(Array.from(data)).toEqual(expected.map((value) => expect.closeTo(value, 4)));
  });
});

/** tokens → embedding → half, and what follows. */
function linearGraph(stored: Stored, biasOffset: number | undefined, more: readonly Op[]): Graph {
  const linear: LinearOp = {
    kind: 'linear',
    output: 'half',
    input: 'embedding',
    weight: 'half.weight',
    bias: biasOffset === undefined ? undefined : 'half.bias',
    inner: 'channel',
  };
  const ops: Op[] = [{ kind: 'gather', output: 'embedding', tokens: 'tokens', table: 'table' }, linear, ...more];
  const table: Stored = { names: ['table'], shape: [2, 2], offset: 0, strides: [2, 1] };
  const bias: Stored = { names: ['bias'], shape: [6], offset: biasOffset ?? 0, strides: [1] };
  const tensors: Tensor[] = [
    { kind: 'tokens', id: 'tokens', role: 'embedding', axes: [TOKEN] },
    { kind: 'weight', id: 'table', role: 'embedding', axes: [{ name: 'vocab', extent: 2 }, CHANNEL], stored: table },
    { kind: 'activation', id: 'embedding', role: 'residual', axes: [TOKEN, CHANNEL] },
    { kind: 'weight', id: 'half.weight', role: 'weight', axes: [CHANNEL, HIDDEN], stored },
    { kind: 'weight', id: 'half.bias', role: 'weight', axes: [HIDDEN], stored: bias },
    ...['half', ...more.map(({ output }) => output)].map(
      (id): Tensor => ({ kind: 'activation', id, role: 'activation', axes: [TOKEN, HIDDEN] }),
    ),
  ];
  return graphOf(tensors, ops);
}

function graphOf(tensors: readonly Tensor[], ops: readonly Op[]): Graph {
  const dimensions = {
    width: 2,
    layers: 1,
    heads: 1,
    kvHeads: 1,
    headDimension: 2,
    hidden: 3,
    vocabulary: 2,
    context: 8,
  };
  const find = (id: string) => tensors.find((tensor) => tensor.id === id);
  return {
    family: 'test',
    dimensions,
    root: { id: '', kind: 'model', tensors, ops, modules: [] },
    tensor(id) {
      const tensor = find(id);
      if (tensor === undefined) throw new Error(`no tensor ${id}`);
      return tensor;
    },
    has: (id) => find(id) !== undefined,
    producer: (id) => ops.find(({ output }) => output === id),
    consumers: () => [],
    tensors: () => tensors,
    ops: () => ops,
  };
}

async function run(graph: Graph, tokens: readonly number[], id: string) {
  const transposedRows = BIAS.map((_, column) => FUSED.map((row) => row[column] ?? 0));
  const { weights, bytes } = checkpointOf([
    ['table', [2, 2], TABLE.flat()],
    ['fused', [2, 6], FUSED.flat()],
    ['fused transposed', [6, 2], transposedRows.flat()],
    ['bias', [6], BIAS],
  ]);
  const lowered = lowerToOnnx(graph, { outputs: [id], weights });
  const model = await LoadedModel.load(ort, lowered, [{ name: 'weights', data: bytes }]);
  const tensor = (await model.run(tokens, [id])).get(id);
  if (tensor === undefined) throw new Error(`the run gave no ${id}`);
  return tensor;
}

/** Tensors of float32 one after another from byte 1, so that none is aligned. */
function checkpointOf(tensors: readonly (readonly [name: string, shape: number[], data: number[]])[]) {
  const weights = new Map<string, StoredWeight>();
  const pieces = [Uint8Array.of(0)];
  let begin = 1;
  for (const [name, shape, data] of tensors) {
    pieces.push(new Uint8Array(Float32Array.from(data).buffer));
    const end = begin + 4 * data.length;
    weights.set(name, { dtype: 'F32', shape, file: { name: 'weights' }, begin, end });
    begin = end;
  }
  return { weights, bytes: Uint8Array.from(pieces.flatMap((piece) => [...piece])) };
}
