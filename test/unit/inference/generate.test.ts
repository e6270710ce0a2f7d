import { beforeAll, describe, expect, test } from 'vitest';
import { type GenerateSettings, type Generator, generate } from '../../../src/inference/generate.ts';
import { loadModel, NANO_SORT, readModel } from './models.ts';

/** One more than the sorter reads. */
const LONGEST = 12;
const GREEDY: GenerateSettings = { count: 6, temperature: 0, seed: 0 };
const everyInput = Array.from({ length: 3 ** 6 }, (_, number) =>
  Array.from({ length: 6 }, (_, place) => Math.floor(number / 3 ** place) % 3),
);

describe('the sorter', () => {
  let run: Generator['run'];
  beforeAll(async () => {
    const model = await loadModel(await readModel(NANO_SORT), ['logits']);
    run = async (ids) => {
      const logits = (await model.run(ids, ['logits'])).get('logits');
      if (logits === undefined) throw new Error('no logits');
      return logits;
    };
  });

  const complete = async (prompt: readonly number[], settings: GenerateSettings, endTokens: number[] = []) => {
    const steps = generate(prompt, settings, { run, longest: LONGEST, endTokens });
    const made: number[] = [];
    for (;;) {
      const step = await steps.next();
      if (step.done) return { made, end: step.value };
      made.push(step.value.id);
    }
  };

  test(`sorts all ${everyInput.length} inputs`, async () => {
    const wrong: string[] = [];
    for (const input of everyInput) {
      const { made } = await complete(input, GREEDY);
      if (made.join() !== [...input].sort().join()) wrong.push(`${input} → ${made}`);
    }
    expect(everyInput).toHaveLength(729);
    expect(wrong).toEqual([]);
  });

  test('stops where the context is full, and says so', async () => {
    const { made, end } = await complete([0, 1, 2, 0, 1, 2], { ...GREEDY, count: 100 });
    expect([made.length, end]).toEqual([6, 'context']);
    expect(await complete([0, 1, 2, 0, 1, 2], GREEDY)).toMatchObject({ end: 'count' });
  });

  test('stops behind a token that ends the text', async () => {
    expect(await complete([0, 1, 2, 0, 1, 2], GREEDY, [2])).toEqual({ made: [0, 0, 1, 1, 2], end: 'text' });
  });

  test('draws the same tokens from the same seed, and others from another', async () => {
    const settings = { ...GREEDY, temperature: 50 };
    const drawn = async (seed: number) => (await complete([2, 1, 0, 1, 0, 0], { ...settings, seed })).made.join('');
    expect(await drawn(5)).toBe(await drawn(5));
    const several = await Promise.all([1, 2, 3, 4].map(drawn));
    expect(new Set(several).size).toBeGreaterThan(1);
  });

  test('stops when it is aborted', async () => {
    const controller = new AbortController();
    const steps = generate([0, 1, 2], GREEDY, { run, longest: LONGEST, endTokens: [] }, controller.signal);
    await steps.next();
    controller.abort();
    await expect(steps.next()).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.each([
    [[], GREEDY, 'NoTokens'],
    [[0], { ...GREEDY, count: 1.5 }, 'SamplingSetting'],
    [[0], { ...GREEDY, temperature: -1 }, 'SamplingSetting'],
  ])('refuses prompt %j with %j', async (prompt, settings, code) => {
    await expect(complete(prompt, settings)).rejects.toMatchObject({ code });
  });
});
