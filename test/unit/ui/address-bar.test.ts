import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Cutaway } from '../../../src/app/create-app.ts';
import type { OpenModel } from '../../../src/app/model.ts';
import type { Restoring } from '../../../src/app/restoring.ts';
import { fromHash, type ReadState } from '../../../src/app/saved-state.ts';
import { followAddress } from '../../../src/ui/address-bar.ts';
import { leftFrom } from '../../../src/ui/ui-state.ts';

/** The parts of an app that the address is made of: `made` tokens were drawn after its prompt. */
function appWith() {
  const model = signal({ id: 'tales', isAddressable: true });
  const made = signal<readonly number[]>([]);
  const parts = {
    model,
    run: made,
    generating: { settings: signal({}) },
    surroundings: { tab: signal('story'), comparing: signal(false) },
    telling: { isTold: signal(false) },
    savedState: () => ({ version: 1, model: model.peek().id, prompt: 'Tom', generated: made.peek() }),
  };
  for (const name of ['prompt', 'pinned', 'theme', 'settings', 'frame']) Object.assign(parts, { [name]: signal('') });
  return { model, made, app: parts as unknown as Cutaway };
}

let entries: string[];
let listeners: Map<string, (event: unknown) => void>;

beforeEach(() => {
  vi.useFakeTimers();
  entries = ['#v=1&model=tales&prompt=Tom'];
  listeners = new Map();
  const location = {
    get hash() {
      return entries.at(-1);
    },
  };
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_: unknown, __: string, hash: string) => entries.splice(-1, 1, hash),
    pushState: (_: unknown, __: string, hash: string) => entries.push(hash),
  });
  vi.stubGlobal('addEventListener', (name: string, listen: (event: unknown) => void) => listeners.set(name, listen));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the entry of a model that is left holds what it had drawn until then', async () => {
  const { app, model, made } = appWith();
  await followAddress(app, { restore: async () => {} } as unknown as Restoring);
  for (const token of [5, 6, 7]) {
    made.value = [...made.value, token];
    vi.advanceTimersByTime(100);
  }
  model.value = { id: 'nano-sort', isAddressable: true };
  vi.runAllTimers();
  expect(entries.map((hash) => fromHash(hash).state)).toMatchObject([
    { model: 'tales', generated: [5, 6, 7] },
    { model: 'nano-sort' },
  ]);
});

test('the entry of a moment follows while tokens are drawn', async () => {
  const { app, made } = appWith();
  await followAddress(app, { restore: async () => {} } as unknown as Restoring);
  for (let token = 0; token < 20; token += 1) {
    made.value = [...made.value, token];
    vi.advanceTimersByTime(100);
  }
  // Left now, it lacks the last few tokens at most.
  expect(entries).toHaveLength(1);
  expect(fromHash(entries[0] ?? '').state?.generated?.length).toBeGreaterThan(14);
});

test('the way back from where a link has led is there until a model is opened by hand', async () => {
  const { app, model } = appWith();
  const restore = async () => {
    model.value = { id: 'nano-sort', isAddressable: true };
  };
  await followAddress(app, { restore } as unknown as Restoring);
  model.value = { id: 'tales', isAddressable: true };
  await vi.runAllTimersAsync();
  const left = { title: 'A Llama', hash: '#v=1&model=tales', to: 'nano-sort' };
  leftFrom.value = left;
  listeners.get('popstate')?.({ state: null });
  await vi.runAllTimersAsync();
  expect([model.value.id, leftFrom.value]).toEqual(['nano-sort', left]);
  model.value = { id: 'tales', isAddressable: true };
  expect(leftFrom.value).toBeUndefined();
});

test('what is none of the page’s own addresses goes to no state, and does not stay', async () => {
  const restore = vi.fn(async (_: ReadState) => {});
  await followAddress(appWith().app, { restore } as unknown as Restoring);
  vi.runAllTimers();
  const [before] = entries;
  entries.push('#foo');
  listeners.get('popstate')?.({ state: null });
  await vi.runAllTimersAsync();
  expect(restore.mock.lastCall?.[0]).toMatchObject({ state: undefined, problems: [expect.stringMatching(/ignored/)] });
  expect(entries).toEqual([before, before]);
});

test('other sizes make an entry once they rest, after that of the model as it was opened', async () => {
  const { app, model } = appWith();
  const savedState = () => ({ version: 1, model: model.peek().id, ...sizesOf(app.model.peek()) });
  Object.assign(app, { savedState });
  await followAddress(app, { restore: async () => {} } as unknown as Restoring);
  const opened = { ...model.peek(), id: 'gpt2' };
  model.value = opened;
  vi.advanceTimersByTime(10);
  for (const layers of [7, 8, 9]) {
    model.value = Object.assign({ ...opened }, { resized: { sizes: { layers }, from: opened } });
    vi.advanceTimersByTime(100);
  }
  vi.runAllTimers();
  expect(entries).toEqual(['#v=1&model=tales', '#v=1&model=gpt2', '#v=1&model=gpt2&sizes=layers.9']);
});

function sizesOf(model: OpenModel | undefined) {
  return model?.resized && { sizes: model.resized.sizes };
}
