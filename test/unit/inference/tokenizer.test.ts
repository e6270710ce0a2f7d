import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTokenizer } from '../../../src/inference/tokenizer.ts';
import { NANO_SORT } from './models.ts';

const sorter = () => loadTokenizer(JSON.parse(readFileSync(join(NANO_SORT, 'tokenizer.json'), 'utf8')));

/** A byte-level vocabulary, as GPT-2 has it: Ġ is a space, Ã the first of the two bytes of é. */
const byteLevel = () =>
  loadTokenizer({
    model: { type: 'BPE', vocab: { a: 0, Ġ: 1, b: 2, Ġb: 3, Ã: 4, '©': 5 }, merges: [['Ġ', 'b']] },
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
    decoder: { type: 'ByteLevel' },
    added_tokens: [],
    normalizer: null,
    post_processor: null,
  });

describe('the sorter’s letters', () => {
  test('become ids and words, and text again', async () => {
    const tokenizer = await sorter();
    expect(tokenizer.encode('CAB')).toEqual({ ids: [2, 0, 1], tokens: ['C', 'A', 'B'] });
    expect(tokenizer.decode([2, 0, 1])).toBe('CAB');
    expect(tokenizer.size).toBe(3);
    expect(tokenizer.encode('')).toEqual({ ids: [], tokens: [] });
  });

  test.each([
    ['CADB', 'D', 2],
    ['C A', ' ', 1],
    ['AAa', 'a', 2],
    ['AB\nC', '\n', 2],
    ['🙂A', '🙂', 0],
  ])('refuses %j for %j at %i', async (text, piece, position) => {
    const tokenizer = await sorter();
    expect(() => tokenizer.encode(text)).toThrow(
      expect.objectContaining({
        code: 'UnknownCharacter',
        piece,
        position,
        message: `“${piece}” is not one of A, B, C.`,
      }),
    );
  });
});

describe('a byte-level tokenizer', () => {
  test('shows a space as a space, and half a character as its vocabulary does', async () => {
    const tokenizer = await byteLevel();
    expect(tokenizer.encode('a b')).toEqual({ ids: [0, 3], tokens: ['a', ' b'] });
    expect(tokenizer.encode('é').ids).toEqual([4, 5]);
    expect(tokenizer.word(4)).toBe('Ã');
    expect(tokenizer.decode([4, 5])).toBe('é');
  });
});

test.each([[null], [[]], ['A B C'], [{}], [{ model: {} }]])('refuses %j as a tokenizer', async (json) => {
  await expect(loadTokenizer(json)).rejects.toMatchObject({ code: 'TokenizerFailed' });
});
