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
    model: signal({ runnable: true }),
    promptDraft: signal('Once'),
    promptIsRun: signal(true),
    promptProblem: signal<string | undefined>(undefined),
    lookFrom: () => {},
    generating: {
      run: async (count: number) => void done.push(`generate ${count}`),
      problem: signal<string | undefined>(undefined),
    },
    keyFraming: {
      list: async () => steps.map((step) => ({ step })),
      show: async (step: number | undefined) => {
        show(step);
        done.push(`show ${step ?? 'as it ships'}`);
      },
    },
    notice,
  };
  return { parts: app, app: app as unknown as App, done, notice };
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

  it('go on with what is typed, once it has been run', async () => {
    const { parts, app, done, notice } = appWith([]);
    parts.promptIsRun.value = false;
    await doDeed(app, { kind: 'generate', count: 8 });
    // What could not be run is not gone on with.
    expect([done, notice.value]).toEqual([['ask Once'], undefined]);
    parts.ask = async () => {
      parts.promptIsRun.value = true;
    };
    await doDeed(app, { kind: 'generate', count: 8 });
    expect(done.at(-1)).toBe('generate 8');
  });

  it('say why a prompt cannot be run', async () => {
    const { parts, app, notice } = appWith([]);
    parts.ask = async () => {
      parts.promptProblem.value = 'Too long.';
    };
    await doDeed(app, { kind: 'prompt', prompt: 'Once' });
    expect(notice.value).toBe('Too long.');
  });

  it('say why the text cannot be gone on with', async () => {
    const { parts, app, done, notice } = appWith([]);
    parts.generating.problem.value = 'Out of memory.';
    await doDeed(app, { kind: 'generate', count: 8 });
    expect(notice.value).toBe('Out of memory.');
    parts.promptIsRun.value = false;
    parts.promptProblem.value = 'Too long.';
    await doDeed(app, { kind: 'generate', count: 8 });
    expect([done, notice.value]).toEqual([['generate 8', 'ask Once'], 'Too long.']);
  });

  it('say why a moment of the training cannot be shown', async () => {
    const { app, notice } = appWith([0, 10], () => {
      throw new Error('The file is cut.');
    });
    await doDeed(app, { kind: 'frame', frame: 'first' });
    expect(notice.value).toBe('The file is cut.');
  });
});
