import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../../src/app/open-model.ts';
import { Weights } from '../../../src/app/weights.ts';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import { readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import { f32, safetensors, type TensorSpec } from '../checkpoint/make-safetensors.ts';
import { FIXTURES } from '../inference/models.ts';

const FOLDER = join(FIXTURES, 'llama-grouped');
const KEY = 'model.layers.0.self_attn.k_proj.weight';

/** The model of a fixture, some tensors in place of its own or beside them, opened as a reader opens files. */
async function openWith(others: Readonly<Record<string, TensorSpec>>) {
  const bytes = new Uint8Array(readFileSync(join(FOLDER, 'model.safetensors')));
  const own = (await readSafetensorsHeader(memorySource(bytes, 'model.safetensors'))).tensors;
  const kept = Array.from(own, ([name, { dtype, shape, begin, end }]) => [
    name,
    { dtype, shape, data: bytes.slice(begin, end) },
  ]);
  const weights = safetensors({ ...Object.fromEntries(kept), ...others });
  const model = await openModel(
    [new File([readFileSync(join(FOLDER, 'config.json'))], 'config.json'), new File([weights], 'model.safetensors')],
    new AbortController().signal,
  );
  return { model, weights: new Weights(model.graph, model.checkpoint, () => {}) };
}

async function keyInFp8(): Promise<TensorSpec> {
  const { model } = await openWith({});
  const shape = model.checkpoint.tensors.get(KEY)?.shape ?? [];
  return { dtype: 'F8_E4M3', shape, data: new Uint8Array(shape.reduce((a, b) => a * b, 1)).fill(0x38) };
}

describe('a model whose files hold every weight', () => {
  it('can be run where all are floats that the runtime takes', async () => {
    const { model } = await openWith({});
    expect([model.runnable, model.problems]).toEqual([true, []]);
  });

  it('cannot be run from eight bits, whose numbers can be seen', async () => {
    const { model, weights } = await openWith({ [KEY]: await keyInFp8() });
    expect(model.runnable).toBe(false);
    expect(model.problems.map(({ code }) => code)).toEqual(['WeightDtype']);
    expect(model.problems[0]?.message).toMatch(/F8_E4M3.*F32, F16, BF16/);
    expect((await weights.load('layers.0.attention.key.weight'))?.data[0]).toBe(1);
  });

  it.each(['_scale_inv', '_scale'])('shows no numbers that are to be scaled by those of NAME%s first', async (end) => {
    const { model, weights } = await openWith({ [KEY]: await keyInFp8(), [`${KEY}${end}`]: f32([1, 1], [0.5]) });
    expect(model.runnable).toBe(false);
    expect(model.absence).toBeUndefined();
    expect(model.problems.map(({ code }) => code)).toEqual(['WeightScaled']);
    expect(weights.state('layers.0.attention.key.weight')).toBe('absent');
    expect(await weights.load('layers.0.attention.key.weight')).toBeUndefined();
    expect(weights.state('layers.0.attention.query.weight')).toBe('loading');
    await expect(weights.find(KEY)).rejects.toThrow(/scales beside it/);
    expect((await weights.find(`${KEY}${end}`)).data).toEqual(new Float32Array([0.5]));
  });
});
