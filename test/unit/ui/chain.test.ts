import { batch, effect, signal } from '@preact/signals-core';
import { beforeEach, expect, test } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { buildGraph } from '../../../src/architecture/build.ts';
import { endStaleTrail, feeds, follow, followFirst, madeFrom, trailTo } from '../../../src/ui/chain.ts';
import { trail } from '../../../src/ui/ui-state.ts';
import { SMALL_LLAMA, SORTER } from '../architecture/configs.ts';

const SCORES = 'layers.1.attention.scores';
const pinned = signal<{ readonly block: string } | undefined>(undefined);
const parts = {
  model: signal({ graph: buildGraph(SORTER) }),
  pinned,
  pin: (hit: { readonly block: string }) => {
    pinned.value = hit;
  },
  look: () => undefined,
};
const app = parts as unknown as App;

beforeEach(() => {
  trail.value = [];
  pinned.value = { block: SCORES };
});

const blocks = () => trailTo(trail.value, pinned.value?.block ?? '').map(({ block }) => block);

test('a block is made from what its op reads and feeds what is made from it', () => {
  expect(madeFrom(app, SCORES)).toEqual(['layers.1.attention.query', 'layers.1.attention.key']);
  expect(feeds(app, SCORES)).toEqual(['layers.1.attention.weights']);
  expect(madeFrom(app, 'embedding.token.weight')).toEqual([]);
});

test('steps make a trail; the step back the same way shortens it', () => {
  follow(app, 'layers.1.attention.key', 'madeFrom');
  followFirst(app, 'madeFrom');
  followFirst(app, 'madeFrom');
  expect(blocks()).toEqual([SCORES, 'layers.1.attention.key', 'layers.1.attention_norm', 'layers.0.ffn_residual']);
  // The first block that reads the norm is the query: one came from the key.
  followFirst(app, 'feeds');
  followFirst(app, 'feeds');
  expect(pinned.value).toEqual({ block: 'layers.1.attention.key' });
  expect(blocks()).toEqual([SCORES, 'layers.1.attention.key']);
});

test('at the start of a trail the first neighbour is taken, at the ends nothing happens', () => {
  followFirst(app, 'feeds');
  expect(blocks()).toEqual([SCORES, 'layers.1.attention.weights']);
  pinned.value = { block: 'probabilities' };
  followFirst(app, 'feeds');
  expect(blocks()).toEqual(['probabilities']);
});

test('a block on the trail is gone back to', () => {
  for (let step = 0; step < 4; step++) followFirst(app, 'feeds');
  follow(app, 'layers.1.attention.weights', 'madeFrom');
  expect(blocks()).toEqual([SCORES, 'layers.1.attention.weights']);
});

test('what was pinned in another way begins a new trail', () => {
  followFirst(app, 'feeds');
  pinned.value = { block: 'logits' };
  followFirst(app, 'madeFrom');
  expect(blocks()).toEqual(['logits', 'final_norm']);
});

test('a trail ends for good once something else is pinned, or another model is open', () => {
  const stop = effect(() => endStaleTrail(app));
  followFirst(app, 'feeds');
  expect(blocks()).toEqual([SCORES, 'layers.1.attention.weights']);
  pinned.value = { block: 'logits' };
  pinned.value = { block: 'layers.1.attention.weights' };
  expect(blocks()).toEqual(['layers.1.attention.weights']);
  // The sorter's queries have a bias, the other model's have none.
  pinned.value = { block: 'layers.0.attention.query.bias' };
  followFirst(app, 'feeds');
  expect(blocks()).toEqual(['layers.0.attention.query.bias', 'layers.0.attention.query']);
  const { graph } = parts.model.value;
  batch(() => {
    parts.model.value = { graph: buildGraph(SMALL_LLAMA) };
    pinned.value = undefined;
  });
  pinned.value = { block: 'layers.0.attention.query' };
  expect(blocks()).toEqual(['layers.0.attention.query']);
  parts.model.value = { graph };
  stop();
});

test('a long trail forgets where it began', () => {
  pinned.value = { block: 'probabilities' };
  for (let step = 0; step < 20; step++) followFirst(app, 'madeFrom');
  expect(blocks().length).toBeLessThan(12);
  expect(blocks().at(-1)).toBe(pinned.value?.block);
});
