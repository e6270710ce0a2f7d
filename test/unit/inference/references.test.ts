import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shapeOf } from '../../../src/architecture/graph.ts';
import { traceableIds } from '../../../src/inference/onnx.ts';
import { difference, TOLERANCE } from './compare.ts';
import { loadModel, MODEL_FOLDERS, readModel, readReferences, TALES } from './models.ts';

const named = (folders: readonly string[]) => folders.map((folder) => [basename(folder), folder] as const);

describe.each(named([...MODEL_FOLDERS, TALES]))('%s against PyTorch', (_, folder) => {
  test('every tensor of every prompt', async () => {
    const onDisk = await readModel(folder);
    const ids = traceableIds(onDisk.graph);
    const model = await loadModel(onDisk, ids);
    const prompts = await readReferences(folder);
    expect(prompts.length).toBeGreaterThanOrEqual(3);
    for (const { tokens, activations } of prompts) {
      expect([...activations.keys()].sort()).toEqual([...ids].sort());
      const traced = await model.run(tokens, ids);
      for (const [id, { shape, data }] of traced) {
        const reference = activations.get(id) ?? { shape: [], data: new Float32Array() };
        expect([id, shape]).toEqual([id, shapeOf(onDisk.graph.tensor(id), tokens.length)]);
        expect([id, shape]).toEqual([id, reference.shape]);
        expect(difference(data, reference), `${id}, ${tokens.length} tokens`).toBeLessThan(TOLERANCE);
      }
    }
    await model.release();
  });
});

describe.each(named(MODEL_FOLDERS))('what PyTorch computed of %s', (_, folder) => {
  test('is of one token, some, and the full context', async () => {
    const { graph } = await readModel(folder);
    const lengths = (await readReferences(folder)).map(({ tokens }) => tokens.length);
    expect(Math.min(...lengths)).toBe(1);
    expect(Math.max(...lengths)).toBe(graph.dimensions.context);
    expect(lengths.some((length) => length > 1 && length < graph.dimensions.context)).toBe(true);
  });
});
