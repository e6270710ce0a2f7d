import katex from 'katex';
import { expect, it, describe as suite } from 'vitest';
import parts from '../../../content/en/parts.json' with { type: 'json' };
import { buildGraph } from '../../../src/architecture/build.ts';
import { describe, type PartWords } from '../../../src/architecture/describe.ts';
import {
  FURTHER_DEEPSEEK,
  SMALL_DEEPSEEK,
  SMALL_GEMMA,
  SMALL_LLAMA,
  SMALL_MIXTRAL,
  SMALL_QWEN3,
  SORTER,
} from './configs.ts';

const BIASED_LLAMA = { ...SMALL_LLAMA, attention_bias: true, mlp_bias: true };
const GRAPHS = [SORTER, BIASED_LLAMA, SMALL_QWEN3, SMALL_GEMMA, SMALL_MIXTRAL, SMALL_DEEPSEEK, FURTHER_DEEPSEEK].map(
  buildGraph,
);

function wordsOf({ name, purpose }: PartWords): string {
  return `${name}: ${purpose}`;
}

suite('descriptions', () => {
  it('have words and a symbol for every tensor of every family', () => {
    for (const graph of GRAPHS) {
      for (const { id } of graph.tensors()) {
        const { name, purpose, symbol } = describe(graph, id, parts);
        expect(name, id).toMatch(/^[A-Z]/);
        expect(purpose, id).toMatch(/\.$/);
        expect(symbol, id).not.toContain('texttt');
        expect(() => katex.renderToString(symbol, { strict: 'error' }), symbol).not.toThrow();
      }
    }
  });

  it('use every entry of the table', () => {
    const used = new Set(
      GRAPHS.flatMap((graph) => [...graph.tensors()].map(({ id }) => wordsOf(describe(graph, id, parts)))),
    );
    const unused = Object.entries(parts).filter(([, words]) => !used.has(wordsOf(words)));
    expect(unused.map(([key]) => key)).toEqual([]);
  });

  it('say how the family makes a part, and in which layer it stands', () => {
    const [gpt2, llama] = GRAPHS;
    if (gpt2 === undefined || llama === undefined) throw new Error('no graphs');
    expect(describe(gpt2, 'layers.2.ffn.activated', parts)).toMatchObject({ name: 'Activated hidden layer', layer: 2 });
    expect(describe(llama, 'layers.1.ffn.activated', parts)).toMatchObject({ name: 'Gated hidden layer', layer: 1 });
    expect(describe(gpt2, 'logits', parts)).toMatchObject({ name: 'Logits', layer: undefined });
  });

  it('fall back on the id', () => {
    const [gpt2] = GRAPHS;
    if (gpt2 === undefined) throw new Error('no graph');
    expect(describe(gpt2, 'layers.0.attention.scores', {})).toMatchObject({ name: 'attention.scores', purpose: '' });
  });
});
