import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { type Graph, type Module, shapeOf, type WeightTensor } from '../../../src/architecture/graph.ts';
import { operandsOf } from '../../../src/architecture/operands.ts';
import { SMALL_DEEPSEEK, SMALL_GEMMA, SMALL_LLAMA, SMALL_MIXTRAL, SMALL_PHI3, SMALL_QWEN3, SORTER } from './configs.ts';

const TOKENS = 5;

function shape(graph: Graph, id: string): string {
  const tensor = graph.tensor(id);
  return shapeOf(tensor, TOKENS)
    .map((extent, axis) => `${tensor.axes[axis]?.name} ${extent}`)
    .join(', ');
}

function weight(graph: Graph, id: string): WeightTensor {
  const tensor = graph.tensor(id);
  if (tensor.kind !== 'weight') throw new Error(`${id} is not a weight`);
  return tensor;
}

function activationIds(graph: Graph): string[] {
  return [...graph.tensors()].filter(({ kind }) => kind === 'activation').map(({ id }) => id);
}

describe('GPT-2', () => {
  const graph = buildGraph(SORTER);

  it('has the public ids of a layer in the order of computation', () => {
    expect(activationIds(graph).filter((id) => id.startsWith('layers.1.'))).toEqual([
      'layers.1.attention_norm',
      'layers.1.attention.query',
      'layers.1.attention.key',
      'layers.1.attention.value',
      'layers.1.attention.scores',
      'layers.1.attention.weights',
      'layers.1.attention.mixed',
      'layers.1.attention.output',
      'layers.1.attention_residual',
      'layers.1.ffn_norm',
      'layers.1.ffn.up',
      'layers.1.ffn.activated',
      'layers.1.ffn.down',
      'layers.1.ffn_residual',
    ]);
    expect(activationIds(graph).filter((id) => !id.startsWith('layers.'))).toEqual([
      'embedding.token',
      'embedding.position',
      'embedding',
      'final_norm',
      'logits',
      'probabilities',
    ]);
  });

  it('names the axes and their lengths', () => {
    expect(shape(graph, 'tokens')).toBe('token 5');
    expect(shape(graph, 'embedding.position.weight')).toBe('position 11, channel 48');
    expect(shape(graph, 'layers.0.attention.query.weight')).toBe('head 3, channel 48, headChannel 16');
    expect(shape(graph, 'layers.0.attention.key.bias')).toBe('kvHead 3, headChannel 16');
    expect(shape(graph, 'layers.0.attention.value')).toBe('kvHead 3, token 5, headChannel 16');
    expect(shape(graph, 'layers.0.attention.scores')).toBe('head 3, token 5, key 5');
    expect(shape(graph, 'layers.0.attention.mixed')).toBe('token 5, channel 48');
    expect(shape(graph, 'layers.0.attention.output.weight')).toBe('mixedChannel 48, channel 48');
    expect(shape(graph, 'layers.0.ffn.up.weight')).toBe('channel 48, hidden 192');
    expect(shape(graph, 'layers.0.ffn.down.weight')).toBe('hidden 192, channel 48');
    expect(shape(graph, 'layers.0.ffn.up.bias')).toBe('hidden 192');
    expect(shape(graph, 'logits.weight')).toBe('channel 48, vocab 3');
    expect(shape(graph, 'probabilities')).toBe('token 5, vocab 3');
  });

  it('sees query, key and value as thirds of one stored tensor', () => {
    const stored = weight(graph, 'layers.2.attention.key.weight').stored;
    expect(stored.names).toEqual(['transformer.h.2.attn.c_attn.weight', 'h.2.attn.c_attn.weight']);
    expect(stored.shape).toEqual([48, 144]);
    // Head 1, channel 5, head channel 7 of the keys stands in row 5, column 48 + 16 + 7.
    const [head = 0, channel = 0, headChannel = 0] = stored.strides;
    expect(stored.offset + head + 5 * channel + 7 * headChannel).toBe(5 * 144 + 48 + 16 + 7);
  });

  it('leaves out every bias where the config says so', () => {
    const plain = buildGraph({ ...SORTER, bias: false });
    expect([...plain.tensors()].filter(({ id }) => id.endsWith('.bias'))).toEqual([]);
    expect(graph.has('final_norm.bias')).toBe(true);
  });

  it.each([
    ['gelu_new', 'gelu_tanh'],
    ['gelu_pytorch_tanh', 'gelu_tanh'],
    ['gelu', 'gelu_erf'],
    ['relu', 'relu'],
  ])('reads %s as %s', (name, expected) => {
    const op = buildGraph({ ...SORTER, activation_function: name }).producer('layers.0.ffn.activated');
    expect(op).toMatchObject({ kind: 'activate', function: expected });
  });

  it('takes its head from the token table unless told otherwise', () => {
    const tied = weight(buildGraph({ ...SORTER, tie_word_embeddings: undefined }), 'logits.weight');
    expect(tied.sameNumbersAs).toBe('embedding.token.weight');
    expect(tied.stored.names[0]).toBe('transformer.wte.weight');
    const own = weight(graph, 'logits.weight');
    expect(own.sameNumbersAs).toBeUndefined();
    expect(own.stored.names).toEqual(['lm_head.weight']);
  });

  it('takes n_inner and n_ctx where they are given', () => {
    const { dimensions } = buildGraph({ ...SORTER, n_inner: 100, n_positions: undefined, n_ctx: 20 });
    expect(dimensions).toMatchObject({ hidden: 100, context: 20, headDimension: 16, kvHeads: 3 });
  });
});

describe('Llama', () => {
  const graph = buildGraph(SMALL_LLAMA);

  it('has rotated queries and keys, a gate, and no position table', () => {
    expect(activationIds(graph).filter((id) => id.startsWith('layers.1.'))).toEqual([
      'layers.1.attention_norm',
      'layers.1.attention.query',
      'layers.1.attention.key',
      'layers.1.attention.value',
      'layers.1.attention.query_rotated',
      'layers.1.attention.key_rotated',
      'layers.1.attention.scores',
      'layers.1.attention.weights',
      'layers.1.attention.mixed',
      'layers.1.attention.output',
      'layers.1.attention_residual',
      'layers.1.ffn_norm',
      'layers.1.ffn.gate',
      'layers.1.ffn.gate_activated',
      'layers.1.ffn.up',
      'layers.1.ffn.activated',
      'layers.1.ffn.down',
      'layers.1.ffn_residual',
    ]);
    expect(graph.has('embedding.position')).toBe(false);
    expect(graph.producer('embedding')).toEqual({ kind: 'copy', output: 'embedding', input: 'embedding.token' });
  });

  it('shares each key among its queries', () => {
    expect(shape(graph, 'layers.0.attention.query_rotated')).toBe('head 4, token 5, headChannel 6');
    expect(shape(graph, 'layers.0.attention.key_rotated')).toBe('kvHead 2, token 5, headChannel 6');
    expect(graph.producer('layers.0.attention.scores')).toMatchObject({ queriesPerKey: 2, scale: 1 / Math.sqrt(6) });
  });

  it('turns stored [out, in] matrices into blocks [in, out]', () => {
    const up = weight(graph, 'layers.0.ffn.up.weight');
    expect(shape(graph, up.id)).toBe('channel 24, hidden 40');
    expect(up.stored).toMatchObject({
      names: ['model.layers.0.mlp.up_proj.weight', 'layers.0.mlp.up_proj.weight'],
      shape: [40, 24],
      strides: [1, 24],
    });
  });

  it('lets the head dimension differ from width over heads', () => {
    const wide = buildGraph({ ...SMALL_LLAMA, head_dim: 10 });
    expect(shape(wide, 'layers.0.attention.mixed')).toBe('token 5, channel 40');
    expect(shape(wide, 'layers.0.attention.output.weight')).toBe('mixedChannel 40, channel 24');
    expect(weight(wide, 'layers.0.attention.query.weight').stored.shape).toEqual([40, 24]);
  });

  it.each([
    ['llama', {}, []],
    ['llama', { attention_bias: true }, ['query', 'key', 'value', 'output']],
    ['llama', { mlp_bias: true }, ['gate', 'up', 'down']],
    ['mistral', {}, []],
    ['qwen2', {}, ['query', 'key', 'value']],
  ])('%s %o has the biases %o', (model_type, fields, expected) => {
    const biased = buildGraph({ ...SMALL_LLAMA, model_type, ...fields });
    const biases = [...biased.tensors()].filter(({ id }) => id.startsWith('layers.0.') && id.endsWith('.bias'));
    expect(biases.map(({ id }) => id.split('.').at(-2))).toEqual(expected);
  });

  it.each([
    ['mistral', { sliding_window: 16 }, 16],
    ['mistral', { sliding_window: 64 }, 32],
    ['mistral', { sliding_window: null }, 32],
    ['mistral', { max_position_embeddings: 32768 }, 4096],
    ['mistral', { sliding_window: 16, layer_types: ['sliding_attention', 'full_attention'] }, 16],
    ['qwen2', { sliding_window: 16 }, 32],
    ['qwen2', { sliding_window: 16, use_sliding_window: true }, 16],
  ])('%s %o keeps a run within its window', (model_type, fields, expected) => {
    expect(buildGraph({ ...SMALL_LLAMA, model_type, ...fields }).dimensions.context).toBe(expected);
  });
});

describe('Qwen3', () => {
  const graph = buildGraph(SMALL_QWEN3);

  it('norms queries and keys head by head before it turns them', () => {
    expect(graph.producer('layers.1.attention.query_rotated')).toMatchObject({
      input: 'layers.1.attention.query_norm',
    });
    expect(graph.producer('layers.1.attention.key_rotated')).toMatchObject({ input: 'layers.1.attention.key_norm' });
    expect(shape(graph, 'layers.1.attention.key_norm')).toBe('kvHead 2, token 5, headChannel 10');
    expect(weight(graph, 'layers.1.attention.query_norm.weight').stored).toMatchObject({
      names: ['model.layers.1.self_attn.q_norm.weight', 'layers.1.self_attn.q_norm.weight'],
      shape: [10],
    });
  });

  it('has heads of 128 channels unless told otherwise', () => {
    expect(buildGraph({ ...SMALL_QWEN3, head_dim: undefined }).dimensions.headDimension).toBe(128);
  });
});

describe('Gemma', () => {
  const graph = buildGraph(SMALL_GEMMA);

  it('multiplies its embedding, and scales by one more than its norms store', () => {
    expect(graph.producer('embedding')).toMatchObject({
      kind: 'scale',
      input: 'embedding.token',
      factor: Math.sqrt(24),
    });
    for (const id of ['layers.0.attention_norm', 'layers.1.ffn_norm', 'final_norm']) {
      expect(graph.producer(id), id).toMatchObject({ kind: 'rmsNorm', offset: 1 });
    }
  });

  it.each([{}, { hidden_act: undefined }, { hidden_act: 'gelu' }, { hidden_activation: 'gelu_pytorch_tanh' }])(
    'opens its gate with the tanh form of GELU for %o',
    (fields) => {
      const op = buildGraph({ ...SMALL_GEMMA, ...fields }).producer('layers.0.ffn.gate_activated');
      expect(op).toMatchObject({ kind: 'activate', function: 'gelu_tanh' });
    },
  );

  it('has heads of 256 channels and a tied head unless told otherwise', () => {
    expect(buildGraph({ ...SMALL_GEMMA, head_dim: undefined }).dimensions.headDimension).toBe(256);
    expect(weight(graph, 'logits.weight').sameNumbersAs).toBe('embedding.token.weight');
  });
});

describe('Phi-3', () => {
  const graph = buildGraph(SMALL_PHI3);

  it('sees query, key and value as rows of one stored tensor, gate and up as those of another', () => {
    const stored = weight(graph, 'layers.1.attention.value.weight').stored;
    expect(stored.names[0]).toBe('model.layers.1.self_attn.qkv_proj.weight');
    expect(stored.shape).toEqual([24 + 2 * 12, 24]);
    // Head 1, channel 5, head channel 4 of the values stands after 24 rows of queries and 12 of keys, in row 6 + 4, column 5.
    const [head = 0, channel = 0, headChannel = 0] = stored.strides;
    expect(stored.offset + head + 5 * channel + 4 * headChannel).toBe((24 + 12 + 10) * 24 + 5);
    const up = weight(graph, 'layers.0.ffn.up.weight').stored;
    expect(up).toMatchObject({ shape: [80, 24], offset: 40 * 24, strides: [1, 24] });
    expect(weight(graph, 'layers.0.ffn.gate.weight').stored).toMatchObject({ names: up.names, offset: 0 });
  });

  it.each([
    [{ sliding_window: 16 }, 16],
    [{ sliding_window: null }, 32],
    [{}, 32],
  ])('%o keeps a run within its window', (fields, expected) => {
    expect(buildGraph({ ...SMALL_PHI3, ...fields }).dimensions.context).toBe(expected);
  });
});

describe.each([
  ['GPT-2', SORTER],
  ['Llama', SMALL_LLAMA],
  ['Qwen3', SMALL_QWEN3],
  ['Gemma', SMALL_GEMMA],
  ['Phi-3', SMALL_PHI3],
  ['Mixtral', SMALL_MIXTRAL],
  ['DeepSeek', { ...SMALL_DEEPSEEK, first_k_dense_replace: 0 }],
])('the graph of %s', (_, config) => {
  const graph = buildGraph(config);
  const tensors = [...graph.tensors()];
  const ops = [...graph.ops()];

  it('makes every activation once, from tensors that come before it', () => {
    const seen = new Set<string>();
    for (const tensor of tensors) {
      const op = graph.producer(tensor.id);
      expect(op === undefined, tensor.id).toBe(tensor.kind !== 'activation');
      for (const operand of op === undefined ? [] : operandsOf(op)) expect(seen, tensor.id).toContain(operand.id);
      expect(seen).not.toContain(tensor.id);
      seen.add(tensor.id);
    }
    expect(ops.map((op) => op.output)).toEqual(tensors.filter(({ kind }) => kind === 'activation').map(({ id }) => id));
  });

  it('finds all readers of a tensor, and a reader for all but the last', () => {
    for (const { id } of tensors) {
      const readers = ops.filter((op) => operandsOf(op).some((operand) => operand.id === id));
      expect(graph.consumers(id), id).toEqual(readers);
      expect(readers.length === 0, id).toBe(id === 'probabilities');
    }
  });

  it('has layers that are equal up to the prefix of their ids', () => {
    const [, first, second] = graph.root.modules;
    const inside = (module: Module): unknown => {
      const { kind, tensors, ops, modules } = module;
      return { kind, tensors, ops, modules: modules.map(inside) };
    };
    const written = (module: typeof first) => JSON.stringify(module?.modules.map(inside));
    const unnumbered = (text: string) =>
      text.replaceAll(/"(embedding|layers\.\d+\.ffn_residual)"/g, '"stream"').replaceAll(/\b(layers|h)\.\d+/g, '$1.N');
    expect(second?.kind).toBe(first?.kind);
    expect(unnumbered(written(second))).toBe(unnumbered(written(first)));
  });

  it('knows what it does not have', () => {
    for (const id of [
      'layers.99.ffn.up',
      'layers.01.ffn.up',
      'layers.0.nothing',
      '',
      'constructor',
      'layers.-1.ffn.up',
    ]) {
      expect(graph.has(id), id).toBe(false);
      expect(graph.producer(id)).toBeUndefined();
      expect(graph.consumers(id)).toEqual([]);
      expect(() => graph.tensor(id)).toThrow(`"${id}"`);
    }
  });
});

it('builds a layer only when it is looked at, and once', () => {
  const { root } = buildGraph({ ...SMALL_LLAMA, num_hidden_layers: 126 });
  const layer = root.modules[100];
  expect(layer?.id).toBe('layers.99');
  expect(root.modules[100]?.modules).toBe(layer?.modules);
  expect(root.modules.length).toBe(128);
});
