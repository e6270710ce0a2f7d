import { signal } from '@preact/signals-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OpenModel } from '../../../src/app/model.ts';
import { type Savable, Saving } from '../../../src/app/saving.ts';
import { DEFAULT_SETTINGS, type Theme } from '../../../src/scene/picture.ts';
import { DrawingLostError } from '../../../src/scene/print.ts';
import { NANO_SORT } from '../inference/models.ts';
import { openFolder } from './opened.ts';

let model: OpenModel;

beforeAll(async () => {
  model = await openFolder(NANO_SORT);
});

const refuse = () => {
  throw new Error('Nobody asks for this.');
};

const savingOf = (print: Savable['staging']['print']) =>
  new Saving({
    staging: { print, tokens: signal(11) },
    theme: signal<Theme>('light'),
    settings: signal(DEFAULT_SETTINGS),
    prompt: signal('AACBAB'),
    isTold: signal(false),
    model: () => model,
    weights: refuse,
    player: refuse,
  });

/** A picture that is drawn to a half, and then not further. */
const half: Savable['staging']['print'] = (_, { signal, tell }) => {
  tell(0.5);
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
};

describe('a picture that is made', () => {
  it('is told of, and ends when it is cancelled', async () => {
    const saving = savingOf(half);
    const made = saving.picture({ scale: 2 });
    expect(saving.progress.value).toMatchObject({ fraction: 0.5, detail: '2×' });
    saving.progress.value?.cancel?.();
    await expect(made).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(saving.progress.value).toBeUndefined();
  });

  it('is the only one, until it is given up for another model', async () => {
    const saving = savingOf(half);
    const made = saving.picture({});
    await expect(saving.picture({})).rejects.toThrow('being made already');
    await expect(saving.film({})).rejects.toThrow('being made already');
    expect(saving.progress.value).toBeDefined();
    saving.stop();
    await expect(made).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const another = saving.picture({});
    expect(saving.progress.value).toBeDefined();
    saving.stop();
    await expect(another).rejects.toThrow();
  });

  it('is told in a sentence when the GPU has lost it', async () => {
    const saving = savingOf(() => Promise.reject(new DrawingLostError()));
    await expect(saving.picture({})).rejects.toThrow(/taken away.*nothing was saved/);
  });
});
