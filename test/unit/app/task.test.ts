import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { promptOf, readTask } from '../../../src/app/task.ts';
import { NANO_SORT } from '../inference/models.ts';

const sort = { kind: 'sort', prompt: 'CAB', promptLength: 3, answerLength: 2, tour: 'a-tour' };

describe('what a model was made for', () => {
  test('is to sort as many letters as it says', () => {
    expect(readTask(JSON.parse(readFileSync(join(NANO_SORT, 'cutaway.json'), 'utf8')), 'nano-sort')).toMatchObject({
      kind: 'sort',
      promptLength: 6,
      answerLength: 6,
    });
  });

  test('is to go on with a text, of no fixed length and perhaps without a tour', () => {
    expect(readTask({ kind: 'continue', prompt: 'Once' }, 'tales')).toEqual({ kind: 'continue', prompt: 'Once' });
  });

  test('is what it begins a prompt with; a model that is only looked at has none', () => {
    expect(promptOf({ kind: 'continue', prompt: 'Once' })).toBe('Once');
    expect(promptOf({ kind: 'look', tour: 'how-big-is-big' })).toBeUndefined();
    expect(promptOf(undefined)).toBeUndefined();
  });

  test.each([
    [undefined, 'prompt'],
    [[sort], 'prompt'],
    [{ ...sort, kind: 'count' }, 'kind'],
    [{ ...sort, kind: undefined }, 'kind'],
    [{ ...sort, prompt: '' }, 'prompt'],
    [{ ...sort, promptLength: '3' }, 'promptLength'],
    [{ ...sort, answerLength: 1.5 }, 'answerLength'],
    [{ kind: 'continue', prompt: 'Once', tour: 7 }, 'tour'],
  ])('%j is refused for its %s', (json, field) => {
    expect(() => readTask(json, 'abacus')).toThrow(new RegExp(`models/abacus/cutaway\\.json: “${field}”`));
  });
});
