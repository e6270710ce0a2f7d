import { describe, expect, test } from 'vitest';
import { decodePrompt, encodePrompt, readPrompt } from '../../../src/app/prompt.ts';
import type { Task } from '../../../src/app/task.ts';
import { loadTokenizer } from '../../../src/inference/tokenizer.ts';
import { SMALL } from '../scene/layouts.ts';

/** Words with pieces to fall back on, a token before every text and one for what it does not know, as a small story model has. */
const tokenizer = await loadTokenizer({
  added_tokens: ['<unk>', '<s>'].map((content, id) => ({ id, content, special: true, normalized: false })),
  normalizer: null,
  pre_tokenizer: { type: 'WhitespaceSplit' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [],
    special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '<unk>',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '<unk>': 0, '<s>': 1, the: 2, cat: 3, '##s': 4, t: 5, h: 6, e: 7 },
  },
});
const graph = SMALL['a Llama with grouped queries'];
if (graph === undefined) throw new Error('the fixtures have a Llama with grouped queries');
const task: Task = { kind: 'continue', prompt: 'the cat' };
const model = { id: 'stories', tokenizer, graph, task };
const idsOf = (text: string) => readPrompt(text, model).tokens.map(({ id }) => id);

describe('a text for a model that goes on with it', () => {
  test('is its tokens, the special one before it among them', () => {
    const { tokens, problem, remark } = readPrompt('the cats', model);
    expect(tokens).toEqual(
      [
        [1, '<s>'],
        [2, 'the'],
        [3, 'cat'],
        [4, '##s'],
      ].map(([id, word]) => ({ id, word, origin: 'given' })),
    );
    expect([problem, remark]).toEqual([undefined, undefined]);
  });

  test('comes back from its tokens without the special ones, so that it reads the same again', () => {
    expect(decodePrompt(encodePrompt('the cats', model), model)).toBe('the cats');
  });

  test('has one unknown token for what the model has none for, and says which that is', () => {
    expect(idsOf('the 😀 cat')).toEqual([1, 2, 0, 3]);
    expect(readPrompt('the 😀 cat', model)).toMatchObject({ problem: undefined });
    expect(readPrompt('the 😀 cat', model).remark).toMatch(/😀.*<unk>/);
    expect(readPrompt('the \u0007 cat', model).remark).toMatch(/U\+0007/);
    expect(readPrompt('the\u0007\u0007 cat', model).remark).toMatch(/ for “U\+0007”:/);
    expect(readPrompt('кот 👨‍👩‍👧', model).remark).toMatch(/ for “к” and three more:/);
    // Of characters that it knows, a word that is too long.
    expect(readPrompt('the'.repeat(50), model).remark).toMatch(/ for “(the){8}…”:/);
  });

  test.each(['', '   ', '\n\t'])('of nothing to read (%j) is the special token alone, and says so', (text) => {
    expect(idsOf(text)).toEqual([1]);
    expect(readPrompt(text, model)).toMatchObject({ problem: undefined });
    expect(readPrompt(text, model).remark).toMatch(/<s>/);
  });

  test('longer than the context is told with how much too long it is, and keeps its tokens', () => {
    const { context } = graph.dimensions;
    const words = (count: number) => Array.from({ length: count }, () => 'the').join(' ');
    expect(readPrompt(words(context - 1), model).problem).toBeUndefined();
    expect(readPrompt(words(context), model).problem).toMatch(new RegExp(`${context + 1} tokens, one more`));
    const { tokens, problem } = readPrompt('the cat '.repeat(5000), model);
    expect(problem).toMatch(/10,001 tokens, 9,985 more than the 16/);
    expect(tokens).toHaveLength(10_001);
  });
});

describe('ids for a model without a tokenizer', () => {
  const bare = { id: 'bare', tokenizer: undefined, graph, task: undefined };

  test('are read as they are typed', () => {
    expect(readPrompt(' 3 14  1 ', bare).tokens.map(({ id }) => id)).toEqual([3, 14, 1]);
  });

  test.each(['', 'three', '1, 2', '-1'])('%j is refused with what it takes', (text) => {
    expect(readPrompt(text, bare)).toMatchObject({ tokens: [], problem: expect.stringMatching(/bare.*token ids/) });
  });
});
