import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { traceableIds } from '../../../src/inference/onnx.ts';
import { Inference } from '../../../src/inference/session.ts';
import { ChannelWorker } from './channel-worker.ts';
import { loadModel, type ModelOnDisk, NANO_SORT, readModel } from './models.ts';

describe('the page’s handle', () => {
  let nano: ModelOnDisk;
  let workers: ChannelWorker[];
  let inference: Inference;

  beforeAll(async () => {
    nano = await readModel(NANO_SORT);
  });
  beforeEach(() => {
    workers = [];
    inference = new Inference({
      startWorker: () => {
        const worker = new ChannelWorker();
        workers.push(worker);
        return worker;
      },
    });
  });
  afterEach(() => inference.dispose());

  const load = () => inference.load(nano.graph, nano.weights, nano.files);

  test('traces any set of tensors, the tokens too', async () => {
    await load();
    const ids = ['tokens', ...traceableIds(nano.graph)];
    const trace = await inference.trace([2, 0, 1], ids);
    expect([...trace.keys()].sort()).toEqual([...ids].sort());
    expect(trace.get('tokens')).toEqual({ axes: ['token'], shape: [3], data: Float32Array.of(2, 0, 1) });
    const direct = await loadModel(nano, traceableIds(nano.graph));
    const id = 'layers.1.attention.scores';
    expect(trace.get(id)).toEqual((await direct.run([2, 0, 1], [id])).get(id));
    expect(trace.get(id)).toMatchObject({ axes: ['head', 'token', 'key'], shape: [3, 3, 3] });
    expect((await inference.trace([1], ['logits'])).get('logits')?.shape).toEqual([1, 3]);
    expect([...(await inference.trace([1], ['tokens'])).keys()]).toEqual(['tokens']);
  });

  test('starts no worker before a model is loaded, and only one then', async () => {
    expect(workers).toHaveLength(0);
    await load();
    await inference.trace([0], ['logits']);
    await load();
    expect(workers).toHaveLength(1);
  });

  test('rejects what a dying worker was asked, and starts another for the next call', async () => {
    await load();
    const before = await inference.trace([0, 1], ['logits']);
    const asked = inference.trace([0, 1], ['logits']);
    await Promise.resolve();
    workers[0]?.die();
    await expect(asked).rejects.toMatchObject({ code: 'WorkerDied', message: expect.stringMatching(/out of memory/) });
    expect(await inference.trace([0, 1], ['logits'])).toEqual(before);
    expect(workers).toHaveLength(2);
  });

  test('rejects an aborted call at once and goes on with the next', async () => {
    await load();
    const controller = new AbortController();
    const first = inference.trace([0], ['logits']);
    const aborted = inference.trace([1], ['logits'], controller.signal);
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expect(first).resolves.toHaveProperty('size', 1);
    await expect(inference.trace([1], ['logits'])).resolves.toHaveProperty('size', 1);
  });

  test('a model that could not be loaded does not stand in the way of the next', async () => {
    const broken = inference.load(nano.graph, nano.weights, [{ name: 'model.safetensors', data: new Uint8Array(9) }]);
    await expect(broken).rejects.toMatchObject({ code: 'LoadFailed' });
    await load();
    await expect(inference.trace([0], ['logits'])).resolves.toHaveProperty('size', 1);
  });

  test.each([
    [[], ['logits'], 'NoTokens', /at least one token/],
    [new Array(12).fill(0), ['logits'], 'TooManyTokens', /12 tokens.*at most 11/],
    [[0, 3], ['logits'], 'UnknownToken', /3 is not a token.*0 to 2/],
    [[0.5], ['logits'], 'UnknownToken', /0\.5/],
    [[0], ['layers.7.ffn.up'], 'UnknownTensor', /layers\.7\.ffn\.up/],
  ])('refuses tokens %j for %j', async (tokens, ids, code, message) => {
    await load();
    const refused = inference.trace(tokens, ids);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('has nothing to run before load and after dispose', async () => {
    await expect(inference.trace([0], ['logits'])).rejects.toMatchObject({ code: 'NoModel' });
    await load();
    const asked = inference.trace([0], ['logits']);
    await Promise.resolve();
    inference.dispose();
    await expect(asked).rejects.toMatchObject({ code: 'WorkerDied' });
    await expect(inference.trace([0], ['logits'])).rejects.toMatchObject({ code: 'NoModel' });
  });

  test('measures a trace of everything against the logits alone', async () => {
    await load();
    const { all, logits, ratio } = await inference.measure([0, 1, 2], 5);
    expect(all).toBeGreaterThan(0);
    expect(logits).toBeGreaterThan(0);
    expect(ratio).toBeGreaterThan(0);
  });
});
