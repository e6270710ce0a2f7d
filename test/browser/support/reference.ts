/** What the open model's numbers must be: PyTorch's activations and the weights of the file. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TensorData, TensorId } from '../../../src/architecture/graph.ts';
import type { Fixture } from '../../unit/architecture/fixtures.ts';

/** Relative to the largest finite magnitude of a tensor. */
export const TOLERANCE = 1e-4;

/** Runs every prompt of the reference on the page and compares every activation. */
export async function expectReference(page: Page, { graph, prompts }: Fixture): Promise<void> {
  const ids = Array.from(graph.tensors())
    .filter((tensor) => tensor.kind !== 'weight')
    .map(({ id }) => id);
  for (const prompt of prompts) {
    const tokens = Array.from(prompt.get('tokens')?.data ?? []);
    const ran = await page.evaluate((tokens) => window.cutaway.run(tokens), tokens);
    expect(ran.ids).toEqual(tokens);
    const activations = await page.evaluate((ids) => ids.map((id) => window.cutaway.tensor(id)), ids);
    for (const [index, id] of ids.entries()) expectEqual(id, activations[index], prompt.get(id), TOLERANCE);
  }
}

/** Compares every weight with the file: by id the block, by name the tensor as it is stored. */
export async function expectWeights(page: Page, { graph, checkpoint, prompts }: Fixture): Promise<void> {
  const blocks = Array.from(graph.tensors())
    .filter((tensor) => tensor.kind === 'weight')
    .map(({ id }) => id);
  const ofBlocks = await weights(page, blocks);
  for (const [index, id] of blocks.entries()) expectEqual(id, ofBlocks[index], prompts[0]?.get(id), 0);

  const listed = await page.evaluate(() => window.cutaway.weights());
  const names = listed.map(({ name }) => name);
  expect([...names].sort()).toEqual([...checkpoint.tensors.keys()].sort());
  const stored = await weights(page, names);
  for (const [index, { name, axes, shape }] of listed.entries()) {
    expect(axes.length, name).toBe(shape.length);
    expect(stored[index]?.shape, name).toEqual(shape);
    const data = await checkpoint.read(name);
    expectEqual(name, stored[index], { shape: checkpoint.tensors.get(name)?.shape ?? [], data }, 0);
  }
}

function weights(page: Page, names: readonly string[]): Promise<TensorData[]> {
  return page.evaluate((names) => Promise.all(names.map((name) => window.cutaway.weight(name))), names);
}

function expectEqual(
  id: TensorId,
  got: TensorData | undefined,
  expected: Pick<TensorData, 'shape' | 'data'> | undefined,
  tolerance: number,
): void {
  expect([id, got?.shape]).toEqual([id, expected?.shape]);
  const { data } = expected ?? { data: new Float32Array() };
  const finite = data.filter(Number.isFinite).map(Math.abs);
  const allowed = tolerance * finite.reduce((most, size) => Math.max(most, size), 0);
  const wrong = data.findIndex((value, at) => {
    const other = got?.data[at] ?? Number.NaN;
    return !Object.is(value, other) && !(Math.abs(value - other) <= allowed);
  });
  expect(wrong === -1 ? undefined : `${id}, number ${wrong}: ${got?.data[wrong]} for ${data[wrong]}`).toBeUndefined();
}
