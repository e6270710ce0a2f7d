import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run, Token } from '../../../src/app/app.ts';
import { stageSource } from '../../../src/app/stage-source.ts';
import { FIXTURES, NANO_SORT } from '../inference/models.ts';
import { openFolder } from './opened.ts';

const token = (id: number, origin: Token['origin']): Token => ({ id, word: `w${id}`, origin });
const GIVEN = [token(5, 'given'), token(6, 'given')];
const ANSWERED = [token(7, 'answered'), token(8, 'answered'), token(9, 'answered')];

function runOf(read: readonly Token[]): Run {
  return {
    tokens: [...GIVEN, ...read],
    answers: ANSWERED.slice(0, Math.max(read.length, 1)),
    trace: new Map(),
    reusedTokens: 0,
  };
}

describe('what a tour is told on', () => {
  const none = () => undefined;

  it('is a text as far as it has been gone on with, whose last token is the answer', async () => {
    const model = await openFolder(join(FIXTURES, 'llama-tied'));
    const { given, answers, ids } = stageSource(model, runOf(ANSWERED), none, []);
    expect([given, answers, ids]).toEqual([4, [9], [5, 6, 7, 8, 9]]);
  });

  it('is all of a text that has not been gone on with', async () => {
    const model = await openFolder(join(FIXTURES, 'llama-tied'));
    const { given, answers } = stageSource(model, runOf([]), none, []);
    expect([given, answers]).toEqual([2, [7]]);
  });

  it("is a sorter's letters, each answer of its own", async () => {
    const task = { kind: 'sort', prompt: 'AB', promptLength: 2, answerLength: 2 } as const;
    const model = { ...(await openFolder(NANO_SORT)), task };
    const { given, answers } = stageSource(model, runOf(ANSWERED), none, []);
    expect([given, answers]).toEqual([2, [7, 8, 9]]);
  });
});
