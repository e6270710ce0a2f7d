import katex from 'katex';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '../../../src/architecture/build.ts';
import { type CellRange, type Explanation, explain, foldTerms } from '../../../src/architecture/explain.ts';
import type { TensorData, TensorId } from '../../../src/architecture/graph.ts';
import { operandsOf } from '../../../src/architecture/operands.ts';
import {
  FURTHER_DEEPSEEK,
  SMALL_DEEPSEEK,
  SMALL_GEMMA,
  SMALL_LLAMA,
  SMALL_MIXTRAL,
  SMALL_PHI3,
  SMALL_QWEN3,
  SORTER,
} from './configs.ts';
import { type Fixture, loadFixture, MODELS } from './fixtures.ts';

const CELLS_PER_TENSOR = 6;
const TOLERANCE = 1e-4;

/** Numbers from 0 to 1 in an order that is the same in every run (Park and Miller's generator). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function largestFinite({ data }: TensorData): number {
  return data.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}

describe.each([...MODELS])('explanations of %s', (_, folder) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await loadFixture(folder);
  });

  it('fold to the numbers that PyTorch computed, in every tensor', () => {
    const random = randomNumbers(7);
    const { graph, prompts } = fixture;
    for (const tensors of prompts) {
      const read = (id: TensorId) => tensors.get(id);
      for (const { id } of graph.tensors()) {
        const data = tensors.get(id);
        if (data === undefined) throw new Error(`no numbers for ${id}`);
        for (let repeat = 0; repeat < CELLS_PER_TENSOR; repeat += 1) {
          const cell = data.shape.map((extent) => Math.floor(random() * extent));
          const { value, result, ...calculation } = explain(graph, id, cell, read);
          const where = `${id}[${cell}]`;
          if (value === undefined || result === undefined) throw new Error(`${where} has no value`);
          if (calculation.kind !== 'weight' && calculation.kind !== 'tokens') {
            expect(foldTerms(calculation), where).toBe(result);
          }
          if (Number.isFinite(value)) {
            expect(Math.abs(result - value), where).toBeLessThanOrEqual(TOLERANCE * largestFinite(data));
          } else expect(result, where).toBe(value);
        }
      }
    }
  });

  it('have terms whose factors are the numbers of the cells they name, and multiply to the term', () => {
    const random = randomNumbers(11);
    const tensors = fixture.prompts.at(-1);
    for (const { output } of fixture.graph.ops()) {
      const shape = tensors?.get(output)?.shape ?? [];
      const cell = shape.map((extent) => Math.floor(random() * extent));
      const explanation = explain(fixture.graph, output, cell, (id) => tensors?.get(id));
      for (const term of explanation.terms) {
        for (const factor of term.factors) {
          if (factor.id === undefined) continue;
          expect(explain(fixture.graph, factor.id, factor.cell, (id) => tensors?.get(id)).value).toBe(factor.value);
        }
        const product = term.factors.reduce((value, factor) => value * factor.value, 1);
        if (term.role !== 'power') expect(term.value).toBe(product);
      }
    }
  });
});

describe('sources', () => {
  const graph = buildGraph({ ...SMALL_LLAMA, num_attention_heads: 4, num_key_value_heads: 2 });
  const nothing = () => undefined;
  const sources = (id: TensorId, cell: number[]) => written(explain(graph, id, cell, nothing).sources);

  function written(ranges: readonly CellRange[]): string[] {
    return ranges.map(
      ({ id, from, to }) => `${id} ${from.map((low, axis) => (low === to[axis] ? low : `${low}–${to[axis]}`))}`,
    );
  }

  it('are the query row and the key row of the shared head', () => {
    expect(sources('layers.1.attention.scores', [3, 9, 2])).toEqual([
      'layers.1.attention.query_rotated 3,9,0–5',
      'layers.1.attention.key_rotated 1,2,0–5',
    ]);
  });

  it('are the row of the input and the column of the weight', () => {
    expect(sources('layers.0.attention.query', [2, 7, 5])).toEqual([
      'layers.0.attention_norm 7,0–23',
      'layers.0.attention.query.weight 2,0–23,5',
    ]);
    expect(sources('layers.0.ffn.down', [7, 5])).toEqual([
      'layers.0.ffn.activated 7,0–39',
      'layers.0.ffn.down.weight 0–39,5',
    ]);
  });

  it('are the attention of one head and one channel of the values it mixes', () => {
    expect(sources('layers.0.attention.mixed', [4, 20])).toEqual([
      'layers.0.attention.weights 3,4,0–4',
      'layers.0.attention.value 1,0–4,2',
    ]);
  });

  it('are the two channels that turn together', () => {
    expect(sources('layers.0.attention.key_rotated', [1, 4, 5])).toEqual([
      'layers.0.attention.key 1,4,5',
      'layers.0.attention.key 1,4,2',
    ]);
  });

  it('are the scores up to the token itself, or the whole row of logits', () => {
    expect(sources('layers.0.attention.weights', [0, 4, 1])).toEqual(['layers.0.attention.scores 0,4,0–4']);
    expect(sources('probabilities', [4, 1])).toEqual(['logits 4,0–16']);
  });

  it('are none above the diagonal of the scores', () => {
    const masked = explain(graph, 'layers.0.attention.scores', [0, 2, 5], nothing);
    expect(masked.sources).toEqual([]);
    expect(masked.formula).toBe('s_{2,5} = -\\infty \\quad (5 > 2)');
  });

  it('lie in tensors that the op reads, for every op of every family', () => {
    for (const config of [
      SORTER,
      SMALL_LLAMA,
      SMALL_QWEN3,
      SMALL_GEMMA,
      SMALL_PHI3,
      SMALL_MIXTRAL,
      SMALL_DEEPSEEK,
      FURTHER_DEEPSEEK,
    ]) {
      const model = buildGraph(config);
      for (const op of model.ops()) {
        const cell = model.tensor(op.output).axes.map(() => 0);
        const operands = operandsOf(op).map(({ id }) => id);
        const ids = explain(model, op.output, cell, nothing).sources.map(({ id }) => id);
        expect(operands, op.output).toEqual(expect.arrayContaining(ids));
        expect(ids.length, op.output).toBeGreaterThan(0);
      }
    }
  });

  it('of a tied head are the same numbers in the token table', () => {
    const tied = buildGraph({ ...SORTER, tie_word_embeddings: true });
    const { sources: same, stored } = explain(tied, 'logits.weight', [17, 2], nothing);
    expect(written(same)).toEqual(['embedding.token.weight 2,17']);
    expect(stored).toEqual({ names: ['transformer.wte.weight', 'wte.weight'], index: [2, 17] });
  });
});

describe('formulas', () => {
  const graph = buildGraph(SORTER);
  const numbers: Record<TensorId, TensorData> = {
    tokens: { axes: ['token'], shape: [2], data: Float32Array.of(2, 1) },
    'layers.0.ffn.up': {
      axes: ['token', 'hidden'],
      shape: [2, 192],
      data: new Float32Array(384).fill(-1.5),
    },
    logits: { axes: ['token', 'vocab'], shape: [2, 3], data: Float32Array.of(0, 0, 0, 5, 6, 4) },
  };
  const ask = (id: TensorId, cell: number[]): Explanation => explain(graph, id, cell, (read) => numbers[read]);

  it.each<[TensorId, number[], string]>([
    ['embedding.token', [0, 7], 'e^{E}_{0,7} = W^{E}_{2,7}'],
    ['embedding', [0, 7], 'x^{(0)}_{0,7} = e^{E}_{0,7} + e^{P}_{0,7}'],
    [
      'layers.1.attention_norm',
      [4, 7],
      '\\bar{x}_{4,7} = \\gamma_{7}\\,\\frac{x^{(1)}_{4,7} - \\mu_{4}}{\\sqrt{\\sigma_{4}^{2} + \\varepsilon}} + \\beta_{7}',
    ],
    ['layers.1.attention.query', [2, 4, 7], 'q_{4,7} = \\sum_{i=0}^{47} \\bar{x}_{4,i}\\,W^{Q}_{i,7} + b^{Q}_{7}'],
    ['layers.0.attention.scores', [2, 9, 2], 's_{9,2} = \\frac{q_{9} \\cdot k_{2}}{\\sqrt{16}}'],
    ['layers.0.attention.weights', [2, 9, 2], 'a_{9,2} = \\frac{e^{s_{9,2}}}{\\sum_{j=0}^{9} e^{s_{9,j}}}'],
    ['layers.0.attention.mixed', [9, 20], 'm_{9,20} = \\sum_{j=0}^{9} a_{9,j}\\,v_{j,4}'],
    ['layers.0.ffn.activated', [1, 3], 'h_{1,3} = \\operatorname{GELU}(u_{1,3})'],
    ['layers.2.ffn_residual', [1, 3], 'x^{(3)}_{1,3} = y^{(2)}_{1,3} + d_{1,3}'],
  ])('%s%o', (id, cell, formula) => {
    expect(ask(id, cell).formula).toBe(formula);
  });

  it('take the real numbers', () => {
    expect(ask('layers.0.ffn.activated', [1, 3]).substituted).toBe('\\operatorname{GELU}({-}1.50) = {-}0.10');
    expect(ask('probabilities', [1, 0]).substituted).toBe('\\frac{0.37}{0.37 + 1 + 0.14} = 0.24');
  });

  it('shorten a long sum and end with its bias', () => {
    const long = (extent: number, value: number) => new Float32Array(extent).fill(value);
    const { substituted, terms } = explain(graph, 'layers.0.ffn.up', [0, 0], (id) => {
      if (id === 'layers.0.ffn_norm') return { axes: ['token', 'channel'], shape: [1, 48], data: long(48, 0.5) };
      if (id === 'layers.0.ffn.up.weight') {
        return { axes: ['channel', 'hidden'], shape: [48, 192], data: long(48 * 192, -0.25) };
      }
      return { axes: ['hidden'], shape: [192], data: long(192, 1) };
    });
    const product = '0.50 \\times {-}0.25';
    expect(substituted).toBe(`${product} + ${product} + \\dots + ${product} + 1 = {-}5`);
    expect(terms.length).toBe(49);
    expect(terms.at(-1)).toMatchObject({ role: 'bias', value: 1 });
  });

  it('stand alone while numbers are missing', () => {
    const { formula, sources, terms, substituted, result, value } = explain(
      graph,
      'layers.0.ffn.up',
      [0, 0],
      () => undefined,
    );
    expect({ terms, substituted, result, value }).toEqual({
      terms: [],
      substituted: '',
      result: undefined,
      value: undefined,
    });
    expect(formula).toContain('\\sum');
    expect(sources.length).toBe(3);
    const gather = explain(graph, 'embedding.token', [4, 7], () => undefined);
    expect(gather.formula).toBe('e^{E}_{4,7} = W^{E}_{\\tau_{4},7}');
    expect(gather.sources).toEqual([{ id: 'tokens', from: [4], to: [4] }]);
  });

  it('name the place of a weight in the checkpoint', () => {
    const { stored, formula } = ask('layers.0.attention.key.weight', [1, 5, 7]);
    expect(stored?.index).toEqual([5, 48 + 16 + 7]);
    expect(formula).toBe('W^{K}_{5,7}');
  });

  it('are TeX that KaTeX sets without complaint, with and without numbers', async () => {
    for (const name of ['gpt2-tied', 'llama-biased']) {
      const { graph: model, prompts } = await loadFixture(MODELS.get(name) ?? '');
      for (const { id, axes } of model.tensors()) {
        const cell = axes.map(() => 0);
        const { formula, substituted } = explain(model, id, cell, (read) => prompts[0]?.get(read));
        for (const tex of [formula, substituted, explain(model, id, cell, () => undefined).formula]) {
          expect(() => katex.renderToString(tex, { strict: 'error' }), `${id}: ${tex}`).not.toThrow();
        }
      }
    }
  });
});

describe('questions that have no answer', () => {
  const graph = buildGraph(SORTER);
  const ask = (id: TensorId, cell: number[]) => () => explain(graph, id, cell, () => undefined);

  it('are refused with what was expected', () => {
    expect(ask('layers.7.ffn.up', [0, 0])).toThrow('"layers.7.ffn.up"');
    expect(ask('layers.0.ffn.up', [0])).toThrow(
      'layers.0.ffn.up: expected a cell [token below Infinity, hidden below 192], got [0]',
    );
    expect(ask('layers.0.ffn.up', [0, 192])).toThrow(RangeError);
    expect(ask('layers.0.ffn.up', [-1, 0])).toThrow(RangeError);
    expect(ask('layers.0.ffn.up', [0.5, 0])).toThrow(RangeError);
    expect(ask('layers.0.ffn.up.weight', [48, 0])).toThrow(RangeError);
  });
});
