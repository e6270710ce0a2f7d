import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withCache } from '../../../src/architecture/cache.ts';
import { traceableIds } from '../../../src/inference/onnx.ts';
import { firstRows, joinRows } from '../../../src/inference/rows.ts';
import type { LoadedModel, Trace } from '../../../src/inference/runtime.ts';
import { expectSameTrace } from './compare.ts';
import { loadModel, MODEL_FOLDERS, type ModelOnDisk, readModel, readReferences, TALES } from './models.ts';

/** Every family, on a prompt as long as its context: what comes row by row is what a pass over all tokens gives. */
describe.each([...MODEL_FOLDERS, TALES].map((folder) => [basename(folder), folder]))('%s with a cache', (_, folder) => {
  let onDisk: ModelOnDisk;
  let ids: string[];
  let plain: LoadedModel;
  let cached: LoadedModel;
  let tokens: number[];

  beforeAll(async () => {
    onDisk = await readModel(folder);
    ids = traceableIds(onDisk.graph);
    plain = await loadModel(onDisk, ids);
    cached = await loadModel({ ...onDisk, graph: withCache(onDisk.graph) }, ids);
    const prompts = (await readReferences(folder)).map((reference) => reference.tokens);
    tokens = prompts.toSorted((a, b) => b.length - a.length)[0] ?? [];
  });
  afterAll(async () => {
    await plain.release();
    await cached.release();
  });

  test('gives at every step what a pass over all tokens gives, in every tensor', async () => {
    let known = await cached.run(tokens.slice(0, 3), ids);
    expectSameTrace(known, await plain.run(tokens.slice(0, 3), ids));
    for (let length = 4; length <= tokens.length; length += 1) {
      const { trace, reused } = await cached.goOn(tokens.slice(0, length), ids, Infinity);
      expect(reused).toBe(length - 1);
      expect(trace.get('logits')?.shape[0]).toBe(1);
      known = joinRows(onDisk.graph, known, reused, trace);
      expectSameTrace(known, await plain.run(tokens.slice(0, length), ids));
    }
    expect(tokens.length).toBeGreaterThan(4);
  });

  test('goes back to fewer tokens and on with others', async () => {
    const before: Trace = await cached.run(tokens, ids);
    expectSameTrace(firstRows(before, 4), await plain.run(tokens.slice(0, 4), ids));
    const other = [...tokens.slice(0, 4), tokens[0] ?? 0, tokens[1] ?? 0];
    const { trace, reused } = await cached.goOn(other, ids, 4);
    expect(reused).toBe(4);
    expectSameTrace(joinRows(onDisk.graph, before, reused, trace), await plain.run(other, ids));
  });
});
