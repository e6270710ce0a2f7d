import { effect } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import { lazily } from '../../../src/ui/lazily.ts';

test('is fetched once, when it is first asked for, and tells those who asked', async () => {
  const load = vi.fn(async () => 'there');
  const thing = lazily(load);
  expect(load).not.toHaveBeenCalled();
  const seen: (string | undefined)[] = [];
  const dispose = effect(() => {
    seen.push(thing());
  });
  thing();
  await vi.waitFor(() => expect(seen).toEqual([undefined, 'there']));
  expect([thing(), load.mock.calls.length]).toEqual(['there', 1]);
  dispose();
});

test('that could not be fetched is said in the console, and tried again by the next to ask', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const load = vi.fn().mockRejectedValueOnce(new Error('no network')).mockResolvedValueOnce('there');
  const thing = lazily(load);
  thing();
  await vi.waitFor(() => expect(said).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect(thing()).toBe('there'));
  expect(load).toHaveBeenCalledTimes(2);
  said.mockRestore();
});
