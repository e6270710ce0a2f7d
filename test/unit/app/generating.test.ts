import { join } from 'node:path';
import { signal } from '@preact/signals-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Generating } from '../../../src/app/generating.ts';
import type { OpenModel } from '../../../src/app/model.ts';
import { Runner } from '../../../src/app/runner.ts';
import { ChannelWorkers } from '../inference/channel-worker.ts';
import { expectSameTrace } from '../inference/compare.ts';
import { FIXTURES } from '../inference/models.ts';
import { openFolder } from './opened.ts';

const PROMPT = [3, 1, 4];
const WARM = { temperature: 2, seed: 11 };

/** On a model of random weights with 40 tokens and a context of 16. */
describe('generating', () => {
  let opened: OpenModel;
  let workers: ChannelWorkers;
  let runner: Runner;
  let generating: Generating;

  const use = (model: OpenModel) => {
    runner.use(model);
    generating = new Generating({ model: signal(model), runner });
  };
  const ids = () => runner.run.value?.tokens.map(({ id }) => id) ?? [];

  beforeAll(async () => {
    opened = await openFolder(join(FIXTURES, 'llama-grouped'));
  });
  beforeEach(async () => {
    workers = new ChannelWorkers();
    runner = new Runner({ startWorker: workers.start });
    use(opened);
    await runner.pass(PROMPT);
    generating.choose(WARM);
  });
  afterEach(() => workers.terminate());

  it('takes the token that it said it would, step by step', async () => {
    for (const length of [4, 5, 6]) {
      const { next } = generating;
      const expected = next.value;
      await generating.step();
      expect(ids()).toHaveLength(length);
      expect(ids().at(-1)).toBe(expected);
    }
    expect(generating.count.value).toBe(3);
    expect(runner.run.value?.answers.map(({ id }) => id)).toEqual(ids().slice(3));
    expect(generating.problem.value).toBeUndefined();
  });

  it('gives the same text for a seed, after steps back too, and as generation in one go', async () => {
    await generating.run(6);
    const made = ids();
    for (let back = 0; back < 4; back += 1) generating.back();
    expect(ids()).toEqual(made.slice(0, 5));
    await generating.step();
    await generating.run(3);
    expect(ids()).toEqual(made);
    generating.choose({ ...WARM, seed: 12 });
    for (let back = 0; back < 9; back += 1) generating.back();
    expect(ids()).toEqual(PROMPT);
    await generating.run(6);
    expect(ids()).not.toEqual(made);
    expect(await runner.generate(PROMPT, { ...WARM, count: 6 })).toEqual(made);
  });

  it('has after every step, on or back, what a pass over the same tokens gives', async () => {
    await generating.run(5);
    const grown = runner.run.value;
    expect(grown?.reusedTokens).toBe(7);
    generating.back();
    generating.back();
    const run = runner.run.value;
    expect(run?.reusedTokens).toBe(6);
    expectSameTrace(run?.trace, (await runner.pass(ids())).trace);
    expect(runner.run.value?.reusedTokens).toBe(0);
    const all = grown?.tokens.map(({ id }) => id) ?? [];
    expectSameTrace(grown?.trace, (await runner.pass(all)).trace);
  });

  it('ends where the model can read no more', async () => {
    await generating.run();
    expect(ids()).toHaveLength(opened.graph.dimensions.context);
    expect([generating.end.value, generating.next.value, generating.isRunning.value]).toEqual([
      'context',
      undefined,
      false,
    ]);
    generating.back();
    expect(generating.end.value).toBeUndefined();
  });

  it('ends behind a token that ends the text, unless the reader wrote it', async () => {
    await generating.run(4);
    const endToken = ids().at(-1) ?? 0;
    use({ ...opened, endTokens: [endToken] });
    generating.choose(WARM);
    await runner.pass([...PROMPT, endToken]);
    expect(generating.end.value).toBeUndefined();
    await runner.pass(PROMPT);
    await generating.run();
    expect(ids().at(-1)).toBe(endToken);
    expect([generating.end.value, generating.next.value]).toEqual(['text', undefined]);
  });

  it('stops when it is told to, and when another prompt is run', async () => {
    const running = generating.run();
    await generating.run(3);
    generating.stop();
    expect(generating.isRunning.value).toBe(false);
    await running;
    expect(ids()).toHaveLength(4);
    const broken = generating.run();
    await runner.pass([7, 8]);
    await broken;
    expect(ids()).toEqual([7, 8]);
    expect([generating.isRunning.value, generating.problem.value]).toEqual([false, undefined]);
  });

  it('says why a step failed, keeps what is there, and goes on', async () => {
    await generating.step();
    const [worker] = workers.started;
    if (worker === undefined) throw new Error('no worker was started');
    vi.spyOn(worker, 'postMessage').mockImplementationOnce(() => worker.die());
    await generating.run(2);
    expect(generating.problem.value).toMatch(/out of memory/);
    expect(ids()).toHaveLength(4);
    await generating.run(2);
    expect(generating.problem.value).toBeUndefined();
    expect(workers.started).toHaveLength(2);
    vi.spyOn(runner, 'extend').mockRejectedValueOnce(new Error('out of memory'));
    await generating.step();
    expect(generating.problem.value).toMatch(/out of memory/);
    await runner.pass(ids());
    expect(generating.problem.value).toBeUndefined();
    expectSameTrace(runner.run.value?.trace, (await runner.pass(ids())).trace);
  });

  it('says that nothing can be drawn where the logits are no numbers', async () => {
    const nan = (shape: readonly number[]) =>
      new Float32Array(shape.reduce((size, length) => size * length, 1)).fill(NaN);
    const weights = new Map(Array.from(opened.checkpoint.tensors, ([name, { shape }]) => [name, nan(shape)]));
    await runner.useWeights(weights, new AbortController().signal, () => {});
    expect([generating.next.value, generating.candidatesAfter(2)]).toEqual([undefined, undefined]);
    await generating.run(2);
    expect(generating.problem.value).toMatch(/No next token can be drawn: .* is NaN/);
    expect(ids()).toEqual(PROMPT);
    await expect(runner.generate(PROMPT, { ...WARM, count: 1 })).rejects.toMatchObject({ code: 'NothingToDraw' });
  });

  it('tells what may follow any token, and refuses settings that make no sense', () => {
    generating.choose({ temperature: 1, topK: 3, seed: 0 });
    const candidates = generating.candidatesAfter(1) ?? [];
    expect(candidates).toHaveLength(opened.graph.dimensions.vocabulary);
    expect(candidates.filter(({ after }) => after > 0)).toHaveLength(3);
    expect(generating.candidatesAfter(3)).toBeUndefined();
    expect(() => generating.choose({ temperature: -1, seed: 0 })).toThrow(/temperature is -1/);
    expect(generating.settings.value.temperature).toBe(1);
  });
});
