import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenModel } from '../../../src/app/model.ts';
import { Runner } from '../../../src/app/runner.ts';
import { ChannelWorkers } from '../inference/channel-worker.ts';
import { expectSameTrace } from '../inference/compare.ts';
import { FIXTURES, NANO_SORT } from '../inference/models.ts';
import { openFolder } from './opened.ts';

const PROMPT = [2, 0, 1];

describe('the runner', () => {
  let nano: OpenModel;
  let other: OpenModel;
  let workers: ChannelWorkers;
  let runner: Runner;

  beforeAll(async () => {
    const task = { kind: 'sort', prompt: 'AACBAB', promptLength: 6, answerLength: 6 } as const;
    nano = { ...(await openFolder(NANO_SORT)), task };
    other = await openFolder(join(FIXTURES, 'llama-tied'));
  });
  beforeEach(() => {
    workers = new ChannelWorkers();
    runner = new Runner({ startWorker: workers.start });
    runner.use(nano);
  });
  afterEach(() => workers.terminate());

  it('generates before anything has been run', async () => {
    const ids = await runner.generate(PROMPT, { count: 2, temperature: 0, seed: 0 });
    expect(ids.slice(0, 3)).toEqual(PROMPT);
    expect(ids).toHaveLength(5);
  });

  it('traces the pass over all that was generated, as far as the model can read', async () => {
    const ids = await runner.generate(PROMPT, { count: 2, temperature: 0, seed: 0 });
    const run = runner.run.value;
    expect(run?.tokens.map(({ id }) => id)).toEqual(ids);
    expect(run?.answers.map(({ id }) => id)).toEqual(ids.slice(3));
    expectSameTrace(run?.trace, (await runner.pass(ids)).trace);
    const { context } = nano.graph.dimensions;
    expect(await runner.generate(PROMPT, { count: 99, temperature: 0, seed: 0 })).toHaveLength(context + 1);
    expect(runner.run.value?.tokens).toHaveLength(context);
    expect(runner.run.value?.answers).toHaveLength(context + 1 - PROMPT.length);
  });

  it('goes on with a text no further than the model can read', async () => {
    runner.use(other);
    const { context } = other.graph.dimensions;
    const ids = await runner.generate([1], { count: 99, temperature: 0, seed: 0 });
    expect(ids).toHaveLength(context);
    expect(runner.run.value?.tokens.map(({ id }) => id)).toEqual(ids);
    expect(await runner.generate(ids, { count: 1, temperature: 0, seed: 0 })).toEqual(ids);
  });

  it('answers token by token what generation at temperature 0 comes to, and traces the pass before the last', async () => {
    const ids = await runner.generate(PROMPT, { count: 3, temperature: 0, seed: 0 });
    const run = await runner.answer(PROMPT, 3);
    expect(run.answers.map(({ id }) => id)).toEqual(ids.slice(3));
    expect(run.tokens.map(({ id }) => id)).toEqual(ids.slice(0, 5));
    expect(run.tokens.map(({ origin }) => origin)).toEqual(['given', 'given', 'given', 'answered', 'answered']);
    expect(run.trace.get('logits')?.shape).toEqual([5, 3]);
    expect(runner.run.value).toBe(run);
  });

  it('lets the latest of several passes win, whichever is done first', async () => {
    const passes = [[0], [1], [2]].map((ids) => runner.pass(ids));
    const settled = await Promise.allSettled(passes);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(settled[0]).toMatchObject({ reason: { name: 'AbortError' } });
    expect(runner.run.value?.tokens.map(({ id }) => id)).toEqual([2]);
    expect(runner.running.value).toBe(false);
  });

  it('breaks off when another model is opened, also before the first one is loaded', async () => {
    const highest = other.graph.dimensions.vocabulary - 1;
    runner.use(other);
    // A token that nano-sort does not have: it must not be told of, for nobody asked nano-sort.
    const broken = runner.pass([highest]);
    runner.use(nano);
    const run = runner.pass(PROMPT);
    await expect(broken).rejects.toMatchObject({ name: 'AbortError' });
    expect((await run).trace.get('logits')?.shape).toEqual([3, 3]);
    expect(runner.run.value).toBe(await run);
  });

  it('refuses a prompt that is longer than the model can read', async () => {
    const tooLong = new Array<number>(12).fill(0);
    const refusal = { code: 'TooManyTokens' };
    await expect(runner.pass(tooLong)).rejects.toMatchObject(refusal);
    await expect(runner.answer(tooLong, 6)).rejects.toMatchObject(refusal);
    await expect(runner.generate(tooLong, { count: 6, temperature: 0, seed: 0 })).rejects.toMatchObject(refusal);
  });

  it('forgets the run of the model before', async () => {
    await runner.pass(PROMPT);
    runner.use(other);
    expect(runner.run.value).toBeUndefined();
    expect((await runner.pass([1])).trace.get('logits')?.shape).toEqual([1, other.graph.dimensions.vocabulary]);
  });

  describe('by other weights', () => {
    const { signal } = new AbortController();
    /** All zero, as the logits are that come of them. */
    const zeros = () => new Map(Array.from(nano.checkpoint.tensors, ([name, { shape }]) => [name, zerosOf(shape)]));
    const zerosOf = (shape: readonly number[]) => new Float32Array(shape.reduce((size, length) => size * length, 1));
    const state = () => {
      const { tokens = [], trace } = runner.run.peek() ?? {};
      return { ids: tokens.map(({ id }) => id), isZero: trace?.get('logits')?.data.every((logit) => logit === 0) };
    };
    const before: readonly (readonly [string, readonly number[] | undefined])[] = [
      ['the first', undefined],
      ['one after another', [0]],
    ];

    it.each(before)('runs a prompt anew that was on its way: %s', async (_, earlier) => {
      if (earlier !== undefined) await runner.pass(earlier);
      const pass = runner.pass(PROMPT);
      const shown: unknown[] = [];
      await runner.useWeights(zeros(), signal, () => shown.push(state()));
      expect((await pass).trace.get('logits')?.data.every((logit) => logit === 0)).toBe(false);
      expect(shown).toEqual([{ ids: PROMPT, isZero: true }]);
      await runner.pass([1]);
      expect(state()).toEqual({ ids: [1], isZero: true });
    });

    it.each(['a prompt is on its way', 'they are being run'])(
      'stays by its own when told so while %s',
      async (when) => {
        const controller = new AbortController();
        const pass = runner.pass(PROMPT);
        if (when === 'they are being run') await pass;
        const show = vi.fn();
        const using = runner.useWeights(zeros(), controller.signal, show);
        controller.abort();
        await expect(using).rejects.toMatchObject({ name: 'AbortError' });
        expect((await pass).tokens).toHaveLength(3);
        expect([show.mock.calls, state()]).toEqual([[], { ids: PROMPT, isZero: false }]);
        await runner.pass([1]);
        expect(state()).toEqual({ ids: [1], isZero: false });
      },
    );
  });

  it('tells of the runtime’s arrival only while a pass waits for it', async () => {
    const seen: unknown[] = [];
    runner.download.subscribe((download) => seen.push(download));
    const run = runner.pass(PROMPT);
    const started = await vi.waitUntil(() => workers.started[0], { interval: 0 });
    started.tell({ kind: 'download', loaded: 5, total: 10 });
    started.die();
    await expect(run).rejects.toMatchObject({ code: 'WorkerDied' });
    expect(seen).toEqual([undefined, { loaded: 5, total: 10 }, undefined]);
    expect(runner.running.value).toBe(false);
    await runner.pass(PROMPT);
    expect(workers.started).toHaveLength(2);
  });
});
