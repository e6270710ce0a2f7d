import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import type { Deed } from '../../../src/narrative/tour.ts';
import { doDeed } from '../../../src/ui/panel/deed.ts';

/** An app that writes down what is asked of it, of a model with these key frames. */
function appWith(steps: readonly number[], show: (step: number | undefined) => void = () => {}) {
  const done: string[] = [];
  const notice = signal<string | undefined>(undefined);
  const app = {
    ask: async (prompt: string) => void done.push(`ask ${prompt}`),
    generating: { run: async (count: number) => void done.push(`generate ${count}`) },
    keyFraming: {
      list: async () => steps.map((step) => ({ step })),
      show: async (step: number | undefined) => {
        show(step);
        done.push(`show ${step ?? 'as it ships'}`);
      },
    },
    notice,
  } as unknown as App;
  return { app, done, notice };
}

describe('words that do something', () => {
  it.each<[Deed, string]>([
    [{ kind: 'prompt', prompt: 'Once' }, 'ask Once'],
    [{ kind: 'generate', count: 8 }, 'generate 8'],
    [{ kind: 'frame', frame: 'first' }, 'show 3'],
    [{ kind: 'frame', frame: 'last' }, 'show as it ships'],
  ])('do it: %j', async (deed, expected) => {
    const { app, done, notice } = appWith([3, 40, 900]);
    await doDeed(app, deed);
    expect(done).toEqual([expected]);
    expect(notice.value).toBeUndefined();
  });

  it('say why a moment of the training cannot be shown', async () => {
    const { app, notice } = appWith([0, 10], () => {
      throw new Error('The file is cut.');
    });
    await doDeed(app, { kind: 'frame', frame: 'first' });
    expect(notice.value).toBe('The file is cut.');
  });
});
