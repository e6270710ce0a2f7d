import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/app/app.ts';
import type { OpenModel } from '../../../src/app/model.ts';
import type { Task } from '../../../src/app/task.ts';
import { Telling } from '../../../src/app/telling.ts';
import { NANO_SORT } from '../inference/models.ts';
import { openFolder } from './opened.ts';

async function told(task: Task): Promise<Telling> {
  const model: OpenModel = { ...(await openFolder(NANO_SORT)), task };
  const telling = new Telling({
    model: signal(model),
    run: signal<Run | undefined>(undefined),
    painted: async () => {},
    read: () => undefined,
    prefersReducedMotion: () => false,
    nextFrame: () => {},
    training: async () => [],
    report: (problem) => expect.fail(problem),
  });
  await telling.chosen;
  return telling;
}

const tour = 'how-a-transformer-sorts';

describe('a tour before any run', () => {
  it('is told where the model is only looked at: nothing is awaited, and nothing read', async () => {
    const { player, source } = await told({ kind: 'look', tour });
    expect(player.value?.tour.id).toBe(tour);
    expect(source.value).toMatchObject({ ids: [], given: 0, answers: [] });
    expect(player.value?.stage.value).toMatchObject({ pending: new Set(), values: new Map(), tokens: 0 });
  });

  it('waits for the run where there will be one', async () => {
    const { tour: known, player } = await told({ kind: 'continue', prompt: 'Once', tour });
    expect(known.value?.id).toBe(tour);
    expect(player.value).toBeUndefined();
  });
});
