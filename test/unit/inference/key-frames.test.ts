import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import type { Graph } from '../../../src/architecture/graph.ts';
import { memorySource } from '../../../src/checkpoint/byte-source.ts';
import type { Checkpoint } from '../../../src/checkpoint/checkpoint.ts';
import { KeyFrames } from '../../../src/checkpoint/key-frames.ts';
import { openCheckpoint } from '../../../src/checkpoint/open-checkpoint.ts';
import { traceableIds } from '../../../src/inference/onnx.ts';
import { Inference } from '../../../src/inference/session.ts';
import { ChannelWorker } from './channel-worker.ts';
import { difference, expectSameTrace, TOLERANCE } from './compare.ts';
import { FIXTURES, filesOfModel, NANO_SORT, readReferences, TALES } from './models.ts';

/** Those that ship, of 8 bits to F32 and of 4 to F16, and a smaller one of 4 to F16. */
const FOLDERS = [NANO_SORT, TALES, join(FIXTURES, 'llama-f16')];

describe.each(FOLDERS.map((folder) => [basename(folder), folder]))('key frames of %s', (_, folder) => {
  const worker = new ChannelWorker();
  const inference = new Inference({ startWorker: () => worker });
  let checkpoint: Checkpoint;
  let graph: Graph;
  let frames: KeyFrames;

  beforeAll(async () => {
    const read = (name: string) => memorySource(new Uint8Array(readFileSync(join(folder, name))), name);
    checkpoint = await openCheckpoint(filesOfModel(folder).map(read));
    graph = buildGraph(checkpoint.config);
    const opened = await KeyFrames.open(checkpoint, (base, packed) => inference.decode(base, packed));
    if (opened === undefined) throw new Error(`${folder} tells of no training`);
    frames = opened;
  });
  afterAll(() => inference.dispose());

  it('are decoded to the bits that PyTorch decodes them to, and run to its activations', async () => {
    const references = await readReferences(join(folder, 'frames'));
    const steps = Object.keys(references).map(Number);
    expect(steps).toHaveLength(3);
    for (const step of steps) {
      const { tokens = [], activations = new Map() } = references[step] ?? {};
      const weights = await frames.weights(step);
      const activationIds = [...activations.keys()].filter((id) => graph.has(id));
      const weightNames = [...activations.keys()].filter((name) => weights.has(name));
      expect([activationIds.length >= 2, weightNames.length]).toEqual([true, 2]);
      for (const name of weightNames) expect([name, weights.get(name)]).toEqual([name, activations.get(name)?.data]);

      await inference.give(graph, checkpoint.tensors, weights);
      const { trace } = await inference.goOn(tokens, activationIds, 0);
      for (const id of activationIds) {
        const { data } = trace.get(id) ?? { data: new Float32Array() };
        expect(difference(data, activations.get(id)), `${id} at step ${step}`).toBeLessThan(TOLERANCE);
      }
    }
  });

  it('end with the model itself', async () => {
    const [prompt] = await readReferences(folder);
    const weights = await frames.weights(frames.training.frames.at(-1)?.step ?? Number.NaN);
    expect([...weights.keys()].sort()).toEqual([...checkpoint.tensors.keys()].sort());
    for (const [name, weight] of weights)
      expect([name, difference(weight, { data: await checkpoint.read(name) })]).toEqual([name, 0]);
    const ids = traceableIds(graph);
    await inference.give(graph, checkpoint.tensors, weights);
    const given = await inference.goOn(prompt?.tokens ?? [], ids, 0);
    await inference.load(
      graph,
      checkpoint.tensors,
      checkpoint.files.map(({ name, source }) => ({ name, data: source.origin })),
    );
    expectSameTrace(given.trace, (await inference.goOn(prompt?.tokens ?? [], ids, 0)).trace);
  });

  it('leave no rows of other weights behind', async () => {
    const [first = 0, second = 0] = frames.training.frames.map(({ step }) => step);
    const tokens = [2, 0, 1];
    await inference.give(graph, checkpoint.tensors, await frames.weights(first));
    const before = await inference.goOn(tokens, ['logits'], 0);
    await inference.give(graph, checkpoint.tensors, await frames.weights(second));
    const { reused, trace } = await inference.goOn([...tokens, 1], ['logits'], 3);
    expect([reused, trace.get('logits')?.shape[0]]).toEqual([0, 4]);
    expect(trace.get('logits')?.data.slice(0, 3)).not.toEqual(before.trace.get('logits')?.data.slice(0, 3));
    expect((await inference.goOn([...tokens, 1, 1], ['logits'], 4)).reused).toBe(4);
  });
});
