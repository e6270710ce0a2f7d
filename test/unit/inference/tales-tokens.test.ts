import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadTokenizer } from '../../../src/inference/tokenizer.ts';

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
const tales = () => loadTokenizer(json('models/tales/tokenizer.json'));

/** What Python makes of some stories and odd texts: models/training/make_token_fixture.py. */
const rows = json('test/fixtures/tales-tokens.json') as { text: string; ids: number[]; decoded: string }[];

describe('the tokenizer of tales', () => {
  test('comes to the ids and the text that training had', async () => {
    const tokenizer = await tales();
    expect(rows.length).toBeGreaterThan(150);
    for (const { text, ids, decoded } of rows) {
      expect(tokenizer.encode(text).ids).toEqual(ids);
      expect(tokenizer.decode(ids)).toBe(decoded);
    }
  });

  test('shows words as they are written, pieces as such, and any other character as one unknown token', async () => {
    const tokenizer = await tales();
    const words = (text: string) => tokenizer.encode(text).tokens;
    expect(words('“My girlfriend likes it (a lot),” I said.')).toEqual([
      '<s>',
      '“',
      'My',
      'girlfriend',
      'likes',
      'it',
      '(',
      'a',
      'lot',
      ')',
      ',',
      '”',
      'I',
      'said',
      '.',
    ]);
    expect(words('balloon').join('')).toMatch(/^<s>b\w*(##\w+)+$/);
    expect(words('🙂é\u0007')).toEqual(['<s>', '<unk>', '<unk>', '<unk>']);
    expect(words('')).toEqual(['<s>']);
  });
});
