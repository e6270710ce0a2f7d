import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lowerToOnnx, type StoredWeight, traceableIds } from '../../../src/inference/onnx.ts';
import { LoadedModel } from '../../../src/inference/runtime.ts';
import { FIXTURES, loadModel, type ModelOnDisk, NANO_SORT, ort, readModel } from './models.ts';

const C_ATTN = 'transformer.h.1.attn.c_attn.weight';

describe('lowering', () => {
  let nano: ModelOnDisk;
  beforeAll(async () => {
    nano = await readModel(NANO_SORT);
  });

  test('keeps the model small: weights stay in their file', () => {
    const { bytes } = lowerToOnnx(nano.graph, { outputs: traceableIds(nano.graph), weights: nano.weights });
    expect(bytes.length).toBeLessThan(32_000);
  });

  test('leaves out what the wanted outputs do not need', async () => {
    const { bytes } = lowerToOnnx(nano.graph, { outputs: ['layers.0.attention.query'], weights: nano.weights });
    const written = new TextDecoder().decode(bytes);
    expect(written).toContain('transformer.h.0.attn.c_attn.weight');
    expect(written).not.toContain('transformer.h.0.attn.c_proj.weight');
    expect(written).not.toContain('lm_head');
  });

  test('gives the same numbers fetched one by one as fetched together', async () => {
    const ids = traceableIds(nano.graph);
    const model = await loadModel(nano, ids);
    const tokens = [2, 1, 0, 0, 2];
    const together = await model.run(tokens, ids);
    for (const id of ids) expect((await model.run(tokens, [id])).get(id), id).toEqual(together.get(id));
    const some = await model.run(tokens, ['logits', 'embedding']);
    expect([...some.keys()].sort()).toEqual(['embedding', 'logits']);
    expect(some.get('logits')).toEqual(together.get('logits'));
  });

  test('gives the same logits from a model that has no other output', async () => {
    const [whole, logitsOnly] = [await loadModel(nano, traceableIds(nano.graph)), await loadModel(nano, ['logits'])];
    const logits = async (model: LoadedModel) => (await model.run([0, 1, 2, 2], ['logits'])).get('logits');
    expect(await logits(logitsOnly)).toEqual(await logits(whole));
  });

  test('reads a checkpoint without the prefix of the language model', async () => {
    const bare = new Map(Array.from(nano.weights, ([name, stored]) => [name.replace('transformer.', ''), stored]));
    const model = await loadModel({ ...nano, weights: bare }, ['logits']);
    expect((await model.run([0], ['logits'])).get('logits')?.shape).toEqual([1, 3]);
  });

  test.each([
    ['a missing weight', undefined, 'WeightMissing', /"transformer\.h\.1\.attn\.c_attn\.weight".*layers\.1\.attention/],
    ['another shape', { shape: [144, 48] }, 'WeightShape', /\[144, 48\].*\[48, 144\]/],
    ['a dtype that cannot be run', { dtype: 'I8' }, 'WeightDtype', /I8.*F32, F16, BF16/],
  ])('refuses %s', (_, change, code, message) => {
    const weights = new Map<string, StoredWeight>(nano.weights);
    const stored = weights.get(C_ATTN);
    weights.delete(C_ATTN);
    if (change !== undefined && stored !== undefined) weights.set(C_ATTN, { ...stored, ...change });
    const lower = () => lowerToOnnx(nano.graph, { outputs: ['logits'], weights });
    expect(lower).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  test('refuses an output that is no activation', () => {
    const lower = (id: string) => () => lowerToOnnx(nano.graph, { outputs: [id], weights: nano.weights });
    expect(lower('layers.9.ffn.up')).toThrow(/"layers\.9\.ffn\.up" is not an activation/);
    expect(lower('logits.weight')).toThrow(/"logits\.weight" is not an activation/);
  });
});

describe('loading', () => {
  test('says which file could not be used', async () => {
    const { graph, weights } = await readModel(join(FIXTURES, 'llama-grouped'));
    const lowered = lowerToOnnx(graph, { outputs: ['logits'], weights });
    const loading = LoadedModel.load(ort, lowered, [{ name: 'model.safetensors', data: new Uint8Array(100) }]);
    await expect(loading).rejects.toMatchObject({
      code: 'LoadFailed',
      message: expect.stringMatching(/model\.safetensors \(0\.0 MB\)/),
    });
  });

  test('refuses to run for a tensor that was not lowered', async () => {
    const model = await loadModel(await readModel(NANO_SORT), ['logits']);
    await expect(model.run([0], ['embedding'])).rejects.toMatchObject({ code: 'UnknownTensor' });
  });
});
