import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { traceableIds } from '../../../src/inference/onnx.ts';
import { Inference } from '../../../src/inference/session.ts';
import { ChannelWorkers } from './channel-worker.ts';
import { loadModel, type ModelOnDisk, NANO_SORT, readModel } from './models.ts';

describe('the page’s handle', () => {
  let nano: ModelOnDisk;
  let workers: ChannelWorkers;
  let inference: Inference;

  beforeAll(async () => {
    nano = await readModel(NANO_SORT);
  });
  beforeEach(() => {
    workers = new ChannelWorkers();
    inference = new Inference({ startWorker: workers.start });
  });
  afterEach(() => inference.dispose());

  const pass = async (tokens: readonly number[], ids: readonly string[], signal?: AbortSignal) =>
    (await inference.goOn(tokens, ids, 0, signal)).trace;
  const load = () => inference.load(nano.graph, nano.weights, nano.files);

  test('traces any set of tensors, the tokens too', async () => {
    await load();
    const ids = ['tokens', ...traceableIds(nano.graph)];
    const trace = await pass([2, 0, 1], ids);
    expect([...trace.keys()].sort()).toEqual([...ids].sort());
    expect(trace.get('tokens')).toEqual({ axes: ['token'], shape: [3], data: Float32Array.of(2, 0, 1) });
    const direct = await loadModel(nano, traceableIds(nano.graph));
    const id = 'layers.1.attention.scores';
    expect(trace.get(id)).toEqual((await direct.run([2, 0, 1], [id])).get(id));
    expect(trace.get(id)).toMatchObject({ axes: ['head', 'token', 'key'], shape: [3, 3, 3] });
    expect((await pass([1], ['logits'])).get('logits')?.shape).toEqual([1, 3]);
    expect([...(await pass([1], ['tokens'])).keys()]).toEqual(['tokens']);
  });

  test('starts no worker before a model is loaded, and only one then', async () => {
    expect(workers.started).toHaveLength(0);
    await load();
    await pass([0], ['logits']);
    await load();
    expect(workers.started).toHaveLength(1);
  });

  test('rejects what a dying worker was asked, and starts another for the next call', async () => {
    await load();
    const before = await pass([0, 1], ['logits']);
    const asked = pass([0, 1], ['logits']);
    await Promise.resolve();
    workers.started[0]?.die();
    await expect(asked).rejects.toMatchObject({ code: 'WorkerDied', message: expect.stringMatching(/out of memory/) });
    expect(await pass([0, 1], ['logits'])).toEqual(before);
    expect(workers.started).toHaveLength(2);
  });

  test('rejects an aborted call at once and goes on with the next', async () => {
    await load();
    const controller = new AbortController();
    const first = pass([0], ['logits']);
    const aborted = pass([1], ['logits'], controller.signal);
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expect(first).resolves.toHaveProperty('size', 1);
    await expect(pass([1], ['logits'])).resolves.toHaveProperty('size', 1);
  });

  test('a model that could not be loaded does not stand in the way of the next', async () => {
    const broken = inference.load(nano.graph, nano.weights, [{ name: 'model.safetensors', data: new Uint8Array(9) }]);
    await expect(broken).rejects.toMatchObject({ code: 'LoadFailed' });
    await load();
    await expect(pass([0], ['logits'])).resolves.toHaveProperty('size', 1);
  });

  test.each([
    [[], ['logits'], 'NoTokens', /at least one token/],
    [new Array(12).fill(0), ['logits'], 'TooManyTokens', /12 tokens.*at most 11/],
    [[0, 3], ['logits'], 'UnknownToken', /3 is not a token.*0 to 2/],
    [[0.5], ['logits'], 'UnknownToken', /0\.5/],
    [[0], ['layers.7.ffn.up'], 'UnknownTensor', /layers\.7\.ffn\.up/],
  ])('refuses tokens %j for %j', async (tokens, ids, code, message) => {
    await load();
    const refused = pass(tokens, ids);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('computes no token again that the call before had, up to as many as may be reused', async () => {
    await load();
    const goOn = async (tokens: readonly number[], reusable: number) => {
      const { trace, reused } = await inference.goOn(tokens, ['tokens', 'logits'], reusable);
      return [reused, Array.from(trace.get('tokens')?.data ?? []), trace.get('logits')?.shape[0]];
    };
    expect(await goOn([2, 0, 1], 3)).toEqual([0, [2, 0, 1], 3]);
    expect(await goOn([2, 0, 1, 0], 3)).toEqual([3, [0], 1]);
    expect(await goOn([2, 0, 1, 0, 0], 2)).toEqual([2, [1, 0, 0], 3]);
    expect(await goOn([2, 0, 1, 0, 0], Infinity)).toEqual([4, [0], 1]);
    expect(await goOn([2, 0], Infinity)).toEqual([1, [0], 1]);
    expect(await goOn([2, 0, 2, 2], Infinity)).toEqual([2, [2, 2], 2]);
    // Who asks for a pass over all gets one, and leaves its rows to the next call all the same.
    expect((await pass([2, 0, 2, 2], ['logits'])).get('logits')?.shape).toEqual([4, 3]);
    expect(await goOn([2, 0, 2, 2, 1], Infinity)).toEqual([4, [1], 1]);
  });

  test('goes on with an empty cache after an aborted call, a refused one, another model and a dead worker', async () => {
    await load();
    const goOn = (tokens: readonly number[], signal?: AbortSignal) =>
      inference.goOn(tokens, ['logits'], Infinity, signal);
    const expected = (await pass([2, 0, 1, 0], ['logits'])).get('logits')?.data.slice(-3);
    const expectGoesOn = async (tokens: number) => {
      const { trace, reused } = await goOn([2, 0, 1, 0]);
      expect(reused).toBe(tokens);
      const data = trace.get('logits')?.data.slice(-3);
      expect(Array.from(data ?? [])).toEqual(Array.from(expected ?? [], (logit) => expect.closeTo(logit, 4)));
    };
    const controller = new AbortController();
    const aborted = goOn([1, 1], controller.signal);
    await Promise.resolve();
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expectGoesOn(0);
    await expect(inference.goOn([2, 0, 1, 0, 0], ['layers.7.ffn.up'], 4)).rejects.toMatchObject({
      code: 'UnknownTensor',
    });
    await expectGoesOn(3);
    await load();
    await expectGoesOn(0);
    workers.started[0]?.die();
    await expectGoesOn(0);
    expect(workers.started).toHaveLength(2);
  });

  test('has nothing to run before load and after dispose', async () => {
    await expect(pass([0], ['logits'])).rejects.toMatchObject({ code: 'NoModel' });
    await load();
    const asked = pass([0], ['logits']);
    await Promise.resolve();
    inference.dispose();
    await expect(asked).rejects.toMatchObject({ code: 'WorkerDied' });
    await expect(pass([0], ['logits'])).rejects.toMatchObject({ code: 'NoModel' });
  });

  test.each(['trace', 'cache'] as const)('measures what a %s costs, round by round', async (what) => {
    await load();
    const { ratios, milliseconds } = await inference.measure(what, [0, 1, 2], 5);
    expect(ratios).toHaveLength(5);
    for (const ratio of ratios) expect(ratio).toBeGreaterThan(0);
    expect(milliseconds).toBeGreaterThan(0);
  });
});
